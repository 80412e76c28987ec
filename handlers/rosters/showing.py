"""Who is on duty (值班): now, at a moment, on a day, everywhere; and where nobody will be."""

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta

from config.texts import duty as told
from domain.figures.counts import Workload
from domain.figures.period import Period
from domain.ids import PersonId, UnitId
from domain.people import Person
from domain.rosters.finding import of_the_day
from domain.rosters.foresight import gaps_ahead
from domain.rosters.roster import ROSTERS, Roster
from domain.rosters.statistics import served
from domain.rosters.turns import Span, following, on_duty
from domain.vocabulary import UnitKind
from handlers.commands.command import Call

GAPS_AHEAD = timedelta(days=7)


async def roster_of(call: Call, unit: UnitId) -> Roster | None:
    """The unit's roster, if one was ever imported."""
    return await call.work.dockets.named(ROSTERS, unit)


async def who_is_on_duty(call: Call, unit: UnitId, at: datetime) -> str:
    """The officer, the deputies and the next turn; where the roster has nobody, who is called all the same."""
    directory = call.context.directory
    name, masked, phone = directory.units[unit].name, call.in_group, may_see_phones(call, unit)
    roster = await roster_of(call, unit)
    turns = roster.turns if roster else ()
    called = [person for one in on_duty(turns, at) if (person := _there(call, one))]
    lines = [told.on_duty(name, at, called, phone=phone, masked=masked) if turns else told.no_roster(name)]
    if not called:
        lines.append(told.by_office(name, directory.duty_officer_of(unit, at), phone=phone, masked=masked))
    after = following(turns, at)
    if after is not None:
        lines.append(told.next_turn(after, _there(call, after.person), masked=masked))
    return "\n".join(lines)


async def turns_of(call: Call, unit: UnitId, day: date) -> str:
    """Every turn of a unit that begins on that day."""
    roster = await roster_of(call, unit)
    found = of_the_day(roster.turns, day) if roster else ()
    people = call.context.directory.people
    lines = [
        told.day_line(
            turn,
            people.get(turn.person),
            people.get(turn.deputy) if turn.deputy else None,
            masked=call.in_group,
        )
        for turn in found
    ]
    return told.of_the_day(call.context.directory.units[unit].name, day, lines)


async def everywhere(call: Call, at: datetime) -> str:
    """All units that have a roster, at a moment; without numbers."""
    rosters = await _rosters(call)
    units = call.context.directory.units
    lines = []
    for roster in rosters:
        called = [person for one in on_duty(roster.turns, at) if (person := _there(call, one))]
        lines.append(told.unit_line(units[roster.unit].name, called[:1], masked=call.in_group))
    return told.everywhere(at, lines, _without(call, rosters))


async def gaps_of(call: Call, only: Collection[UnitId] | None) -> str:
    """Where nobody will be in the next seven days."""
    now, units = call.context.now, call.context.directory.units
    rosters = [one for one in await _rosters(call) if only is None or one.unit in only]
    until = now + GAPS_AHEAD
    lines = [
        told.gap_line(units[roster.unit].name, gap, until)
        for roster in rosters
        for gap in gaps_ahead(roster, now, until)
    ]
    return told.gaps(lines, _without(call, rosters) if only is None else 0)


async def figures_of(call: Call, period: Period, only: Collection[UnitId] | None) -> str:
    """Turns, gaps and arrivals of a period, as far as it is over (§13.1 D23)."""
    now, units = call.context.now, call.context.directory.units
    counted = {one.unit: one.work for one in await call.work.figures.units(period, now)}
    rosters = {roster.unit: roster.turns for roster in await _rosters(call)}
    span = Span(period.since, min(period.until, now))
    lines = [
        told.figures_line(
            units[unit].name,
            served(rosters[unit], span) if unit in rosters else None,
            counted.get(unit, Workload()),
        )
        for unit in sorted({*rosters, *(unit for unit, work in counted.items() if work.urgent_calls)})
        if unit in units and (only is None or unit in only)
    ]
    return told.figures(period, lines)


def may_see_phones(call: Call, unit: UnitId) -> bool:
    """One-to-one only: the centre, which must call, and the unit's own people."""
    directory, day = call.context.directory, call.context.today
    own = unit in directory.units_of(call.speaker.id, day)
    return not call.in_group and (own or directory.of_the_centre(call.speaker.id, day))


async def _rosters(call: Call) -> tuple[Roster, ...]:
    units = call.context.directory.units
    found = await call.work.dockets.open_ones(ROSTERS)
    return tuple(sorted((one for one in found if one.unit in units and one.turns), key=lambda one: one.unit))


def _without(call: Call, rosters: Iterable[Roster]) -> int:
    units = call.context.directory.units.values()
    handling = {unit.id for unit in units if unit.kind is not UnitKind.CENTRE}
    return len(handling - {roster.unit for roster in rosters})


def _there(call: Call, person: PersonId) -> Person | None:
    found = call.context.directory.person(person)
    return None if found is None or found.suspended else found
