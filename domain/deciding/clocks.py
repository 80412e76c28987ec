"""The small clocks of a unit's part: when it should have signed, arrived, contacted, or may no longer return it."""

from datetime import datetime, timedelta

from domain.context import Context
from domain.running import due_of, working_days
from domain.ticket import Assignment, Ticket
from domain.vocabulary import Area, Urgency


def is_urgent(ticket: Ticket) -> bool:
    """紧急 or 特急."""
    return ticket.urgency is not Urgency.NORMAL


def urgent_from(ticket: Ticket, part: Assignment) -> datetime:
    """Urgent clocks run from the assignment, or from the moment the matter became urgent if that was later."""
    return max(part.assigned_at, ticket.urgent_since or part.assigned_at)


def acknowledge_due(ticket: Ticket, part: Assignment, context: Context) -> datetime:
    """Four office hours; ten minutes by day and night when urgent (§7.1)."""
    if is_urgent(ticket):
        return urgent_from(ticket, part) + context.policy.acknowledge_urgent
    return context.calendar.add_office_hours(part.assigned_at, context.policy.acknowledge)


def acknowledge_half(part: Assignment, context: Context) -> datetime:
    """Half of the limit for signing an ordinary matter."""
    return context.calendar.add_office_hours(part.assigned_at, context.policy.acknowledge / 2)


def arrival_due(ticket: Ticket, part: Assignment, context: Context) -> datetime | None:
    """Half an hour in town, two hours in villages for urgent matters (§7.1); the time in a whistle, if that is sooner (§12)."""
    called = ticket.whistle.of(part.unit) if ticket.whistle else None
    if called is not None and called.excused:
        return None
    by_whistle = called.arrive_by if called else None
    if not is_urgent(ticket):
        return by_whistle
    policy = context.policy
    span = policy.arrival_town if ticket.area is Area.TOWN else policy.arrival_village
    by_rule = urgent_from(ticket, part) + span
    return min(by_rule, by_whistle) if by_whistle else by_rule


def arrival_warning(ticket: Ticket, part: Assignment, context: Context) -> datetime | None:
    """In villages a warning after an hour; a unit called by a whistle is warned at half of its time at the latest."""
    due = arrival_due(ticket, part, context)
    if due is None:
        return None
    by_rule = None
    if is_urgent(ticket) and ticket.area is Area.VILLAGE:
        by_rule = urgent_from(ticket, part) + context.policy.arrival_village_warn
    called = ticket.whistle.of(part.unit) if ticket.whistle else None
    if called is None:
        return by_rule
    half = called.called_at + (due - called.called_at) / 2
    return min(half, by_rule) if by_rule else half


def contact_due(part: Assignment, context: Context) -> datetime:
    """One working day, due at 24:00 of it."""
    return due_of(working_days(context.policy.contact_working_days), part.assigned_at, context)


def return_until(part: Assignment, context: Context) -> datetime:
    """After this the unit owns the ticket (§5.5)."""
    return due_of(working_days(context.policy.return_working_days), part.assigned_at, context)


def need_info_until(since: datetime, context: Context) -> datetime:
    """Two working days for the citizen's answer."""
    return due_of(working_days(context.policy.need_info_working_days), since, context)


def office_wait(since: datetime, span: timedelta, context: Context) -> datetime:
    """So much office time later: how long something may wait for a person of the centre."""
    return context.calendar.add_office_hours(since, span)
