"""The embedded database: one thread that writes, a few that read.

Exactly one writing connection with the synchronous Core is several times faster than a thread hop per statement, and
never meets "database is locked" (`stack.md` §2). Jobs are written as coroutines because on PostgreSQL they wait; here
they never do, and the writing thread drives them to their end in one step.
"""

import asyncio
import contextvars
import queue
import threading
import time
from collections import deque
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Generic, TypeVar, cast

from sqlalchemy import Connection as SyncConnection
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool

from config.texts import database as told
from domain.failures import Away, Overloaded
from store.connection import Connection, SqliteConnection
from store.faults import is_away, reader_wrote
from store.load import Load

T = TypeVar("T")

SHARE_AT_MOST = 50
SHARE_FOR_S = 0.020
READERS = 2


class Suspended(RuntimeError):
    """A job waited for something other than the database: inside the writing thread nothing would ever wake it."""

    def __init__(self) -> None:
        super().__init__("a job on the embedded database may wait for nothing but the database")


def drive(job: Callable[[Connection], Awaitable[T]], connection: Connection) -> T:
    """Run a job that never truly waits to its end, on this thread."""
    running = _as_coroutine(job(connection))
    try:
        running.send(None)
    except StopIteration as end:
        result: T = end.value
        return result
    finally:
        running.close()
    raise Suspended


async def _as_coroutine(awaitable: Awaitable[T]) -> T:
    return await awaitable


def engine_for(path: Path, *, writes: bool, migrates: bool = False) -> Engine:
    """An engine with the settings of `stack.md` §2. Readers cannot write, and never begin with a write lock.

    `migrates`: a table is changed by rebuilding it, which foreign keys would take for deleting every row.
    """
    engine = create_engine(
        f"sqlite:///{path}",
        poolclass=QueuePool,
        pool_size=1 if writes else READERS,
        max_overflow=0,
        hide_parameters=True,  # an error's text must not carry anybody's data
        connect_args={"check_same_thread": False},
    )
    pragmas = ["busy_timeout=30000", "journal_mode=WAL", "synchronous=FULL"]
    pragmas.append("foreign_keys=OFF" if migrates else "foreign_keys=ON")
    # Erased words must not stay readable in free pages; readers may not write even by mistake.
    pragmas.append("secure_delete=ON" if writes else "query_only=ON")

    @event.listens_for(engine, "connect")
    def settle(dbapi_connection: Any, _record: object) -> None:  # noqa: ANN401 - the driver's connection
        # The driver must not begin transactions of its own: we say when, and how.
        dbapi_connection.isolation_level = None
        for pragma in pragmas:
            dbapi_connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: SyncConnection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


@dataclass(slots=True)
class _Waiting(Generic[T]):
    """A job in the queue, with the context and the loop of whoever asked for it."""

    job: Callable[[Connection], Awaitable[T]]
    creates_only: bool
    done: "asyncio.Future[T]"
    context: contextvars.Context = field(default_factory=contextvars.copy_context)

    def run(self, connection: SqliteConnection) -> T:
        return self.context.run(drive, self.job, connection)

    def told(self, result: T) -> None:
        """On the asker's loop: the commit stands. Who has gone is told nothing."""
        if not self.done.done():
            self.done.set_result(result)

    def failed(self, broken: BaseException) -> None:
        """On the asker's loop: everything is undone."""
        if not self.done.done():
            self.done.set_exception(_named(broken))


