"""Looking up, however many tickets there are. `python -m bench.service.pages [--full]`.

The tickets are real ones and copies of them (`bench/service/clones.py`), 2 in 100 open, so a centre with a hundred times the
tickets has a hundred times the open ones too. What is asked goes the whole way through the intake: the event's key, the
command, the answer sealed and queued, the commit. The databases of all sizes are open at once and take turns.
"""

import argparse
import asyncio
import logging
import os
import random
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

import structlog

from bench.lines import Found, Line, show
from bench.service.clones import Copy, lay_down
from bench.service.postgres import own_database
from bench.service.town import Town
from domain.people import Person
from domain.vocabulary import Office
from store.connection import Connection
from store.database import open_database
from store.migrate import upgrade
from store.work import SqlWork

SIZES, FULL = (10_000, 200_000), (10_000, 1_000_000)
ENDED, UNDER_WAY = 160, 40
"""The real ones among them."""
OPEN_IN = 50
"""One in so many is open."""
ROUNDS, EACH = 21, 10
SLOPE = 1.5
MS = 1000


class Asked(StrEnum):
    """What is asked."""

    NUMBER = "a ticket by its number"
    CODE = "an open ticket by its short code"
    PROGRESS = "`/进度` by number, with its commit"
    LIST = "`/清单` of the centre: the first page and the count"
    LIST_LATE = "`/清单 超期` of the centre"
    LIST_UNIT = "`/清单` of the busiest unit"
    DAY = "`/统计 今天` of the centre"


WITHIN_S = {
    Asked.NUMBER: 0.005,
    Asked.CODE: 0.005,
    Asked.PROGRESS: 0.005,
    Asked.LIST: 0.05,
    Asked.LIST_LATE: 0.05,
    Asked.LIST_UNIT: 0.05,
    Asked.DAY: 0.05,
}


@dataclass(frozen=True, slots=True)
class Look:
    """Seconds, medians, by what was asked."""

    tickets: int
    took: dict[Asked, float]


@dataclass(frozen=True, slots=True)
class Pages:
    """By kind of database, the smallest size first."""

    looks: dict[str, tuple[Look, ...]]


@dataclass(slots=True)
class _Filled:
    """One town with its tickets, and what was measured in it."""

    town: Town
    copies: list[Copy]
    tickets: int
    chance: random.Random
    took: dict[Asked, list[float]] = field(default_factory=lambda: defaultdict(list))

    async def round(self) -> None:
        """Everything so many times, a ticket by chance each time."""
        town = self.town
        inspector, (unit, leader) = town.holder(Office.SUPERVISOR), town.leaders()[0]
        opened = [copy for copy in self.copies[-len(self.copies) // 5 :] if copy.code]
        for _ in range(EACH):
            some, one = self.chance.choice(self.copies), self.chance.choice(opened)
            await self._found(Asked.NUMBER, some, some.number)
            await self._found(Asked.CODE, one, one.code)
            await self._said(Asked.PROGRESS, inspector, f"/进度 {some.number}", some.number)
        for _ in range(EACH // 2):
            await self._said(Asked.LIST, inspector, "/清单", "（显示前20件）")
            await self._said(Asked.LIST_LATE, inspector, "/清单 超期", "（显示前20件）")
            await self._said(Asked.LIST_UNIT, leader, "/清单", unit)
            await self._said(Asked.DAY, inspector, "/统计 今天", "受理诉求")

    def look(self) -> Look:
        """The first calls of each kind warm up."""
        return Look(
            self.tickets,
            {asked: statistics.median(took[len(took) // 7 :]) for asked, took in self.took.items()},
        )

    async def _found(self, asked: Asked, copy: Copy, words: str) -> None:
        async def job(connection: Connection) -> int:
            found = await SqlWork(connection, self.town.tools).tickets.by_number(words)
            return found.id if found else 0

        began = time.perf_counter()
        found = await self.town.database.read(job)
        self.took[asked].append(time.perf_counter() - began)
        if found != copy.id:
            raise RuntimeError(f"{words} led to another ticket")

    async def _said(self, asked: Asked, speaker: Person, words: str, wanted: str) -> None:
        event = self.town.saying(speaker, words)
        began = time.perf_counter()
        await self.town.intake.receive(event)
        self.took[asked].append(time.perf_counter() - began)
        if wanted not in (answer := await self.town.answer_to(event.key)):
            raise RuntimeError(f"{words} was answered: {answer}")


async def measure(sizes: tuple[int, ...] = SIZES) -> Pages:
    """Both kinds of database."""
    return Pages({name: await _looks(sizes, made) for name, made in KINDS.items()})


async def found(full: bool) -> Found:
    """The table's lines."""
    sizes = FULL if full else SIZES
    note = (
        f"Tickets: {ENDED + UNDER_WAY} real ones and copies of them by SQL, one in {OPEN_IN} open, in databases of "
        f"{', '.join(f'{size:,}' for size in sizes)}; medians of {ROUNDS} rounds taken in turns. Chat commands go through the "
        "whole intake: the event's key, the command, the answer sealed and queued, the commit."
    )
    return Found(tuple(lines(await measure(sizes))), (note,))


def lines(found: Pages) -> Iterator[Line]:
    """The table's lines."""
    for name, looks in found.looks.items():
        span = f"{looks[0].tickets:,} to {looks[-1].tickets:,} tickets"
        for asked, within in WITHIN_S.items():
            took = [look.took[asked] for look in looks]
            ratio = took[-1] / took[0]
            yield Line(
                f"{name}: {asked}, {span}",
                f"{', '.join(f'{one * MS:.1f}' for one in took)} ms, {ratio:.2f}x",
                f"under {within * MS:.0f} ms, within {SLOPE}x",
                max(took) < within and ratio <= SLOPE,
            )


async def _looks(
    sizes: tuple[int, ...], made: Callable[[AsyncExitStack], Awaitable[str]]
) -> tuple[Look, ...]:
    async with AsyncExitStack() as stack:
        filled = [await _filled(stack, await made(stack), size) for size in sizes]
        for _ in range(ROUNDS):
            for one in filled:
                await one.round()
        return tuple(one.look() for one in filled)


async def _filled(stack: AsyncExitStack, url: str, size: int) -> _Filled:
    home = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="duban-bench-")))
    database = open_database(url)
    stack.push_async_callback(database.close)
    town = await Town.of(database, home / "centre")
    await town.fill(ENDED, UNDER_WAY)
    copies = await lay_down(url, size, size // OPEN_IN)
    return _Filled(town, copies, size, random.Random(size))


async def _postgres(stack: AsyncExitStack) -> str:
    return await stack.enter_async_context(own_database())


async def _sqlite(stack: AsyncExitStack) -> str:
    home = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="duban-bench-")))
    url = f"sqlite:///{home / 'duban.db'}"
    await upgrade(url)
    return url


KINDS = {"SQLite": _sqlite, "PostgreSQL": _postgres}


async def _shown(sizes: tuple[int, ...]) -> None:
    """One kind after the other, each printed when it is done: a million tickets take minutes."""
    for name, made in KINDS.items():
        show(lines(Pages({name: await _looks(sizes, made)})))
        print(f"\nLoad of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores.\n", flush=True)


def main() -> None:
    """Measure, then print."""
    parser = argparse.ArgumentParser(prog="python -m bench.service.pages")
    parser.add_argument("--full", action="store_true", help=f"up to {FULL[-1]:,} tickets")
    sizes = FULL if parser.parse_args().full else SIZES
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    asyncio.run(_shown(sizes))


if __name__ == "__main__":
    main()
