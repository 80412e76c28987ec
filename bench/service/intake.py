"""Texts of citizens in service mode: ours, the machine's ceiling and django-helpdesk in turns, then ours at a steady rate.

`python -m bench.service.intake` prints its own lines. Ours and the ceiling write the same rows into databases of the same
server, ours through the whole program, the ceiling by asyncpg alone (`bench/service/bare.py`). django-helpdesk makes a ticket
of its own kind (`bench/service/helpdesk.py`).
"""

import asyncio
import pickle
import statistics
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from bench.lines import Found, Line, show
from bench.processes import beside
from bench.pushes import texts
from bench.service.helpdesk import Helpdesk, NoHelpdesk, helpdesk, tickets
from bench.service.postgres import connected, own_database, without_triggers
from bench.service.rows import one_intake
from bench.wire import Client, Target, flood, percentile, steadily

CLIENTS = (16, 64)
ROUNDS = 5
PER_ROUND, HELPDESK_ROUND = 400, 150
WARM_UP = 200
SENT_WITHIN_S = 120
RATE, STEADY = 300, 3000
WANTED_SHARE, WANTED_TIMES, WANTED_P95_S = 1 / 3, 10, 0.050


@dataclass(frozen=True, slots=True)
class Rounds:
    """Medians in texts or tickets a second with so many clients, and the rounds; helpdesk 0: not measured."""

    clients: int
    rounds: tuple[tuple[float, float, float], ...]

    @property
    def ours(self) -> float:
        """Texts a second."""
        return statistics.median(ours for ours, _, _ in self.rounds)

    @property
    def ceiling(self) -> float:
        """The same rows a second by the bare handler."""
        return statistics.median(ceiling for _, ceiling, _ in self.rounds)

    @property
    def helpdesk(self) -> float:
        """Tickets a second."""
        return statistics.median(theirs for _, _, theirs in self.rounds)

    @property
    def share(self) -> float:
        """What of the ceiling is left: the median of the rounds' own ratios, for neighbours on the machine come and go."""
        return statistics.median(ours / ceiling for ours, ceiling, _ in self.rounds)

    @property
    def times(self) -> float:
        """So many times django-helpdesk's; 0: not measured."""
        return statistics.median(ours / theirs if theirs else 0.0 for ours, _, theirs in self.rounds)


@dataclass(frozen=True, slots=True)
class ServiceIntake:
    """Rows by table are those of one intake; the steady rate in seconds."""

    rounds: tuple[Rounds, ...]
    steady_p50: float
    steady_p95: float
    rows: dict[str, int]
    helpdesk: str
    """How it ran, or why it did not."""
    kept_bytes: float
    wal_bytes: float
    """Of one text and its receipt, indexes and all: in the database, and in its log for replicas and backups."""


async def measure() -> ServiceIntake:
    """All live side by side; only one is asked at a time."""
    with tempfile.TemporaryDirectory(prefix="duban-bench-") as home:
        folder = Path(home)
        async with (
            _helpdesk() as (theirs, how),
            own_database() as url,
            own_database() as plain,
            beside("bench.ours", home, "0", url) as house,
        ):
            ours, pushed = Target(house["door"]), texts()
            await _push(ours, next(pushed))
            await _sent(url)
            look = await one_intake(url)
            await _push(ours, next(pushed))
            written = await look()
            rows = folder / "rows"
            rows.write_bytes(pickle.dumps(list(written.values())))
            await without_triggers(plain)
            async with beside("bench.service.bare", plain, str(rows)) as yard:
                ceiling = Target(yard["door"])
                for target in (ours, ceiling):
                    await flood(target, islice(pushed, WARM_UP), CLIENTS[0])
                sides = _Sides(ours, ceiling, theirs, url, pushed)
                found = [await sides.rounds(clients) for clients in CLIENTS]
            await _sent(url)
            before = await _size(url)
            took = await steadily(ours, pushed, RATE, STEADY)
            await _sent(url)
            after = await _size(url)
    return ServiceIntake(
        tuple(found),
        percentile(took, 0.5),
        percentile(took, 0.95),
        {name: len(one.rows) for name, one in written.items()},
        how,
        (after[0] - before[0]) / STEADY,
        (after[1] - before[1]) / STEADY,
    )


@asynccontextmanager
async def _helpdesk() -> AsyncIterator[tuple[Helpdesk | None, str]]:
    """It, and how it runs; or nothing, and why."""
    async with AsyncExitStack() as stack:
        try:
            theirs = await stack.enter_async_context(helpdesk())
        except NoHelpdesk as why:
            yield None, str(why)
            return
        tried = ", ".join(f"{way} {rate:.0f}/s" for way, rate in theirs.tried.items())
        yield theirs, f"{theirs.way}, the fastest of what was tried ({tried})"


