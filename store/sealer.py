"""The sealer: orders the new heads of all tickets and dockets into a chained Merkle seal each minute, and closes a day with a root.

Run by one worker under a lease (`store/leases.py`); a second one at the same moment fails on the seal's number.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Row, Table, bindparam, func, select, update

from store.connection import Connection
from store.merkle import chained, leaf, root
from store.tables.dockets import dockets
from store.tables.record import day_roots, seal_leaves, seals
from store.tables.tickets import tickets

AT_MOST = 10_000
"""Heads in one seal; more wait for the next."""


@dataclass(frozen=True, slots=True)
class Seal:
    """What was sealed."""

    no: int
    leaves: int
    hash: str


async def seal_heads(connection: Connection, at: datetime, at_most: int = AT_MOST) -> Seal | None:
    """Seal every head that is new since the last seal; None: nothing is."""
    heads = [head for table in _HEADED for head in await _new_heads(connection, table, at_most)]
    if not heads:
        return None
    before = (
        await connection.execute(select(seals.c.no, seals.c.hash).order_by(seals.c.no.desc()).limit(1))
    ).first()
    no, prev = (before.no + 1, before.hash) if before else (1, "")
    top = root([leaf(head.id, head.version, head.head) for head in heads])
    whole = seal_hash(no, at, len(heads), top, prev)
    await connection.execute(
        seals.insert().values(no=no, at=at, leaves=len(heads), root=top, prev=prev, hash=whole)
    )
    await connection.execute(
        seal_leaves.insert(),
        [
            {"seal": no, "place": place, "ticket": head.id, "seq": head.version, "head": head.head}
            for place, head in enumerate(heads)
        ],
    )
    for table in _HEADED:
        await connection.execute(
            # What grew in between stays unsealed: its newer head is the next seal's.
            update(table)
            .where(table.c.id == bindparam("sealed_id"), table.c.version == bindparam("sealed_version"))
            .values(unsealed=False),
            [{"sealed_id": head.id, "sealed_version": head.version} for head in heads],
        )
    return Seal(no, len(heads), whole)


_HEADED = (tickets, dockets)
"""Ids are unique over both, so a leaf needs no more than the id."""


async def _new_heads(
    connection: Connection, table: Table, at_most: int
) -> Sequence[Row[tuple[int, int, str]]]:
    rows = await connection.execute(
        select(table.c.id, table.c.version, table.c.head)
        .where(table.c.unsealed)
        .order_by(table.c.id)
        .limit(at_most)
    )
    return rows.all()


async def close_day(
    connection: Connection, day: date, begins_at: datetime, ends_at: datetime, closed_at: datetime
) -> str | None:
    """The root of a local day, over the seals made from `begins_at` until `ends_at`; None: there were none, or it is closed."""
    closed = await connection.execute(select(day_roots.c.day).where(day_roots.c.day >= day))
    if closed.first() is not None:
        return None
    rows = await connection.execute(
        select(seals.c.no, seals.c.hash)
        .where(seals.c.at >= begins_at, seals.c.at < ends_at, seals.c.no > await _sealed_by_days(connection))
        .order_by(seals.c.no)
    )
    made = rows.all()
    if not made:
        return None
    before = (
        await connection.execute(select(day_roots.c.root).order_by(day_roots.c.day.desc()).limit(1))
    ).scalar()
    top = day_root(day, [row.hash for row in made], before or "")
    await connection.execute(
        day_roots.insert().values(
            day=day, first_seal=made[0].no, last_seal=made[-1].no, root=top, closed_at=closed_at
        )
    )
    return top


def seal_hash(no: int, at: datetime, leaves: int, top: str, prev: str) -> str:
    """The hash of a seal, over the one before it."""
    return chained("seal", no, at.isoformat(), leaves, top, prev)


def day_root(day: date, hashes: list[str], prev: str) -> str:
    """The root of a day, over the day before it."""
    return chained("day", day.isoformat(), root(hashes), prev)


async def _sealed_by_days(connection: Connection) -> int:
    return (await connection.execute(select(func.max(day_roots.c.last_seal)))).scalar() or 0
