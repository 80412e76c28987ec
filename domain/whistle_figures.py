"""吹哨报到 in figures: what every called unit did, and how often each town whistles (`domain.md` §12, §13.7).

A whistle rate too high or too low are both bad signs: the figures are given, judging them is for people.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from domain.ids import UnitId
from domain.ticket import Ticket
from domain.vocabulary import Attendance


@dataclass(frozen=True, slots=True)
class Arrivals:
    """One unit's calls: how many, and what came of them. What is still running counts as called only."""

    called: int = 0
    on_time: int = 0
    late: int = 0
    missed: int = 0
    excused: int = 0


@dataclass(frozen=True, slots=True)
class Tally:
    """`whistles`: how many each town blew; `units`: the arrivals of each called unit."""

    whistles: Mapping[UnitId, int]
    units: Mapping[UnitId, Arrivals]


def tallied(tickets: Iterable[Ticket]) -> Tally:
    """Over any tickets; those that are no whistles count for nothing, nor do calls taken back before anybody came."""
    whistles: Counter[UnitId] = Counter()
    units: dict[UnitId, Arrivals] = {}
    for ticket in tickets:
        if ticket.whistle is None:
            continue
        whistles[ticket.whistle.unit] += 1
        for one in ticket.whistle.called:
            if one.attendance is not Attendance.LET_GO:
                units[one.unit] = _counted(units.get(one.unit, Arrivals()), one.attendance)
    return Tally(whistles, units)


def _counted(so_far: Arrivals, attendance: Attendance) -> Arrivals:
    more = replace(so_far, called=so_far.called + 1)
    match attendance:
        case Attendance.ON_TIME:
            return replace(more, on_time=more.on_time + 1)
        case Attendance.LATE:
            return replace(more, late=more.late + 1)
        case Attendance.MISSED:
            return replace(more, missed=more.missed + 1)
        case Attendance.EXCUSED:
            return replace(more, excused=more.excused + 1)
        case _:
            return more
