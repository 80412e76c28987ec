"""One open transaction, the same to look at on both databases."""

import sqlite3
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Protocol, TypeVar, cast

import asyncpg
from sqlalchemy import Connection as SyncConnection
from sqlalchemy import CursorResult, Executable
from sqlalchemy.ext.asyncio import AsyncConnection

from store.faults import DRIVER_FAULTS, wrapped
from store.prepared import Found, Prepared, Ready, Row, Values

Parameters = Mapping[str, Any] | Sequence[Mapping[str, Any]]
T = TypeVar("T")
Rows = CursorResult[*tuple[Any, ...]]


class Alone(Exception):
    """Raised by a job that finds, before it wrote anything, that it must not share this transaction: it gets its own."""


class Connection(Protocol):
    """A transaction that is open. Nobody but `Database` begins or ends it."""

    @property
    def dialect(self) -> str:
        """Which of the two it is: sqlite or postgresql."""

    @property
    def locks_shared(self) -> bool:
        """Whether other jobs share this transaction beside other writers, so that row locks taken here may deadlock."""

    async def execute(self, statement: Executable, parameters: Parameters | None = None) -> Rows:
        """Run one statement; the rows are already here. Several parameter sets: no rows come back."""

    async def run(self, statement: Prepared, values: Values) -> Found:
        """Run one statement of a hot path; its rows are already here."""

    async def run_many(self, statement: Prepared, values: Sequence[Values]) -> None:
        """Run one statement of a hot path once for each of the values; nothing comes back.

        Where jobs share a commit it may wait for others like it, until something looks at its table or the commit.
        """

    @property
    def apart(self) -> "Apart | None":
        """Where jobs share a commit: runs a job in a transaction of its own, at once, so that its row locks are short."""

    def after_commit(self, call: Callable[[], None]) -> None:
        """Do this once the transaction stands; never, if it is undone."""

    async def undone(self, job: Callable[[], Awaitable[T]]) -> T:
        """What the job gives; all it wrote, and all it wanted done after the commit, is undone. Not where jobs share a commit."""


class Apart(Protocol):
    """Stands even where the transaction that asked for it is undone."""

    async def __call__(self, job: Callable[[Connection], Awaitable[T]]) -> T:
        """What the job gave, once that is committed."""


class Kept:
    """Collects what is to happen once a transaction stands."""

    def __init__(self) -> None:
        self._calls: list[Callable[[], None]] = []

    def after_commit(self, call: Callable[[], None]) -> None:
        """Remember it."""
        self._calls.append(call)

    def _forget_after(self, kept: int) -> None:
        """What was remembered since is not done."""
        del self._calls[kept:]

    def committed(self) -> None:
        """The transaction stands."""
        for call in self._calls:
            call()
        self._calls.clear()


class SqliteConnection(Kept):
    """The embedded database, used from the thread that holds it: nothing here ever waits."""

    dialect = "sqlite"
    locks_shared = False
    """One thread writes: whoever shares a commit waits for nobody."""
    apart: Apart | None = None

    def __init__(self, connection: SyncConnection) -> None:
        super().__init__()
        self._connection = connection
        self._driver = cast("sqlite3.Connection", connection.connection.driver_connection)

    async def execute(self, statement: Executable, parameters: Parameters | None = None) -> Rows:
        """Run one statement."""
        return self._connection.execute(statement, parameters)

    async def undone(self, job: Callable[[], Awaitable[T]]) -> T:
        """Inside a savepoint."""
        kept = len(self._calls)
        self._driver.execute("SAVEPOINT trial")
        try:
            return await job()
        finally:
            self._forget_after(kept)
            self._driver.execute("ROLLBACK TO trial")
            self._driver.execute("RELEASE trial")

    async def run(self, statement: Prepared, values: Values) -> Found:
        """Run one prepared statement."""
        ready = statement.ready(self._connection.dialect)
        try:
            cursor = self._driver.execute(ready.text, ready.arguments(values))
            rows = ready.rows(cursor.fetchall()) if ready.returns else ()
        except sqlite3.Error as broken:
            raise wrapped(broken, ready.text) from None
        return Found(rows, cursor.rowcount)

    async def run_many(self, statement: Prepared, values: Sequence[Values]) -> None:
        """Run one prepared statement for each."""
        ready = statement.ready(self._connection.dialect)
        try:
            self._driver.executemany(ready.text, [ready.arguments(one) for one in values])
        except sqlite3.Error as broken:
            raise wrapped(broken, ready.text) from None


class PostgresConnection(Kept):
    """A connection of the pool, inside a transaction of its driver.

    A round trip costs more than the row it writes. Where jobs share a commit, what nobody waits for is gathered over
    all of them and goes in one trip for each table, before anything that could see it.
    """

    dialect = "postgresql"

    def __init__(
        self, connection: AsyncConnection, driver: asyncpg.Connection, apart: Apart | None = None
    ) -> None:
        super().__init__()
        self.apart = apart
        self._connection = connection
        self._driver = driver
        self._waiting: dict[str, tuple[Ready, list[Row]]] = {}

    @property
    def locks_shared(self) -> bool:
        """Whether other jobs share this transaction."""
        return self.apart is not None

    async def execute(self, statement: Executable, parameters: Parameters | None = None) -> Rows:
        """Run one statement."""
        await self.write_waiting()
        return await self._connection.execute(statement, parameters)

    async def run(self, statement: Prepared, values: Values) -> Found:
        """Run one prepared statement."""
        ready = statement.ready(self._connection.dialect)
        if self._waiting and self._would_see(ready):
            await self.write_waiting()
        arguments = ready.arguments(values)
        try:
            if ready.returns:
                rows = ready.rows(await self._driver.fetch(ready.text, *arguments))
                return Found(rows, len(rows))
            status = await self._driver.execute(ready.text, *arguments)
        except DRIVER_FAULTS as broken:
            raise wrapped(broken, ready.text) from None
        return Found((), int(status.rpartition(" ")[2]))

    async def run_many(self, statement: Prepared, values: Sequence[Values]) -> None:
        """Run one prepared statement for each, or gather them."""
        ready = statement.ready(self._connection.dialect)
        rows = [ready.arguments(one) for one in values]
        if self.locks_shared and ready.inserts:
            self._waiting.setdefault(ready.text, (ready, []))[1].extend(rows)
            return
        await self.write_waiting()
        await self._write(ready, rows)

    async def undone(self, job: Callable[[], Awaitable[T]]) -> T:
        """Inside a savepoint."""
        await self.write_waiting()
        kept = len(self._calls)
        await self._driver.execute("SAVEPOINT trial")
        try:
            return await job()
        finally:
            self._forget_after(kept)
            self._waiting.clear()
            await self._driver.execute("ROLLBACK TO SAVEPOINT trial")
            await self._driver.execute("RELEASE SAVEPOINT trial")

    async def write_waiting(self) -> None:
        """Write what was gathered, those rows first that others point at."""
        gathered, self._waiting = self._waiting, {}
        for ready, rows in sorted(gathered.values(), key=_place):
            await self._write(ready, rows)

    def _would_see(self, ready: Ready) -> bool:
        return ready.looks_at is None or any(
            waiting.writes in ready.looks_at for waiting, _ in self._waiting.values()
        )

    async def _write(self, ready: Ready, rows: Sequence[Row]) -> None:
        try:
            await self._driver.executemany(ready.text, rows)
        except DRIVER_FAULTS as broken:
            raise wrapped(broken, ready.text) from None


def _place(gathered: tuple[Ready, list[Row]]) -> int:
    return gathered[0].place
