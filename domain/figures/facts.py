"""Facts: what can be counted about one ticket, as moments, so that any period can be asked about afterwards.

A fold of the ticket's events like the ticket itself (`domain/figures/folding.py`), kept by the store as rows.
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from domain.ids import AppellantId, TicketId, UnitId
from domain.vocabulary import Channel, Nature, Rating, RatingWay, UnitRole


class Ending(StrEnum):
    """How a round of work ended."""

    DONE = "done"
    """The unit's claim was accepted: the review passed, the site was seen; an assistant signed off."""
    TAKEN = "taken"
    """It is somebody else's now, or nobody's: returned, re-dispatched, merged, declined."""


@dataclass(frozen=True, slots=True)
class WorkRound:
    """One piece of work of one unit: from dispatch, or from a sending back (`again`), until done or taken away.

    `seq`: the event that began it. `claimed_at`: when the unit said it was done; the limit is measured by that moment, not by
    the centre's own review. `paused_at`: since when the limit's clock stands still, if it does.
    """

    unit: UnitId
    role: UnitRole
    seq: int
    begun_at: datetime
    again: bool = False
    due_at: datetime | None = None
    acknowledged_at: datetime | None = None
    acknowledged_late: bool = False
    contacted_at: datetime | None = None
    contacted_late: bool = False
    urgent_at: datetime | None = None
    arrived_at: datetime | None = None
    arrived_late: bool = False
    arrival_missed: bool = False
    """The arrival limit ran out and nobody had come; nobody came later either while this stands."""
    claimed_at: datetime | None = None
    paused_at: datetime | None = None
    shelved_at: datetime | None = None
    unshelved_at: datetime | None = None
    ended_at: datetime | None = None
    ending: Ending | None = None


@dataclass(frozen=True, slots=True)
class GivenOpinion:
    """One appellant's rating; `superseded_at` when the same appellant rated anew, for the last one counts."""

    seq: int
    appellant: AppellantId
    unit: UnitId
    at: datetime
    rating: Rating
    way: RatingWay
    solved: bool
    superseded_at: datetime | None = None
    excluded: bool = False
    """不满意 about a demand that was found unreasonable."""


class HappeningKind(StrEnum):
    """What is counted each time it happens. The value is the field of `Doings` it fills, but for FIRST_SENT_BACK."""

    SHEET = "sheets"
    URGED = "urged"
    SENT_BACK = "sent_back"
    RETURN_REFUSED = "returns_refused"
    RETURN_GRANTED = "returns_granted"
    EXTENSION_GRANTED = "extensions_granted"
    REVIEW_FAILED = "reviews_failed"
    CLOSEOUT_REFUSED = "closeouts_refused"
    CLOSED_OUT = "closed_out"
    SHELVED = "shelvings"
    RELAPSE = "relapses"
    FALSE_CLOSING = "false_closings"


@dataclass(frozen=True, slots=True)
class Happening:
    """Something ordered or decided, and about which unit. `degree`: the grade of a sheet, the round of a sending back."""

    seq: int
    kind: HappeningKind
    unit: UnitId
    at: datetime
    degree: int = 0


@dataclass(frozen=True, slots=True)
class TicketFacts:
    """Everything countable about a ticket; nothing is kept of one that was only received."""

    ticket: TicketId
    channel: Channel
    received_at: datetime
    enterprise: bool = False
    difficult: bool = False
    nature: Nature | None = None
    category: str = ""
    appellants: int = 1
    answered_at: datetime | None = None
    passed_on_at: datetime | None = None
    """First given to a unit."""
    declined_at: datetime | None = None
    merged_at: datetime | None = None
    closed_at: datetime | None = None
    shelved: bool = False
    rounds: tuple[WorkRound, ...] = field(default=())
    opinions: tuple[GivenOpinion, ...] = field(default=())
    happenings: tuple[Happening, ...] = field(default=())
