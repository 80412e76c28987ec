"""Reads `calendar.csv`, the centre's own table of holidays and make-up days (节假日、调休).

Columns `date,works,name,source`; lines that begin with # are remarks. The file is filled from the State Council's
notice, usually in November; the last year in it is the calendar's horizon (`domain.md` §7.3, `stack.md` §6).
"""

from datetime import date, datetime
from pathlib import Path
from types import MappingProxyType

from config.tablefile import Column, Row, read_table
from config.texts import misconfigured as wrong
from domain.calendar import QuietHours, SpecialDay, WorkCalendar
from domain.calendar_clock import local_date
from domain.calendar_hours import Season
from domain.failures import Misconfigured

SHIPPED = Path(__file__).parent / "files" / "calendar.csv"
"""The table that comes with the package; `duban init` copies it into the centre's directory."""

_COLUMNS = (
    Column("date", wrong.CALENDAR_DATE),
    Column("works", wrong.CALENDAR_WORKS),
    Column("name", wrong.CALENDAR_NAME),
    Column("source", wrong.CALENDAR_SOURCE),
)
_WORKS = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}
_NOTICE_MONTH = 11


def read_calendar(
    path: Path, *, seasons: tuple[Season, ...] = (Season(),), quiet: QuietHours | None = None
) -> WorkCalendar:
    """The working calendar of a file, with the centre's office hours and quiet hours.

    Misconfigured, naming file, line, value and what was expected, when the file is missing, is not UTF-8, has
    a wrong heading or value, names a day twice, or leaves out a year between two others.
    """
    special: dict[date, SpecialDay] = {}
    lines: dict[date, int] = {}
    for row in read_table(path, _COLUMNS):
        day = _special_day(row)
        if day.on in special:
            raise Misconfigured(
                wrong.twice(row.file, row.line, wrong.CALENDAR_DATE, row["date"], lines[day.on])
            )
        special[day.on], lines[day.on] = day, row.line
    years = {day.year for day in special}
    for year in range(min(years), max(years)):
        if year not in years:
            raise Misconfigured(wrong.year_missing(path.name, year))
    return WorkCalendar(
        special=MappingProxyType(special),
        since=min(years),
        horizon=max(years),
        seasons=seasons,
        quiet=quiet or QuietHours(),
    )


def warn_provisional(now: datetime, calendar: WorkCalendar) -> int | None:
    """The year whose official days off must be loaded now, or None.

    This year at any time; from 1 November on also the next, whose notice is then out.
    """
    today = local_date(now)
    if calendar.is_provisional(today):
        return today.year
    new_year = date(today.year + 1, 1, 1)
    if today.month >= _NOTICE_MONTH and calendar.is_provisional(new_year):
        return new_year.year
    return None


def _special_day(row: Row) -> SpecialDay:
    works = _WORKS.get(row["works"].lower())
    if works is None:
        raise _fault(row, "works", wrong.CALENDAR_WORKS, wrong.YES_OR_NO)
    try:
        # Spreadsheets rewrite dates as 2026/1/4.
        year, month, day = (int(part) for part in row["date"].replace("/", "-").split("-"))
        on = date(year, month, day)
    except ValueError:
        raise _fault(row, "date", wrong.CALENDAR_DATE, wrong.DAY) from None
    return SpecialDay(on, works, row["name"], row["source"])


def _fault(row: Row, key: str, what: str, expected: str) -> Misconfigured:
    return Misconfigured(wrong.value(row.file, row.line, what, row[key], expected))
