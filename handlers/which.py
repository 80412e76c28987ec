"""Which ticket a leader's words belong to: a quote, a number, the only open one, the one just dealt with, or a question.

Design §4 "Leaders just reply". The rule is a pure function over what was found; `hints_for` finds it.
"""

from dataclasses import dataclass
from enum import Enum, auto

from config.texts.heard.references import hear_references
from domain.ids import TicketId
from domain.inbound import Quote
from domain.people import Person
from domain.ticket import Ticket
from handlers.ports import Work
from handlers.surroundings import Surroundings


class Because(Enum):
    """Why the words were taken to belong to that ticket."""

    QUOTED = auto()
    NAMED = auto()
    ONLY_ONE = auto()
    JUST_TOUCHED = auto()
    """A guess: the answer says so and offers an undo."""


@dataclass(frozen=True, slots=True)
class Hints:
    """What is known. `named` are real tickets; `unknown` full numbers nobody has; `touched` is recent, or None.

    `untraced`: something was quoted, but nobody knows which ticket it was about.
    """

    quoted: TicketId | None = None
    untraced: bool = False
    named: tuple[TicketId, ...] = ()
    unknown: tuple[str, ...] = ()
    mine: tuple[TicketId, ...] = ()
    touched: TicketId | None = None


@dataclass(frozen=True, slots=True)
class These:
    """The words belong to these tickets: one, or the several they name."""

    tickets: tuple[TicketId, ...]
    because: Because


@dataclass(frozen=True, slots=True)
class AskWhich:
    """It could be any of these."""

    choices: tuple[TicketId, ...]


@dataclass(frozen=True, slots=True)
class NoSuchNumber:
    """They named a number that does not exist."""

    number: str


@dataclass(frozen=True, slots=True)
class NothingOpen:
    """The person has no open ticket."""


Belongs = These | AskWhich | NoSuchNumber | NothingOpen


def belongs_to(hints: Hints) -> Belongs:
    """The rule, in its order: quote, number, exactly one open, just touched, else ask.

    Who quotes means the ticket quoted: where that cannot be traced the one just touched is no better guess than any.
    """
    if hints.quoted is not None:
        return These((hints.quoted,), Because.QUOTED)
    if hints.unknown:
        return NoSuchNumber(hints.unknown[0])
    if hints.named:
        return These(hints.named, Because.NAMED)
    if not hints.mine:
        return NothingOpen()
    if len(hints.mine) == 1:
        return These(hints.mine, Because.ONLY_ONE)
    if not hints.untraced and hints.touched is not None and hints.touched in hints.mine:
        return These((hints.touched,), Because.JUST_TOUCHED)
    return AskWhich(hints.mine)


async def hints_for(
    text: str,
    quote: Quote | None,
    person: Person,
    mine: tuple[Ticket, ...],
    *,
    work: Work,
    around: Surroundings,
) -> Hints:
    """What the words, the quote and the last minutes say about which ticket is meant."""
    quoted = await _quoted(quote, mine, work) if quote else None
    named: list[TicketId] = []
    unknown: list[str] = []
    for reference in hear_references(text):
        ticket = await work.tickets.by_number(reference.code)
        if ticket is not None and ticket.id not in named:
            named.append(ticket.id)
        elif ticket is None and reference.is_number:
            unknown.append(reference.code)
    since = around.context.now - around.context.policy.joins_progress_within
    touched = await work.marks.touched(person.id, since)
    untraced = quote is not None and quoted is None
    return Hints(quoted, untraced, tuple(named), tuple(unknown), tuple(t.id for t in mine), touched)


async def _quoted(quote: Quote, mine: tuple[Ticket, ...], work: Work) -> TicketId | None:
    """The ticket quoted: by the message's id, else the one ticket its words name."""
    known = await work.marks.ticket_of_message(quote.message_ids) if quote.message_ids else None
    if known is not None:
        return known
    own = {ticket.id for ticket in mine}
    named: set[TicketId] = set()
    for reference in hear_references(quote.text):
        ticket = await work.tickets.by_number(reference.code)
        # A full number is a number; six letters in somebody's sentence are a code only where it is one of theirs.
        if ticket is not None and (reference.is_number or ticket.id in own):
            named.add(ticket.id)
    return named.pop() if len(named) == 1 else None


async def tickets_of(person: Person, work: Work, around: Surroundings) -> tuple[Ticket, ...]:
    """The open tickets in somebody's hand: where they are leader or liaison, else every one of their units."""
    context = around.context
    units = context.directory.units_of(person.id, context.today)
    handling = await work.tickets.open_with_units(units)
    own = tuple(
        ticket
        for ticket in handling
        if any(part.unit in units and person.id in (part.leader, part.liaison) for part in ticket.assignments)
    )
    return own or handling
