"""The database of the service: PostgreSQL, through a pool whose every wait has an end (`stack.md` §2).

A transaction that lost a race, a deadlock or its connection is done again whole; the unique key remembered inside it
makes that safe even when the outcome of a COMMIT is unknown. A server that is away is tried for some seconds; then
`Away` is raised, so that whoever asked can say so and come again.
"""

import asyncio
import contextvars
import itertools
import random
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar, cast

import asyncpg
from sqlalchemy import event
from sqlalchemy.engine import ExceptionContext, make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import QueuePool

from config.texts import database as told
from domain.failures import Away, Overloaded
from store.connection import Alone, Connection, PostgresConnection
from store.faults import DRIVER_FAULTS, is_away, reader_wrote, without_values, worth_again, wrapped
from store.load import Load

T = TypeVar("T")

POOL, OVERFLOW = 8, 4
SHARE_AT_MOST = 50
SHARE_FOR_S = 0.020
COMMITTERS = 2
"""So many shared commits at once: while one waits for the server, another works out its jobs (`stack.md` §2)."""
TRIES = 6
"""So often a transaction is done again that lost a race."""
AGAIN_FOR_S = 5.0
"""So long one is begun again while the server is away: a restart is over by then. A server that stalls costs the time-outs of
one more try beside, so that nobody waits for longer than half a minute."""
LONGEST_PAUSE_S = 0.5


def engine_for(url: str, *, patient: bool = False) -> AsyncEngine:
    """An engine of asyncpg with the settings of `stack.md` §2.

    `patient`: a statement may take as long as it needs, as moving every row of a table does; waits for locks still end.
    """
    engine = create_async_engine(
        make_url(url).set(drivername="postgresql+asyncpg"),
        pool_size=POOL,
        max_overflow=OVERFLOW,
        pool_timeout=5,
        pool_recycle=1800,
        pool_pre_ping=True,
        isolation_level="AUTOCOMMIT",  # transactions are begun and ended below, on the driver
        hide_parameters=True,  # an error's text must not carry anybody's data
        connect_args={
            "timeout": 3,
            "command_timeout": None if patient else 10,
            "server_settings": {
                "statement_timeout": "0" if patient else "10s",
                "lock_timeout": "5s",
                "idle_in_transaction_session_timeout": "0" if patient else "30s",
                "application_name": "duban",
            },
        },
    )
    event.listen(engine.sync_engine, "handle_error", _without_values)
    return engine


def _without_values(fault: ExceptionContext) -> None:
    without_values(fault.original_exception)


@dataclass(slots=True)
class _Waiting(Generic[T]):
    """A creating job that waits for company, with the context of whoever asked for it."""

    job: Callable[[Connection], Awaitable[T]]
    done: "asyncio.Future[T]"
    context: contextvars.Context = field(default_factory=contextvars.copy_context)


