"""Opens everything a ticket says, in one call, for one pair of eyes."""

from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass

from domain.context import Context
from domain.ids import PersonId, Sealed
from domain.ticket import Ticket
from domain.view import TicketView
from domain.vocabulary import Office
from handlers.ports import Work

_CALLERS = frozenset(
    {Office.CALLBACK_OFFICER, Office.DISPATCHER, Office.OPERATOR, Office.CENTRE_HEAD, Office.DEPUTY_HEAD}
)


async def view_of(
    ticket: Ticket,
    work: Work,
    context: Context,
    viewer: PersonId | None = None,
    also: Sealed | None = None,
) -> TicketView:
    """The ticket readable for the viewer; without one (a group, a citizen) wording masks everything personal.

    `also`: words about the ticket that it does not keep itself, such as the reason of a refusal.
    """
    sealed = (*sealed_in(ticket), also) if also else tuple(sealed_in(ticket))
    words = await work.words.open(sealed)
    return TicketView(ticket, words, context, viewer, may_see_caller=may_see_caller(ticket, viewer, context))


async def views_of(
    tickets: Sequence[Ticket], work: Work, context: Context, viewer: PersonId | None
) -> list[TicketView]:
    """Several tickets for one pair of eyes, opened together."""
    words = await work.words.open([sealed for ticket in tickets for sealed in sealed_in(ticket)])
    return [
        TicketView(ticket, words, context, viewer, may_see_caller=may_see_caller(ticket, viewer, context))
        for ticket in tickets
    ]


def may_see_caller(ticket: Ticket, viewer: PersonId | None, context: Context) -> bool:
    """Who must call the citizen: the centre's callers always, the handling units unless the matter is secret (§14)."""
    if viewer is None:
        return False
    if context.directory.offices_of(viewer, context.today) & _CALLERS:
        return True
    units = context.directory.units_of(viewer, context.today)
    return not ticket.confidential and any(part.unit in units for part in ticket.assignments)


def sealed_in(value: object) -> Iterator[Sealed]:
    """Every reference to sealed words anywhere in a value of the domain."""
    if isinstance(value, Sealed):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from sealed_in(part)
    elif is_dataclass(value):
        for field in fields(value):
            yield from sealed_in(getattr(value, field.name))
