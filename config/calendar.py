"""Reads `calendar.csv`, the centre's own table of holidays and make-up days (节假日、调休).

Columns `date,works,name,source`; lines that begin with # are remarks. The file is filled from the State Council's
notice, usually in November; the last year in it is the calendar's horizon (`domain.md` §7.3, `stack.md` §6).
"""

import csv
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from types import MappingProxyType

from domain.calendar import QuietHours, SpecialDay, WorkCalendar
from domain.calendar_clock import local_date
from domain.calendar_hours import Season
from domain.failures import Misconfigured

SHIPPED = Path(__file__).parent / "files" / "calendar.csv"
"""The table that comes with the package; `duban init` copies it into the centre's directory."""

_COLUMNS = ["date", "works", "name", "source"]
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
    for line, row in _rows(path):
        day = _special_day(path, line, row)
        if day.on in special:
            raise _wrong(path, line, "date", row[0], "a day named once; it stands in an earlier line already")
        special[day.on] = day
    if not special:
        raise Misconfigured(f"{path.name}: no day in it; expected at least one year of holidays")
    years = {day.year for day in special}
    for year in range(min(years), max(years)):
        if year not in years:
            raise Misconfigured(
                f"{path.name}: no day of {year}; expected every year between the first and the last"
            )
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


def _rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Line number and cells of every line that says something, heading checked and left out."""
    try:
        # Spreadsheets like to begin the file with a byte order mark.
        text = path.read_text(encoding="utf-8-sig")
    except OSError as missing:
        raise Misconfigured(
            f"{path.name}: cannot be read ({missing.strerror}); expected a CSV file"
        ) from missing
    except UnicodeDecodeError as other:
        raise Misconfigured(f"{path.name}: is not UTF-8 text; save it as CSV UTF-8") from other
    heading_seen = False
    for line, written in enumerate(text.splitlines(), start=1):
        if not written.strip(", \t") or written.lstrip().startswith("#"):
            continue
        cells = [cell.strip() for cell in next(csv.reader([written]))]
        if not heading_seen:
            if cells != _COLUMNS:
                raise _wrong(path, line, "heading", written, ",".join(_COLUMNS))
            heading_seen = True
            continue
        yield line, cells


def _special_day(path: Path, line: int, row: list[str]) -> SpecialDay:
    if len(row) != len(_COLUMNS):
        raise _wrong(path, line, "line", ",".join(row), f"{len(_COLUMNS)} cells: {','.join(_COLUMNS)}")
    written_date, written_works, name, source = row
    works = _WORKS.get(written_works.lower())
    if works is None:
        raise _wrong(path, line, "works", written_works, "yes (a make-up day) or no (a day off)")
    try:
        # Spreadsheets rewrite dates as 2026/1/4.
        year, month, day = (int(part) for part in written_date.replace("/", "-").split("-"))
        on = date(year, month, day)
    except ValueError as wrong:
        raise _wrong(path, line, "date", written_date, "a date such as 2026-01-04") from wrong
    return SpecialDay(on, works, name, source)


def _wrong(path: Path, line: int, what: str, value: str, expected: str) -> Misconfigured:
    return Misconfigured(f"{path.name} line {line}: {what} is {value[:60]!r}; expected {expected}")
