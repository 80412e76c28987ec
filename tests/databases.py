"""Fresh databases for tests, the same suite on both: `database` runs every test once on SQLite and once on PostgreSQL.

PostgreSQL is the server at DUBAN_TEST_POSTGRES (a URL) or 127.0.0.1:5432, user postgres. Without one its half is skipped,
and fails where CI=true. Use it by naming the fixtures in a conftest: `from tests.databases import database, database_url`.
"""

import asyncio
import itertools
import os
import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from sqlalchemy.engine import URL, make_url

from store.database import Database, open_database
from store.ids import TimeOrderedIds
from store.migrate import upgrade
from store.sealing import KeyRing
from store.tables import metadata
from store.triggers.append_only import APPEND_ONLY, KEPT
from store.work import Tools

SERVER = os.environ.get("DUBAN_TEST_POSTGRES", "postgresql://postgres@127.0.0.1:5432/postgres")
_count = itertools.count()


class PostgresServer:
    """The server under test with one migrated database, emptied before each test: making one takes seconds."""

    def __init__(self, server: URL) -> None:
        self._server = server
        # Two conftests of one process each have a fixture of their own.
        self._name = f"duban_test_{os.getpid()}_{next(_count)}"

    def start(self) -> None:
        self._run(self._server, f"CREATE DATABASE {self._name}")
        # Nothing here has to survive a power cut.
        self._run(self._server, f"ALTER DATABASE {self._name} SET synchronous_commit = off")
        asyncio.run(upgrade(_text(self._own)))

    def stop(self) -> None:
        self.drop(_text(self._own))

    def emptied(self) -> str:
        """The URL of the migrated database, with nothing in it."""
        guards = [(f.table, f"duban_{f.table}_no_delete") for f in (*APPEND_ONLY, *KEPT)]
        self._run(
            self._own,
            "; ".join(
                (
                    "SET session_replication_role = replica",
                    *(f"ALTER TABLE {table} DISABLE TRIGGER {name}" for table, name in guards),
                    *(f"DELETE FROM {table}" for table in metadata.tables),  # noqa: S608 - our own names
                    *(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}" for table, name in guards),
                )
            ),
        )
        return _text(self._own)

    def bare(self) -> str:
        """The URL of a new database without any table; drop it afterwards."""
        name = f"{self._name}_bare_{next(_count)}"
        self._run(self._server, f"CREATE DATABASE {name}")
        return _text(self._server.set(database=name))

    def drop(self, url: str) -> None:
        self._run(self._server, f"DROP DATABASE IF EXISTS {make_url(url).database} WITH (FORCE)")

    @property
    def _own(self) -> URL:
        return self._server.set(database=self._name)

    def _run(self, where: URL, statement: str) -> None:
        async def run() -> None:
            connection: Any = await asyncpg.connect(_text(where), timeout=5, command_timeout=60)
            try:
                await connection.execute(statement)
            finally:
                await connection.close()

        _in_thread(run)


def _text(url: URL) -> str:
    return url.render_as_string(hide_password=False)


def _in_thread(run: Callable[[], Any]) -> None:
    """In a loop of its own: the test's may already be running."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(lambda: asyncio.run(run())).result()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """The server; skips plainly when there is none."""
    server = PostgresServer(make_url(SERVER))
    try:
        server.start()
    except (OSError, TimeoutError):
        if os.environ.get("CI") == "true":
            raise
        pytest.skip(f"no PostgreSQL answers at {make_url(SERVER).host}:{make_url(SERVER).port}")
    yield server
    server.stop()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty file to copy."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    asyncio.run(upgrade(f"sqlite:///{path}"))
    return path


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a fresh, migrated database."""
    if request.param == "sqlite":
        path = tmp_path / "duban.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        yield f"sqlite:///{path}"
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    yield server.emptied()


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """A fresh, open database."""
    opened = open_database(database_url)
    yield opened
    await opened.close()


@pytest.fixture
def tools() -> Tools:
    """Keys, and ids from a clock that ticks when it is looked at."""
    moments = itertools.count()
    start = datetime(2019, 7, 5, 1, 0, tzinfo=UTC) + timedelta(days=3650)
    return Tools(KeyRing.fresh(), TimeOrderedIds(lambda: start + next(moments) * timedelta(milliseconds=1)))


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def bare_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database without any table."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'bare.db'}"
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    url = server.bare()
    yield url
    server.drop(url)