@dataclass(frozen=True, slots=True)
class _Sides:
    """Who is asked in turns."""

    ours: Target
    ceiling: Target
    theirs: Helpdesk | None
    url: str
    pushed: Iterator[bytes]

    async def rounds(self, clients: int) -> Rounds:
        """With so many clients."""
        rounds = []
        for _ in range(ROUNDS):
            await _sent(self.url)
            mine = await flood(self.ours, islice(self.pushed, PER_ROUND), clients)
            await _sent(self.url)
            most = await flood(self.ceiling, islice(self.pushed, PER_ROUND), clients)
            rounds.append((mine, most, await self._theirs(clients)))
        return Rounds(clients, tuple(rounds))

    async def _theirs(self, clients: int) -> float:
        if self.theirs is None:
            return 0.0
        return await flood(self.theirs.target, islice(tickets(self.theirs.queue), HELPDESK_ROUND), clients)


async def _sent(url: str) -> None:
    """Wait until our outbox is empty, so that the ceiling does not share the machine with our sender."""
    waiting = "SELECT count(*) FROM outbox WHERE state IN ('waiting', 'claimed', 'started') AND NOT held"
    async with asyncio.timeout(SENT_WITHIN_S), connected(url) as connection:
        while await connection.fetchval(waiting):  # noqa: ASYNC110 - another process empties it
            await asyncio.sleep(0.2)
    await asyncio.sleep(0.5)


async def _size(url: str) -> tuple[int, int]:
    """Bytes of the database, and of the log its server has written so far: of everybody on it, so nobody else should be."""
    async with connected(url) as connection:
        asked = "SELECT pg_database_size(current_database()), pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::bigint"
        row = await connection.fetchrow(asked)
    return int(row[0]), int(row[1])


async def _push(target: Target, body: bytes) -> None:
    client = await Client.open(target)
    await client.post(target.request(body))
    await client.close()


async def found(_full: bool) -> Found:
    """The table's lines."""
    took = await measure()
    rows = ", ".join(f"{count} {name}" for name, count in sorted(took.rows.items()))
    rounds = "; ".join(
        f"{one.clients} clients {', '.join(f'{ours:.0f}/{bare:.0f}/{theirs:.0f}' for ours, bare, theirs in one.rounds)}"
        for one in took.rounds
    )
    note = (
        f"Service texts: one worker, medians of {ROUNDS} alternating rounds of {PER_ROUND} texts from phones never seen before "
        f"(ours/ceiling/django-helpdesk: {rounds}); a ratio is the median of the rounds' own. One intake writes {rows}. "
        "The ceiling: an aiohttp handler before asyncpg alone, the same rows by prepared statements, row by row, at most fifty "
        "intakes a commit, two committers, no triggers, no rules, nothing sent."
    )
    return Found(tuple(lines(took)), (note, HELPDESK_NOTE.format(how=took.helpdesk)))


def lines(took: ServiceIntake) -> Iterator[Line]:
    """What, found, wanted, met."""
    for one in took.rounds:
        yield Line(
            f"service: texts over HTTP, {one.clients} clients, ours : ceiling",
            f"{one.ours:.0f}/s : {one.ceiling:.0f}/s = {one.share:.2f}",
            f"{WANTED_SHARE:.2f} or more",
            one.share >= WANTED_SHARE,
        )
        yield _compared(one, took.helpdesk)
    yield Line(
        f"service: texts at {RATE}/s, p95 (p50)",
        f"{took.steady_p95 * 1000:.0f} ms ({took.steady_p50 * 1000:.0f} ms)",
        f"under {WANTED_P95_S * 1000:.0f} ms",
        took.steady_p95 < WANTED_P95_S,
    )
    yield Line(
        "service: what a text and its receipt take, indexes and all",
        f"{took.kept_bytes / 1024:.1f} kB in the database, {took.wal_bytes / 1024:.1f} kB of WAL",
        "for docs/scale.md",
        None,
    )


def _compared(one: Rounds, how: str) -> Line:
    what = f"service: texts over HTTP : django-helpdesk's REST tickets, {one.clients} clients"
    if not one.helpdesk:
        return Line(what, f"not measured: {how}", f"{WANTED_TIMES}x or more", None)
    shown = f"{one.ours:.0f}/s : {one.helpdesk:.0f}/s = {one.times:.1f}x"
    return Line(what, shown, f"{WANTED_TIMES}x or more", one.times >= WANTED_TIMES)


HELPDESK_NOTE = (
    "django-helpdesk: POST /api/tickets/ on a database of the same server, gunicorn with {how}; DEBUG off, one middleware, no "
    "sessions, one member of staff kept in memory as everybody's authentication, JSON only, CONN_MAX_AGE without end, no mail "
    "address so that no mail is worded and the dummy back-end for it, no attachments, no custom fields, no logging; keep-alive "
    f"where the worker allows it; {HELPDESK_ROUND} tickets a round. Ours is one process, sender and all, theirs as many as said."
)


if __name__ == "__main__":
    show(asyncio.run(found(False)).lines)
