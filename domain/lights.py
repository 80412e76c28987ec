"""Lights (绿黄红灯) and the words beside a due time.

Thresholds are those of `domain.md` §7.4. Limits in days are measured in office time, so that nobody turns yellow
over a holiday; late counts from 24:00, but is shown when people are there to read it (design §3).
"""

from datetime import datetime, timedelta
from enum import StrEnum

from domain.calendar import WorkCalendar
from domain.calendar_clock import day_end
from domain.duetime import DueTime, PausedFor
from domain.vocabulary import Light, LimitKind, Urgency


class Standing(StrEnum):
    """What is written beside the date: nothing special, 今日到期, or 已超期."""

    RUNNING = "running"
    DUE_TODAY = "due_today"
    LATE = "late"


def shown_due_today_at(due: DueTime, calendar: WorkCalendar) -> datetime:
    """When 今日到期 is shown: at the office's close on the last day; limits in hours at the due minute itself."""
    return calendar.office_close(due.shown_on) if due.in_days else due.at


def shown_late_at(due: DueTime, calendar: WorkCalendar) -> datetime:
    """When 已超期 is shown and the light turns red: at the next office opening; limits in hours at once."""
    return calendar.next_office_open(due.at) if due.in_days else due.at


def standing(now: datetime, due: DueTime, calendar: WorkCalendar) -> Standing:
    """The word beside the due time at `now`."""
    if now >= shown_late_at(due, calendar):
        return Standing.LATE
    if now >= shown_due_today_at(due, calendar):
        return Standing.DUE_TODAY
    return Standing.RUNNING


def light(now: datetime, due: DueTime, urgency: Urgency, calendar: WorkCalendar) -> Light:
    """The light at `now`: red when late, yellow when a third or less is left (urgent: half), else green.

    A limit in days is also yellow when one working day or less of office time is left.
    """
    if now >= shown_late_at(due, calendar):
        return Light.RED
    total, left = _total(due, calendar), _left(now, due, calendar)
    share = 3 if urgency is Urgency.NORMAL else 2
    if left * share <= total:
        return Light.YELLOW
    if due.in_days and left <= _working_day(due, calendar):
        return Light.YELLOW
    return Light.GREEN


def _total(due: DueTime, calendar: WorkCalendar) -> timedelta:
    """The length of the limit, pauses not counted."""
    if due.limit.kind is LimitKind.WALL_CLOCK:
        return due.at - due.start
    whole = calendar.office_time_between(due.start, due.at)
    for line in due.lines:
        if isinstance(line, PausedFor) and line.until:
            whole -= calendar.office_time_between(max(due.start, day_end(line.began)), day_end(line.until))
    return whole


def _left(now: datetime, due: DueTime, calendar: WorkCalendar) -> timedelta:
    if due.limit.kind is LimitKind.WALL_CLOCK:
        return due.at - now
    return calendar.office_time_between(max(now, due.start), due.at)


def _working_day(due: DueTime, calendar: WorkCalendar) -> timedelta:
    """The office time of a full day, at the season of the limit's end."""
    opened = (span.on(due.shown_on) for span in calendar.office_spans(due.shown_on))
    return sum((closes - opens for opens, closes in opened), timedelta())
