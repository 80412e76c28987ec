"""Every story again, with everything pushed twice and neighbours swapped: nothing in it may come out differently.

`make test` plays all of them on SQLite and a third on PostgreSQL; `make rehearse-hard` plays every combination.
"""

import os
from pathlib import Path

import pytest

from bot.cli.rehearse import told
from bot.rehearsal.performance import perform
from bot.rehearsal.story import read_story
from tests.databases import PostgresServer
from tests.scenarios.conftest import Heard
from tests.scenarios.test_stories import STORIES

ASKED = os.environ.get("DUBAN_REHEARSE_SEED", "")
SEED = int(ASKED or 7)
BOTH = (True, SEED)
WAYS = [(True, None), (False, SEED), BOTH] if ASKED else [BOTH]
ON_POSTGRES = STORIES if ASKED else STORIES[::3]

Way = tuple[bool, int | None]


async def goes_as_written(file: Path, database: str, way: Way, plainly: dict[Path, Heard]) -> None:
    """As the story says, and nobody is told anything more often than when everything comes once and in order."""
    twice, swap = way
    outcome = await perform(read_story(file), None, database, twice=twice, swap=swap)
    assert outcome.difference is None, told(outcome)
    if file not in plainly:
        plainly[file] = (await perform(read_story(file), None, "")).heard
    assert outcome.heard == plainly[file]


@pytest.mark.parametrize("way", WAYS, ids=str)
class TestOnSqlite:
    @pytest.mark.parametrize("file", STORIES, ids=lambda file: file.stem)
    async def test_a_story_pushed_twice_and_swapped_goes_as_written(
        self, file: Path, way: Way, heard_plainly: dict[Path, Heard]
    ) -> None:
        await goes_as_written(file, "", way, heard_plainly)


@pytest.mark.postgres
@pytest.mark.parametrize("way", WAYS, ids=str)
class TestOnPostgres:
    @pytest.mark.parametrize("file", ON_POSTGRES, ids=lambda file: file.stem)
    async def test_a_story_pushed_twice_and_swapped_goes_as_written(
        self, file: Path, way: Way, postgres_server: PostgresServer, heard_plainly: dict[Path, Heard]
    ) -> None:
        await goes_as_written(file, postgres_server.emptied(), way, heard_plainly)
