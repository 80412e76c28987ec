"""Several workers as `duban run` starts them, on a PostgreSQL database of their own and Redis, with both stand-ins."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import aiohttp

from bench.machine import REDIS
from bench.processes import resident_mb
from bench.service.capital import Capital, pace, write_capital
from bench.service.postgres import connected
from bench.wire import Target
from bot.clock import BusinessClock, real_now
from bot.stage.phones import Phones
from bot.stage.processes import standin
from bot.stage.theatre import GROUP, both
from domain.calendar_clock import local_date
from domain.vocabulary import Office
from store import clock as stored_clock
from store.connection import Connection
from store.database import Database, open_database
from store.quiet import Moving, moving
from tests.servers import free_port
from tests.torture.centre import At
from tests.torture.processes import Killable

READY_WITHIN_S, QUIET_WITHIN_S, LOOK_S = 90, 180, 0.2
OPENS_AT = 8.5
"""The sample's office hours begin then."""


@dataclass(slots=True)
class Fleet:
    """`clock` is business time as everybody has it."""

    folder: Path
    url: str
    at: At
    capital: Capital
    workers: tuple[Killable, ...]
    phones: Phones
    database: Database
    clock: BusinessClock
    calls_per_second: int

    @property
    def doors(self) -> tuple[Target, ...]:
        """Where the gateway pushes a citizen's text: one door a worker."""
        secret = self.capital.centre.settings.sms.webhook_secret.reveal()
        return tuple(Target(f"http://127.0.0.1:{port}/intake/alibaba/{secret}") for port in self.at.workers)

    def holder(self, office: Office) -> str:
        """The chat id of somebody with that office."""
        directory, day = self.capital.centre.directory, local_date(self.clock.now())
        return directory.holders(office, day)[0].staff_id or ""

    async def start(self) -> None:
        """Start every worker and wait until all do their work."""
        await self.workers[0].start()
        await self._ready(0)
        for place in range(1, len(self.workers)):
            await self.workers[place].start()
        for place in range(1, len(self.workers)):
            await self._ready(place)

    async def restart(self, calls_per_second: int) -> None:
        """Stop all, and start them with another limit, which the platform has from now on, too."""
        await asyncio.gather(*(worker.stop() for worker in self.workers))
        pace(self.folder / "centre", self.calls_per_second, calls_per_second)
        self.calls_per_second = calls_per_second
        rules = {"calls_per_second": calls_per_second}
        async with self.phones.session.put(f"{self.phones.chat}/control/settings", json=rules) as answer:
            answer.raise_for_status()
        await self.start()

    async def says(self, person: str, words: str, *, in_group: bool = False) -> None:
        """An official says something, one-to-one or in the supervision group."""
        to = {"to": GROUP} if in_group else {}
        await self.phones.say({"person": person, "kind": "text", "text": words, **to})

    async def numbers(self) -> list[str]:
        """Every ticket's number, oldest first."""
        async with connected(self.url) as connection:
            return [row[0] for row in await connection.fetch("SELECT number FROM tickets ORDER BY id")]

    async def moving(self) -> Moving:
        """What is not done yet, of what is due by now."""
        now = self.clock.now()

        async def look(connection: Connection) -> Moving:
            return await moving(connection, now)

        return await self.database.read(look)

    async def quiet(self, within_s: float = QUIET_WITHIN_S) -> None:
        """Waits until nothing moves."""
        async with asyncio.timeout(within_s):
            while not ((await self.moving()).quiet and await self.phones.quiet()):  # noqa: ASYNC110 - other processes
                await asyncio.sleep(LOOK_S)

    def memory_mb(self) -> float:
        """What all workers hold."""
        return sum(resident_mb(worker.pid) for worker in self.workers)

    async def _ready(self, place: int) -> None:
        url, worker = f"http://127.0.0.1:{self.at.workers[place]}/readyz", self.workers[place]
        async with asyncio.timeout(READY_WITHIN_S):
            while True:
                try:
                    async with self.phones.session.get(url) as answer:
                        if answer.status == 200 and (await answer.json()).get("listens"):
                            return
                except aiohttp.ClientError:
                    if not worker.running:
                        raise RuntimeError(f"{worker.name} ended: {worker.last_words()}") from None
                await asyncio.sleep(LOOK_S)


@asynccontextmanager
async def fleet(
    folder: Path,
    url: str,
    count: int,
    leaders: int,
    calls_per_second: int,
    *,
    clerks: int = 0,
    hour: float = 9.5,
) -> AsyncIterator[Fleet]:
    """So many workers at work over an empty, migrated database, at that hour of a working day to come."""
    ports = tuple(free_port() for _ in range(count + 2))
    at = At(ports[2], ports[2:], ports[0], ports[1], url, REDIS)
    capital = write_capital(
        folder / "centre",
        at,
        leaders,
        clerks,
        client_id=f"bench-{os.getpid()}",
        calls_per_second=calls_per_second,
    )
    clock = BusinessClock()
    morning = capital.centre.calendar.next_working_morning(real_now() + timedelta(days=1))
    clock.set(morning + timedelta(hours=hour - OPENS_AT))
    async with AsyncExitStack() as stack:
        await both(stack, standin("dingtalk", capital.chat), standin("sms", capital.sms))
        session = await stack.enter_async_context(aiohttp.ClientSession())
        phones = Phones(session, f"http://127.0.0.1:{at.chat}", f"http://127.0.0.1:{at.sms}")
        database = open_database(url)
        stack.push_async_callback(database.close)
        await database.write(lambda connection: stored_clock.move(connection, clock.offset))
        await phones.set_clock(clock.offset)
        workers = tuple(
            Killable(
                f"worker {place}",
                ("-m", "bot", "run", "--dir", str(folder / "centre"), "--port", str(port)),
                folder / f"{place}.log",
            )
            for place, port in enumerate(at.workers, 1)
        )
        for worker in workers:
            stack.push_async_callback(worker.kill)
        made = Fleet(folder, url, at, capital, workers, phones, database, clock, calls_per_second)
        await made.start()
        await made.says(made.holder(Office.ADMINISTRATOR), "/绑定 督办群", in_group=True)
        await made.quiet()
        yield made
