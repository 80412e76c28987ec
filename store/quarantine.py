"""Events nothing could be done with: kept, listed, shown to an operator, tried again when they say so."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update

from domain.inbound import EventKey
from store.connection import Connection
from store.inbox import discard_raw, raw_of
from store.tables.traffic import inbox_raw
from store.upsert import insert_into
from store.work import SqlWork, Tools

UNREAD = "unread"
"""What no parser could make an event of: raw, as it came."""


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

    async def keep_unread(self, source: str, raw: bytes, reason: str, at: datetime) -> int | None:
        """Keep what came over a wire and could not be read, sealed; None: these bytes are here already."""
        key = EventKey(source[:40], f"unread:{hashlib.sha256(raw).hexdigest()}")
        known = await self._connection.execute(
            select(inbox_raw.c.id).where(inbox_raw.c.source == key.source, inbox_raw.c.key == key.id)
        )
        if known.first() is not None:
            return None
        row = self._tools.ids.new()
        kept = await SqlWork(self._connection, self._tools).words.seal(
            raw.decode("utf-8", "surrogateescape").encode("utf-8", "backslashreplace").decode(), raw_of(key)
        )
        inserted = await self._connection.execute(
            insert_into(inbox_raw, self._connection)
            .values(
                id=row,
                source=key.source,
                key=key.id,
                kind=UNREAD,
                body=kept.ref,
                parked_at=at,
                attempts=0,
                quarantined_at=at,
                reason=reason,
            )
            .on_conflict_do_nothing()
        )
        return row if inserted.rowcount else None

    async def read_at_last(self, parked: int) -> None:
        """It could be read now and went its way: no longer here, nor what it said."""
        rows = await self._connection.execute(
            select(inbox_raw.c.source, inbox_raw.c.key, inbox_raw.c.body).where(inbox_raw.c.id == parked)
        )
        row = rows.first()
        if row is not None:
            await discard_raw(self._connection, parked, row.body, EventKey(row.source, row.key))

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
