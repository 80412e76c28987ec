"""A record with something in every append-only table."""

from datetime import timedelta

from domain.ids import TicketId
from store.connection import Connection
from store.database import Database
from store.sealer import close_day, seal_heads
from store.work import SqlWork, Tools
from tests.store.moments import CITIZEN, HEAD, NOON, at

MORNING = NOON - timedelta(hours=12)
NIGHT = NOON + timedelta(hours=12)


async def fill(database: Database, tools: Tools) -> None:
    """A look, a seal and a closed day."""

    async def all_of_it(connection: Connection) -> None:
        await SqlWork(connection, tools).appellants.look(CITIZEN, HEAD, TicketId(1), "回访", NOON)
        await seal_heads(connection, at(1))
        await close_day(connection, NOON.date(), MORNING, NIGHT, NIGHT)

    await database.write(all_of_it)
