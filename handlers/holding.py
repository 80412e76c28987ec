"""What a card's holder sees on it now: the same for the answer to a press and for the update that follows by the outbox."""

from dataclasses import dataclass
from enum import StrEnum

from domain.asks import Ask, AskKind
from domain.cards import Card
from domain.may import buttons
from domain.notices import CardKind
from domain.people import Person
from domain.ticket import Ticket
from domain.view import TicketView
from handlers.ports import Work
from handlers.site import link_for
from handlers.surroundings import Surroundings
from handlers.views import view_of


class Reply(StrEnum):
    """The two buttons under a question that was read back."""

    YES = "yes"
    NO = "no"


@dataclass(frozen=True, slots=True)
class Held:
    """Everything a face is made of."""

    view: TicketView
    actions: tuple[StrEnum, ...]
    ask: Ask | None
    link: str


async def held(card: Card, ticket: Ticket, holder: Person, work: Work, around: Surroundings) -> Held:
    """The card as it now stands for its holder, with yes and no where something was read back to them."""
    context = around.context
    question = await work.asks.latest_of_person(holder.id, context.now, (AskKind.CONFIRM,))
    if question is not None and question.ticket != ticket.id:
        question = None
    actions: tuple[StrEnum, ...] = buttons(ticket, holder.id, card.kind, context)
    if question is not None:
        actions = (Reply.YES, Reply.NO, *actions)
    link = link_for(ticket, holder, around) if card.kind is CardKind.VISIT else None
    return Held(await view_of(ticket, work, context, holder.id), actions, question, link or "")
