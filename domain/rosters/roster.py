"""A unit's duty roster (值班表) as a docket: imported by spans of days, changed by swaps and absences.

Its label is the unit's code. Turns long over are left to the history: `KEPT` is how far back the docket itself knows.
"""

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from itertools import count

from domain.calendar_clock import instant, local_date
from domain.context import Context
from domain.docket import DocketKind, Entry
from domain.ids import DocketId, PersonId, UnitId
from domain.rosters.turns import Span, Turns, handed_over, outside
from domain.timers import Timer

KEPT = timedelta(days=100)
LOOK_AHEAD_AT = time(16)
"""When each roster is looked at every day for gaps and people nobody can reach."""
LOOK = "look"


@dataclass(frozen=True, slots=True)
class Swap:
    """A wish to change hands (换班) that waits for the other's word. `back`: the turn given in return, if any."""

    turn: int
    to: PersonId
    by: PersonId
    back: int | None = None


@dataclass(frozen=True, slots=True)
class Roster:
    """`turns` in the order listed; `next_no` is the number of the next new one."""

    id: DocketId
    version: int
    unit: UnitId
    turns: Turns = ()
    swaps: tuple[Swap, ...] = ()
    next_no: int = 1


@dataclass(frozen=True, slots=True)
class RosterBegun:
    """The unit's first roster came."""

    id: DocketId
    unit: UnitId


@dataclass(frozen=True, slots=True)
class TurnsImported:
    """These turns take the place of whatever the roster said between the two instants. `digest`: SHA-256 of the file."""

    since: datetime
    until: datetime
    turns: Turns
    digest: str


@dataclass(frozen=True, slots=True)
class SwapAsked:
    """One of the two has said it."""

    swap: Swap


@dataclass(frozen=True, slots=True)
class SwapDropped:
    """The other said no, or it was taken back."""

    turn: int


@dataclass(frozen=True, slots=True)
class Swapped:
    """Another has the turn now; with `back`, the one who had it has that other turn."""

    swap: Swap
    was: PersonId


@dataclass(frozen=True, slots=True)
class AbsenceNoted:
    """The officer of the turn cannot be there (请假), or can after all."""

    turn: int
    absent: bool


RosterEvent = RosterBegun | TurnsImported | SwapAsked | SwapDropped | Swapped | AbsenceNoted


def fold(roster: Roster | None, entry: Entry[RosterEvent]) -> Roster:
    """What an event makes of the roster. ValueError for a history that does not begin at its beginning."""
    if isinstance(entry.event, RosterBegun):
        return Roster(entry.event.id, entry.seq, entry.event.unit)
    if roster is None:
        raise ValueError("a roster begins once")
    return replace(_after(roster, entry), version=entry.seq)


def _after(roster: Roster, entry: Entry[RosterEvent]) -> Roster:
    match entry.event:
        case TurnsImported(since, until, turns):
            return _imported(roster, Span(since, until), turns, entry.at)
        case SwapAsked(swap):
            return replace(roster, swaps=(*_others(roster, swap.turn), swap))
        case SwapDropped(turn):
            return replace(roster, swaps=_others(roster, turn))
        case Swapped(swap, was):
            return _swapped(roster, swap, was, entry.at)
        case AbsenceNoted(no, absent):
            turns = tuple(replace(turn, absent=absent) if turn.no == no else turn for turn in roster.turns)
            return replace(roster, turns=turns)
        case RosterBegun():
            raise ValueError("a roster begins once")


def _imported(roster: Roster, span: Span, turns: Turns, at: datetime) -> Roster:
    lasting = tuple(turn for turn in roster.turns if turn.until > at - KEPT)
    kept = outside(lasting, span, roster.next_no)
    numbers = count(_next_no(kept, roster.next_no))
    new = tuple(replace(turn, no=next(numbers)) for turn in turns)
    known = {turn.no for turn in kept}
    return replace(
        roster,
        turns=(*kept, *new),
        swaps=tuple(swap for swap in roster.swaps if {swap.turn, swap.back or swap.turn} <= known),
        next_no=next(numbers),
    )


def _swapped(roster: Roster, swap: Swap, was: PersonId, at: datetime) -> Roster:
    turns = handed_over(roster.turns, swap.turn, swap.to, at, roster.next_no)
    if swap.back is not None:
        turns = handed_over(turns, swap.back, was, at, _next_no(turns, roster.next_no))
    return replace(
        roster,
        turns=turns,
        swaps=_others(roster, swap.turn),
        next_no=_next_no(turns, roster.next_no),
    )


def _next_no(turns: Turns, at_least: int) -> int:
    return max((at_least, *(turn.no + 1 for turn in turns)))


def _others(roster: Roster, turn: int) -> tuple[Swap, ...]:
    return tuple(swap for swap in roster.swaps if swap.turn != turn)


def next_look(now: datetime) -> datetime:
    """The next moment after `now` at which rosters are looked at."""
    today = instant(local_date(now), LOOK_AHEAD_AT)
    return today if today > now else today + timedelta(days=1)


def timers(roster: Roster, context: Context) -> tuple[Timer, ...]:
    """Every day once, whatever the roster says: who left in between is found as well."""
    del roster
    return (Timer(LOOK, next_look(context.now)),)


ROSTERS = DocketKind(
    "roster",
    Roster,
    RosterEvent,
    fold,
    label=lambda roster: roster.unit,
    is_open=lambda _: True,
    timers=timers,
)
