"""One open transaction, the same to look at on both databases."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from sqlalchemy import Connection as SyncConnection
from sqlalchemy import CursorResult, Executable
from sqlalchemy.ext.asyncio import AsyncConnection

Parameters = Mapping[str, Any] | Sequence[Mapping[str, Any]]
Rows = CursorResult[*tuple[Any, ...]]


class Connection(Protocol):
    """A transaction that is open. Nobody but `Database` begins or ends it."""

    @property
    def dialect(self) -> str:
        """Which of the two it is: sqlite or postgresql."""

    async def execute(self, statement: Executable, parameters: Parameters | None = None) -> Rows:
        """Run one statement; the rows are already here. Several parameter sets: no rows come back."""

    def after_commit(self, call: Callable[[], None]) -> None:
        """Do this once the transaction stands; never, if it is undone."""


class Kept:
    """Collects what is to happen once a transaction stands."""

    def __init__(self) -> None:
        self._calls: list[Callable[[], None]] = []

    def after_commit(self, call: Callable[[], None]) -> None:
        """Remember it."""
        self._calls.append(call)

    def committed(self) -> None:
        """The transaction stands."""
        for call in self._calls:
            call()
        self._calls.clear()


class SqliteConnection(Kept):
    """The embedded database, used from the thread that holds it: nothing here ever waits."""

    dialect = "sqlite"

    def __init__(self, connection: SyncConnection) -> None:
        super().__init__()
        self._connection = connection

    async def execute(self, statement: Executable, parameters: Parameters | None = None) -> Rows:
        """Run one statement."""
        return self._connection.execute(statement, parameters)


class PostgresConnection(Kept):
    """A connection of the pool."""

    dialect = "postgresql"

    def __init__(self, connection: AsyncConnection) -> None:
        super().__init__()
        self._connection = connection

    async def execute(self, statement: Executable, parameters: Parameters | None = None) -> Rows:
        """Run one statement."""
        return await self._connection.execute(statement, parameters)
