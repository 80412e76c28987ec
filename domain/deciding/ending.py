"""When a matter is over: the citizens have answered, and on the list track a site was seen and the close-out approved."""

from datetime import timedelta

from domain.context import Context
from domain.deciding.confirming import passed_visit
from domain.events import Closed, ClosedOut, Event, LookBackSet
from domain.ids import AppellantId
from domain.ticket import Ticket
from domain.vocabulary import Rating, State, Track


def still_to_ask(ticket: Ticket) -> tuple[AppellantId, ...]:
    """Appellants who in this round have neither rated nor been tried out."""
    if ticket.callback is None:
        return ticket.appellants
    answered = {r.appellant for r in ticket.callback.ratings}
    return tuple(a for a in ticket.appellants if a not in answered)


def accepted(ticket: Ticket) -> bool:
    """群众认可: everybody was asked, and nobody is dissatisfied, or the demand was found unreasonable (§8.2).

    A whistle's town speaks for the matter besides: without its confirmation nothing closes (§12).
    """
    if ticket.callback is None or still_to_ask(ticket) or awaits_town(ticket):
        return False
    found = ticket.finding is not None and ticket.finding.confirmed_by is not None
    return found or not any(r.rating is Rating.DISSATISFIED for r in ticket.callback.ratings)


def awaits_town(ticket: Ticket) -> bool:
    """Whether the town that whistled has still to confirm."""
    return ticket.whistle is not None and ticket.whistle.confirmation is None


def settled(ticket: Ticket, context: Context) -> tuple[Event, ...]:
    """The closing the system makes when nothing is missing any more; nothing before that."""
    if ticket.state not in {State.CALLBACK, State.SITE_CONFIRMED} or not accepted(ticket):
        return ()
    if ticket.track is Track.ORDINARY:
        return (Closed(_too_fast(ticket, context)),)
    if ticket.approval is None or passed_visit(ticket) is None:
        return ()
    later = context.today + timedelta(days=context.policy.look_back_days)
    morning = context.calendar.office_open(context.calendar.on_or_after(later))
    return ClosedOut(), LookBackSet(morning)


def _too_fast(ticket: Ticket, context: Context) -> bool:
    """Handled within minutes for a class that needs work (§8.5): a supervisor looks."""
    known = context.policy.categories.get(ticket.category)
    if ticket.handled_at is None or (known is not None and not known.needs_work):
        return False
    return ticket.handled_at - ticket.received_at < context.policy.too_fast
