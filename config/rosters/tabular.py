"""Turns out of the rows of a table: the heading row is looked for, columns stand in any order, an empty day is the one above."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import groupby

from config.rosters.grid import GridRow
from config.rosters.written import Draft, Place, RosterFaulty, Written
from config.texts import rosters as told
from config.texts.heard.roster_times import Cell, Fault, Moment, hear_day, hear_hours, hear_moment
from config.texts.heard.rosters import NOBODY, SHIFTS, WHOLE_DAY, Heading, heading_of
from domain.calendar_clock import LOCAL

_HEADING_WITHIN = 12
"""So many rows may stand above the headings: a title, a unit, a month."""
_LONGEST = timedelta(days=8)
FARTHEST = timedelta(days=400)
"""A day farther away than this is a slip of the pen."""
_SHIFT_LETTERS = 20

Columns = Mapping[Heading, int]


class _Wrong(Exception):
    """A row says something impossible."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class _Row:
    """A row under its headings."""

    row: GridRow
    columns: Columns
    today: date

    @property
    def place(self) -> Place:
        return self.row.place

    def cell(self, heading: Heading) -> Cell:
        at = self.columns.get(heading)
        return self.row.cells[at] if at is not None and at < len(self.row.cells) else None

    def has(self, heading: Heading) -> bool:
        return self.cell(heading) not in (None, "")

    def words(self, heading: Heading) -> str:
        cell = self.cell(heading)
        if isinstance(cell, float) and cell.is_integer():
            return str(int(cell))
        return "" if cell is None else str(cell).strip()


@dataclass(slots=True)
class _Above:
    """What an empty cell means: what stood above it."""

    day: date | None = None
    unit: str = ""
    faults: list[str] = field(default_factory=list)


def draft_of(rows: tuple[GridRow, ...], today: date) -> Draft:
    """What the rows of all sheets say. RosterFaulty where no sheet has the headings of a roster."""
    written: list[Written] = []
    above = _Above()
    found = False
    for _, sheet in groupby(rows, key=lambda row: row.place.sheet):
        body = list(sheet)
        headed = _headings(body)
        if headed is None:
            continue
        found = True
        at, columns = headed
        above.day, above.unit = None, ""
        written += _turns(body[at + 1 :], columns, above, today)
    if not found:
        raise RosterFaulty((told.no_headings(),))
    return Draft(tuple(written), tuple(above.faults))


def _headings(rows: list[GridRow]) -> tuple[int, Columns] | None:
    for at, row in enumerate(rows[:_HEADING_WITHIN]):
        columns: dict[Heading, int] = {}
        for place, cell in enumerate(row.cells):
            heading = heading_of(cell) if isinstance(cell, str) else None
            if heading is not None:
                columns.setdefault(heading, place)
        if Heading.OFFICER in columns and {Heading.DATE, Heading.SINCE} & columns.keys():
            return at, columns
    return None


def _turns(rows: list[GridRow], columns: Columns, above: _Above, today: date) -> Iterator[Written]:
    for row in rows:
        try:
            turn = _turn(_Row(row, columns, today), above)
        except _Wrong as wrong:
            above.faults.append(wrong.sentence)
            continue
        if turn is not None:
            yield turn


def _turn(row: _Row, above: _Above) -> Written | None:
    above.unit = row.words(Heading.UNIT) or above.unit
    officer, deputy = row.words(Heading.OFFICER), row.words(Heading.DEPUTY)
    if officer in NOBODY:
        officer, deputy = deputy, ""
    if officer in NOBODY:
        # A day may stand alone above its turns; a remark under the table is nobody's turn.
        day = hear_day(row.cell(Heading.DATE), row.today)
        above.day = day if isinstance(day, date) else above.day
        return None
    if row.has(Heading.DATE):
        above.day = _day(row)
    since, until, assumed = _hours(row, above.day)
    return Written(
        place=row.place,
        since=since,
        until=until,
        names=officer,
        shift=row.words(Heading.SHIFT)[:_SHIFT_LETTERS],
        unit=above.unit,
        phone=row.words(Heading.PHONE),
        deputy=deputy,
        assumed=assumed,
    )


def _hours(row: _Row, day: date | None) -> tuple[datetime, datetime, bool]:
    if not row.has(Heading.SINCE) and not row.has(Heading.UNTIL):
        return _hours_of_shift(row, day)
    if not row.has(Heading.SINCE) or not row.has(Heading.UNTIL):
        raise _Wrong(told.half_hours(row.place))
    begins, ends = _moment(row, Heading.SINCE), _moment(row, Heading.UNTIL)
    first = begins.on or day
    if first is None:
        raise _Wrong(told.no_day(row.place))
    since, until = _at(first, begins.minutes), _at(ends.on or first, ends.minutes)
    if until <= since and ends.on is None:
        until += timedelta(days=1)
    if not since < until <= since + _LONGEST:
        raise _Wrong(told.ends_before(row.place))
    return since, until, False


def _hours_of_shift(row: _Row, day: date | None) -> tuple[datetime, datetime, bool]:
    if day is None:
        raise _Wrong(told.no_day(row.place))
    shift = row.words(Heading.SHIFT)
    said = hear_hours(shift)
    if isinstance(said, Fault):
        raise _Wrong(told.no_such_time(row.place))
    since, until = said or SHIFTS.get(shift) or WHOLE_DAY
    return _at(day, since), _at(day, until), said is None and shift not in SHIFTS


def _day(row: _Row) -> date:
    day = hear_day(row.cell(Heading.DATE), row.today)
    if isinstance(day, Fault):
        wrong = told.no_such_day if day is Fault.NO_SUCH_DAY else told.unreadable_day
        raise _Wrong(wrong(row.place))
    return _near(day, row)


def _moment(row: _Row, heading: Heading) -> Moment:
    moment = hear_moment(row.cell(heading), row.today)
    if isinstance(moment, Fault):
        wrong = told.no_such_day if moment is Fault.NO_SUCH_DAY else told.no_such_time
        raise _Wrong(wrong(row.place))
    if moment.on is not None:
        _near(moment.on, row)
    return moment


def _near(day: date, row: _Row) -> date:
    if abs(day - row.today) > FARTHEST:
        raise _Wrong(told.too_far(row.place))
    return day


def _at(day: date, minutes: int) -> datetime:
    return datetime.combine(day, time(0), LOCAL) + timedelta(minutes=minutes)
