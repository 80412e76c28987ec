"""Everything of one torture: servers, stand-ins and workers, each of which may be killed and comes back by itself."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from pathlib import Path

import aiohttp
from sqlalchemy import select

from bot.stage.phones import CannotDo, Phones
from config.load import Centre
from store import clock as stored_clock
from store.database import Database, open_database
from store.migrate import upgrade
from store.tables.running import leases
from tests.servers import answers, free_port
from tests.torture.centre import At, chat_told, sms_told, write_centre
from tests.torture.doorman import doorman
from tests.torture.processes import Killable
from tests.torture.servers import Postgres, Redis

WORKERS = 3
READY_WITHIN_S = 60.0
LOOK_EVERY_S = 0.1
SUPERVISED_EVERY_S = 1.0


class NotUp(Exception):
    """A process does not come up any more; the text has the last it printed."""


class Victim(StrEnum):
    """What is killed."""

    WORKER = "worker"
    POSTGRES = "PostgreSQL"
    REDIS = "Redis"
    CHAT = "chat stand-in"
    SMS = "SMS stand-in"


@dataclass(slots=True)
class Town:
    """`offset` is how far business time is moved just now."""

    folder: Path
    at: At
    centre: Centre
    postgres: Postgres
    redis: Redis
    workers: tuple[Killable, ...]
    chat: Killable
    sms: Killable
    database: Database
    session: aiohttp.ClientSession
    offset: timedelta = timedelta()
    ended: list[str] = field(default_factory=list)
    """Workers that ended although nobody killed them, each with the last it printed."""
    _busy: dict[str, asyncio.Lock] = field(default_factory=dict)

    @property
    def phones(self) -> Phones:
        """Everybody's phones."""
        return Phones(self.session, f"http://127.0.0.1:{self.at.chat}", f"http://127.0.0.1:{self.at.sms}")

    @property
    def chat_journal(self) -> Path:
        """What the chat stand-in keeps."""
        return self.folder / "chat.jsonl"

    @property
    def sms_journal(self) -> Path:
        """What the gateway stand-in keeps."""
        return self.folder / "sms.jsonl"

    async def kill(self, victim: Victim, place: int, down_s: float) -> bool:
        """Kill it, leave it dead for so long, start it again. False: it was dead already."""
        lock = self._lock(victim, place)
        if lock.locked():
            return False
        async with lock:
            end, begin = self._hands(victim, place)
            await end()
            await asyncio.sleep(down_s)
            await begin()
        return True

    async def supervise(self) -> None:
        """Start again whatever worker ended by itself, as systemd does; until cancelled."""
        while True:
            for place, worker in enumerate(self.workers):
                async with self._lock(Victim.WORKER, place):
                    if not worker.running:
                        self.ended.append(f"a worker, {worker.last_words()!r}")
                        await worker.start()
            await asyncio.sleep(SUPERVISED_EVERY_S)

    def _lock(self, victim: Victim, place: int) -> asyncio.Lock:
        return self._busy.setdefault(f"{victim}{place}", asyncio.Lock())

    async def holder(self) -> int | None:
        """The place of the worker that holds the Stream; None where nobody does or nobody can say."""
        try:
            pids = await self._look_for_holder()
        except Exception:  # noqa: BLE001 - the database is being killed all the time; then nobody knows
            return None
        for place, worker in enumerate(self.workers):
            if worker.pid in pids:
                return place
        return None

    async def ready(self, place: int) -> bool:
        """Whether that worker serves."""
        return await asyncio.to_thread(answers, self.at.workers[place])

    async def all_ready(self) -> None:
        """Wait until everything is up. Raises `NotUp`."""
        everybody = (*self.workers, self.chat, self.sms)
        ports = (*self.at.workers, self.at.chat, self.at.sms)
        for process, port in zip(everybody, ports, strict=True):
            try:
                async with asyncio.timeout(READY_WITHIN_S):
                    while not await asyncio.to_thread(answers, port):  # noqa: ASYNC110 - another's server
                        await asyncio.sleep(LOOK_EVERY_S)
            except TimeoutError:
                raise NotUp(
                    f"{process.name} is not up after {READY_WITHIN_S} s: {process.last_words()}"
                ) from None

    async def move_time(self, by: timedelta) -> None:
        """Business time goes on by so much, for the stand-ins and in the store; raises what is down just now."""
        target = self.offset + by
        await self.database.write(lambda connection: stored_clock.move(connection, target))
        self.offset = target
        await self.tell_time()

    async def tell_time(self) -> None:
        """Tell the stand-ins, again until they hear it."""
        async with asyncio.timeout(READY_WITHIN_S):
            while True:
                try:
                    return await self.phones.set_clock(self.offset)
                except (aiohttp.ClientError, CannotDo, OSError):
                    await asyncio.sleep(LOOK_EVERY_S)

    def _hands(
        self, victim: Victim, place: int
    ) -> tuple[Callable[[], Awaitable[None]], Callable[[], Awaitable[None]]]:
        match victim:
            case Victim.POSTGRES:
                return self.postgres.kill, self.postgres.start
            case Victim.REDIS:
                return self.redis.kill, self.redis.start
            case Victim.CHAT:
                return self.chat.kill, self.chat.start
            case Victim.SMS:
                return self.sms.kill, self.sms.start
            case Victim.WORKER:
                return self.workers[place].kill, self.workers[place].start

    async def _look_for_holder(self) -> set[int]:
        async with asyncio.timeout(1):
            rows = await self.database.read(
                lambda connection: connection.execute(
                    select(leases.c.holder).where(leases.c.name.like("stream:%"))
                )
            )
        return {int(part) for row in rows for part in str(row.holder).split(":") if part.isdigit()}


