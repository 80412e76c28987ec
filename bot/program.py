"""The running program: everything of `build` set going, and brought to a clean stop.

Start: schema, people, web server, Stream, sender, ticks. Stop: no new work, what is under way ends, then let go.
"""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from types import TracebackType
from typing import Self

import aiohttp
import structlog
from aiohttp import web

from adapters.dingtalk.desk import Unread
from adapters.dingtalk.health import StreamHealth
from adapters.dingtalk.stream import StreamClient
from bot import rulebook
from bot.auditor import AUDIT_S, LISTEN_S, Auditor
from bot.build import BUSY, Parts, build, chat_settings
from bot.clock import BusinessClock, real_now
from bot.contacts import LOOK_EVERY_S, ContactSync
from bot.held_frames import AWAY, HeldFrames, tell_of_lost
from bot.listening import Listener, NotOurs, stream_lease
from bot.logs import cause_of
from bot.rhythm import Rhythm
from bot.roll import Roll
from bot.schema import make_ready
from bot.scraping import Scraping
from bot.timetable import Timetable
from bot.unread import keep_unread
from bot.web import application
from config.load import Centre
from domain.faces import Answer
from domain.failures import Away
from domain.inbound import Inbound, PersonLeft
from store import clock as stored_clock
from store.codec import inbound_codec
from store.connection import Connection
from store.quiet import moving

CONNECTS_WITHIN_S = 30

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