class SqliteDatabase:
    """One file, one writing thread."""

    dialect = "sqlite"

    def __init__(self, path: Path, *, waiting_at_most: int = 1000) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._writer = engine_for(path, writes=True)
        self._reader = engine_for(path, writes=False)
        self._waiting_at_most = waiting_at_most
        self._waiting: queue.SimpleQueue[_Waiting[Any] | None] = queue.SimpleQueue()
        self._gathered: deque[_Waiting[Any]] = deque()
        self._readers = ThreadPoolExecutor(max_workers=READERS, thread_name_prefix="duban-read")
        self._thread = threading.Thread(target=self._write_on, name="duban-write", daemon=True)
        self._closed = False
        self._ending = False
        self._thread.start()

    async def write(self, job: Callable[[Connection], Awaitable[T]], *, creates_only: bool = False) -> T:
        """Queue the job for the writing thread and wait until its commit stands."""
        if self._closed:
            raise RuntimeError("the database is closed")
        if self._waiting.qsize() + len(self._gathered) >= self._waiting_at_most:
            raise Overloaded("too much is waiting to be written")
        loop = asyncio.get_running_loop()
        done: asyncio.Future[T] = loop.create_future()
        self._gathered.append(_Waiting(job, creates_only, done))
        # Handed over once everybody who is ready has asked: two threads that work at once take the interpreter's lock
        # from each other at every statement, which costs a third of the time.
        loop.call_soon(self._hand_over)
        return await done

    def _hand_over(self) -> None:
        while self._gathered:
            self._waiting.put(self._gathered.popleft())

    async def read(self, job: Callable[[Connection], Awaitable[T]]) -> T:
        """Look, on a thread of the readers."""
        context = contextvars.copy_context()

        def look() -> T:
            try:
                with self._reader.begin() as connection:
                    return context.run(drive, job, SqliteConnection(connection))
            except DBAPIError as broken:
                if reader_wrote(broken):
                    raise
                raise _named(broken) from None

        return await asyncio.get_running_loop().run_in_executor(self._readers, look)

    def load(self) -> Load:
        """Readers at work, and jobs that wait for the writing thread."""
        return Load(cast("QueuePool", self._reader.pool).checkedout(), READERS, self._waiting.qsize())

    async def close(self) -> None:
        """Write what waits, then let go of the file."""
        if self._closed:
            return
        self._closed = True
        self._hand_over()
        self._waiting.put(None)
        await asyncio.to_thread(self._thread.join)
        await asyncio.to_thread(self._readers.shutdown)
        self._writer.dispose()
        self._reader.dispose()

    def _write_on(self) -> None:
        following: _Waiting[Any] | None = None
        while not self._ending:
            waiting = following or self._waiting.get()
            following = None
            if waiting is None:
                return
            if waiting.creates_only:
                following = self._write_together(waiting)
            else:
                self._write_alone(waiting)

    def _write_alone(self, waiting: _Waiting[Any]) -> None:
        if waiting.done.cancelled():
            return
        try:
            with self._writer.begin() as raw:
                connection = SqliteConnection(raw)
                result = waiting.run(connection)
            connection.committed()
        except BaseException as broken:  # noqa: BLE001 - it belongs to whoever waits for it, whatever it is
            _on_loop(waiting.done.get_loop(), partial(waiting.failed, broken))
        else:
            _on_loop(waiting.done.get_loop(), partial(waiting.told, result))

    def _write_together(self, first: _Waiting[Any]) -> _Waiting[Any] | None:
        """One commit for the creating jobs that wait by now; returns the next job that is not one of them, if it was met.

        If any of them fails all are undone, and each is done again alone: one bad row costs one row.
        """
        batch = [first]
        results: list[Any] = []
        ends_at = time.monotonic() + SHARE_FOR_S
        following: _Waiting[Any] | None = None
        try:
            with self._writer.begin() as raw:
                connection = SqliteConnection(raw)
                results.append(first.run(connection))
                while len(batch) < SHARE_AT_MOST and time.monotonic() < ends_at:
                    try:
                        following = self._waiting.get_nowait()
                    except queue.Empty:
                        break
                    if following is None:
                        self._ending = True
                        break
                    if not following.creates_only:
                        break
                    batch.append(following)
                    following = None
                    results.append(batch[-1].run(connection))
            connection.committed()
        except BaseException:  # noqa: BLE001 - each tells its own story when it is done alone
            for waiting in batch:
                self._write_alone(waiting)
        else:
            _tell_all(batch, results)
        return following


def _named(broken: BaseException) -> BaseException:
    """A disk that is full or gone under its own name, so that whoever asked can say so and come again."""
    if isinstance(broken, DBAPIError) and is_away(broken):
        away = Away(told.AWAY)
        away.__cause__ = broken
        return away
    return broken


def _tell_all(batch: list[_Waiting[Any]], results: list[Any]) -> None:
    """Waking a loop costs a system call: once for all who wait on it."""
    by_loop: dict[asyncio.AbstractEventLoop, list[Callable[[], None]]] = {}
    for waiting, result in zip(batch, results, strict=True):
        by_loop.setdefault(waiting.done.get_loop(), []).append(partial(waiting.told, result))
    for loop, calls in by_loop.items():
        _on_loop(loop, partial(_each, calls))


def _each(calls: list[Callable[[], None]]) -> None:
    for call in calls:
        call()


def _on_loop(loop: asyncio.AbstractEventLoop, call: Callable[[], None]) -> None:
    with suppress(RuntimeError):  # the askers' loop has ended, and with it everybody who could have been told
        loop.call_soon_threadsafe(call)
