"""How much waits, for `/metrics`: a few counts over partial indexes, cheap however much is settled or closed."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, func, literal, select, text

from domain.outgoing import OutboxState
from store.connection import Connection
from store.tables.running import findings
from store.tables.traffic import inbox_raw, outbox, timers

HELD = "held"


@dataclass(frozen=True, slots=True)
class Depth:
    """Outbox rows of one kind in one state, and since when the oldest may go (business time)."""

    kind: str
    state: str
    rows: int
    oldest: datetime


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits at one moment."""

    outbox: tuple[Depth, ...]
    pending: int
    quarantined: int
    timer_due_at: datetime | None
    findings: dict[str, int]
    oldest_snapshot: timedelta | None
    """None: not PostgreSQL."""


async def waiting(connection: Connection) -> Waiting:
    """Count it all, on one consistent state."""
    pending = inbox_raw.c.quarantined_at.is_(None)
    found = await connection.execute(select(findings.c.kind, func.count()).group_by(findings.c.kind))
    return Waiting(
        outbox=(
            *await _depths(connection, ~outbox.c.held & _is(OutboxState.WAITING)),
            *await _depths(connection, _is(OutboxState.CLAIMED) | _is(OutboxState.STARTED)),
            *await _depths(connection, outbox.c.held, HELD),
        ),
        pending=await _count(connection, pending),
        quarantined=await _count(connection, ~pending),
        timer_due_at=(
            await connection.execute(select(func.min(timers.c.due_at)).where(timers.c.waiting))
        ).scalar(),
        findings={row[0]: row[1] for row in found},
        oldest_snapshot=await _oldest_snapshot(connection),
    )


async def _depths(connection: Connection, which: ColumnElement[bool], state: str = "") -> list[Depth]:
    rows = await connection.execute(_by_kind().where(which))
    return [Depth(row.kind, state or row.state, row.number, row.oldest) for row in rows]


def _by_kind() -> Select[Any]:
    return select(
        outbox.c.kind,
        outbox.c.state,
        func.count().label("number"),
        func.min(outbox.c.not_before).label("oldest"),
    ).group_by(outbox.c.kind, outbox.c.state)


async def _count(connection: Connection, which: ColumnElement[bool]) -> int:
    rows = await connection.execute(select(func.count()).select_from(inbox_raw).where(which))
    return int(rows.scalar_one())


async def _oldest_snapshot(connection: Connection) -> timedelta | None:
    if connection.dialect == "sqlite":
        return None
    rows = await connection.execute(_SNAPSHOTS)
    found: timedelta | None = rows.scalar()
    return found or timedelta()


def _is(state: OutboxState) -> ColumnElement[bool]:
    """Written out, not bound: only then do partial indexes help."""
    return outbox.c.state == literal(state.value, literal_execute=True)


_SNAPSHOTS = text(
    "SELECT max(clock_timestamp() - xact_start) FROM pg_stat_activity"
    " WHERE datname = current_database() AND xact_start IS NOT NULL AND pid <> pg_backend_pid()"
)
"""A transaction open for hours keeps every old row version since, in all tables."""
