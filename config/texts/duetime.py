"""A due time explained line by line: start, rule and its source, days not counted, pauses, extension, warning.

The facts are `domain/duetime.py`; card, `/进度` and reports all show these lines.
"""

from collections.abc import Iterator
from datetime import date
from typing import assert_never

from config.texts import times
from domain.calendar import DaysOff, MakeUpDay
from domain.duetime import (
    ByRule,
    DueLine,
    DueTime,
    EndsOn,
    ExtendedTo,
    PausedFor,
    ProvisionalFrom,
    Started,
    StoodThrough,
)
from domain.running import moves_with_pauses
from domain.ticket import Limit, RunningLimit
from domain.vocabulary import LimitKind

_HOUR = 60


def explain(due: DueTime, today: date) -> tuple[str, ...]:
    """Every reason for the due time, in the order to read them."""
    return tuple(_line(line, due, today) for line in due.lines)


def _line(line: DueLine, due: DueTime, today: date) -> str:
    match line:
        case Started():
            return f"起算：{times.moment(line.at, today)}{_first_day(due)}"
        case ByRule():
            return f"规则：{limit(line.limit)}{_source(line.limit)}"
        case DaysOff():
            return f"不计：{_days(line)}{_names(line)}"
        case MakeUpDay():
            name = f"，{line.name}" if line.name else ""
            return f"计入：{times.day_and_weekday(line.on)}调休上班{name}"
        case PausedFor():
            return _pause(line)
        case StoodThrough():
            return _stood(line, due)
        case ExtendedTo():
            return f"延期：由{times.day_and_weekday(line.before)}批准延至{times.day_and_weekday(line.on)}"
        case ProvisionalFrom():
            return f"注意：{line.year}年放假安排尚未录入，以上日期为暂定，录入后自动重算"
        case EndsOn():
            return f"截止：{times.due(due, today).removesuffix('前')}，过此即为超期"
    assert_never(line)


def limit(found: Limit) -> str:
    """A limit in words: 5个工作日, 30分钟, 到7月10日."""
    match found.kind:
        case LimitKind.WORKING_DAYS:
            return f"{found.amount}个工作日"
        case LimitKind.CALENDAR_DAYS:
            return f"{found.amount}天（含节假日）"
        case LimitKind.OFFICE_HOURS:
            return f"{_minutes(found.amount)}（只计办公时间）"
        case LimitKind.WALL_CLOCK:
            return f"{_minutes(found.amount)}（昼夜连续计算）"
        case LimitKind.FIXED_DATE:
            return f"指定日期{times.day_and_weekday(found.on)}" if found.on else "指定日期"
    assert_never(found.kind)


def _minutes(amount: int) -> str:
    hours, minutes = divmod(amount, _HOUR)
    told = f"{hours}小时" if hours else ""
    return f"{told}{minutes}分钟" if minutes or not hours else told


def _first_day(due: DueTime) -> str:
    return "，当日不计" if due.limit.kind in (LimitKind.WORKING_DAYS, LimitKind.CALENDAR_DAYS) else ""


def _source(found: Limit) -> str:
    return f"（依据：{found.source}）" if found.source else ""


def _days(line: DaysOff) -> str:
    if line.first == line.last:
        return times.day_and_weekday(line.first)
    return f"{times.day_and_weekday(line.first)}至{times.day_and_weekday(line.last)}"


def _names(line: DaysOff) -> str:
    return "，" + "、".join(line.names) + "放假" if line.names else "，周末"


def _pause(line: PausedFor) -> str:
    if line.until is None:
        return f"暂停：{times.day_and_weekday(line.began)}起暂停计时"
    return f"暂停：{times.day(line.began)}至{times.day(line.until)}暂停，顺延{line.days}天"


def _stood(line: StoodThrough, due: DueTime) -> str:
    began = times.day(line.began)
    stretch = f"{began}至{times.day(line.until)}" if line.until else f"{began}起"
    return f"停办：{stretch}待补充或挂账，{_stands(due.limit)}"


def _stands(found: Limit) -> str:
    if found.kind is LimitKind.FIXED_DATE:
        return "指定日期不顺延，限办日期不变"
    return "按小时计的时限不顺延，时限不变"


def during_pause(running: RunningLimit | None) -> str:
    """What a pause does to this limit: 暂停计时, or nothing, said as plainly; empty while no limit runs yet."""
    if running is None:
        return ""
    if moves_with_pauses(running):
        return "暂停计时"
    return "限办日期不变" if running.limit.kind is LimitKind.FIXED_DATE else "时限不变"


def briefly(lines: Iterator[str] | tuple[str, ...]) -> str:
    """All on one line, for a card's small print."""
    return "；".join(lines)
