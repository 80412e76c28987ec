"""What became of what was sent about an urgent matter: to whom, by which means, delivered, read or not."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from domain.ids import PersonId
from domain.ladders import Means
from domain.notices import NoticeKind

CALLS = frozenset({NoticeKind.ASSIGNED, NoticeKind.ACK_REMINDER, NoticeKind.UNACKNOWLEDGED})
"""What calls somebody to an urgent matter, or to see that somebody comes."""


class Reached(StrEnum):
    """How far it got, as the other side says."""

    WAITING = "waiting"
    SENT = "sent"
    """A text given to the carrier; no report yet."""
    DELIVERED = "delivered"
    READ = "read"
    FAILED = "failed"
    UNKNOWN = "unknown"
    DROPPED = "dropped"
    """Not sent after all; `Sending.why` says why."""


@dataclass(frozen=True, slots=True)
class Sending:
    """One thing sent to one official. `at`: when it was queued."""

    person: PersonId
    kind: NoticeKind
    means: Means
    at: datetime
    reached: Reached
    read_at: datetime | None = None
    why: str = ""
    reported: bool = False
    """The carrier of the text has said what became of it."""

    def texted(self) -> "Sending":
        """The same as a text message, which its recipient got for want of a chat account, or beside it."""
        unsure = self.reached is Reached.DELIVERED and not self.reported
        return replace(self, means=Means.SMS, reached=Reached.SENT if unsure else self.reached)
