"""A town's earlier whistles, found by who stands for the town among the appellants: one for each town and year.

So the words of a town's whistles lie under a key of their year, and can go together when the time for keeping is over.
"""

from datetime import timedelta

from domain.calendar_clock import local_date
from domain.context import Context
from domain.ids import UnitId
from domain.ticket import Ticket
from handlers.ports import Work


def stands_for(town: UnitId, year: int) -> str:
    """Whom the store knows the town's whistles of that year by; no phone could be called so."""
    return f"whistle:{town}:{year}"


async def earlier_whistles(town: UnitId, work: Work, context: Context) -> tuple[Ticket, ...]:
    """Open and ended ones of the last days that count as recent, newest first."""
    since = context.now - timedelta(days=context.policy.whistle_again_days)
    found: list[Ticket] = []
    for year in sorted({context.today.year, local_date(since).year}, reverse=True):
        appellant = await work.appellants.known(stands_for(town, year))
        if appellant is not None:
            found += await work.tickets.open_of(appellant)
            found += await work.tickets.closed_of(appellant, since)
    return tuple(sorted(found, key=lambda ticket: ticket.received_at, reverse=True))
