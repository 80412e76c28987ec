"""When something is due, and why: a due time (时限) that can explain itself line by line.

Card, command and report all ask `due_time`, so they never tell three different dates. The lines are facts;
their Chinese is in `config/texts`. Rules: `domain.md` §7.1-7.3, pauses and pending requests: design §3 "Clocks".
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from domain.calendar import DaysOff, MakeUpDay, WorkCalendar
from domain.calendar_clock import day_end, local_date
from domain.ticket import Limit, Pause, RunningLimit
from domain.vocabulary import LimitKind

DAY_LIMITS = frozenset({LimitKind.WORKING_DAYS, LimitKind.CALENDAR_DAYS, LimitKind.FIXED_DATE})
"""Limits that end at 24:00 of a day; the others end at a minute."""

MOVED_BY_PAUSES = frozenset({LimitKind.WORKING_DAYS, LimitKind.CALENDAR_DAYS})
"""Limits that are a number of days: a pause moves them. A date said and an urgent matter's minutes stand (decision 0009)."""


@dataclass(frozen=True, slots=True)
class Started:
    """The clock began to run; the day of receipt itself is not counted in days."""

    at: datetime


@dataclass(frozen=True, slots=True)
class ByRule:
    """How long, on which clock and by which rule (`limit.source` is the rule's own name)."""

    limit: Limit


@dataclass(frozen=True, slots=True)
class PausedFor:
    """The clock stood still (待补充, 挂账) and the limit moved by `days`; an open pause (no `until`) moves nothing yet."""

    began: date
    until: date | None
    days: int


@dataclass(frozen=True, slots=True)
class StoodThrough:
    """The ticket lay still (待补充, 挂账) and this limit did not move; an open stretch has no `until`."""

    began: date
    until: date | None


@dataclass(frozen=True, slots=True)
class ExtendedTo:
    """An extension (延期) was granted: the last day was `before`, it is now `on`."""

    before: date
    on: date


@dataclass(frozen=True, slots=True)
class ProvisionalFrom:
    """From this year on there is no official calendar: the date may still change (暂定)."""

    year: int


@dataclass(frozen=True, slots=True)
class EndsOn:
    """The last day, or the minute where the limit runs in hours."""

    on: date
    at: datetime


DueLine = (
    Started | ByRule | DaysOff | MakeUpDay | PausedFor | StoodThrough | ExtendedTo | ProvisionalFrom | EndsOn
)


@dataclass(frozen=True, slots=True)
class DueTime:
    """A due time and its reasons.

    `at`: the instant from which it is late, in UTC (24:00 of the last day for limits in days). `shown_on`: the last
    day, local. `lines`: how it came about, in the order to read them.
    """

    at: datetime
    shown_on: date
    limit: Limit
    start: datetime
    lines: tuple[DueLine, ...]

    @property
    def provisional(self) -> bool:
        """Whether the date rests on a year without official calendar."""
        return any(isinstance(line, ProvisionalFrom) for line in self.lines)

    @property
    def in_days(self) -> bool:
        """Whether it ends with a day rather than at a minute."""
        return self.limit.kind in DAY_LIMITS

    def is_late(self, now: datetime) -> bool:
        """Late counts from 24:00 of the last day, or from the minute itself."""
        return now >= self.at


def due_time(
    limit: Limit, start: datetime, calendar: WorkCalendar, pauses: tuple[Pause, ...] = ()
) -> DueTime:
    """When a limit that began at `start` is due.

    Working days: the day of receipt is not counted, due at 24:00 of the last working day. Calendar days: the same
    without skipping. Office hours run while the offices are open, wall clock day and night. A fixed date ends at
    its 24:00. Pauses move limits counted in days, and no others: urgent matters and dates said at a meeting stand.
    ValueError when a FIXED_DATE has no date.
    """
    match limit.kind:
        case LimitKind.WORKING_DAYS:
            return _working_days(limit, start, calendar, pauses)
        case LimitKind.CALENDAR_DAYS:
            return _calendar_days(limit, start, pauses)
        case LimitKind.OFFICE_HOURS:
            at = calendar.add_office_hours(start, timedelta(minutes=limit.amount))
            skipped = calendar.skipped(local_date(start), local_date(at))
            why = (*skipped, *_stood(pauses), *_provisional(start, at, calendar))
            return _due(limit, start, at, local_date(at), why)
        case LimitKind.WALL_CLOCK:
            at = start + timedelta(minutes=limit.amount)
            return _due(limit, start, at, local_date(at), _stood(pauses))
        case LimitKind.FIXED_DATE:
            if limit.on is None:
                raise ValueError("a limit by fixed date needs the date")
            return _due(limit, start, day_end(limit.on), limit.on, _stood(pauses))


