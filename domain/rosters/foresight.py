"""What will go wrong if nobody does anything: gaps (空岗) and people on the roster whom nobody can reach."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.ids import PersonId
from domain.people import Directory
from domain.rosters.roster import Roster
from domain.rosters.turns import Span, Turn, gaps

AHEAD = timedelta(days=3)
"""How far each daily look sees."""
LAST_DAY = timedelta(days=1)
"""Before this the unit's liaison is told alone, then the administrator as well."""


@dataclass(frozen=True, slots=True)
class Unreachable:
    """Somebody whom the roster calls and who cannot be called: not with us, of another unit, or without any number."""

    turn: Turn
    person: PersonId


def gaps_ahead(roster: Roster, since: datetime, until: datetime) -> tuple[Span, ...]:
    """The gaps that touch that time, each whole from where it begins: so that it keeps its name from day to day.

    A unit without turns has no roster and so no gaps: its duty officers are those of the directory.
    """
    if not roster.turns:
        return ()
    first = min(turn.since for turn in roster.turns)
    asked = Span(since, until)
    return tuple(gap for gap in gaps(roster.turns, Span(first, until)) if gap.meets(asked))


def unreachable(
    roster: Roster, directory: Directory, since: datetime, until: datetime
) -> tuple[Unreachable, ...]:
    """Everybody who cannot be called, with their turns in that time."""
    asked = Span(since, until)
    return tuple(
        Unreachable(turn, person)
        for turn in roster.turns
        if turn.span.meets(asked)
        for person in turn.people
        if not can_be_called(person, roster, directory)
    )


def can_be_called(person: PersonId, roster: Roster, directory: Directory) -> bool:
    """In the directory, not suspended, of that unit, and with a chat account or a mobile number."""
    found = directory.person(person)
    if found is None or found.suspended or not (found.staff_id or found.mobile):
        return False
    return roster.unit == found.unit or any(held.unit == roster.unit for held in found.offices)
