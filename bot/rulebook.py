"""Puts the centre's rules into effect when the program starts: a change is recorded, and open tickets follow it."""

import structlog
from sqlalchemy.exc import IntegrityError

from bot.build import Parts
from domain.actor import SYSTEM, Actor
from domain.failures import Stale
from domain.ids import TicketId
from domain.rulebook import LABEL, RULES, RuleBook, RulesTookEffect
from domain.timers import timers_for
from handlers.rulebook import rules_followed, rules_take_effect
from store.connection import Connection
from store.walking import FROM_THE_FIRST, open_after
from store.work import SqlWork

AT_ONCE = 100
"""Tickets whose reminders are planned anew in one transaction: some tens of milliseconds."""
LOST_RACES = 5

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


async def take_effect(parts: Parts, by: Actor = SYSTEM, reason: str = "") -> RuleBook:
    """Record the rules that were read as those in force, unless they are already; the book as it then stands."""
    text = parts.centre.policy_text

    async def keep(connection: Connection) -> RuleBook:
        return await rules_take_effect(text, by, reason, SqlWork(connection, parts.tools), parts.around())

    for _ in range(LOST_RACES):
        # Several workers that start at once have the same to say: whoever comes second finds it said.
        try:
            return await parts.database.write(keep)
        except (Stale, IntegrityError):
            continue
    raise Stale


async def follow_the_rules(parts: Parts) -> int:
    """Plan the reminders of every open ticket by the rules that were read; how many tickets there were."""
    last, count = FROM_THE_FIRST, 0

    async def plan(connection: Connection) -> tuple[TicketId, ...]:
        work, context = SqlWork(connection, parts.tools), parts.around().context
        found = await open_after(connection, last, AT_ONCE, locked=True)
        for ticket in found:
            await work.timers.set(ticket.id, timers_for(ticket, context))
        return tuple(ticket.id for ticket in found)

    while planned := await parts.database.write(plan):
        last, count = planned[-1], count + len(planned)
    return count


async def follow(parts: Parts) -> None:
    """Beside the program's work: where the rules changed, every open ticket's reminders follow them, once."""
    count = await follow_the_rules(parts)

    async def keep(connection: Connection) -> None:
        await rules_followed(count, SqlWork(connection, parts.tools), parts.around())

    await parts.database.write(keep)
    log.info("The reminders of open tickets follow the new rules.", action="policy", tickets=count)


async def history(parts: Parts) -> tuple[RuleBook, ...]:
    """The rules that were in force, in order."""

    async def look(connection: Connection) -> tuple[RuleBook, ...]:
        work = SqlWork(connection, parts.tools)
        book = await work.dockets.named(RULES, LABEL)
        entries = await work.dockets.history(RULES, book.id) if book else ()
        return tuple(RULES.fold(None, one) for one in entries if isinstance(one.event, RulesTookEffect))

    return await parts.database.read(look)
