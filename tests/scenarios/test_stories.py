"""Every story of tests/stories, start to end through the real program and both stand-ins, on SQLite and on PostgreSQL."""

from pathlib import Path

import pytest

from bot.cli.rehearse import told
from bot.rehearsal.performance import perform
from bot.rehearsal.story import read_story
from tests.databases import PostgresServer

STORIES = sorted((Path(__file__).parent.parent / "stories").glob("*.yaml"))
every_story = pytest.mark.parametrize("file", STORIES, ids=lambda file: file.stem)


async def goes_as_written(file: Path, database: str) -> None:
    outcome = await perform(read_story(file), None, database)
    assert outcome.difference is None, told(outcome)


class TestOnSqlite:
    """Classes, so that each database has a worker of its own when tests run side by side."""

    @every_story
    async def test_the_story_goes_as_written(self, file: Path) -> None:
        await goes_as_written(file, "")


@pytest.mark.postgres
class TestOnPostgres:
    """The same stories, each on an empty database."""

    @every_story
    async def test_the_story_goes_as_written(self, file: Path, postgres_server: PostgresServer) -> None:
        await goes_as_written(file, postgres_server.emptied())


@every_story
def test_a_story_says_what_it_shows_and_what_it_leaves_for_later(file: Path) -> None:
    story = read_story(file)
    assert story.about
    assert story.later


def test_the_stories_of_the_city_and_the_attacks_are_there() -> None:
    numbers = {file.stem.split("_")[0] for file in STORIES}
    assert {"01", "02", "03", "05", "07"} <= numbers, "the stories of domain.md §16"
    assert len([number for number in numbers if number > "10"]) >= 5, "our own that attack the invariants"
