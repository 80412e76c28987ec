"""Several real workers in processes of their own on one PostgreSQL, both stand-ins, and what can be seen of it all from outside."""

import asyncio
import json
import os
import signal
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import aiohttp
from sqlalchemy import insert

from bot.clock import BusinessClock, real_now
from bot.stage.phones import Phones
from bot.stage.processes import standin
from bot.stage.theatre import both
from bot.travel import Travel
from config.load import Centre
from store import clock as stored_clock
from store.connection import Connection
from store.database import Database, open_database
from store.due import Due
from store.ids import TimeOrderedIds
from store.queue import Queue
from store.quiet import moving
from store.sealing import KeyRing
from store.tables.running import settings
from store.work import Tools
from tests.servers import free_port
from tests.torture.centre import At, chat_told, sms_told, write_centre
from tests.torture.processes import Killable

WITHIN_S = 60
TAKEN_OVER_WITHIN_S = 10
RUN = ("-m", "bot", "run")
LOOK_S = 0.05


@dataclass(slots=True)
class Fleet:
    """`clock` is business time as everybody has it."""

    centre: Centre
    at: At
    workers: tuple[Killable, ...]
    phones: Phones
    session: aiohttp.ClientSession
    database: Database
    clock: BusinessClock

    async def who(self, place: int) -> dict[str, object]:
        """What `/readyz` of that worker tells; empty while it does not."""
        url = f"http://127.0.0.1:{self.at.workers[place]}/readyz"
        try:
            async with self.session.get(url, timeout=aiohttp.ClientTimeout(total=2)) as answer:
                return dict(await answer.json()) if answer.status == 200 else {}
        except (aiohttp.ClientError, TimeoutError):
            return {}

    async def ready(self, place: int) -> dict[str, object]:
        """Waits until that worker does its work."""
        async with asyncio.timeout(WITHIN_S):
            while not (told := await self.who(place)).get("listens"):
                assert self.workers[place].running, self.workers[place].last_words()
                await asyncio.sleep(LOOK_S)
        return told

    async def holder(self) -> int:
        """The place of the worker that listens, as all workers tell it."""
        told = [await self.ready(place) for place in range(len(self.workers)) if self.workers[place].running]
        listens = {str(one["listens"]) for one in told}
        assert len(listens) == 1, listens
        pid = int(listens.pop().rsplit(":", 2)[1])
        return next(place for place, worker in enumerate(self.workers) if worker.pid == pid)

    def signal(self, place: int, number: signal.Signals) -> None:
        os.kill(self.workers[place].pid, number)

    async def sockets(self) -> set[str]:
        """The Stream's sockets as the platform sees them."""
        async with self.session.get(f"{self.phones.chat}/control/stats") as answer:
            return {str(one["id"]) for one in (await answer.json())["sockets"]}

    async def another_socket(self, than: set[str]) -> None:
        """Waits for a socket that was not there: the bound of the wait is what is promised."""
        async with asyncio.timeout(TAKEN_OVER_WITHIN_S):
            while await self.sockets() <= than:  # noqa: ASYNC110 - the platform's sight
                await asyncio.sleep(LOOK_S)

    async def _follows(self, port: int, moment: datetime) -> None:
        """Waits until that worker's business time is there: it looks into the store each second."""
        async with asyncio.timeout(WITHIN_S):
            while True:
                async with self.session.get(f"http://127.0.0.1:{port}/readyz") as answer:
                    told = await answer.json()
                if datetime.fromisoformat(told["business_time"]) >= moment:
                    return
                await asyncio.sleep(LOOK_S)

    def travel(self) -> Travel:
        """Moving business time of the whole fleet: every worker takes it up from the store."""
        tools = Tools(KeyRing.fresh(), TimeOrderedIds(real_now, 0))

        async def nobody_here() -> None:
            """The workers look themselves."""

        async def next_due() -> datetime | None:
            async def look(connection: Connection) -> list[datetime | None]:
                return [
                    await Due(connection, tools).next_due_at(),
                    await Queue(connection, tools).next_due_at(),
                ]

            return min((one for one in await self.database.read(look) if one is not None), default=None)

        async def still() -> str:
            now = self.clock.now()
            found = await self.database.read(lambda connection: moving(connection, now))
            return "" if found.quiet else str(found)

        async def keep(offset: timedelta) -> None:
            await self.database.write(lambda connection: stored_clock.move(connection, offset))
            moment = self.clock.now()
            for port in self.at.workers:
                await self._follows(port, moment)

        return Travel(self.clock, self.centre.calendar, self.phones, nobody_here, next_due, still, keep)


@asynccontextmanager
async def fleet(
    folder: Path, database: str, count: int, *, run: tuple[str, ...] = RUN, begins: datetime | None = None
) -> AsyncIterator[Fleet]:
    """So many workers on an empty, migrated database. `begins`: the business day on which they are started."""
    ports = tuple(free_port() for _ in range(count + 2))
    at = At(ports[-1], ports[2:], ports[0], ports[1], database, "")
    centre, own = write_centre(folder / "centre", at)
    clock = BusinessClock()
    async with AsyncExitStack() as stack:
        if begins is not None:
            clock.set(begins)
        chat = chat_told(centre, own, at, folder / "chat.jsonl")
        sms = sms_told(centre, own, at, folder / "sms.jsonl")
        await both(stack, standin("dingtalk", chat), standin("sms", sms))
        session = await stack.enter_async_context(aiohttp.ClientSession())
        phones = Phones(session, f"http://127.0.0.1:{at.chat}", f"http://127.0.0.1:{at.sms}")
        await phones.set_clock(clock.offset)
        opened = open_database(database)
        stack.push_async_callback(opened.close)
        if begins is not None:
            kept = {"name": "clock_offset_us", "value": str(clock.offset // timedelta(microseconds=1))}
            await opened.write(lambda connection: connection.execute(insert(settings).values(**kept)))
        workers = tuple(
            Killable(
                f"worker {place + 1}", (*run, *_where(run, folder / "centre", port)), folder / f"{place}.log"
            )
            for place, port in enumerate(at.workers)
        )
        made = Fleet(centre, at, workers, phones, session, opened, clock)
        for worker in workers:
            stack.push_async_callback(worker.kill)
        # The first one up listens to the chat, while texts come in at the last one's door: no worker does it all.
        await workers[0].start()
        await made.ready(0)
        for worker in workers[1:]:
            await worker.start()
        for place in range(1, count):
            await made.ready(place)
        yield made


def _where(run: tuple[str, ...], folder: Path, port: int) -> tuple[str, ...]:
    return ("--dir", str(folder), "--port", str(port)) if run == RUN else (str(folder), str(port))


async def retry_every(session: aiohttp.ClientSession, chat: str, seconds: float) -> None:
    """The platform pushes again what is not acknowledged, that often, for a minute."""
    rules = {"retry_seconds": [place * seconds for place in range(1, int(WITHIN_S / seconds))]}
    async with session.put(f"{chat}/control/settings", data=json.dumps(rules)) as answer:
        assert answer.status == 200, await answer.text()