@dataclass(slots=True)
class Program:
    """One worker. `async with` starts and stops it."""

    centre: Centre
    clock: BusinessClock
    port: int
    """0: any free one; afterwards the one that was taken."""
    public_url: str = ""
    pages: Callable[["Program"], tuple[web.RouteDef, ...]] = lambda _program: ()
    """Further routes: the demo's."""
    ticking: bool = True
    """False in a rehearsal: there time only moves when the story says so."""
    rhythm: Rhythm = field(default_factory=Rhythm)
    parts: Parts = field(init=False)
    listener: Listener | None = field(init=False, default=None)
    timetable: Timetable = field(init=False)
    auditor: Auditor = field(init=False)
    scraping: Scraping = field(init=False)
    roll: Roll = field(init=False)
    held: HeldFrames = field(init=False)
    started_at: datetime | None = None
    _session: aiohttp.ClientSession = field(init=False)
    _begun: AsyncExitStack = field(init=False)
    """What was started, to be ended."""
    _tasks: list[asyncio.Task[None]] = field(default_factory=list)

    async def __aenter__(self) -> Self:
        """Start; everything is going when this returns, and nothing where it raises."""
        await make_ready(self.centre)
        async with AsyncExitStack() as begun:
            await self._begin(begun)
            self._begun = begun.pop_all()
        self.started_at = real_now()
        log.info(
            "duban is running.",
            action="start",
            database=self.parts.database.dialect,
            worker=self.parts.worker,
            port=self.port,
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop cleanly: nothing new is taken, what is under way ends."""
        await self._begun.aclose()
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
        if self._busy():
            return (
                f"处理中的事件 {self.parts.intake.under_way}，发送中 {self.parts.sender.under_way}，"
                f"暂存 {len(self.held)}"
            )
        now = self.clock.now()
        found = await self.parts.database.read(lambda connection: moving(connection, now))
        return "" if found.quiet else str(found)

    async def keep_offset(self, offset: timedelta) -> None:
        """Remember how far business time is moved, for a restart; a stopped clock belongs to a rehearsal alone."""
        if self.clock.stopped_at is not None:
            return

        async def keep(connection: Connection) -> None:
            # Another worker, or our own tick, may have taken it further meanwhile: it never goes back.
            await stored_clock.move(connection, max(offset, await stored_clock.offset(connection)))

        await self.parts.database.write(keep)

    def watch(self) -> None:
        """Raise what ended a task that should never end."""
        for task in self._tasks:
            if task.done():
                task.result()

    async def _begin(self, begun: AsyncExitStack) -> None:
        """One thing after the other, each with its end; they end the other way round."""
        self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=30))
        begun.push_async_callback(self._session.close)
        self.parts = parts = build(self.centre, self.clock, self._session, self.public_url)
        begun.push_async_callback(parts.database.close)
        begun.push_async_callback(parts.fleet.link.close)
        parts.sender.lease, parts.number.rhythm = self.rhythm.lease, self.rhythm
        await parts.number.take()
        begun.push_async_callback(parts.number.give_back)
        self.roll = Roll(parts)
        self.timetable = Timetable(parts, self.roll.refresh, self.rhythm)
        self.auditor = Auditor(parts, self._stream_health)
        self.held = HeldFrames(partial(tell_of_lost, parts))
        self.scraping = Scraping(parts, self.auditor, self._stream_health, self.held)
        await self._begin_clock()
        await parts.fleet.begin()
        await self.roll.call()
        rules = await rulebook.take_effect(parts)
        if parts.gateway is not None:
            begun.push_async_callback(parts.gateway.stop)
        begun.push_async_callback(self._write_spending)
        begun.push_async_callback(self._end_tasks)
        begun.push_async_callback(self._drain)
        await self._serve(begun)
        self._listen(begun)
        if parts.database.dialect != "sqlite":
            self._tasks.append(asyncio.create_task(parts.number.run(), name="number"))
        self._tasks.append(asyncio.create_task(parts.fleet.run(), name="fleet"))
        self._tasks.append(asyncio.create_task(parts.sender.run(), name="sender"))
        self._tasks.append(asyncio.create_task(self.held.run(), name="held frames"))
        if not rules.followed:
            self._tasks.append(asyncio.create_task(rulebook.follow(parts), name="new rules"))
        await self.timetable.begin()
        if self.ticking:
            self.auditor.begin()
            scheduler = self.timetable.ticks(
                (AUDIT_S, self.auditor.audit), (LISTEN_S, self.auditor.listen), *self._daily()
            )
            scheduler.start()
            begun.callback(scheduler.shutdown, wait=False)

    def _daily(self) -> tuple[tuple[float, Callable[[], Awaitable[object]]], ...]:
        """What comes once a day where the settings say so."""
        chat = self.centre.settings.dingtalk
        wanted = chat.sync_contacts and bool(chat.client_id)
        return ((LOOK_EVERY_S, ContactSync(self.parts).daily),) if wanted else ()

    async def _end_tasks(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _write_spending(self) -> None:
        try:
            await self.parts.spending.write()
        except Away:
            log.warning("What was spent in the last seconds could not be written down.")

    async def _begin_clock(self) -> None:
        if self.clock.stopped_at is None:
            kept = await self.parts.database.read(stored_clock.offset)
            self.clock.offset = max(self.clock.offset, kept)

    async def _serve(self, begun: AsyncExitStack) -> None:
        app = application(
            self.parts,
            self.timetable,
            self.auditor,
            self.scraping,
            lambda: self.listener,
            pages=self.pages(self),
        )
        runner = web.AppRunner(app, access_log=None, handler_cancellation=True, shutdown_timeout=2)
        await runner.setup()
        begun.push_async_callback(runner.cleanup)
        await web.TCPSite(runner, self.centre.settings.server.host, self.port).start()
        self.port = int(runner.addresses[0][1])

    def _listen(self, begun: AsyncExitStack) -> None:
        settings = chat_settings(self.centre)
        if not settings.client_id:
            return
        parts = self.parts
        name = stream_lease(settings.client_id)
        self.listener = Listener(parts.database, name, parts.worker, self._client, self.rhythm)
        self._tasks.append(asyncio.create_task(self.listener.run(), name="stream"))
        begun.push_async_callback(self.listener.stop)

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
        health = self._stream_health()
        return health.sockets if health else 0

    def _stream_health(self) -> StreamHealth | None:
        client = self.listener.client if self.listener else None
        return client.health() if client else None

    async def _receive(self, event: Inbound) -> Answer:
        """From the Stream. What cannot be kept now is held, and still not acknowledged: whatever is raised says so."""
        self.parts.spending.pushed()
        try:
            self._still_ours()
            return await self._taken(event)
        except (*AWAY, NotOurs):
            _, body = inbound_codec().encode(event)
            self.held.hold(cause_of(event.key), len(body.encode()), partial(self._taken, event))
            raise

    async def _taken(self, event: Inbound) -> Answer:
        answer = await self.parts.intake.receive(event)
        if isinstance(event, PersonLeft):
            await self.roll.refresh()
        return answer

    async def _unread(self, unread: Unread) -> None:
        raw, source = unread.raw.encode(), f"dingtalk:{unread.topic}"
        keep = partial(keep_unread, self.parts, source, raw, unread.reason)
        try:
            self._still_ours()
            await keep()
        except (*AWAY, NotOurs):
            self.held.hold(f"unread:{hashlib.sha256(raw).hexdigest()[:16]}", len(raw), keep)
            raise

    def _still_ours(self) -> None:
        if self.listener is not None and not self.listener.holds:
            raise NotOurs("the Stream may be another worker's by now")

    def _busy(self) -> bool:
        return bool(self.parts.intake.under_way or self.parts.sender.under_way or len(self.held))

    async def _drain(self) -> None:
        self.held.hurry()
        try:
            async with asyncio.timeout(self.rhythm.stop_within_s):
                while self._busy():  # noqa: ASYNC110 - three counters
                    await asyncio.sleep(0.05)
        except TimeoutError:
            log.warning("Stopped with work under way; its leases run out and it is done again.")
        if held := len(self.held):
            log.error(
                "Stopped with frames held in memory; lost where they are not pushed again.",
                action="hold",
                held=held,
            )
