"""Events nothing could be done with: kept, listed, shown to an operator, tried again when they say so."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update

from domain.inbound import EventKey
from store.connection import Connection
from store.tables.traffic import inbox_raw
from store.work import SqlWork, Tools


@dataclass(frozen=True, slots=True)
class Quarantined:
    """One of them, without its content."""

    id: int
    key: EventKey
    kind: str
    parked_at: datetime
    quarantined_at: datetime
    attempts: int
    reason: str


class Quarantine:
    """The quarantine, within one transaction."""

    def __init__(self, connection: Connection, tools: Tools) -> None:
        self._connection = connection
        self._tools = tools

    async def put(self, parked: int, at: datetime, reason: str) -> None:
        """No further attempts until an operator says so. `reason` holds nothing personal."""
        await self._connection.execute(
            update(inbox_raw).where(inbox_raw.c.id == parked).values(quarantined_at=at, reason=reason)
        )

    async def listed(self, limit: int = 100) -> tuple[Quarantined, ...]:
        """What is there, the oldest first."""
        rows = await self._connection.execute(
            select(inbox_raw)
            .where(inbox_raw.c.quarantined_at.is_not(None))
            .order_by(inbox_raw.c.id)
            .limit(limit)
        )
        return tuple(
            Quarantined(
                row.id,
                EventKey(row.source, row.key),
                row.kind,
                row.parked_at,
                row.quarantined_at,
                row.attempts,
                row.reason,
            )
            for row in rows
        )

    async def show(self, parked: int) -> str | None:
        """The event itself as JSON: personal, for an operator's eyes."""
        rows = await self._connection.execute(select(inbox_raw.c.body).where(inbox_raw.c.id == parked))
        ref = rows.scalar()
        if ref is None:
            return None
        return (await SqlWork(self._connection, self._tools).words.open_refs([ref])).get(ref)

    async def retry(self, parked: int, now: datetime) -> bool:
        """Back among the pending, to be tried at once; False: there is no such event."""
        released = await self._connection.execute(
            update(inbox_raw)
            .where(inbox_raw.c.id == parked, inbox_raw.c.quarantined_at.is_not(None))
            .values(quarantined_at=None, next_try_at=now, attempts=0)
        )
        return bool(released.rowcount)
