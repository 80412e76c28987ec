"""Due timers: what one costs, however many wait. `python -m bench.service.timers [--full]`.

The `timers` table is filled directly, every moment scattered over the table, so that the rows due together lie far apart.
Then business time moves on, and what has come due is claimed and settled as `bot/timetable.py` does it: a claim of at most
a hundred in one transaction, each settled in one of its own; the handling between is left out. The databases of all sizes
are open at once and take turns, so that whatever else the machine does meets them alike.

Scattered rows are the hard case: in a small table a hundred due rows share pages, in a large one each lies on a page of its
own, which is read cold and, on PostgreSQL, written whole to the log once per checkpoint. That step is part of the ratio.
"""

import argparse
import asyncio
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

from bench.lines import Found, Line, show
from bench.service import apscheduler_jobs
from bench.service.postgres import connected, own_database
from store.database import Database, open_database
from store.due import Due, DueTimer
from store.ids import TimeOrderedIds
from store.migrate import upgrade
from store.sealing import KeyRing
from store.sqlite import engine_for
from store.work import Tools

SIZES, FULL = (10_000, 1_000_000), (10_000, 1_000_000, 10_000_000)
ROUNDS, BATCH, SWEEPS = 9, 100, 30
SLOPE, EMPTY_S = 1.5, 0.001
MS, US = 1000, 1_000_000
WORKER = "bench"
EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
"""The first timer is due one second later, the next one two, and so on."""
_STRIDE = 7_368_787
"""A prime that divides none of the sizes: the moments of neighbouring rows lie far apart, and no two are the same."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds, medians of the rounds: a due row claimed and settled, the claim's share of that, a sweep that finds nothing."""

    waiting: int
    row: float
    claim: float
    empty: float


@dataclass(frozen=True, slots=True)
class Timers:
    """By kind of database, the smallest size first; and one APScheduler job per ticket for comparison."""

    costs: dict[str, tuple[Cost, ...]]
    jobs: apscheduler_jobs.Jobs


@dataclass(slots=True)
class _Timed:
    """One filled database and what was measured on it."""

    database: Database
    tools: Tools
    waiting: int
    passed: int = 0
    rows: list[float] = field(default_factory=list)
    claims: list[float] = field(default_factory=list)
    sweeps: list[float] = field(default_factory=list)

    async def round(self) -> None:
        """The next hundred come due; before and after that nothing is."""
        self.passed += BATCH
        claimed, claim = await _timed(self._claim(EPOCH + timedelta(seconds=self.passed)))
        if len(claimed) != BATCH:
            raise RuntimeError(f"{len(claimed)} timers were due in place of {BATCH}")
        settling = 0.0
        for timer in claimed:
            settled = self.database.write(lambda c, timer=timer: Due(c, self.tools).settled(timer, WORKER))
            settling += (await _timed(settled))[1]
        self.claims.append(claim / BATCH)
        self.rows.append((claim + settling) / BATCH)
        for _ in range(SWEEPS):
            found, took = await _timed(self._claim(EPOCH + timedelta(seconds=self.passed)))
            if found:
                raise RuntimeError("an empty sweep found something")
            self.sweeps.append(took)

    def cost(self) -> Cost:
        """The first round warms up."""
        return Cost(
            self.waiting,
            statistics.median(self.rows[1:]),
            statistics.median(self.claims[1:]),
            statistics.median(self.sweeps[SWEEPS:]),
        )

    def _claim(self, now: datetime) -> Awaitable[tuple[DueTimer, ...]]:
        real = datetime.now(UTC)
        return self.database.write(lambda c: Due(c, self.tools).claim(WORKER, real, now, BATCH))


async def measure(sizes: tuple[int, ...] = SIZES) -> Timers:
    """Both kinds of database, then APScheduler."""
    costs = {"SQLite": await _costs(sizes, _sqlite), "PostgreSQL": await _costs(sizes, _postgres)}
    return Timers(costs, await apscheduler_jobs.measure())


async def found(full: bool) -> Found:
    """The table's lines."""
    sizes = FULL if full else SIZES
    waiting = ", ".join(f"{size:,}" for size in sizes)
    note = (
        f"Timers: medians of {ROUNDS - 1} rounds of {BATCH} due rows out of {waiting} waiting, the due ones scattered over the "
        "table; claimed in one transaction, each settled in one of its own, no handling between. "
        f"APScheduler: from its waking to the last of {apscheduler_jobs.DUE} due jobs that do nothing."
    )
    return Found(tuple(lines(await measure(sizes))), (note,))


