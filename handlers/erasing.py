"""A citizen is forgotten: what would go is told first, an open request forbids it, and every ticket keeps that it happened.

`domain.md` §14: deletion is itself an event, and whose hand it was stands in the look log.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

from domain.actor import SYSTEM
from domain.commands import EraseAppellant
from domain.context import Context
from domain.ids import AppellantId, PersonId
from domain.ticket import Ticket
from handlers.keeping import carry_out
from handlers.ports import Work

_EVER = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Known:
    """What there is of a citizen, without a word of it."""

    appellant: AppellantId
    open: tuple[Ticket, ...]
    ended: tuple[Ticket, ...]


async def known_of(phone: str, work: Work) -> Known | None:
    """The citizen of that (normalised) number and their tickets; None: nobody."""
    appellant = await work.appellants.known(phone)
    return None if appellant is None else await known_by(appellant, work)


async def known_by(appellant: AppellantId, work: Work) -> Known:
    """A citizen's tickets."""
    return Known(
        appellant,
        await work.tickets.open_of(appellant),
        await work.tickets.closed_of(appellant, _EVER),
    )


async def erase(known: Known, by: PersonId, reason: str, work: Work, context: Context) -> bool:
    """Log whose hand and why, note it on every ticket, destroy the key. False, and nothing changed: a request is open."""
    if known.open:
        return False
    await work.appellants.look(known.appellant, by, None, reason, context.now)
    for ticket in known.ended:
        await carry_out(ticket, EraseAppellant(SYSTEM, known.appellant), work, context)
        await work.answer_marks.forget(ticket.id)
    await work.appellants.erase(known.appellant, context.now)
    return True
