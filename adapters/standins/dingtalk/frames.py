"""Frames of the Stream as the server writes them, written from `dingtalk.md` §3.3-3.5."""

from dataclasses import dataclass

from adapters.standins.dingtalk import reading
from adapters.standins.dingtalk.reading import Json

BOT_TOPIC = "/v1.0/im/bot/messages/get"
CARD_TOPIC = "/v1.0/card/instances/callback"
EVENT_TOPIC = "*"


@dataclass(frozen=True, slots=True)
class Ack:
    """A client's answer to a push: code, and what `data` decodes to (None: it was no JSON object in a text)."""

    message_id: str
    code: int
    data: Json | None

    @property
    def good(self) -> bool:
        """True when the push need not come again."""
        return self.code == 200 and (self.data or {}).get("status") != "LATER"  # noqa: PLR2004 - as on the wire


def frame(kind: str, headers: Json, data: str | None) -> str:
    """One frame as text. `data` is JSON inside a string."""
    whole: Json = {"specVersion": "1.0", "type": kind, "headers": headers}
    if data is not None:
        whole["data"] = data
    return reading.compact(whole)


def push_headers(topic: str, message_id: str, connection_id: str, app_id: str, time_ms: int) -> Json:
    """The headers every push has; `time` is a text of milliseconds, as seen live."""
    return {
        "appId": app_id,
        "connectionId": connection_id,
        "contentType": "application/json",
        "messageId": message_id,
        "time": str(time_ms),
        "topic": topic,
    }


def event_headers(event_type: str, event_id: str, corp_id: str, born_ms: int, app_id: str) -> Json:
    """What an event's headers have beside those."""
    return {
        "eventType": event_type,
        "eventId": event_id,
        "eventCorpId": corp_id,
        "eventBornTime": str(born_ms),
        "eventUnifiedAppId": app_id,
    }


def read_ack(raw: str) -> Ack | None:
    """A client's frame as an ack, or None when it is none."""
    body = reading.object_text(raw)
    if body is None or "code" not in body:
        return None
    return Ack(
        message_id=reading.text(reading.mapping(body, "headers"), "messageId"),
        code=reading.number(body, "code"),
        data=reading.object_text(body.get("data")),
    )
