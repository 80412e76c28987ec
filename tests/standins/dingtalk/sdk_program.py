"""The unmodified SDK as a program of its own: it blocks, so it must not share the stand-in's loop.

Prints one JSON line per thing it got. The stand-in's address comes in DINGTALK_OPENAPI_ENDPOINT, which the SDK
reads at import.
"""

import json
import logging
import os

import dingtalk_stream
from dingtalk_stream import (
    AckMessage,
    CallbackMessage,
    ChatbotHandler,
    ChatbotMessage,
    EventHandler,
    EventMessage,
)


def tell(**what: object) -> None:
    print(json.dumps(what, ensure_ascii=False), flush=True)  # noqa: T201 - the test reads it


class Words(ChatbotHandler):
    async def process(self, callback: CallbackMessage) -> tuple[int, str]:
        said = ChatbotMessage.from_dict(callback.data)
        tell(
            got="message", text=said.get_text_list(), images=said.get_image_list(), staff=said.sender_staff_id
        )
        if said.message_type == "picture":
            link = self.get_image_download_url(said.image_content.download_code)
            tell(got="link", link=link)
        else:
            self.reply_text("收到 @001", said)
            card = self.reply_markdown_card("**卡片**", said, title="题")
            tell(got="card", id=card.card_instance_id)
            self.reply_card({"contents": []}, said)
        return AckMessage.STATUS_OK, "OK"


class Presses(dingtalk_stream.CallbackHandler):
    async def process(self, callback: CallbackMessage) -> tuple[int, dict[str, object]]:
        press = dingtalk_stream.CardCallbackMessage.from_dict(callback.data)
        tell(got="press", card=press.card_instance_id, user=press.user_id, content=press.content)
        values = {"cardParamMap": {"state": "已签收"}}
        return AckMessage.STATUS_OK, {"cardUpdateOptions": {"updateCardDataByKey": True}, "cardData": values}


class Events(EventHandler):
    async def process(self, event: EventMessage) -> tuple[int, str]:
        tell(got="event", type=event.headers.event_type, id=event.headers.event_id)
        return AckMessage.STATUS_OK, "OK"


def main() -> None:
    logging.disable(logging.CRITICAL)
    credential = dingtalk_stream.Credential(os.environ["CLIENT_ID"], os.environ["CLIENT_SECRET"])
    client = dingtalk_stream.DingTalkStreamClient(credential)
    client.register_all_event_handler(Events())
    client.register_callback_handler(ChatbotMessage.TOPIC, Words())
    client.register_callback_handler(dingtalk_stream.CallbackHandler.TOPIC_CARD_CALLBACK, Presses())
    client.start_forever()


if __name__ == "__main__":
    main()
