"""A year's figures of every unit, and what they cost whoever is talking to us meanwhile. `python -m bench.service.figures`.

The tickets are real ones and copies of them, so many on each day (`bench/service/clones.py`). While one task counts the year
over and over, another says `/进度` through the intake as in `bench/service/pages.py`; beside it stands the same without the
counting.
"""

import asyncio
import logging
import os
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import structlog

from bench.lines import Found, Line, show
from bench.service.clones import Copy, lay_down
from bench.service.pages import ENDED, KINDS, OPEN_IN, UNDER_WAY
from bench.service.town import Town
from bench.wire import percentile
from domain.figures.centre_figures import CentreFigures
from domain.figures.period import Period, PeriodKind
from domain.vocabulary import Office
from store.database import open_database
from store.figures import SqlFigures

TICKETS = 100_000
COUNTED, SAID = 5, 200
WITHIN_S, LONGER_S = 10.0, 0.05
MS = 1000


@dataclass(frozen=True, slots=True)
class Year:
    """Seconds: one counting (median); one `/进度` alone and beside the counting (99th in a hundred)."""

    tickets: int
    took: float
    alone: float
    beside: float


async def found(_full: bool) -> Found:
    """For the table of `make bench`."""
    return Found(tuple(lines({name: await _measured(made) for name, made in KINDS.items()})))


def lines(years: dict[str, Year]) -> Iterator[Line]:
    """The table's lines."""
    for name, year in years.items():
        yield Line(
            f"{name}: the figures of the centre and of every unit, a year of {year.tickets:,} tickets",
            f"{year.took:.2f} s",
            f"under {WITHIN_S:.0f} s",
            year.took < WITHIN_S,
        )
        longer = year.beside - year.alone
        yield Line(
            f"{name}: `/进度` meanwhile, p99, longer than alone by",
            f"{longer * MS:.0f} ms ({year.alone * MS:.0f} to {year.beside * MS:.0f} ms)",
            f"under {LONGER_S * MS:.0f} ms",
            longer < LONGER_S,
        )


async def _measured(made: Callable[[AsyncExitStack], Awaitable[str]]) -> Year:
    async with AsyncExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="duban-bench-")))
        url = await made(stack)
        database = open_database(url)
        stack.push_async_callback(database.close)
        town = await Town.of(database, home / "centre")
        await town.fill(ENDED, UNDER_WAY)
        copies = await lay_down(url, TICKETS, TICKETS // OPEN_IN)
        await _said(town, copies, SAID // 4)
        alone = await _said(town, copies, SAID)
        counting = asyncio.create_task(_counted(town))
        beside: list[float] = []
        while not counting.done():
            beside += await _said(town, copies, 10)
        took, year = await counting
        return Year(year.total_received, took, percentile(alone, 0.99), percentile(beside, 0.99))


async def _counted(town: Town) -> tuple[float, CentreFigures]:
    """The whole span of the tickets as one period: how long, and what came of it."""
    now = town.clock.now()
    span = Period(PeriodKind.YEAR, date(2000, 1, 1), now.date())
    took = []
    for _ in range(COUNTED):
        began = time.perf_counter()
        counted = await town.database.read(lambda connection: SqlFigures(connection).centre(span, now))
        took.append(time.perf_counter() - began)
    return statistics.median(took), counted


async def _said(town: Town, copies: list[Copy], times: int) -> list[float]:
    inspector, took = town.holder(Office.SUPERVISOR), []
    for turn in range(times):
        event = town.saying(inspector, f"/进度 {copies[turn * 37 % len(copies)].number}")
        began = time.perf_counter()
        await town.intake.receive(event)
        took.append(time.perf_counter() - began)
        await asyncio.sleep(0.005)
    return took


def main() -> None:
    """Measure, then print."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    show(asyncio.run(found(False)).lines)
    print(f"\nLoad of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores.")


if __name__ == "__main__":
    main()
