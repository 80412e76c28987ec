"""What was spent of the month's budget: counted calls, pushes, texts (design §4, Quota)."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import select

from store.connection import Connection
from store.tables.running import quota
from store.upsert import insert_into


class Quota:
    """The counters, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def spend(self, day: date, kind: str, count: int = 1) -> int:
        """Count so many of a kind in the day's month; how many it makes."""
        rows = await self._connection.execute(
            insert_into(quota, self._connection)
            .values(month=_month(day), kind=kind, count=count)
            .on_conflict_do_update(index_elements=["month", "kind"], set_={"count": quota.c.count + count})
            .returning(quota.c.count)
        )
        return int(rows.scalar_one())

    async def spent(self, day: date) -> Mapping[str, int]:
        """What the day's month has cost so far, by kind."""
        rows = await self._connection.execute(
            select(quota.c.kind, quota.c["count"]).where(quota.c.month == _month(day))
        )
        return {row[0]: row[1] for row in rows}


def _month(day: date) -> str:
    return f"{day:%Y-%m}"
