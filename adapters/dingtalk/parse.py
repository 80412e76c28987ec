"""From a Stream frame to what reached us, by its kind and topic (`dingtalk.md` §3.3)."""

from datetime import datetime

from adapters.dingtalk.events import event_of
from adapters.dingtalk.frames import (
    TOPIC_PRESSED,
    TOPIC_SAID,
    Frame,
    FrameKind,
    body_of,
    event_head_of,
    read_frame,
)
from adapters.dingtalk.pressed import card_pressed
from adapters.dingtalk.said import chat_said
from adapters.dingtalk.settings import DingTalkSettings
from domain.inbound import Inbound


def inbound_of(frame: Frame, settings: DingTalkSettings, now: datetime) -> Inbound | None:
    """What a frame says in our words, or `None` for a topic or an event nobody uses.

    Raises `Unreadable`, and nothing else, for a frame whose body cannot be understood.
    """
    if frame.kind is FrameKind.EVENT:
        return event_of(event_head_of(frame), body_of(frame), settings, now)
    if frame.topic == TOPIC_SAID:
        return chat_said(body_of(frame), settings, now)
    if frame.topic == TOPIC_PRESSED:
        return card_pressed(body_of(frame), settings, now)
    return None


def reread(raw: str, settings: DingTalkSettings, now: datetime) -> Inbound | None:
    """A frame that was set aside, read once more, perhaps by a newer parser (`duban quarantine retry`).

    Raises `Unreadable` when it still cannot be understood.
    """
    return inbound_of(read_frame(raw), settings, now)
