"""The database of the service: PostgreSQL, through a pool whose every wait has an end (`stack.md` §2).

A transaction that lost a race, a deadlock or its connection is done again whole; the unique key remembered inside it
makes that safe even when the outcome of a COMMIT is unknown.
"""

import asyncio
import contextvars
import random
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, InterfaceError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from domain.failures import Overloaded
from store.connection import Connection, PostgresConnection

T = TypeVar("T")

SHARE_AT_MOST = 50
SHARE_FOR_S = 0.020
TRIES = 6
_AGAIN = ("40001", "40P01", "55P03", "57P01", "57P02", "57P03", "53300")
"""Serialisation, deadlock, lock time-out, shut-down, start-up, too many connections. Class 08 beside them."""


def engine_for(url: str) -> AsyncEngine:
    """An engine of asyncpg with the settings of `stack.md` §2."""
    return create_async_engine(
        make_url(url).set(drivername="postgresql+asyncpg"),
        pool_size=8,
        max_overflow=4,
        pool_timeout=5,
        pool_recycle=1800,
        pool_pre_ping=True,
        hide_parameters=True,  # an error's text must not carry anybody's data
        connect_args={
            "timeout": 3,
            "command_timeout": 10,
            "server_settings": {
                "statement_timeout": "10s",
                "lock_timeout": "5s",
                "idle_in_transaction_session_timeout": "30s",
                "application_name": "duban",
            },
        },
    )


def worth_again(broken: BaseException) -> bool:
    """Whether the same transaction may succeed when it is done again: lost races and lost connections."""
    if isinstance(broken, DBAPIError):
        state = str(getattr(broken.orig, "sqlstate", None) or "")
        return (
            broken.connection_invalidated
            or state in _AGAIN
            or state.startswith("08")
            or (isinstance(broken, InterfaceError) and not state)
        )
    return isinstance(broken, OSError | TimeoutError)


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
        self._committer: asyncio.Task[None] | None = None
        self._closed = False

    async def write(self, job: Callable[[Connection], Awaitable[T]], *, creates_only: bool = False) -> T:
        """Run the job in one transaction, again after a lost race or connection."""
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
        """Look at one consistent state."""
        for left in reversed(range(TRIES)):
            try:
                async with self._engine.connect() as raw:
                    await raw.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
                    return await job(PostgresConnection(raw))
            except (DBAPIError, OSError, TimeoutError) as broken:
                if not left or not worth_again(broken):
                    raise
                await _pause(TRIES - left)
        raise AssertionError("unreachable")

    async def close(self) -> None:
        """Let what waits finish, then close every connection."""
        self._closed = True
        if self._committer is not None:
            await self._committer
        await self._engine.dispose()

    async def _alone(self, job: Callable[[Connection], Awaitable[T]]) -> T:
        for left in reversed(range(TRIES)):
            try:
                async with self._engine.begin() as raw:
                    connection = PostgresConnection(raw)
                    result = await job(connection)
            except (DBAPIError, OSError, TimeoutError) as broken:
                if not left or not worth_again(broken):
                    raise
                await _pause(TRIES - left)
            else:
                connection.committed()
                return result
        raise AssertionError("unreachable")

    async def _join(self, job: Callable[[Connection], Awaitable[T]]) -> T:
        done: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._together.append(_Waiting(job, done))
        if self._committer is None or self._committer.done():
            self._committer = asyncio.create_task(self._commit_together(), name="duban-group-commit")
        return await done

    async def _commit_together(self) -> None:
        while self._together:
            batch: list[_Waiting[Any]] = []
            results: list[Any] = []
            try:
                async with self._engine.begin() as raw:
                    connection = PostgresConnection(raw)
                    ends_at = _now() + SHARE_FOR_S
                    while self._together and len(batch) < SHARE_AT_MOST and (not batch or _now() < ends_at):
                        batch.append(self._together.popleft())
                        results.append(await _in_context(batch[-1], connection))
            except Exception:  # noqa: BLE001 - each tells its own story when it is done alone
                for waiting in batch or [self._together.popleft()]:
                    await self._settle_alone(waiting)
            else:
                connection.committed()
                for waiting, result in zip(batch, results, strict=True):
                    if not waiting.done.done():
                        waiting.done.set_result(result)

    async def _settle_alone(self, waiting: _Waiting[Any]) -> None:
        try:
            result = await asyncio.create_task(self._alone(waiting.job), context=waiting.context)
        except Exception as broken:  # noqa: BLE001 - it belongs to whoever waits for it
            if not waiting.done.done():
                waiting.done.set_exception(broken)
        else:
            if not waiting.done.done():
                waiting.done.set_result(result)


async def _in_context(waiting: _Waiting[T], connection: Connection) -> T:
    """Run the job with the context of whoever asked, on this connection."""
    return await asyncio.create_task(_as_coroutine(waiting.job(connection)), context=waiting.context)


async def _as_coroutine(awaitable: Awaitable[T]) -> T:
    return await awaitable


def _now() -> float:
    return asyncio.get_running_loop().time()


async def _pause(tries: int) -> None:
    """A little longer each time, never in step with others."""
    await asyncio.sleep(random.uniform(0.01, 0.05) * 2**tries)  # noqa: S311 - not a secret
