"""Subscribed events (事件订阅) we want: somebody left, somebody read (`dingtalk.md` §13)."""

from dataclasses import dataclass
from datetime import datetime

from adapters.dingtalk.loose import Json, instant_of, list_of, scalar_text, text_at
from adapters.dingtalk.settings import DingTalkSettings
from domain.failures import Unreadable
from domain.inbound import EventKey, MessageRead, PersonLeft

SOURCE = "dingtalk.event"
LEFT = "user_leave_org"
READ = "robot_msg_read"


@dataclass(frozen=True, slots=True)
class EventHead:
    """What the frame's headers say about an event; `data` holds only the inner object."""

    event_type: str
    event_id: str
    corp_id: str
    born_at: datetime | None


def event_of(
    head: EventHead, body: Json, settings: DingTalkSettings, now: datetime
) -> PersonLeft | MessageRead | None:
    """The event in our words, or `None` for one we do not use or that is another organisation's.

    Raises `Unreadable` when a wanted event has no id or names nobody.
    """
    corp_id = head.corp_id or text_at(body, "eventCorpId", "corpId", "CorpId")
    if head.event_type not in {LEFT, READ} or (corp_id and corp_id != settings.corp_id):
        return None
    if not head.event_id:
        raise Unreadable("an event without eventId")
    key = EventKey(SOURCE, head.event_id)
    born_at = min(head.born_at or now, now)
    if head.event_type == LEFT:
        staff_ids = tuple(dict.fromkeys(_people(body)))
        if not staff_ids:
            raise Unreadable("an event about leaving that names nobody")
        return PersonLeft(key, born_at, staff_ids)
    staff_id, message_id = text_at(body, "userId"), text_at(body, "processQueryKey")
    if not staff_id or not message_id:
        raise Unreadable("a read event without userId or processQueryKey")
    read_at = instant_of(body.get("operatTime")) or instant_of(body.get("operateTime")) or born_at
    return MessageRead(key, min(read_at, now), staff_id, message_id)


def _people(body: Json) -> list[str]:
    raw = body.get("userId", body.get("UserId"))
    people = [scalar_text(one) for one in list_of(raw)] or [scalar_text(raw)]
    return [one for one in people if one]
