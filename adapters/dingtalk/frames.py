"""Stream frames on the wire: read with the SDK's classes, answered with its acknowledgement (`dingtalk.md` §3.3-3.5).

The SDK carries no types and trusts every field; both stay behind this module.
"""

import json
from dataclasses import dataclass
from enum import StrEnum

from dingtalk_stream.frames import AckMessage, CallbackMessage, EventMessage, Headers, SystemMessage

from adapters.dingtalk.events import EventHead
from adapters.dingtalk.loose import NOTHING, Json, instant_of, json_of, object_of, text_at, whole_number
from domain.failures import Unreadable

TOPIC_SAID = "/v1.0/im/bot/messages/get"
TOPIC_PRESSED = "/v1.0/card/instances/callback"
TOPIC_PING = "ping"
TOPIC_DISCONNECT = "disconnect"


class FrameKind(StrEnum):
    """The three kinds of frame; others are ignored without dropping the socket."""

    SYSTEM = "SYSTEM"
    EVENT = "EVENT"
    CALLBACK = "CALLBACK"


class AckCode(StrEnum):
    """What an acknowledgement says; the numbers are the SDK's."""

    OK = "ok"
    UNKNOWN_TOPIC = "unknown_topic"


@dataclass(frozen=True, slots=True)
class Frame:
    """One frame, its envelope read and its body still closed."""

    kind: FrameKind | None
    type_name: str
    topic: str
    message_id: str
    """The transport's id: names this transmission in the acknowledgement and nothing else."""
    envelope: Json


@dataclass(frozen=True, slots=True)
class Ack:
    """What to answer a frame."""

    code: AckCode
    body: Json
    message: str = "OK"


def read_frame(text: str | bytes) -> Frame:
    """The envelope of a frame. Raises `Unreadable` for anything that is not a JSON object with headers."""
    envelope = json_of(text)
    if not isinstance(envelope, dict):
        raise Unreadable("a frame that is not a JSON object")
    headers = envelope.get("headers")
    if not isinstance(headers, dict):
        raise Unreadable("a frame without headers")
    type_name = text_at(envelope, "type")
    kind = _KINDS.get(type_name)
    return Frame(kind, type_name, text_at(headers, "topic"), text_at(headers, "messageId"), envelope)


def body_of(frame: Frame) -> Json:
    """The inner object of a frame, read by the SDK's class. Raises `Unreadable` when there is none."""
    try:
        message = _MESSAGES[frame.kind or FrameKind.CALLBACK].from_dict(_tolerable(frame.envelope))  # type: ignore[no-untyped-call]  # the SDK is untyped
    except (ValueError, TypeError, RecursionError) as fault:
        raise Unreadable("a frame whose data is not JSON") from fault
    if not isinstance(message.data, dict):
        raise Unreadable("a frame whose data is not a JSON object")
    return message.data


def event_head_of(frame: Frame) -> EventHead:
    """The event's headers."""
    headers = object_of(frame.envelope.get("headers"))
    return EventHead(
        text_at(headers, "eventType"),
        text_at(headers, "eventId"),
        text_at(headers, "eventCorpId"),
        instant_of(headers.get("eventBornTime")),
    )


def ack_text(frame: Frame, ack: Ack) -> str:
    """The acknowledgement of a frame as it goes on the wire."""
    message = AckMessage()  # type: ignore[no-untyped-call]  # the SDK is untyped
    message.code = {
        AckCode.OK: AckMessage.STATUS_OK,
        AckCode.UNKNOWN_TOPIC: AckMessage.STATUS_NOT_IMPLEMENT,
    }[ack.code]
    message.headers.content_type = Headers.CONTENT_TYPE_APPLICATION_JSON
    message.headers.message_id = frame.message_id or None
    message.message = ack.message
    message.data = dict(ack.body)
    return json.dumps(message.to_dict())  # type: ignore[no-untyped-call]  # the SDK is untyped


_KINDS = {str(kind): kind for kind in FrameKind}

_MESSAGES: dict[FrameKind, type[SystemMessage] | type[EventMessage] | type[CallbackMessage]] = {
    FrameKind.SYSTEM: SystemMessage,
    FrameKind.EVENT: EventMessage,
    FrameKind.CALLBACK: CallbackMessage,
}


def _tolerable(envelope: Json) -> Json:
    """What the SDK's classes can take: times that are whole numbers, and data as text, as promised but not kept."""
    headers = object_of(envelope.get("headers"))
    kept = {
        name: value
        for name, value in headers.items()
        if name not in {"time", "eventBornTime"} or whole_number(value) is not None
    }
    data = envelope.get("data", "")
    closed = data if isinstance(data, str) else json.dumps(NOTHING if data is None else data)
    return {**envelope, "headers": kept, "data": closed}
