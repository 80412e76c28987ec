"""Opening the calling back (回访): by survey text, by a call where no text can go, and by sample after 在线办结 (§6.2, §9.1)."""

from hashlib import sha256

from domain.context import Context
from domain.deciding.ending import still_to_ask
from domain.events import CallbackOpened, CallQueued, Event, SampleCallOpened
from domain.ids import AppellantId, TicketId
from domain.policy import Policy
from domain.running import due_of
from domain.ticket import Ticket
from domain.vocabulary import State


def called_back(ticket: Ticket, context: Context) -> tuple[Event, ...]:
    """A round of calling back; whoever has a fixed line gets no text, so the call is wanted at once."""
    opened = CallbackOpened(due_of(context.policy.callback, context.now, context))
    return (opened, *_calls(ticket))


def sample_call(ticket: Ticket, context: Context) -> tuple[Event, ...]:
    """The same for a matter answered at once, which stays ended."""
    opened = SampleCallOpened(due_of(context.policy.callback, context.now, context))
    return (opened, *_calls(ticket))


def sampled(ticket: TicketId, policy: Policy) -> bool:
    """Whether this one is in the sample: by its id alone, so that anybody can work it out again."""
    # Ids are made one after the other: their digest is as good as a drawn lot.
    lot = int.from_bytes(sha256(str(ticket).encode()).digest()[:8]) / 2**64
    return lot < policy.answered_sample


def sample_waits_for(ticket: Ticket) -> tuple[AppellantId, ...]:
    """Whom the sample still has to ask: nobody unless it is under way, and nobody who was erased."""
    if ticket.state is not State.ANSWERED or ticket.callback is None:
        return ()
    return tuple(one for one in still_to_ask(ticket) if one not in ticket.erased)


def _calls(ticket: Ticket) -> tuple[Event, ...]:
    return (CallQueued(),) if len(ticket.texted) < len(ticket.appellants) else ()
