"""The memory as the rest of the house sees it: one transaction to write, one to read, and an end."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Protocol, TypeVar

from store.connection import Connection
from store.load import Load
from store.postgres import PostgresDatabase
from store.reaching import parsed
from store.sqlite import SqliteDatabase

__all__ = ["Connection", "Database", "Load", "open_database"]

T = TypeVar("T")


class Database(Protocol):
    """Where everything is kept. A job may be run more than once and must not speak to the world."""

    @property
    def dialect(self) -> str:
        """Which of the two it is: sqlite or postgresql."""

    async def write(self, job: Callable[[Connection], Awaitable[T]], *, creates_only: bool = False) -> T:
        """Run the job in one transaction and return once that stands.

        `creates_only`: it touches no row that exists already, so it may share a commit with others like it. Raises
        what the job raised, with everything undone, and `Overloaded` when too many are waiting (design §2).
        """

    async def read(self, job: Callable[[Connection], Awaitable[T]]) -> T:
        """Run a job that only looks, on one consistent state."""

    def load(self) -> Load:
        """How busy it is just now, for `/metrics`."""

    async def close(self) -> None:
        """Finish what is waiting and let go."""


def open_database(url: str, *, waiting_at_most: int = 1000) -> Database:
    """The database behind a URL: `sqlite:///path/to/file` (embedded) or `postgresql://user@host/name` (service).

    Raises `Misconfigured` for any other.
    """
    target = parsed(url)
    if target.get_backend_name() == "sqlite":
        return SqliteDatabase(Path(target.database or ""), waiting_at_most=waiting_at_most)
    return PostgresDatabase(url, waiting_at_most=waiting_at_most)
