"""Dockets (案卷) of every kind: found by name, grown only by appending, each event chained on its docket's one before."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from types import UnionType
from typing import Any, TypeVar

from sqlalchemy import Select, bindparam, select, update

from domain.actor import Actor
from domain.docket import AnyDocketKind, Docket, DocketKind, Entry
from domain.failures import Stale
from domain.ids import DocketId
from store.chain import NO_EVENT, actor
from store.codec import Codec, UnionCodec, canonical
from store.connection import Connection
from store.prepared import prepared
from store.tables.dockets import docket_entries, dockets

D = TypeVar("D", bound=Docket)
E = TypeVar("E")


@dataclass(frozen=True, slots=True)
class DocketLink:
    """An entry as the chain keeps it, without the hash over it."""

    docket: DocketId
    seq: int
    kind: str
    at: datetime
    by: Actor
    payload: str
    prev: str

    @property
    def hash(self) -> str:
        """SHA-256 over every field, in one fixed form that no ticket's event can have."""
        content = canonical(
            [
                "docket",
                self.docket,
                self.seq,
                self.kind,
                self.at.isoformat(),
                self.by.kind.value,
                self.by.person,
                self.by.appellant,
                self.payload,
                self.prev,
            ]
        )
        return hashlib.sha256(content.encode()).hexdigest()

    def entry(self, kind: DocketKind[D, E]) -> Entry[E]:
        """The event in its place. Raises `Unreadable` for one this version does not know."""
        return Entry(self.seq, self.at, self.by, _events_of(kind).decode(self.kind, self.payload))


class SqlDockets:
    """The dockets, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def get(self, kind: DocketKind[D, E], docket: DocketId) -> D | None:
        """One docket of that kind by its id."""
        return await self._one(kind, _bodies(kind).where(dockets.c.id == docket))

    async def named(self, kind: DocketKind[D, E], label: str) -> D | None:
        """One docket by its name among its kind."""
        return await self._one(kind, _bodies(kind).where(dockets.c.name == label))

    async def open_ones(self, kind: DocketKind[D, E]) -> tuple[D, ...]:
        """Those that are open, oldest first."""
        return await self._all(kind, _bodies(kind).where(dockets.c.open).order_by(dockets.c.id))

    async def latest(self, kind: DocketKind[D, E], limit: int) -> tuple[D, ...]:
        """The last ones begun, newest first."""
        return await self._all(kind, _bodies(kind).order_by(dockets.c.id.desc()).limit(limit))

    async def append(self, kind: DocketKind[D, E], entries: Sequence[Entry[E]], after: D) -> None:
        """Add entries to the docket's chain and store what they lead to.

        Raises `Stale` when the chain has grown since `after` was worked out.
        """
        before = entries[0].seq - 1
        if [e.seq for e in entries] != list(range(before + 1, after.version + 1)):
            raise ValueError("the entries must lead, one by one, to the docket they are kept with")
        head = NO_EVENT if before == 0 else await self._head(after.id, before)
        chain: list[DocketLink] = []
        for entry in entries:
            name, payload = _events_of(kind).encode(entry.event)
            chain.append(
                DocketLink(after.id, entry.seq, name, entry.at.astimezone(UTC), entry.by, payload, head)
            )
            head = chain[-1].hash
        row = docket_row(kind, after, head, entries[-1].at)
        if before == 0:
            await self._connection.execute(dockets.insert().values(id=after.id, unsealed=True, **row))
        await self._connection.run_many(_APPEND, [_entry_row(one) for one in chain])
        if before:
            await self._change(after.id, before, row)

    async def history(self, kind: DocketKind[D, E], docket: DocketId) -> tuple[Entry[E], ...]:
        """Every entry of the docket, in order."""
        found = await docket_links_of(self._connection, [docket])
        return tuple(link.entry(kind) for link, _ in found[docket])

    async def _head(self, docket: DocketId, version: int) -> str:
        """The hash to chain on, while nobody else can append. Raises `Stale`."""
        row = (
            await self._connection.execute(
                select(dockets.c.version, dockets.c.head).where(dockets.c.id == docket).with_for_update()
            )
        ).first()
        if row is None or row.version != version:
            raise Stale("the docket changed in between")
        return str(row.head)

    async def _change(self, docket: DocketId, version: int, row: dict[str, Any]) -> None:
        changed = await self._connection.execute(
            update(dockets)
            .where(dockets.c.id == docket, dockets.c.version == version)
            .values(unsealed=True, **row)
        )
        if changed.rowcount != 1:
            raise Stale("the docket changed in between")

    async def _one(self, kind: DocketKind[D, E], wanted: Select[tuple[str]]) -> D | None:
        found = await self._all(kind, wanted)
        return found[0] if found else None

    async def _all(self, kind: DocketKind[D, E], wanted: Select[tuple[str]]) -> tuple[D, ...]:
        bodies = (await self._connection.execute(wanted)).scalars()
        return tuple(docket_codec(kind).decode(body) for body in bodies)


def docket_row(kind: AnyDocketKind, docket: Docket, head: str, at: datetime) -> dict[str, Any]:
    """Every column that is a function of the docket and its chain."""
    return {
        "kind": kind.name,
        "name": kind.label(docket),
        "version": docket.version,
        "head": head,
        "open": kind.is_open(docket),
        "changed_at": at,
        "body": docket_codec(kind).encode(docket),
    }


async def docket_links_of(
    connection: Connection, which: Sequence[int]
) -> dict[int, list[tuple[DocketLink, str]]]:
    """Every entry of these dockets in order, each with the hash the log holds for it."""
    rows = await connection.execute(
        select(docket_entries)
        .where(docket_entries.c.docket.in_(which))
        .order_by(docket_entries.c.docket, docket_entries.c.seq)
    )
    found: dict[int, list[tuple[DocketLink, str]]] = {docket: [] for docket in which}
    for r in rows:
        by = actor(r.by_kind, r.by_person, r.by_appellant)
        link = DocketLink(DocketId(r.docket), r.seq, r.kind, r.at, by, r.payload, r.prev)
        found[r.docket].append((link, r.hash))
    return found


@cache
def docket_codec(kind: DocketKind[D, E]) -> Codec[D]:
    """Whole dockets of a kind."""
    return Codec(kind.state)


@cache
def _events_of(kind: DocketKind[D, E]) -> UnionCodec[E]:
    union = kind.events
    return UnionCodec(union if isinstance(union, UnionType) else (union,))


def _entry_row(link: DocketLink) -> dict[str, object]:
    return {
        "docket": link.docket,
        "seq": link.seq,
        "kind": link.kind,
        "at": link.at,
        "by_kind": link.by.kind.value,
        "by_person": link.by.person,
        "by_appellant": link.by.appellant,
        "payload": link.payload,
        "prev": link.prev,
        "hash": link.hash,
    }


def _bodies(kind: AnyDocketKind) -> Select[tuple[str]]:
    return select(dockets.c.body).where(dockets.c.kind == bindparam("of_kind", kind.name))


_APPEND = prepared(docket_entries.insert())
