"""The frozen older cards (互动卡片普通版) that the SDK's helpers still use (`dingtalk.md` §6.1)."""

from adapters.standins.dingtalk import reading
from adapters.standins.dingtalk.answers import refused
from adapters.standins.dingtalk.gate import Call
from adapters.standins.dingtalk.phones import ROBOT, Kind, Message
from adapters.standins.dingtalk.reading import Json
from adapters.standins.dingtalk.world import Asked

CARD_SCOPE = "Card.Instance.Write"


async def send(asked: Asked) -> Json:
    """Send one to a group or a person."""
    body, world = asked.body, asked.world
    card_id, data = reading.text(body, "cardBizId"), reading.object_text(body.get("cardData"))
    if not card_id or data is None:
        raise refused("param.invalid", "cardBizId")
    conversation_id = reading.text(body, "openConversationId")
    if not conversation_id:
        to = reading.object_text(body.get("singleChatReceiver")) or {}
        known, _ = world.people_known([reading.text(to, "userId")])
        conversation_id = world.organisation.one_to_one(known[0]) if known else ""
    elif conversation_id not in world.organisation.groups:
        conversation_id = ""
    if not conversation_id:
        raise refused("invalid.openConversationId")
    key = world.mint.fresh("query", 30)
    world.show(
        Message(
            id=card_id,
            conversation_id=conversation_id,
            at_ms=world.clock.now_ms(),
            sender=ROBOT,
            kind=Kind.OTHER,
            content={"title": "", "text": "", "card": data},
            query_key=key,
            receivers=world.organisation.members(conversation_id),
        )
    )
    return {"processQueryKey": key}


async def update(asked: Asked) -> Json:
    """Change one already sent."""
    message = asked.world.phones.by_id.get(reading.text(asked.body, "cardBizId"))
    data = reading.object_text(asked.body.get("cardData"))
    if message is None or data is None:
        raise refused("param.cardNotExist")
    message.content["card"] = data
    asked.world.touched(message.conversation_id)
    return {"processQueryKey": message.query_key}


CALLS = (
    Call("POST", "/v1.0/im/v1.0/robot/interactiveCards/send", send, scope=CARD_SCOPE),
    Call("PUT", "/v1.0/im/robots/interactiveCards", update, scope=CARD_SCOPE),
)
