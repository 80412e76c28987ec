"""Leases by name: one holder at a time, taken over when it dies. Real time only."""

from datetime import datetime

from sqlalchemy import delete

from store.connection import Connection
from store.tables.running import leases
from store.upsert import insert_into


class Leases:
    """The leases, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def take(self, name: str, holder: str, now_real: datetime, until: datetime) -> bool:
        """Take or prolong it; False while somebody else's still runs."""
        rows = await self._connection.execute(
            insert_into(leases, self._connection)
            .values(name=name, holder=holder, until=until)
            .on_conflict_do_update(
                index_elements=["name"],
                set_={"holder": holder, "until": until},
                where=(leases.c.holder == holder) | (leases.c.until <= now_real),
            )
            .returning(leases.c.holder)
        )
        return rows.first() is not None

    async def give_back(self, name: str, holder: str) -> None:
        """Let it go, if it is this holder's."""
        await self._connection.execute(delete(leases).where(leases.c.name == name, leases.c.holder == holder))
