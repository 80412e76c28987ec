"""One set of stories and one set of attacks, both databases."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.databases import PostgresServer, postgres_server
from tests.scenarios.town import Town, town

__all__ = ["here", "postgres_server", "town_database"]

Heard = dict[str, tuple[int, ...]]
"""How often everybody was told something, by person."""


@pytest.fixture(scope="session")
def heard_plainly() -> dict[Path, Heard]:
    """What was heard in each story that was played with everything coming once and in order: it need not be played twice."""
    return {}


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def town_database(request: pytest.FixtureRequest) -> str:
    """The URL of an empty database; empty: the town's own SQLite file."""
    if request.param == "sqlite":
        return ""
    server: PostgresServer = request.getfixturevalue("postgres_server")
    return server.emptied()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def here(town_database: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Town]:
    """One town for all tests of a file, on each database in turn; every test is a bad day of the same town."""
    async with town(tmp_path_factory.mktemp("town") / "centre", town_database) as opened:
        await opened.control("settings", {"retry_seconds": [0.2, 0.4]}, "PUT")
        yield opened
