"""What an ended matter still waits for: to be looked at again (回头看), or, answered at once, to be called back by sample."""

from collections.abc import Iterator

from domain.context import Context
from domain.deciding.calling import sample_waits_for, sampled
from domain.running import due_of, working_days
from domain.steps import StepKind
from domain.ticket import LookBack, Ticket
from domain.timetable.plan import Planned, daily, once
from domain.timetable.waiting import calls
from domain.vocabulary import State


def steps(ticket: Ticket, context: Context) -> Iterator[Planned]:
    """The look-back of what was dealt with, the sampled call of what was answered."""
    if ticket.state is State.ANSWERED:
        yield from _sample(ticket, context)
    elif ticket.look_back is not None and ticket.state in {State.CLOSED, State.CLOSED_OUT}:
        yield from _look_back(ticket, ticket.look_back, context)


def _look_back(ticket: Ticket, look: LookBack, context: Context) -> Iterator[Planned]:
    """When it is due, and reminders until somebody has looked."""
    if look.result is not None:
        return
    if look.opened_at is None:
        yield once(StepKind.LOOK_BACK_DUE, look.due_at, look.due_at)
        return
    wait = working_days(context.policy.look_back_working_days)
    first = context.calendar.next_office_open(due_of(wait, look.opened_at, context))
    yield from daily(ticket, StepKind.LOOK_BACK_WAITING, look.opened_at, first, context)


def _sample(ticket: Ticket, context: Context) -> Iterator[Planned]:
    """Asked the next working morning, when the answer has been read; then as in any calling back."""
    if ticket.callback is not None:
        if sample_waits_for(ticket):
            yield from calls(ticket, ticket.callback, context)
    elif ticket.closed_at is not None and sampled(ticket.id, context.policy):
        morning = context.calendar.next_working_morning(ticket.closed_at)
        yield once(StepKind.SAMPLE_DUE, ticket.closed_at, morning)
