"""Days and hours as a roster's cells hold them: 7月5日（周五）, 2019/7/5, a spreadsheet's serial number, 20:00-次日8:00."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from config.texts.heard.letters import NUMERAL, fold, number

Cell = str | int | float | date | datetime | time | timedelta | None
"""What a cell of a table may hold once it is read."""

DAY = 24 * 60
_SERIAL_ZERO = date(1899, 12, 30)
_SERIALS = range(20_000, 80_000)
"""Days since 1899 as spreadsheets count them: the years 1954 to 2119."""
_TIME_ONLY = 1901
"""A spreadsheet gives a bare time of day as a moment of its first years."""

_N = f"(?:{NUMERAL}{{1,3}})"
_WEEKDAY = r"\s*\(?\s*(?:(?:星期|礼拜|周)[一二三四五六日天])?\s*\)?"
_DAYS = tuple(
    re.compile(form + _WEEKDAY)
    for form in (
        r"(?P<y>\d{4})\s*[-/.年]\s*(?P<m>\d{1,2})\s*[-/.月]\s*(?P<d>\d{1,2})(?!\d)[日号]?",
        r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})(?!\d)",
        rf"(?P<m>{_N})\s*月\s*(?P<d>{_N})[日号]?",
        r"(?P<m>\d{1,2})[-/.](?P<d>\d{1,2})(?![\d:.-])",
    )
)
_CLOCK = (
    r"(?P<{0}next>次日|次晨|翌日|第二天|隔日)?\s*(?P<{0}part>早上|早|上午|中午|下午|晚上|晚|凌晨)?\s*"
    r"(?P<{0}h>\d{{1,2}})(?:[:.时点](?:(?P<{0}half>半)|(?P<{0}m>\d{{1,2}})分?)?(?::\d{{1,2}})?整?)?"
)
_ONE = re.compile(_CLOCK.format("a"))
_RANGE = re.compile(_CLOCK.format("a") + r"\s*(?:-+|[—–~至到])+\s*" + _CLOCK.format("b"))
_LATE_PARTS = frozenset({"下午", "晚上", "晚"})
_NOON, _LAST_HOUR, _HOUR, _HALF = 12, 24, 60, 30


class Fault(StrEnum):
    """Why a cell is no day or no hour."""

    UNREADABLE = "unreadable"
    NO_SUCH_DAY = "no_such_day"
    NO_SUCH_TIME = "no_such_time"


@dataclass(frozen=True, slots=True)
class Moment:
    """A minute of a day, from its beginning; it may lie in the next day (次日8:00 is 1920). `on`: the day, where said."""

    minutes: int
    on: date | None = None


def hear_day(cell: Cell, today: date) -> date | Fault:
    """The day a cell names; without a year the one nearest to `today`."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, int | float):
        return _serial(cell)
    if not isinstance(cell, str):
        return Fault.UNREADABLE
    found = _day_at_start(fold(cell).strip(), today)
    if found is None:
        return _serial(int(cell)) if cell.isascii() and cell.strip().isdecimal() else Fault.UNREADABLE
    day, rest = found
    return day if not rest.strip("T0: ") else Fault.UNREADABLE


def hear_moment(cell: Cell, today: date) -> Moment | Fault:
    """The minute a cell of 开始 or 结束 names, with its day where it says one."""
    if isinstance(cell, datetime):
        minutes = cell.hour * _HOUR + cell.minute
        return Moment(minutes, None if cell.year < _TIME_ONLY else cell.date())
    if isinstance(cell, time):
        return Moment(cell.hour * _HOUR + cell.minute)
    if isinstance(cell, timedelta):
        minutes = round(cell.total_seconds() / _HOUR)
        return Moment(minutes) if 0 <= minutes <= 2 * DAY else Fault.NO_SUCH_TIME
    if isinstance(cell, int | float):
        return _moment_of_number(cell)
    if not isinstance(cell, str):
        return Fault.UNREADABLE
    text = fold(cell).strip()
    dated = _day_at_start(text, today)
    if dated is not None and dated[1].strip():
        day, rest = dated
        said = _whole(rest.strip("T "))
        if isinstance(day, Fault):
            return day
        return said if isinstance(said, Fault) else Moment(said, day)
    bare = _whole(text)
    return bare if isinstance(bare, Fault) else Moment(bare)


def hear_hours(text: str) -> tuple[int, int] | Fault | None:
    """From when to when, where a text says both (夜班 20:00-次日8:00). None: it says no hours."""
    match = _RANGE.search(fold(text))
    if match is None:
        return None
    since, until = _minutes(match, "a"), _minutes(match, "b")
    if isinstance(since, Fault) or isinstance(until, Fault):
        return Fault.NO_SUCH_TIME
    return since, until if until > since else until + DAY


def _day_at_start(text: str, today: date) -> tuple[date | Fault, str] | None:
    for form in _DAYS:
        match = form.match(text)
        if match:
            return _day(match.groupdict(), today), text[match.end() :]
    return None


def _day(said: dict[str, str | None], today: date) -> date | Fault:
    month, day = number(said["m"] or ""), number(said["d"] or "")
    if month is None or day is None:
        return Fault.UNREADABLE
    year_said = said.get("y")
    years = (int(year_said),) if year_said else range(today.year - 1, today.year + 2)
    found = []
    for year in years:
        try:
            found.append(date(year, month, day))
        except ValueError:
            continue
    return min(found, key=lambda one: abs(one - today)) if found else Fault.NO_SUCH_DAY


def _serial(days: float) -> date | Fault:
    # 7.1 may have been typed as 7.10: a number with a fraction is never taken for a day.
    if days not in _SERIALS:
        return Fault.UNREADABLE
    return _SERIAL_ZERO + timedelta(days=int(days))


def _moment_of_number(given: float) -> Moment | Fault:
    """A fraction of a day, as spreadsheets count, or a whole hour."""
    if 0 <= given < 1:
        return Moment(round(given * DAY))
    return Moment(int(given) * _HOUR) if given in range(1, _LAST_HOUR + 1) else Fault.UNREADABLE


def _whole(text: str) -> int | Fault:
    match = _ONE.fullmatch(text)
    return Fault.UNREADABLE if match is None else _minutes(match, "a")


def _minutes(match: re.Match[str], which: str) -> int | Fault:
    hour, minute = int(match[f"{which}h"]), int(match[f"{which}m"] or 0)
    if match[f"{which}half"]:
        minute = _HALF
    if match[f"{which}part"] in _LATE_PARTS and hour < _NOON:
        hour += _NOON
    if minute >= _HOUR or hour > _LAST_HOUR or (hour == _LAST_HOUR and minute):
        return Fault.NO_SUCH_TIME
    return hour * _HOUR + minute + (DAY if match[f"{which}next"] else 0)
