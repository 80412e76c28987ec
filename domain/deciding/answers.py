"""What a decision is made of: events or a refusal, the states in which something can be done, and what follows."""

from domain.actor import Actor
from domain.context import Context
from domain.events import Event, Recorded
from domain.evolve import evolve
from domain.refusals import Reason, Refusal
from domain.ticket import Ticket
from domain.vocabulary import WITH_UNIT, State

Outcome = tuple[Event, ...] | Refusal

LISTABLE = WITH_UNIT | {
    State.RECEIVED,
    State.NEED_INFO,
    State.PENDING_DISPATCH,
    State.RETURN_REQUESTED,
    State.SHELVED,
}
"""Where an ordinary matter may still become a listed one; later only a rework does that."""


def unless_in(ticket: Ticket, *states: State) -> Refusal | None:
    """No, unless the ticket is in one of the states; the refusal says which it is in."""
    if ticket.state in states:
        return None
    return Refusal(Reason.WRONG_STATE if ticket.is_open else Reason.ENDED, state=ticket.state)


def unless_open(ticket: Ticket) -> Refusal | None:
    """No, once nobody owes anything any more."""
    return None if ticket.is_open else Refusal(Reason.ENDED, state=ticket.state)


def wrong_state(ticket: Ticket) -> Refusal:
    """Cannot be done in this state."""
    return Refusal(Reason.WRONG_STATE if ticket.is_open else Reason.ENDED, state=ticket.state)


def after(ticket: Ticket, events: tuple[Event, ...], by: Actor, context: Context) -> Ticket:
    """The ticket as these events would leave it."""
    for event in events:
        ticket = evolve(ticket, Recorded(ticket.version + 1, context.now, by, event))
    return ticket
