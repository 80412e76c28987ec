"""What a closed matter still waits for: to be looked at again (回头看)."""

from collections.abc import Iterator

from domain.context import Context
from domain.running import due_of, working_days
from domain.steps import StepKind
from domain.ticket import Ticket
from domain.timetable.plan import Planned, daily, once
from domain.vocabulary import State


def steps(ticket: Ticket, context: Context) -> Iterator[Planned]:
    """The look-back, when it is due, and reminders until somebody has looked."""
    look = ticket.look_back
    if look is None or look.result is not None or ticket.state not in {State.CLOSED, State.CLOSED_OUT}:
        return
    if look.opened_at is None:
        yield once(StepKind.LOOK_BACK_DUE, look.due_at, look.due_at)
        return
    wait = working_days(context.policy.look_back_working_days)
    first = context.calendar.next_office_open(due_of(wait, look.opened_at, context))
    yield from daily(ticket, StepKind.LOOK_BACK_WAITING, look.opened_at, first, context)
