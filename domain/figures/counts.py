"""What is counted, before anything is divided. Every count has the name of a `Figure`, by which its tickets can be listed."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import TypeVar

C = TypeVar("C")


class Figure(StrEnum):
    """Every count that leads to a list of tickets. The value is the field it fills."""

    # What came in and what became of it: the centre's own (`CentreFigures`).
    RECEIVED = "received"
    ANSWERED_AT_ONCE = "answered_at_once"
    PASSED_ON = "passed_on"
    DECLINED = "declined"
    MERGED = "merged"
    CLOSED = "closed"
    ENTERPRISE = "enterprise"
    DIFFICULT = "difficult"
    # What lay with a unit (`Workload`).
    OPEN_AT_START = "open_at_start"
    ASSIGNED = "assigned"
    AGAIN = "again"
    TAKEN_AWAY = "taken_away"
    HANDLED = "handled"
    HANDLED_ON_TIME = "handled_on_time"
    FIRST_HANDLED = "first_handled"
    WITHIN_LIMIT = "within_limit"
    OVERDUE_OPEN = "overdue_open"
    SHELVED = "shelved"
    ACKNOWLEDGED_ON_TIME = "acknowledged_on_time"
    CONTACTED_ON_TIME = "contacted_on_time"
    URGENT_CALLS = "urgent_calls"
    ARRIVED_ON_TIME = "arrived_on_time"
    ARRIVED_LATE = "arrived_late"
    ARRIVAL_MISSED = "arrival_missed"
    # What the former make together: properties of `Workload`.
    DUE = "due"
    HANDLED_LATE = "handled_late"
    OVERDUE = "overdue"
    IN_HAND = "in_hand"
    # What the citizens said (`Ratings`).
    SATISFIED = "satisfied"
    BASICALLY = "basically"
    NO_RATING = "no_rating"
    DISSATISFIED = "dissatisfied"
    EXCLUDED = "excluded"
    REACHED = "reached"
    SOLVED = "solved"
    # What was ordered and decided (`Doings`).
    SHEETS = "sheets"
    URGED = "urged"
    SENT_BACK = "sent_back"
    FIRST_SENT_BACK = "first_sent_back"
    RETURNS_REFUSED = "returns_refused"
    RETURNS_GRANTED = "returns_granted"
    EXTENSIONS_GRANTED = "extensions_granted"
    REVIEWS_FAILED = "reviews_failed"
    CLOSEOUTS_REFUSED = "closeouts_refused"
    CLOSED_OUT = "closed_out"
    SHELVINGS = "shelvings"
    RELAPSES = "relapses"
    FALSE_CLOSINGS = "false_closings"


@dataclass(frozen=True, slots=True)
class Workload:
    """What a unit had to do in a period, in one role (§13.7). Each piece of work counts once, from order to end.

    Two ways of counting the same: open at start + assigned + again = handled + taken away + open at end, whereof the last is
    within its limit, overdue, or shelved.
    """

    open_at_start: int = 0
    assigned: int = 0
    again: int = 0
    """Sent back in the period (发回重办): work once more, with a limit of its own."""
    taken_away: int = 0
    """Went elsewhere undone: a granted return, a re-dispatch, a merge."""
    handled: int = 0
    handled_on_time: int = 0
    first_handled: int = 0
    """Handled other than after a sending back."""
    within_limit: int = 0
    """Open at the end and not yet due."""
    overdue_open: int = 0
    shelved: int = 0
    """Shelved (挂账) at the end: counted apart, never as done."""
    acknowledged_on_time: int = 0
    contacted_on_time: int = 0
    urgent_calls: int = 0
    arrived_on_time: int = 0
    arrived_late: int = 0
    arrival_missed: int = 0

    @property
    def load(self) -> int:
        """All it had on its table."""
        return self.open_at_start + self.assigned + self.again

    @property
    def due(self) -> int:
        """应办."""
        return self.load - self.taken_away - self.shelved - self.within_limit

    @property
    def in_hand(self) -> int:
        """Open at the end (在办), overdue and shelved ones included."""
        return self.within_limit + self.overdue_open + self.shelved

    @property
    def handled_late(self) -> int:
        """Handled after the limit."""
        return self.handled - self.handled_on_time

    @property
    def overdue(self) -> int:
        """超期: handled late, or late and still open."""
        return self.handled_late + self.overdue_open


@dataclass(frozen=True, slots=True)
class Doings:
    """What was ordered about a unit's tickets, and what was decided on its wishes."""

    sheets: int = 0
    """Supervision sheets (督办单), grade 2 and above: an urge is none (design §3)."""
    urged: int = 0
    sent_back: int = 0
    first_sent_back: int = 0
    """Sent back for the first time: the rework rate counts the first (story 7)."""
    returns_refused: int = 0
    returns_granted: int = 0
    extensions_granted: int = 0
    reviews_failed: int = 0
    closeouts_refused: int = 0
    closed_out: int = 0
    shelvings: int = 0
    relapses: int = 0
    false_closings: int = 0
    """Look-back found that it was never done (未到位): an upheld false closing."""


def summed(kind: type[C], parts: Iterable[C]) -> C:
    """Counts of several units together; `kind` is a dataclass of whole numbers."""
    all_of_them = list(parts)
    names = [field.name for field in fields(kind)]  # type: ignore[arg-type]  # a dataclass, see above
    return kind(**{name: sum(getattr(part, name) for part in all_of_them) for name in names})
