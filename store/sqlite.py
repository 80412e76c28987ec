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
from collections.abc import Awaitable, Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection as SyncConnection
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.pool import QueuePool

from domain.failures import Overloaded
from store.connection import Connection, SqliteConnection

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
    """A job in the queue, with the context of whoever asked for it."""

    job: Callable[[Connection], Awaitable[T]]
    creates_only: bool
    done: Future[T] = field(default_factory=Future)
    context: contextvars.Context = field(default_factory=contextvars.copy_context)

    def run(self, connection: SqliteConnection) -> T:
        return self.context.run(drive, self.job, connection)


class SqliteDatabase:
    """One file, one writing thread."""

    dialect = "sqlite"

    def __init__(self, path: Path, *, waiting_at_most: int = 1000) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._writer = engine_for(path, writes=True)
        self._reader = engine_for(path, writes=False)
        self._waiting: queue.Queue[_Waiting[Any] | None] = queue.Queue(maxsize=waiting_at_most)
        self._readers = ThreadPoolExecutor(max_workers=READERS, thread_name_prefix="duban-read")
        self._thread = threading.Thread(target=self._write_on, name="duban-write", daemon=True)
        self._closed = False
        self._ending = False
        self._thread.start()

    async def write(self, job: Callable[[Connection], Awaitable[T]], *, creates_only: bool = False) -> T:
        """Queue the job for the writing thread and wait until its commit stands."""
        if self._closed:
            raise RuntimeError("the database is closed")
        waiting = _Waiting(job, creates_only)
        try:
            self._waiting.put_nowait(waiting)
        except queue.Full:
            raise Overloaded("too much is waiting to be written") from None
        return await asyncio.wrap_future(waiting.done)

    async def read(self, job: Callable[[Connection], Awaitable[T]]) -> T:
        """Look, on a thread of the readers."""
        context = contextvars.copy_context()

        def look() -> T:
            with self._reader.begin() as connection:
                return context.run(drive, job, SqliteConnection(connection))

        return await asyncio.get_running_loop().run_in_executor(self._readers, look)

    async def close(self) -> None:
        """Write what waits, then let go of the file."""
        if self._closed:
            return
        self._closed = True
        await asyncio.to_thread(self._waiting.put, None)
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
        if waiting.done.cancelled() or not _begin(waiting):
            return
        try:
            with self._writer.begin() as raw:
                connection = SqliteConnection(raw)
                result = waiting.run(connection)
            connection.committed()
        except BaseException as broken:  # noqa: BLE001 - it belongs to whoever waits for it, whatever it is
            waiting.done.set_exception(broken)
        else:
            waiting.done.set_result(result)

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
            for waiting, result in zip(batch, results, strict=True):
                if _begin(waiting):
                    waiting.done.set_result(result)
        return following


def _begin(waiting: _Waiting[Any]) -> bool:
    """Whether somebody still waits; from now on they cannot change their mind."""
    return waiting.done.set_running_or_notify_cancel()