def running_due(running: RunningLimit, calendar: WorkCalendar) -> DueTime:
    """The handling limit of a ticket, explained, with its pauses and its extension."""
    due = due_time(running.limit, running.start_at, calendar, running.pauses)
    return extended(due, running.extended_to) if running.extended_to else due


def extended(due: DueTime, until: date) -> DueTime:
    """The due time after an extension to the end of `until` was granted: a date that was said and stands."""
    kept = tuple(line for line in due.lines if not isinstance(line, EndsOn | ProvisionalFrom))
    at = day_end(until)
    return replace(
        due, at=at, shown_on=until, lines=(*kept, ExtendedTo(due.shown_on, until), EndsOn(until, at))
    )


def _working_days(
    limit: Limit, start: datetime, calendar: WorkCalendar, pauses: tuple[Pause, ...]
) -> DueTime:
    received = local_date(start)
    paused = tuple(_paused(received, pauses, calendar))
    last = calendar.add_working_days(received, limit.amount + sum(pause.days for pause in paused))
    at = day_end(last)
    why = (*calendar.skipped(received, last), *paused, *_provisional(start, at, calendar))
    return _due(limit, start, at, last, why)


def _calendar_days(limit: Limit, start: datetime, pauses: tuple[Pause, ...]) -> DueTime:
    received = local_date(start)
    paused = tuple(_paused(received, pauses, None))
    last = received + timedelta(days=limit.amount + sum(pause.days for pause in paused))
    return _due(limit, start, day_end(last), last, paused)


def _paused(received: date, pauses: tuple[Pause, ...], calendar: WorkCalendar | None) -> Iterator[PausedFor]:
    """Each pause with the days it moves the limit by: those after the day it began, up to and with the day it ended.

    No day is counted twice, and none before the clock began to run. Without a calendar every day counts.
    """
    counted_to = received
    for pause in sorted(pauses, key=lambda pause: pause.from_at):
        began = local_date(pause.from_at)
        if pause.until_at is None:
            yield PausedFor(began, None, 0)
            continue
        until = local_date(pause.until_at)
        first = max(began, counted_to)
        days = calendar.working_days_between(first, until) if calendar else max(0, (until - first).days)
        counted_to = max(counted_to, until)
        if days:
            yield PausedFor(began, until, days)


def _stood(pauses: tuple[Pause, ...]) -> tuple[StoodThrough, ...]:
    """Each pause that moved nothing, so that nobody need wonder why."""
    return tuple(
        StoodThrough(local_date(pause.from_at), local_date(pause.until_at) if pause.until_at else None)
        for pause in sorted(pauses, key=lambda pause: pause.from_at)
    )


def _provisional(start: datetime, at: datetime, calendar: WorkCalendar) -> tuple[ProvisionalFrom, ...]:
    """A warning when the count went through days nobody has decided on yet."""
    first, last = local_date(start), local_date(at - timedelta(microseconds=1))
    days = (first, *(date(year, 1, 1) for year in range(first.year + 1, last.year + 1)))
    unknown = [day.year for day in days if calendar.is_provisional(day)]
    return (ProvisionalFrom(unknown[0]),) if unknown else ()


def _due(limit: Limit, start: datetime, at: datetime, last: date, why: tuple[DueLine, ...]) -> DueTime:
    return DueTime(at, last, limit, start, (Started(start), ByRule(limit), *why, EndsOn(last, at)))
