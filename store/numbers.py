"""Numbers people read: ticket numbers and short codes from blocks, formal papers without a gap.

Each worker takes a block and hands it out from memory, because one hot row would make every intake wait for the one
before (`domain.md` §13.2; design §2 allows the gaps).
"""

import threading
from collections import deque
from datetime import date

from sqlalchemy import Integer, bindparam

from store.connection import Connection
from store.prepared import Prepared
from store.tables.running import counters
from store.upsert import insert_for

BLOCK = 50
"""Numbers a worker takes at a time."""

_LETTERS = "EFHJMNPQRUVW"
"""Without those that begin roads, trains, buildings and number plates as people write them (G60, D301, A3, K12)."""
_ANY = "23456789ABCDEFGHJKMNPQRSTUVWXY"
_FEW = len(_LETTERS) * 900
_SOME = len(_LETTERS) * 90_000
_MANY = len(_LETTERS) * 8 * len(_ANY) ** 4
SHORT_CODES = _FEW + _SOME + _MANY
"""So many different ones there are."""


class Numbers:
    """Hands out numbers of a series; one for the whole process."""

    def __init__(self) -> None:
        self._blocks: dict[str, deque[range]] = {}
        self._lock = threading.Lock()

    async def next(self, series: str, connection: Connection) -> int:
        """The next number of the series, from 1; a process that ends leaves a gap."""
        ready = self._from_memory(series)
        if ready is not None:
            return ready
        if connection.apart is not None:
            # Else the counter would stay locked for as long as all those jobs take, and two such commits could wait
            # for each other.
            first = await connection.apart(lambda own: _take(series, BLOCK, own))
            self._keep(series, range(first + 1, first + BLOCK))
            return first
        first = await _take(series, BLOCK, connection)
        # Only numbers whose taking was committed may be handed out to others.
        connection.after_commit(lambda: self._keep(series, range(first + 1, first + BLOCK)))
        return first

    def _from_memory(self, series: str) -> int | None:
        with self._lock:
            blocks = self._blocks.get(series)
            if not blocks:
                return None
            block = blocks.popleft()
            if len(block) > 1:
                blocks.appendleft(block[1:])
            return block[0]

    def _keep(self, series: str, block: range) -> None:
        with self._lock:
            kind = series.partition(":")[0]
            # Yesterday's ticket numbers will never be asked for again.
            for old in [s for s in self._blocks if s.partition(":")[0] == kind and s < series]:
                del self._blocks[old]
            self._blocks.setdefault(series, deque()).append(block)


async def gapless(series: str, connection: Connection) -> int:
    """The next number of a formal series (supervision sheet, bulletin), from 1: undone together with its paper."""
    return await _take(series, 1, connection)


async def _take(series: str, count: int, connection: Connection) -> int:
    moved = await connection.run(_MOVE_ON, {"series": series, "next": 1 + count, "count": count})
    return int(moved.scalar()) - count


_MOVE_ON = Prepared(
    lambda dialect: (
        insert_for(counters, dialect)
        .on_conflict_do_update(
            index_elements=["series"], set_={"next": counters.c.next + bindparam("count", type_=Integer)}
        )
        .returning(counters.c.next)
    )
)


def ticket_number(day: date, count: int) -> str:
    """`NX` + day + five digits growing to six (`domain.md` §13.2)."""
    return f"NX{day:%Y%m%d}{count:05d}"


def short_code(count: int) -> str:
    """The `count`-th short code: a letter and three digits, later a letter and five, later six signs; then from the start.

    Always with a letter and a digit, so that it is never taken for a rating or a word.
    """
    count = (count - 1) % SHORT_CODES
    if count < _FEW:
        digits, letter = divmod(count, len(_LETTERS))
        return f"{_LETTERS[letter]}{100 + digits}"
    count -= _FEW
    if count < _SOME:
        digits, letter = divmod(count, len(_LETTERS))
        return f"{_LETTERS[letter]}{10_000 + digits}"
    count -= _SOME
    count, letter = divmod(count, len(_LETTERS))
    count, digit = divmod(count, 8)
    tail = ""
    for _ in range(4):
        count, sign = divmod(count, len(_ANY))
        tail = _ANY[sign] + tail
    return f"{_LETTERS[letter]}{digit + 2}{tail}"
