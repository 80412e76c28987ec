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
from store.work import Tools

SERVER = os.environ.get("DUBAN_TEST_POSTGRES", "postgresql://postgres@127.0.0.1:5432/postgres")
_count = itertools.count()


class PostgresServer:
    """The server under test, and one migrated database from which every test's own is copied."""

    def __init__(self, server: URL) -> None:
        self._server = server
        self._template = f"duban_test_{os.getpid()}_template"

    def fresh(self) -> str:
        """The URL of a new, migrated, empty database."""
        name = f"duban_test_{os.getpid()}_{next(_count)}"
        self._run(f"CREATE DATABASE {name} TEMPLATE {self._template}")
        return self._url(name)

    def empty(self) -> str:
        """The URL of a new database without any table."""
        name = f"duban_test_{os.getpid()}_{next(_count)}"
        self._run(f"CREATE DATABASE {name}")
        return self._url(name)

    def drop(self, url: str) -> None:
        self._run(f"DROP DATABASE IF EXISTS {make_url(url).database} WITH (FORCE)")

    def start(self) -> None:
        self._run(f"CREATE DATABASE {self._template}")
        asyncio.run(upgrade(self._url(self._template)))

    def stop(self) -> None:
        self._run(f"DROP DATABASE IF EXISTS {self._template} WITH (FORCE)")

    def _url(self, name: str) -> str:
        return self._server.set(database=name).render_as_string(hide_password=False)

    def _run(self, statement: str) -> None:
        async def run() -> None:
            connection: Any = await asyncpg.connect(
                self._server.render_as_string(hide_password=False), timeout=3, command_timeout=30
            )
            try:
                await connection.execute(statement)
            finally:
                await connection.close()

        # A loop of its own, in a thread of its own: the test's loop may already be running.
        _in_thread(run)


def _in_thread(run: Callable[[], Any]) -> None:

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
    url = server.fresh()
    yield url
    server.drop(url)


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
