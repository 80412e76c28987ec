"""The ladder of a dispatched ticket: signing, arriving, contact, silence, the limit before and after its end (§7.4)."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from domain.calendar_clock import local_date
from domain.context import Context
from domain.deciding.clocks import (
    acknowledge_due,
    acknowledge_half,
    arrival_due,
    arrival_warning,
    contact_due,
    is_urgent,
    urgent_from,
)
from domain.duetime import DueTime
from domain.ladders import LadderKind
from domain.lights import shown_due_today_at, shown_late_at
from domain.running import back_after_the_end, explain
from domain.steps import StepKind
from domain.ticket import Assignment, Item, RunningLimit, Ticket
from domain.timetable.plan import Planned, daily, once
from domain.vocabulary import WITH_UNIT, ItemState, LimitKind, State, Track, Urgency

RUNNING = WITH_UNIT | {State.RETURN_REQUESTED}
"""Where the limit presses the unit: a request that is pending stops nothing (invariant 6)."""

_TWO_HOURS = timedelta(hours=2)


def steps(ticket: Ticket, context: Context) -> Iterator[Planned]:
    """Every step that hangs on the units' parts, the items and the limit."""
    if ticket.state not in RUNNING:
        return
    for part in ticket.assignments:
        yield from _signing(ticket, part, context)
        yield from _arriving(ticket, part, context)
    if ticket.lead:
        yield from _first_hours(ticket, ticket.lead, context)
    if ticket.track is Track.LIST:
        for item in ticket.items:
            yield from _silent(item, context)
    if ticket.limit:
        yield from _limit(ticket, ticket.limit, context)


def _signing(ticket: Ticket, part: Assignment, context: Context) -> Iterator[Planned]:
    if part.acknowledged_at is not None:
        return
    climbs = [after for after in _minutes(ticket, context) if after]
    if is_urgent(ticket) and climbs:
        start = urgent_from(ticket, part)
        for after in climbs:
            yield once(StepKind.RUNG, start, start + timedelta(minutes=after), f"{part.unit}/{after}")
        return
    due = acknowledge_due(ticket, part, context)
    if not is_urgent(ticket):
        half = acknowledge_half(part, context)
        yield once(StepKind.ACK_HALF, part.assigned_at, half, part.unit)
    yield once(StepKind.ACK_DUE, due, due, part.unit)


def _minutes(ticket: Ticket, context: Context) -> tuple[int, ...]:
    """When the rungs of the urgent ladder come, in minutes from the assignment; at 0 it is the assignment itself."""
    ladder = context.policy.ladders.of(LadderKind.URGENT, ticket.urgency)
    return tuple(dict.fromkeys(rung.after for rung in ladder))


def _arriving(ticket: Ticket, part: Assignment, context: Context) -> Iterator[Planned]:
    """Each unit against its own clock."""
    if part.arrived_at is not None:
        return
    warn, due = arrival_warning(ticket, part, context), arrival_due(ticket, part, context)
    if warn:
        yield once(StepKind.ARRIVAL_WARNING, warn, warn, part.unit)
    if due:
        yield once(StepKind.ARRIVAL_DUE, due, due, part.unit)


def _first_hours(ticket: Ticket, part: Assignment, context: Context) -> Iterator[Planned]:
    if ticket.urgency is Urgency.CRITICAL and part.first_report_at is None:
        due = urgent_from(ticket, part) + context.policy.critical_feedback
        yield once(StepKind.CRITICAL_FEEDBACK, due, due, part.unit)
    if part.contacted_at is None and ticket.appellants:
        last_day = local_date(contact_due(part, context) - timedelta(microseconds=1))
        yield once(StepKind.CONTACT_DUE, part.assigned_at, context.calendar.office_close(last_day), part.unit)


def _silent(item: Item, context: Context) -> Iterator[Planned]:
    if item.state not in {ItemState.OPEN, ItemState.FAILED} or item.last_word_at is None:
        return
    day = local_date(item.last_word_at) + timedelta(days=context.policy.item_silence_days)
    morning = context.calendar.office_open(context.calendar.on_or_after(day))
    yield once(StepKind.ITEM_SILENT, item.last_word_at, morning, str(item.no))


def _limit(ticket: Ticket, running: RunningLimit, context: Context) -> Iterator[Planned]:
    calendar, due = context.calendar, explain(running, context.calendar)
    yield from _before(ticket, running, due, context)
    today, late = shown_due_today_at(due, calendar), shown_late_at(due, calendar)
    back = back_after_the_end(running)
    if back is not None:
        # While it lay still nobody could press: the ladder begins when it is back, one rung after the other.
        late = max(late, calendar.next_office_open(back))
    if today < late:
        yield once(StepKind.DUE_TODAY, due.at, today)
    yield once(StepKind.OVERDUE, due.at, late)
    last = late
    ladder = context.policy.ladders.of(LadderKind.LATE, ticket.urgency)
    for days in dict.fromkeys(rung.after for rung in ladder):
        last = calendar.office_open(calendar.add_working_days(local_date(late), days))
        yield once(StepKind.LATE, due.at, last, str(days))
    # The ladder has an end, lateness has not.
    yield from daily(ticket, StepKind.STILL_LATE, due.at, calendar.next_working_morning(last), context)


def _before(ticket: Ticket, running: RunningLimit, due: DueTime, context: Context) -> Iterator[Planned]:
    start = running.start_at
    if ticket.lead and ticket.lead.first_report_at is None:
        yield once(StepKind.HALF_SILENT, due.at, _half_way(start, due, context))
    if due.in_days:
        tomorrow = context.calendar.office_open(_workday_before(due.shown_on, context))
        hours = context.calendar.office_close(due.shown_on) - _TWO_HOURS
        if tomorrow > start:
            yield once(StepKind.DUE_TOMORROW, due.at, tomorrow)
    else:
        hours = due.at - _TWO_HOURS
    if hours > start:
        yield once(StepKind.DUE_IN_HOURS, due.at, hours)


def _half_way(start: datetime, due: DueTime, context: Context) -> datetime:
    """Half of the limit, in office time unless it runs day and night."""
    if due.limit.kind is LimitKind.WALL_CLOCK:
        return start + (due.at - start) / 2
    whole = context.calendar.office_time_between(start, due.at)
    return context.calendar.add_office_hours(start, whole / 2)


def _workday_before(day: date, context: Context) -> date:
    before = day - timedelta(days=1)
    while not context.calendar.is_workday(before):
        before -= timedelta(days=1)
    return before
