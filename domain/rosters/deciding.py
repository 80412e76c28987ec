"""What may become of a roster: the span an import replaces, who may swap turns (换班), who may be absent (请假)."""

from domain.context import Context
from domain.ids import DocketId, PersonId, UnitId
from domain.rosters.refusals import NoTurn
from domain.rosters.roster import (
    AbsenceNoted,
    Roster,
    RosterBegun,
    RosterEvent,
    Swap,
    SwapAsked,
    SwapDropped,
    Swapped,
    TurnsImported,
)
from domain.rosters.turns import Turn, Turns
from domain.vocabulary import Office

KEEPERS = frozenset({Office.LIAISON, Office.UNIT_HEAD, Office.LEADER})
"""Of the unit: who keeps its roster, and may change it alone."""


def imported(
    roster: Roster | None, unit: UnitId, turns: Turns, digest: str, new: DocketId
) -> tuple[RosterEvent, ...]:
    """The turns as a whole for their span. ValueError without a turn."""
    if not turns:
        raise ValueError("nothing to import")
    since, until = min(turn.since for turn in turns), max(turn.until for turn in turns)
    begun = () if roster else (RosterBegun(new, unit),)
    return (*begun, TurnsImported(since, until, turns, digest))


def keeps(person: PersonId, unit: UnitId, context: Context) -> bool:
    """Whether the person keeps the roster of that unit: its liaison and heads, and the administrator any."""
    directory, day = context.directory, context.today
    return directory.holds(person, Office.ADMINISTRATOR, day) or any(
        directory.holds(person, office, day, unit) for office in KEEPERS
    )


def keeps_any(person: PersonId, context: Context) -> bool:
    """Whether the person keeps the roster of any unit."""
    return bool(context.directory.offices_of(person, context.today) & {*KEEPERS, Office.ADMINISTRATOR})


def only_unit(person: PersonId, context: Context) -> UnitId | None:
    """Whose roster a file without a unit is, sent by that person; None: it must say so itself."""
    if context.directory.holds(person, Office.ADMINISTRATOR, context.today):
        return None
    kept = [unit for unit in context.directory.units if keeps(person, unit, context)]
    return kept[0] if len(kept) == 1 else None


def swap(roster: Roster, wish: Swap, context: Context) -> tuple[RosterEvent, ...] | NoTurn:
    """One says it: done at once by the roster's keeper, or when the other of the two had said the same; else it waits."""
    turn = turn_of(roster, wish.turn)
    back = turn_of(roster, wish.back) if wish.back is not None else None
    if turn is None or (wish.back is not None and back is None):
        return NoTurn.NO_SUCH_TURN
    if no := _cannot(roster, turn, back, wish, context):
        return no
    earlier = asked_for(roster, wish.turn)
    agreed = (
        earlier is not None
        and (earlier.to, earlier.back) == (wish.to, wish.back)
        and {earlier.by, wish.by} == {turn.person, wish.to}
    )
    if agreed or keeps(wish.by, roster.unit, context):
        return (Swapped(wish, turn.person),)
    if earlier == wish:
        return NoTurn.ALREADY_ASKED
    return (SwapAsked(wish),)


def _cannot(roster: Roster, turn: Turn, back: Turn | None, wish: Swap, context: Context) -> NoTurn | None:
    if turn.until <= context.now or (back is not None and back.until <= context.now):
        return NoTurn.OVER
    if wish.to == turn.person or (back is not None and back.person != wish.to):
        return NoTurn.SAME_PERSON if wish.to == turn.person else NoTurn.NO_SUCH_TURN
    if not of_the_unit(wish.to, roster.unit, context):
        return NoTurn.NOT_OF_UNIT
    if wish.by not in {turn.person, wish.to} and not keeps(wish.by, roster.unit, context):
        return NoTurn.NOT_YOURS
    return None


def drop(roster: Roster, no: int, by: PersonId, context: Context) -> tuple[RosterEvent, ...] | NoTurn:
    """A swap that waits is off: either of the two says no, or the keeper does."""
    asked, turn = asked_for(roster, no), turn_of(roster, no)
    if asked is None or turn is None:
        return NoTurn.NOTHING_ASKED
    if by not in {turn.person, asked.to} and not keeps(by, roster.unit, context):
        return NoTurn.NOT_YOURS
    return (SwapDropped(no),)


def absence(
    roster: Roster, no: int, by: PersonId, context: Context, *, absent: bool
) -> tuple[RosterEvent, ...] | NoTurn:
    """The officer of the turn or the keeper says that nobody comes, or somebody after all."""
    turn = turn_of(roster, no)
    if turn is None:
        return NoTurn.NO_SUCH_TURN
    if turn.until <= context.now:
        return NoTurn.OVER
    if by != turn.person and not keeps(by, roster.unit, context):
        return NoTurn.NOT_YOURS
    return NoTurn.ALREADY if turn.absent is absent else (AbsenceNoted(no, absent),)


def of_the_unit(person: PersonId, unit: UnitId, context: Context) -> bool:
    """Whether somebody who is with us belongs to that unit."""
    found = context.directory.person(person)
    return (
        found is not None
        and not found.suspended
        and unit in context.directory.units_of(person, context.today)
    )


def asked_for(roster: Roster, no: int) -> Swap | None:
    """The swap of that turn that waits."""
    return next((one for one in roster.swaps if one.turn == no), None)


def turn_of(roster: Roster, no: int) -> Turn | None:
    """The turn of that number."""
    return next((turn for turn in roster.turns if turn.no == no), None)
