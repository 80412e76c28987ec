"""A handling limit as it runs on a ticket: set, stopped, moved and extended. Every due time comes from `domain/duetime.py`.

Pauses are NEED_INFO and SHELVED only: a request that is merely pending stops no clock (invariant 6).
"""

from dataclasses import replace
from datetime import date, datetime, timedelta

from domain.calendar import WorkCalendar
from domain.calendar_clock import local_date
from domain.context import Context
from domain.duetime import MOVED_BY_PAUSES, DueTime, due_time, running_due
from domain.ticket import Limit, Pause, RunningLimit
from domain.vocabulary import LimitKind


def running_limit(
    limit: Limit, start: datetime, context: Context, pauses: tuple[Pause, ...] = ()
) -> RunningLimit:
    """A limit that begins to run at `start`. ValueError when a FIXED_DATE has no date."""
    return again(RunningLimit(limit, start, start, pauses), context)


def again(running: RunningLimit, context: Context) -> RunningLimit:
    """The same limit, its due time worked out once more by today's calendar."""
    due = explain(running, context.calendar)
    return replace(running, due_at=due.at, provisional=due.provisional)


def explain(running: RunningLimit, calendar: WorkCalendar) -> DueTime:
    """The due time with every line of its reasons."""
    return running_due(running, calendar)


def paused(running: RunningLimit, at: datetime) -> RunningLimit:
    """The clock stands still from `at`; the due time moves only when the pause ends."""
    if running.pauses and running.pauses[-1].until_at is None:
        return running
    return replace(running, pauses=(*running.pauses, Pause(at)))


def resumed(running: RunningLimit, context: Context) -> RunningLimit:
    """The clock runs again from now on: the limit is moved by the days of the pause (design §3, Clocks)."""
    if not running.pauses or running.pauses[-1].until_at is not None:
        return running
    last = running.pauses[-1]
    ended = (*running.pauses[:-1], Pause(last.from_at, context.now))
    until = running.extended_to and _moved(running.extended_to, last, running.limit.kind, context)
    return again(replace(running, pauses=ended, extended_to=until), context)


def lies_still(running: RunningLimit | None) -> bool:
    """Whether a pause is under way, be it one that moves the limit or not."""
    return running is not None and bool(running.pauses) and running.pauses[-1].until_at is None


def moves_with_pauses(running: RunningLimit) -> bool:
    """Whether the clock really stands still in a pause: a date that somebody said stays that date (decision 0009)."""
    return running.limit.kind in MOVED_BY_PAUSES


def clock_reads(running: RunningLimit, now: datetime) -> datetime:
    """The moment at which the limit's clock stands: that of the pause under way if it moves the limit, else `now`."""
    if lies_still(running) and moves_with_pauses(running):
        return min(now, running.pauses[-1].from_at)
    return now


def back_after_the_end(running: RunningLimit) -> datetime | None:
    """When the ticket came back from its last pause, if the limit was over by then; None where it was not."""
    last = running.pauses[-1].until_at if running.pauses else None
    return last if last is not None and last > running.due_at else None


def prolonged(running: RunningLimit, until: date, context: Context) -> RunningLimit:
    """Extended to the end of `until` (延期)."""
    return again(replace(running, extended_to=until), context)


def latest_extension(running: RunningLimit, context: Context) -> date:
    """The latest day to which the limit may be extended (`domain.md` §7.1: at most ten working days)."""
    last = explain(running, context.calendar).shown_on
    return context.calendar.add_working_days(last, context.policy.extension_max_working_days)


def due_of(limit: Limit, start: datetime, context: Context) -> datetime:
    """The bare due instant of any other limit: a sheet, a callback, a visit."""
    return due_time(limit, start, context.calendar).at


def working_days(amount: int, source: str = "") -> Limit:
    """A limit in working days."""
    return Limit(LimitKind.WORKING_DAYS, amount, source)


def _moved(until: date, pause: Pause, kind: LimitKind, context: Context) -> date:
    first, last = local_date(pause.from_at), context.today
    match kind:
        case LimitKind.WORKING_DAYS:
            calendar = context.calendar
            return calendar.add_working_days(until, calendar.working_days_between(first, last))
        case LimitKind.CALENDAR_DAYS:
            return until + timedelta(days=(last - first).days)
        case _:
            return until