def lines(found: Timers) -> Iterator[Line]:
    """The table's lines."""
    for name, costs in found.costs.items():
        first, last = costs[0], costs[-1]
        span = f"{first.waiting:,} to {last.waiting:,} waiting"
        rows = ", ".join(f"{cost.row * US:.0f}" for cost in costs)
        claims = ", ".join(f"{cost.claim * US:.0f}" for cost in costs)
        yield _slope(f"{name}: a due timer claimed and settled, {span}", rows, [cost.row for cost in costs])
        yield Line(f"{name}: the claim's share of that", f"{claims} us", "a part of the line above", None)
        worst = max(cost.empty for cost in costs)
        yield Line(
            f"{name}: a sweep that finds nothing, at most, {span}",
            f"{worst * MS:.2f} ms",
            f"under {EMPTY_S * MS:.0f} ms",
            worst < EMPTY_S,
        )
    jobs = found.jobs
    yield Line(
        f"APScheduler, one job per ticket, {apscheduler_jobs.IN_MEMORY:,} in memory, a due one",
        f"{jobs.in_memory * US:.0f} us",
        "for comparison",
        None,
    )
    yield Line(
        f"APScheduler, one job per ticket, {apscheduler_jobs.IN_A_DATABASE:,} in a SQLite table, a due one",
        f"{jobs.in_a_database * US:.0f} us",
        "for comparison",
        None,
    )


def _slope(what: str, shown: str, costs: list[float]) -> Line:
    ratio = max(costs) / costs[0]
    return Line(what, f"{shown} us, {ratio:.2f}x", f"within {SLOPE}x", ratio <= SLOPE)


async def _costs(
    sizes: tuple[int, ...], opened: Callable[[AsyncExitStack, int], Awaitable[Database]]
) -> tuple[Cost, ...]:
    async with AsyncExitStack() as stack:
        tools = Tools(KeyRing.fresh(), TimeOrderedIds(lambda: datetime.now(UTC)))
        timed = []
        for size in sizes:
            database = await opened(stack, size)
            stack.push_async_callback(database.close)
            timed.append(_Timed(database, tools, size))
        for _ in range(ROUNDS):
            for one in timed:
                await one.round()
        return tuple(one.cost() for one in timed)


async def _postgres(stack: AsyncExitStack, size: int) -> Database:
    url = await stack.enter_async_context(own_database())
    async with connected(url) as connection:
        await connection.execute(
            "INSERT INTO timers (id, ticket, step, due_at, waiting)"  # noqa: S608 - numbers of our own
            f" SELECT n, 1000000000 + n, 'late', TIMESTAMPTZ '{EPOCH.isoformat()}'"
            f" + (1 + n * {_STRIDE} % {size}) * INTERVAL '1 second', true"
            f" FROM generate_series(1::bigint, {size}) n"
        )
        # As autovacuum leaves a table that has been there for a while.
        await connection.execute("VACUUM ANALYZE timers")
        await connection.execute("CHECKPOINT")
    return open_database(url)


async def _sqlite(stack: AsyncExitStack, size: int) -> Database:
    home = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="duban-bench-")))
    url = f"sqlite:///{home / 'duban.db'}"
    await upgrade(url)
    first = int(EPOCH.timestamp())
    await asyncio.to_thread(_fill, home / "duban.db", first, size)
    return open_database(url)


def _fill(path: Path, first_s: int, size: int) -> None:
    engine = engine_for(path, writes=True)
    with engine.begin() as connection:
        connection.exec_driver_sql(
            f"WITH RECURSIVE series(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < {size})"  # noqa: S608 - as above
            " INSERT INTO timers (id, ticket, step, due_at, waiting)"
            f" SELECT n, 1000000000 + n, 'late', ({first_s} + 1 + n * {_STRIDE} % {size}) * 1000000, 1 FROM series"
        )
    engine.dispose()


async def _timed(job: Awaitable[T]) -> tuple[T, float]:
    began = time.perf_counter()
    result = await job
    return result, time.perf_counter() - began


def main() -> None:
    """Measure, then print."""
    parser = argparse.ArgumentParser(prog="python -m bench.service.timers")
    parser.add_argument("--full", action="store_true", help=f"up to {FULL[-1]:,} waiting timers")
    sizes = FULL if parser.parse_args().full else SIZES
    show(lines(asyncio.run(measure(sizes))))


if __name__ == "__main__":
    main()
