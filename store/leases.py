"""Leases by name: one holder at a time, taken over when it dies. Real time only.

Workers on several machines agree on the time by asking the server they share: a clock that is wrong on one of them then
neither steals a lease nor keeps a dead one.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Interval, delete, func, literal, select, type_coerce

from store.connection import Connection
from store.tables.running import leases
from store.upsert import insert_into


@dataclass(frozen=True, slots=True)
class Held:
    """Who holds a lease, and for how long it still runs; zero or less: it ran out."""

    name: str
    holder: str
    left: timedelta


class Leases:
    """The leases, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def take(self, name: str, holder: str, now_real: datetime, until: datetime) -> bool:
        """Take or prolong it; False while somebody else's still runs."""
        return await self._take(
            name, holder, literal(now_real, leases.c.until.type), literal(until, leases.c.until.type)
        )

    async def hold(self, name: str, holder: str, lasting: timedelta) -> bool:
        """Take or prolong it by the server's clock (PostgreSQL only); False while somebody else's still runs."""
        now = func.clock_timestamp()
        return await self._take(name, holder, now, now + literal(lasting, Interval))

    async def held(self, like: str) -> tuple[Held, ...]:
        """Every lease whose name begins so, by the server's clock (PostgreSQL only)."""
        # A moment less a moment is a length of time; left alone it would be read as a moment.
        left = type_coerce(leases.c.until - func.clock_timestamp(), Interval).label("left")
        rows = await self._connection.execute(
            select(leases.c.name, leases.c.holder, left)
            .where(leases.c.name.startswith(like, autoescape=True))
            .order_by(leases.c.name)
        )
        return tuple(Held(row.name, row.holder, row.left) for row in rows)

    async def give_back(self, name: str, holder: str) -> None:
        """Let it go, if it is this holder's."""
        await self._connection.execute(delete(leases).where(leases.c.name == name, leases.c.holder == holder))

    async def _take(
        self, name: str, holder: str, now: ColumnElement[datetime], until: ColumnElement[datetime]
    ) -> bool:
        rows = await self._connection.execute(
            insert_into(leases, self._connection)
            .values(name=name, holder=holder, until=until)
            .on_conflict_do_update(
                index_elements=["name"],
                set_={"holder": holder, "until": until},
                where=(leases.c.holder == holder) | (leases.c.until <= now),
            )
            .returning(leases.c.holder)
        )
        return rows.first() is not None
