"""Days, hours and stretches of time as people write them: 7月10日（周三）24:00前, 还剩2个工作日, 已超期1个工作日."""

from datetime import date, datetime, time, timedelta

from domain.calendar import WorkCalendar
from domain.calendar_clock import local, local_date
from domain.duetime import DueTime
from domain.lights import Standing, standing
from domain.vocabulary import LimitKind

_WEEKDAYS = "一二三四五六日"
_HOUR = timedelta(hours=1)
_MINUTE = timedelta(minutes=1)
_MIDNIGHT = time(0)


def day(on: date) -> str:
    """7月10日."""
    return f"{on.month}月{on.day}日"


def weekday(on: date) -> str:
    """周三."""
    return f"周{_WEEKDAYS[on.weekday()]}"


def day_and_weekday(on: date) -> str:
    """7月10日（周三）."""
    return f"{day(on)}（{weekday(on)}）"


def full_day(on: date, today: date) -> str:
    """With the year where it is not this one."""
    shown = day_and_weekday(on)
    return shown if on.year == today.year else f"{on.year}年{shown}"


def moment(at: datetime, today: date) -> str:
    """7月10日（周三）09:30; local."""
    here = local(at)
    return f"{full_day(here.date(), today)}{here:%H:%M}"


def deadline(at: datetime, today: date) -> str:
    """7月9日（周二）24:00 for an end at midnight: nobody reads 7月10日00:00 as the evening before."""
    here = local(at)
    if here.time() != _MIDNIGHT:
        return moment(at, today)
    return f"{full_day(here.date() - timedelta(days=1), today)}24:00"


def clock(at: datetime) -> str:
    """09:30; local."""
    return f"{local(at):%H:%M}"


def due(due_time: DueTime, today: date) -> str:
    """7月10日（周三）24:00前, or 7月10日（周三）21:42前 where the limit runs in hours."""
    here = local(due_time.at)
    if due_time.in_days or here.time() == _MIDNIGHT:
        return f"{full_day(due_time.shown_on, today)}24:00前"
    return f"{full_day(here.date(), today)}{here:%H:%M}前"


def remaining(due_time: DueTime, now: datetime, calendar: WorkCalendar) -> str:
    """What stands beside the due time: 还剩2个工作日, 今日到期, 已超期1个工作日."""
    match standing(now, due_time, calendar):
        case Standing.LATE:
            return f"已超期{_late(due_time, now, calendar)}"
        case Standing.DUE_TODAY:
            return "今日到期"
        case Standing.RUNNING:
            return _left(due_time, now, calendar)


def stretch(span: timedelta) -> str:
    """3天, 2小时, 15分钟: the largest unit that says it, rounded down, at least one minute."""
    if span >= timedelta(days=2):
        return f"{span.days}天"
    if span >= _HOUR:
        hours, rest = divmod(span, _HOUR)
        minutes = rest // _MINUTE
        return f"{hours}小时{minutes}分钟" if minutes and hours < 10 else f"{hours}小时"  # noqa: PLR2004 - hours
    return f"{max(1, span // _MINUTE)}分钟"


def _left(due_time: DueTime, now: datetime, calendar: WorkCalendar) -> str:
    today = local_date(now)
    if not due_time.in_days:
        return f"还剩{stretch(due_time.at - now)}"
    if due_time.shown_on <= today:
        return "今日到期"
    if due_time.limit.kind is LimitKind.WORKING_DAYS:
        return f"还剩{calendar.working_days_between(today, due_time.shown_on)}个工作日"
    return f"还剩{(due_time.shown_on - today).days}天"


def _late(due_time: DueTime, now: datetime, calendar: WorkCalendar) -> str:
    if not due_time.in_days:
        return stretch(now - due_time.at)
    return f"{max(1, calendar.working_days_between(due_time.shown_on, local_date(now)))}个工作日"