@asynccontextmanager
async def town(
    folder: Path, programs: Path, redis_program: str, worker: tuple[str, ...]
) -> AsyncIterator[Town]:
    """All of it up. `worker` are the arguments of Python for one worker, without folder and port."""
    async with AsyncExitStack() as stack:
        cluster = folder / "pg"
        cluster.mkdir()
        postgres, redis = Postgres(programs, cluster), Redis(redis_program)
        await asyncio.to_thread(folder.chmod, 0o711)  # the postgres user must get through
        await asyncio.to_thread(postgres.install)
        await postgres.start()
        stack.push_async_callback(postgres.kill)
        await redis.start()
        stack.push_async_callback(redis.kill)
        ports = [free_port() for _ in range(WORKERS + 3)]
        at = At(ports[0], tuple(ports[3:]), ports[1], ports[2], postgres.url, redis.url)
        centre, own = write_centre(folder / "centre", at)
        await upgrade(postgres.url)
        chat = _standin(folder, "dingtalk", chat_told(centre, own, at, folder / "chat.jsonl"))
        sms = _standin(folder, "sms", sms_told(centre, own, at, folder / "sms.jsonl"))
        workers = tuple(
            Killable(
                f"worker {place + 1}",
                (*worker, "--dir", str(folder / "centre"), "--port", str(port)),
                folder / f"worker{place + 1}.log",
            )
            for place, port in enumerate(at.workers)
        )
        database = open_database(postgres.url)
        stack.push_async_callback(database.close)
        session = await stack.enter_async_context(aiohttp.ClientSession())
        await stack.enter_async_context(doorman(at.public, at.workers))
        made = Town(folder, at, centre, postgres, redis, workers, chat, sms, database, session)
        for process in (chat, sms, *workers):
            stack.push_async_callback(process.kill)
        await asyncio.gather(chat.start(), sms.start())
        yield made
        await asyncio.gather(*(worker.stop() for worker in workers))


def _standin(folder: Path, kind: str, told: dict[str, object]) -> Killable:
    file = folder / f"{kind}.json"
    file.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    file.chmod(0o600)
    return Killable(kind, ("-m", "bot.stage.standin", kind, str(file)), folder / f"{kind}.log")
