"""Figures catch up with tickets that were not counted along: those of before an upgrade, or of an older worker beside us."""

from dataclasses import dataclass

import structlog

from store.database import Database
from store.facts import catch_up

AT_ONCE, ROUNDS = 5, 200
"""Few in one transaction, so that nobody who talks to us waits for it; so many transactions at a time."""

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class CatchingUp:
    """Safe on several workers at once: a ticket somebody is at work on is left for the next time."""

    database: Database

    async def count(self) -> int:
        """Count some of them; how many."""
        done = 0
        for _ in range(ROUNDS):
            some, unreadable = await self.database.write(lambda connection: catch_up(connection, AT_ONCE))
            done += some
            if unreadable:
                log.error("Tickets whose log cannot be read are in no figure.", tickets=len(unreadable))
            if some < AT_ONCE:
                break
        if done:
            log.info("Tickets were counted from their logs.", tickets=done)
        return done