class PostgresDatabase:
    """A pool of connections; creating jobs that arrive together share a commit."""

    dialect = "postgresql"

    def __init__(self, url: str, *, waiting_at_most: int = 1000) -> None:
        self._engine = engine_for(url)
        self._waiting_at_most = waiting_at_most
        self._under_way = 0
        self._together: deque[_Waiting[Any]] = deque()
        self._committers: set[asyncio.Task[None]] = set()
        self._by_themselves: set[asyncio.Task[None]] = set()
        self._closed = False

    async def write(self, job: Callable[[Connection], Awaitable[T]], *, creates_only: bool = False) -> T:
        """Run the job in one transaction, again after a lost race or connection. Raises `Away`."""
        if self._closed:
            raise RuntimeError("the database is closed")
        if self._under_way >= self._waiting_at_most:
            raise Overloaded("too much is waiting to be written")
        self._under_way += 1
        try:
            return await (self._join(job) if creates_only else self._alone(job))
        finally:
            self._under_way -= 1

    async def read(self, job: Callable[[Connection], Awaitable[T]]) -> T:
        """Look at one consistent state. Raises `Away`."""

        async def once() -> T:
            async with self._transaction(isolation="repeatable_read", readonly=True) as connection:
                return await job(connection)

        return await _until_it_stands(once, reading=True)

    def load(self) -> Load:
        """Connections of the pool in use, and what is under way or waits."""
        pool = cast("QueuePool", self._engine.pool)
        return Load(pool.checkedout(), POOL + OVERFLOW, self._under_way)

    async def close(self) -> None:
        """Let what waits finish, then close every connection."""
        self._closed = True
        await asyncio.gather(*self._committers)
        await asyncio.gather(*self._by_themselves)
        await self._engine.dispose()

    @asynccontextmanager
    async def _transaction(
        self, isolation: str = "read_committed", *, readonly: bool = False, shared: bool = False
    ) -> AsyncIterator[PostgresConnection]:
        """One transaction on a connection of the pool; one that cannot even be undone is thrown away."""
        async with self._engine.connect() as raw:
            driver = cast("asyncpg.Connection", (await raw.get_raw_connection()).driver_connection)
            transaction = driver.transaction(isolation=isolation, readonly=readonly)
            try:
                await _on_driver(transaction.start())
                connection = PostgresConnection(raw, driver, self._apart if shared else None)
                yield connection
                await connection.write_waiting()
                await _on_driver(transaction.commit())
            except BaseException as broken:
                await _undo(transaction, raw, driver, broken)
                raise

    async def _alone(self, job: Callable[[Connection], Awaitable[T]]) -> T:
        async def once() -> T:
            async with self._transaction() as connection:
                result = await job(connection)
            connection.committed()
            return result

        return await _until_it_stands(once)

    async def _apart(self, job: Callable[[Connection], Awaitable[T]]) -> T:
        """For those who share a commit, of whom there are few: each holds one connection while it waits for this one."""
        return await self._alone(job)

    async def _join(self, job: Callable[[Connection], Awaitable[T]]) -> T:
        done: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._together.append(_Waiting(job, done))
        if len(self._committers) < COMMITTERS:
            committer = asyncio.create_task(self._commit_together(), name="duban-group-commit")
            self._committers.add(committer)
            committer.add_done_callback(self._committers.discard)
        return await done

    async def _commit_together(self) -> None:
        while self._together:
            batch: list[_Waiting[Any]] = []
            results: list[Any] = []
            alone: list[_Waiting[Any]] = []
            try:
                async with self._transaction(shared=True) as connection:
                    ends_at = _now() + SHARE_FOR_S
                    while self._together and len(batch) < SHARE_AT_MOST and (not batch or _now() < ends_at):
                        batch.append(self._together.popleft())
                        try:
                            results.append(await _in_context(batch[-1], connection))
                        except Alone:
                            alone.append(batch.pop())
            except Exception as broken:  # noqa: BLE001 - each tells its own story when it is done alone
                batch = batch or self._first_in_line()
                if is_away(broken):
                    # One after the other they would wait for the server once each.
                    alone += batch
                else:
                    for waiting in batch:
                        await self._settle_alone(waiting)
            else:
                connection.committed()
                for waiting, result in zip(batch, results, strict=True):
                    if not waiting.done.done():
                        waiting.done.set_result(result)
            for waiting in alone:
                self._start_alone(waiting)

    def _first_in_line(self) -> list[_Waiting[Any]]:
        """Those whose shared transaction could not even begin."""
        return [self._together.popleft() for _ in range(min(len(self._together), SHARE_AT_MOST))]

    def _start_alone(self, waiting: _Waiting[Any]) -> None:
        """Beside the next shared commit, not before it: it may have to wait for a lock."""
        task = asyncio.create_task(self._settle_alone(waiting), name="duban-write-alone")
        self._by_themselves.add(task)
        task.add_done_callback(self._by_themselves.discard)

    async def _settle_alone(self, waiting: _Waiting[Any]) -> None:
        try:
            result = await asyncio.create_task(self._alone(waiting.job), context=waiting.context)
        except Exception as broken:  # noqa: BLE001 - it belongs to whoever waits for it
            if not waiting.done.done():
                waiting.done.set_exception(broken)
        else:
            if not waiting.done.done():
                waiting.done.set_result(result)


async def _until_it_stands(once: Callable[[], Awaitable[T]], *, reading: bool = False) -> T:
    """Do it again after a lost race, so often; while the server is away, so long. Raises `Away` in the end."""
    began = _now()
    for tries in itertools.count(1):
        try:
            return await once()
        except (SQLAlchemyError, OSError, TimeoutError) as broken:
            if reading and reader_wrote(broken):
                raise
            if is_away(broken):
                if _now() - began >= AGAIN_FOR_S:
                    raise Away(told.AWAY) from broken
            elif tries >= TRIES or not worth_again(broken):
                raise
        await _pause(tries)
    raise AssertionError("unreachable")


async def _undo(
    transaction: asyncpg.transaction.Transaction,
    raw: AsyncConnection,
    driver: asyncpg.Connection,
    broken: BaseException,
) -> None:
    """Roll back; a connection whose server may not answer is dropped instead: another wait would gain nothing."""
    if not isinstance(broken, asyncio.CancelledError) and not is_away(broken):
        try:
            await transaction.rollback()
        except Exception:  # noqa: BLE001 - what broke first is what the caller must hear
            driver.terminate()
            await raw.invalidate()
        return
    driver.terminate()
    await raw.invalidate()


async def _on_driver(call: Awaitable[None]) -> None:
    """A call of the driver, failing as calls through SQLAlchemy do."""
    try:
        await call
    except DRIVER_FAULTS as broken:
        raise wrapped(broken) from None


async def _in_context(waiting: _Waiting[T], connection: Connection) -> T:
    """Run the job with the context of whoever asked, on this connection."""
    return await asyncio.create_task(_as_coroutine(waiting.job(connection)), context=waiting.context)


async def _as_coroutine(awaitable: Awaitable[T]) -> T:
    return await awaitable


def _now() -> float:
    return asyncio.get_running_loop().time()


async def _pause(tries: int) -> None:
    """A little longer each time, never in step with others."""
    longest = min(0.05 * 2**tries, LONGEST_PAUSE_S)
    await asyncio.sleep(random.uniform(longest / 5, longest))  # noqa: S311 - not a secret
