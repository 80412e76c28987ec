"""Our own Stream client (Stream 模式): one socket that is always there (`dingtalk.md` §3, §16, §17; `stack.md` §5).

The bot starts `run()` in a task of its own while it holds the lease for this Client ID, and calls `stop()` to end it.
"""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

import aiohttp
import structlog

from adapters.dingtalk.backoff import Backoff
from adapters.dingtalk.connection import Connection, Ending
from adapters.dingtalk.desk import BusyFace, Desk, Receive, Report
from adapters.dingtalk.gateway import open_socket
from adapters.dingtalk.health import StreamCounters, StreamHealth
from adapters.dingtalk.settings import DingTalkSettings
from adapters.dingtalk.workroom import Workroom
from domain.failures import DeliveryFailed

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)

Done = TypeVar("Done")


class StreamClient:
    """Keeps one subscribed socket open, hands what comes to `receive`, and acknowledges after its commit.

    `receive` gives the presser's new face for a card press; whatever it raises means not even the raw event was
    kept, and nothing is acknowledged. `report` keeps what cannot be parsed. `busy_face` is what a presser sees when
    the work takes longer than the platform waits. `clock` tells business time, aware and in UTC; `sleep`,
    `monotonic` and `between` are real time and chance, injected so that tests wait for nothing. One life: a client
    that was stopped is not run again.
    """

    def __init__(
        self,
        settings: DingTalkSettings,
        session: aiohttp.ClientSession,
        receive: Receive,
        report: Report,
        *,
        busy_face: BusyFace,
        clock: Callable[[], datetime],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        monotonic: Callable[[], float] = time.monotonic,
        between: Callable[[float, float], float] = random.uniform,
    ) -> None:
        self._settings = settings
        self._session = session
        self._sleep = sleep
        self._monotonic = monotonic
        self._backoff = Backoff(between)
        self._counters = StreamCounters()
        self._desk = Desk(
            settings, receive, report, busy_face=busy_face, clock=clock, counters=self._counters
        )
        self._workroom = Workroom(settings.stream.at_once, settings.stream.waiting)
        self._connections: set[Connection] = set()
        self._readers: set[asyncio.Task[None]] = set()
        self._last_frame_at_s: float | None = None
        self._heard_at_s: float | None = None
        self._open_failure = ""
        self._stopping = asyncio.Event()
        self._ended = asyncio.Event()
        self._ended.set()

    def health(self) -> StreamHealth:
        """A look at the sockets, for `/readyz` and the operator's page."""
        return StreamHealth(
            sockets=len(self._connections),
            last_frame_at_s=self._last_frame_at_s,
            quiet_s=None if self._heard_at_s is None else self._monotonic() - self._heard_at_s,
            working=len(self._workroom),
            open_failure=self._open_failure,
            counters=replace(self._counters),
        )

    async def run(self) -> None:
        """Keep a socket open until stopped or cancelled; faults of the other side never end it."""
        self._ended.clear()
        try:
            wait_s = 0.0
            while await self._unless_stopped(self._sleep(wait_s)):
                wait_s = await self._live()
        finally:
            await self._leave()
            self._ended.set()

    async def stop(self) -> None:
        """Read no more, finish what is in work up to a limit, acknowledge it, close."""
        self._stopping.set()
        await self._ended.wait()

    async def _live(self) -> float:
        """Open one socket and stay with it until another is needed; how long to wait before that."""
        opening = asyncio.create_task(self._open())
        try:
            if not await self._unless_stopped(opening):
                return 0.0
        except DeliveryFailed as fault:
            self._counters.open_failed += 1
            self._open_failure = fault.code
            log.warning("The Stream socket could not be opened.", code=fault.code, reason=str(fault))
            return self._backoff.next_s()
        return await self._stay(opening.result())

    async def _open(self) -> Connection:
        """Registered as soon as it is open, so that whatever interrupts us finds it and closes it."""
        socket = await open_socket(self._settings, self._session)
        self._counters.opened += 1
        self._open_failure = ""
        self._heard_at_s = self._monotonic()
        connection = Connection(
            socket,
            self._desk,
            self._workroom,
            settings=self._settings.stream,
            counters=self._counters,
            saw_frame=self._saw_frame,
        )
        self._connections.add(connection)
        return connection

    async def _stay(self, connection: Connection) -> float:
        born_s = self._monotonic()
        reader = asyncio.create_task(self._read(connection))
        self._readers.add(reader)
        reader.add_done_callback(self._readers.discard)
        leaving = asyncio.create_task(connection.leaving.wait())
        try:
            if not await self._unless_stopped(_first_of(reader, leaving)):
                return 0.0
        finally:
            leaving.cancel()
        if self._monotonic() - born_s >= self._settings.stream.steady_after_s:
            self._backoff.reset()
        return self._backoff.next_s() if reader.done() else self._backoff.planned_s()

    async def _read(self, connection: Connection) -> None:
        try:
            ending = await connection.read()
        except Exception as fault:  # noqa: BLE001 - a socket that cannot be read is replaced like any other
            ending = Ending.FAILED
            self._unread_socket(fault)
        self._connections.discard(connection)
        log.info("A Stream socket ended.", ending=ending.value, planned=connection.leaving.is_set())
        await connection.close()

    async def _leave(self) -> None:
        """End readers first, then the work, then the sockets: acknowledgements still need them."""
        readers = list(self._readers)
        for reader in readers:
            reader.cancel()
        await asyncio.gather(*readers, return_exceptions=True)
        patience_s = self._settings.stream.drain_s if self._stopping.is_set() else 0.0
        cut_off = await self._workroom.drain(patience_s)
        if cut_off:
            log.warning("Work was cut off at the stop; its events will come again.", pieces=cut_off)
        await asyncio.gather(
            *(connection.close() for connection in self._connections), return_exceptions=True
        )
        self._connections.clear()

    async def _unless_stopped(self, work: Awaitable[object]) -> bool:
        """Await the work; false, and the work cancelled, if the stop comes first. Raises what the work raises."""
        task = asyncio.ensure_future(work)
        stopping = asyncio.create_task(self._stopping.wait())
        try:
            await asyncio.wait({task, stopping}, return_when=asyncio.FIRST_COMPLETED)
            if self._stopping.is_set():
                return False
            await task
            return True
        finally:
            stopping.cancel()
            await _ended(task)

    def _unread_socket(self, fault: Exception) -> None:
        log.error("Reading a Stream socket failed.", fault=type(fault).__name__)

    def _saw_frame(self) -> None:
        self._last_frame_at_s = self._heard_at_s = self._monotonic()


async def _first_of(*tasks: asyncio.Task[Done]) -> None:
    await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)


async def _ended(task: asyncio.Future[object]) -> None:
    """Cancelled if it still runs; whatever came of it is looked at, so that nothing is left unread."""
    if not task.done():
        task.cancel()
    await asyncio.gather(task, return_exceptions=True)
