"""The running program: everything of `build` set going, and brought to a clean stop.

Start: schema, people, web server, Stream, sender, ticks. Stop: no new work, what is under way ends, then let go.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import TracebackType
from typing import Self

import aiohttp
import structlog
from aiohttp import web
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from adapters.dingtalk.desk import Unread
from adapters.dingtalk.stream import StreamClient
from bot.build import BUSY, Parts, build, chat_settings
from bot.clock import BusinessClock, real_now
from bot.listening import Listener
from bot.roll import Roll
from bot.timetable import Timetable
from bot.unread import keep_unread
from bot.web import application
from config.load import Centre
from domain.faces import Answer
from domain.failures import DubanError
from domain.inbound import Inbound, PersonLeft
from store import clock as stored_clock
from store.migrate import check, upgrade
from store.quiet import moving

STOP_WITHIN_S = 20
CONNECTS_WITHIN_S = 30

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


class SchemaTooOld(DubanError):
    """The database is not of this version; the text says what to do."""


@dataclass(slots=True)
class Program:
    """One worker. `async with` starts and stops it."""

    centre: Centre
    clock: BusinessClock
    port: int
    public_url: str = ""
    pages: Callable[["Program"], tuple[web.RouteDef, ...]] = lambda _program: ()
    """Further routes: the demo's."""
    ticking: bool = True
    """False in a rehearsal: there time only moves when the story says so."""
    parts: Parts = field(init=False)
    listener: Listener | None = field(init=False, default=None)
    timetable: Timetable = field(init=False)
    roll: Roll = field(init=False)
    started_at: datetime | None = None
    _session: aiohttp.ClientSession = field(init=False)
    _runner: web.AppRunner = field(init=False)
    _scheduler: AsyncIOScheduler | None = field(init=False, default=None)
    _tasks: list[asyncio.Task[None]] = field(default_factory=list)

    async def __aenter__(self) -> Self:
        """Start; everything is going when this returns."""
        await self._schema()
        self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=30))
        self.parts = build(self.centre, self.clock, self._session, self.public_url)
        self.roll = Roll(self.parts)
        self.timetable = Timetable(self.parts, self.roll.refresh)
        await self._begin_clock()
        await self.roll.call()
        await self._serve()
        self._listen()
        self._tasks.append(asyncio.create_task(self.parts.sender.run(), name="sender"))
        await self.timetable.begin()
        if self.ticking:
            self._scheduler = self.timetable.ticks()
            self._scheduler.start()
        self.started_at = real_now()
        log.info("duban is running.", action="start", database=self.parts.database.dialect)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop cleanly: nothing new is taken, what is under way ends."""
        if self._scheduler is not None:
            self._scheduler.shutdown(wait=False)
        if self.listener is not None:
            await self.listener.stop()
        await self._runner.cleanup()
        await self._drain()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.parts.spending.write()
        if self.parts.gateway is not None:
            await self.parts.gateway.stop()
        await self._session.close()
        await self.parts.database.close()
        log.info("duban has stopped.", action="stop")

    def now(self) -> datetime:
        """Business time."""
        return self.clock.now()

    async def connected(self) -> None:
        """Wait until the chat platform can reach us. Raises `TimeoutError` after half a minute."""
        async with asyncio.timeout(CONNECTS_WITHIN_S):
            while not self._sockets():  # noqa: ASYNC110 - a look at a counter
                await asyncio.sleep(0.02)

    async def moving(self) -> str:
        """What still moves, in words for a person; empty when all is quiet."""
        if self.parts.intake.under_way or self.parts.sender.under_way:
            return f"处理中的事件 {self.parts.intake.under_way}，发送中 {self.parts.sender.under_way}"
        now = self.clock.now()
        found = await self.parts.database.read(lambda connection: moving(connection, now))
        return "" if found.quiet else str(found)

    async def keep_offset(self, offset: timedelta) -> None:
        """Remember how far business time is moved, for a restart; a stopped clock belongs to a rehearsal alone."""
        if self.clock.stopped_at is not None:
            return
        await self.parts.database.write(lambda connection: stored_clock.move(connection, offset))

    def watch(self) -> None:
        """Raise what ended a task that should never end."""
        for task in self._tasks:
            if task.done():
                task.result()

    async def _schema(self) -> None:
        url = self.centre.database_url.reveal()
        if url.startswith("sqlite"):
            self.centre.places.data.mkdir(parents=True, exist_ok=True)
            await upgrade(url)
        elif wrong := await check(url):
            raise SchemaTooOld(f"数据库表结构不是本版本的（{wrong[0]}），请先运行 duban migrate。")

    async def _begin_clock(self) -> None:
        if self.clock.stopped_at is None:
            kept = await self.parts.database.read(stored_clock.offset)
            self.clock.offset = max(self.clock.offset, kept)

    async def _serve(self) -> None:
        app = application(self.parts, self.timetable, lambda: self.listener, self.pages(self))
        self._runner = web.AppRunner(app, access_log=None, handler_cancellation=True, shutdown_timeout=2)
        await self._runner.setup()
        await web.TCPSite(self._runner, self.centre.settings.server.host, self.port).start()

    def _listen(self) -> None:
        settings = chat_settings(self.centre)
        if not settings.client_id:
            return
        parts = self.parts
        self.listener = Listener(parts.database, f"stream:{settings.client_id}", parts.worker, self._client)
        self._tasks.append(asyncio.create_task(self.listener.run(), name="stream"))

    def _client(self) -> StreamClient:
        return StreamClient(
            chat_settings(self.centre),
            self._session,
            self._receive,
            self._unread,
            busy_face=lambda _press: BUSY,
            clock=self.clock.now,
        )

    def _sockets(self) -> int:
        client = self.listener.client if self.listener else None
        return client.health().sockets if client else 0

    async def _receive(self, event: Inbound) -> Answer:
        self.parts.spending.pushed()
        answer = await self.parts.intake.receive(event)
        if isinstance(event, PersonLeft):
            await self.roll.refresh()
        return answer

    async def _unread(self, unread: Unread) -> None:
        await keep_unread(self.parts, f"dingtalk:{unread.topic}", unread.raw.encode(), unread.reason)

    async def _drain(self) -> None:
        try:
            async with asyncio.timeout(STOP_WITHIN_S):
                while self.parts.intake.under_way or self.parts.sender.under_way:  # noqa: ASYNC110 - two counters
                    await asyncio.sleep(0.05)
        except TimeoutError:
            log.warning("Stopped with work under way; its leases run out and it is done again.")
