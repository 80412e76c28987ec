"""Which answers look alike, without their words: MinHash signatures of keyed shingle hashes, found by bands.

An answer's words are sealed; of its shingles only the least values of a keyed hash are kept, from which nothing can be
read, and they go when its citizen is erased. Two answers that share seven tenths of their shingles meet in at least
one band in 98 of 100 cases, two that share a fifth in 3.
"""

import random
import struct
from collections.abc import Collection
from functools import cache
from hashlib import blake2b

from sqlalchemy import delete, func, select

from domain.ids import TicketId
from store.connection import Connection
from store.sealing import KeyRing
from store.tables.answers import answer_bands, answer_marks

_HASHES, _ROWS = 64, 4
_PRIME = (1 << 61) - 1
_NEAREST = 5
NEWEST = 20_000
"""So many answers are remembered: older ones are hardly copied from, and the table stays small."""


class SqlAnswerMarks:
    """The marks of answers handed in."""

    def __init__(self, connection: Connection, ring: KeyRing) -> None:
        self._connection = connection
        self._key = ring.index

    async def keep(self, ticket: TicketId, shingles: Collection[str]) -> None:
        """This is what the ticket's answer looks like now; nothing where it is too short to look like anything."""
        await self.forget(ticket)
        if not shingles:
            return
        signature = self._signature(shingles)
        await self._connection.execute(
            answer_marks.insert().values(ticket=ticket, signature=_packed(signature))
        )
        await self._connection.execute(
            answer_bands.insert(), [{"band": band, "ticket": ticket} for band in set(_bands(signature))]
        )
        await self._forget_old()

    async def forget(self, ticket: TicketId) -> None:
        """Nothing is known of the ticket's answer any more."""
        await self._connection.execute(delete(answer_bands).where(answer_bands.c.ticket == ticket))
        await self._connection.execute(delete(answer_marks).where(answer_marks.c.ticket == ticket))

    async def near(self, shingles: Collection[str], besides: TicketId) -> tuple[tuple[TicketId, float], ...]:
        """Other tickets whose answers look most like this one, nearest first, each with the share in common (0 to 1)."""
        if not shingles:
            return ()
        signature = self._signature(shingles)
        met = await self._connection.execute(
            select(answer_bands.c.ticket)
            .where(answer_bands.c.band.in_(_bands(signature)), answer_bands.c.ticket != besides)
            .group_by(answer_bands.c.ticket)
            .order_by(func.count().desc(), answer_bands.c.ticket.desc())
            .limit(_NEAREST)
        )
        tickets = list(met.scalars())
        if not tickets:
            return ()
        rows = await self._connection.execute(
            select(answer_marks.c.ticket, answer_marks.c.signature).where(answer_marks.c.ticket.in_(tickets))
        )
        found = [(TicketId(row.ticket), _share(signature, _unpacked(row.signature))) for row in rows]
        return tuple(sorted(found, key=lambda one: (-one[1], -one[0])))

    async def _forget_old(self) -> None:
        oldest = await self._connection.execute(
            select(answer_marks.c.ticket).order_by(answer_marks.c.ticket.desc()).offset(NEWEST).limit(1)
        )
        last = oldest.scalar()
        if last is not None:
            await self._connection.execute(delete(answer_bands).where(answer_bands.c.ticket <= last))
            await self._connection.execute(delete(answer_marks).where(answer_marks.c.ticket <= last))

    def _signature(self, shingles: Collection[str]) -> tuple[int, ...]:
        values = [_hash(shingle.encode(), self._key) for shingle in shingles]
        return tuple(min((a * value + b) % _PRIME for value in values) for a, b in _mixers())


@cache
def _mixers() -> tuple[tuple[int, int], ...]:
    """Fixed for ever: signatures kept are compared with signatures made years later."""
    draw = random.Random(20190701)  # noqa: S311 - the key is secret, the mixing need not be
    return tuple((draw.randrange(1, _PRIME), draw.randrange(_PRIME)) for _ in range(_HASHES))


def _bands(signature: tuple[int, ...]) -> list[int]:
    """Runs of the signature as signed 64-bit numbers, each with its place."""
    return [
        int.from_bytes(
            blake2b(_packed((place, *signature[place : place + _ROWS])), digest_size=8).digest(), signed=True
        )
        for place in range(0, _HASHES, _ROWS)
    ]


def _share(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    return sum(a == b for a, b in zip(one, other, strict=True)) / _HASHES


def _hash(shingle: bytes, key: bytes) -> int:
    return int.from_bytes(blake2b(shingle, key=key, digest_size=8, person=b"answers").digest())


def _packed(values: tuple[int, ...]) -> bytes:
    return struct.pack(f">{len(values)}Q", *values)


def _unpacked(packed: bytes) -> tuple[int, ...]:
    return struct.unpack(f">{_HASHES}Q", packed)
