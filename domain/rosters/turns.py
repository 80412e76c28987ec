"""Who is on duty at any minute (值班): turns of a unit, what they leave open, and whoever answers at a moment.

Pure reckoning over turns in the order they were listed. Instants are aware and in UTC; a turn runs from `since` up to,
and not including, `until`.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from domain.calendar_clock import local_date
from domain.ids import PersonId, UnitId

_INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Span:
    """From one instant up to another."""

    since: datetime
    until: datetime

    def covers(self, at: datetime) -> bool:
        """Whether the instant lies in it."""
        return self.since <= at < self.until

    def meets(self, other: "Span") -> bool:
        """Whether the two have a moment in common."""
        return self.since < other.until and other.since < self.until


@dataclass(frozen=True, slots=True)
class Turn:
    """One person's turn (一班). `no` names it within its roster for ever; `shift` is what the roster calls it (夜班)."""

    no: int
    person: PersonId
    since: datetime
    until: datetime
    shift: str = ""
    deputy: PersonId | None = None
    """带班领导: called when the officer does not act, and there when the officer is absent."""
    absent: bool = False

    @property
    def span(self) -> Span:
        """When it is."""
        return Span(self.since, self.until)

    @property
    def people(self) -> tuple[PersonId, ...]:
        """Who can be called in it, the officer first."""
        officer = () if self.absent else (self.person,)
        deputy = (self.deputy,) if self.deputy else ()
        return tuple(dict.fromkeys((*officer, *deputy)))


Turns = tuple[Turn, ...]


def on_duty(turns: Iterable[Turn], at: datetime) -> tuple[PersonId, ...]:
    """Everybody on duty at that moment: exactly one officer first, then the deputies. Nobody in a gap.

    Where turns overlap the first listed has it and the second is the deputy; 带班领导 come after both.
    """
    now = [turn for turn in turns if turn.span.covers(at)]
    officers = (turn.person for turn in now if not turn.absent)
    deputies = (turn.deputy for turn in now if turn.deputy)
    return tuple(dict.fromkeys((*officers, *deputies)))


def gaps(turns: Iterable[Turn], within: Span) -> tuple[Span, ...]:
    """The stretches (空岗) in which nobody is there, in order, none touching the next."""
    found, at = [], within.since
    for turn in sorted((turn for turn in turns if turn.people), key=lambda turn: turn.since):
        if turn.since >= within.until:
            break
        if turn.since > at:
            found.append(Span(at, turn.since))
        at = max(at, turn.until)
    if at < within.until:
        found.append(Span(at, within.until))
    return tuple(found)


def overlaps(turns: Iterable[Turn]) -> Iterator[tuple[Turn, Turn]]:
    """Turns that begin before an earlier one has ended, each with that one."""
    before: Turn | None = None
    for turn in sorted(turns, key=lambda turn: turn.since):
        if before is not None and turn.since < before.until:
            yield before, turn
        if before is None or turn.until > before.until:
            before = turn


def following(turns: Iterable[Turn], at: datetime) -> Turn | None:
    """The next turn that begins after that moment."""
    later = (turn for turn in turns if turn.since > at)
    return min(later, key=lambda turn: turn.since, default=None)


def outside(turns: Iterable[Turn], span: Span, fresh: int) -> Turns:
    """The turns without what lies in the span; a turn cut in two gets a number from `fresh` on for its later piece."""
    kept: list[Turn] = []
    for turn in turns:
        if not turn.span.meets(span):
            kept.append(turn)
            continue
        earlier = turn.since < span.since
        if earlier:
            kept.append(replace(turn, until=span.since))
        if turn.until > span.until:
            kept.append(replace(turn, no=fresh if earlier else turn.no, since=span.until))
            fresh += earlier
    return tuple(kept)


def handed_over(turns: Turns, no: int, to: PersonId, at: datetime, fresh: int) -> Turns:
    """The same minutes with another officer in that turn, from `at` on; what is over stays as it was."""
    changed: list[Turn] = []
    for turn in turns:
        if turn.no != no or turn.until <= at:
            changed.append(turn)
            continue
        if turn.since < at:
            changed.append(replace(turn, until=at, no=fresh))
        changed.append(replace(turn, person=to, since=max(turn.since, at), absent=False))
    return tuple(changed)


@dataclass(frozen=True, slots=True)
class DutyBook:
    """Every unit's turns (值班簿), as of one reading of the rosters."""

    turns: Mapping[UnitId, Turns] = field(default_factory=dict)
    _days: Mapping[PersonId, tuple[tuple[UnitId, date, date], ...]] = field(
        init=False, repr=False, compare=False
    )
    """The first and the last local day of every turn of a person."""

    def __post_init__(self) -> None:
        days: dict[PersonId, list[tuple[UnitId, date, date]]] = {}
        for unit, listed in self.turns.items():
            for turn in listed:
                first, last = local_date(turn.since), local_date(turn.until - _INSTANT)
                for person in turn.people:
                    days.setdefault(person, []).append((unit, first, last))
        object.__setattr__(self, "_days", {person: tuple(found) for person, found in days.items()})

    def on_duty(self, unit: UnitId, at: datetime) -> tuple[PersonId, ...]:
        """Everybody on duty for the unit at that moment, the officer first."""
        return on_duty(self.turns.get(unit, ()), at)

    def units_on(self, person: PersonId, day: date) -> frozenset[UnitId]:
        """The units for which the person has a turn that touches that local day."""
        return frozenset(unit for unit, first, last in self._days.get(person, ()) if first <= day <= last)

    def with_units(self, turns: Mapping[UnitId, Turns]) -> "DutyBook":
        """The same book with those units' turns as they now are."""
        return DutyBook({**self.turns, **turns})


NO_ROSTERS = DutyBook()
