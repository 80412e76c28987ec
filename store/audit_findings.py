"""What the audit of the record can find wrong (`store/audit.py`)."""

from dataclasses import dataclass
from enum import StrEnum

from domain.ids import DocketId, TicketId


class Fault(StrEnum):
    """What can be wrong."""

    BROKEN_CHAIN = "broken_chain"
    """An event was changed, or one is missing in the middle."""
    WRONG_HEAD = "wrong_head"
    """The row does not stand on the last event: one was taken off the end, or the row was changed."""
    NOT_REPLAYED = "not_replayed"
    """The events do not lead to the row."""
    UNREADABLE = "unreadable"
    BROKEN_SEAL = "broken_seal"
    """A seal, its leaves or its place in the chain of seals was changed."""
    SEALED_EVENT_GONE = "sealed_event_gone"
    """An event that was sealed is no longer what it was."""
    BROKEN_DAY = "broken_day"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that does not fit: about a ticket or docket and its event, or a seal."""

    fault: Fault
    ticket: TicketId | None = None
    seq: int | None = None
    seal: int | None = None
    sentence: str = ""
    docket: DocketId | None = None
