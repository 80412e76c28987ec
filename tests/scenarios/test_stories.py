"""Every story of tests/stories, start to end through the real program and both stand-ins, on SQLite and on PostgreSQL."""

import logging
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import structlog

from bot.cli.rehearse import told
from bot.program import Program
from bot.rehearsal.performance import perform
from bot.rehearsal.story import read_story
from config.init import write_sample
from config.load import Centre, load
from tests.databases import PostgresServer
from tests.scenarios.conftest import Heard
from tests.scenarios.logged import everything_logged, leaks

STORIES = sorted((Path(__file__).parent.parent / "stories").glob("*.yaml"))
every_story = pytest.mark.parametrize("file", STORIES, ids=lambda file: file.stem)


async def goes_as_written(file: Path, database: str) -> Heard:
    """And whenever it rests the auditor finds nothing; and nobody logs anything personal. Gives what was heard."""
    story, centre = read_story(file), sample()
    with everything_logged() as log:
        outcome = await perform(story, None, database, at_rest=nothing_is_found)
    assert outcome.difference is None, told(outcome)
    logged = log.getvalue()
    assert '"action": "intake"' in logged, "the log was listened to"
    assert "sqlalchemy" in logged
    assert leaks(logged, story, centre) == []
    return outcome.heard


async def nothing_is_found(program: Program) -> None:
    """The sealer and the auditor tick only where time does: here they come when they are called."""
    await program.timetable.seal()
    await program.auditor.audit()
    assert await program.auditor.complaints() == ()


@cache
def sample() -> Centre:
    """The centre every story plays in."""
    with TemporaryDirectory() as folder:
        write_sample(Path(folder) / "centre")
        return load(Path(folder) / "centre", {})


class TestOnSqlite:
    """Classes, so that each database has a worker of its own when tests run side by side."""

    @every_story
    async def test_the_story_goes_as_written(self, file: Path, heard_plainly: dict[Path, Heard]) -> None:
        heard_plainly[file] = await goes_as_written(file, "")


@pytest.mark.postgres
class TestOnPostgres:
    """The same stories, each on an empty database."""

    @every_story
    async def test_the_story_goes_as_written(self, file: Path, postgres_server: PostgresServer) -> None:
        await goes_as_written(file, postgres_server.emptied())


def test_a_name_a_number_or_a_citizens_words_in_a_log_are_found() -> None:
    story, centre = read_story(STORIES[0]), sample()
    name = next(iter(centre.directory.people.values())).name
    with everything_logged() as log:
        structlog.get_logger("ours").debug("clean", key="alibaba:up:1")
        assert leaks(log.getvalue(), story, centre) == []
        structlog.get_logger("ours").debug("said", who=name)
        logging.getLogger("aiohttp.access").debug("GET %s", "/text/13911110001")
        logging.getLogger("sqlalchemy.engine").info("大货车掉石子很危险 南桥镇县道")
        try:
            int("13911110001x")
        except ValueError:
            structlog.get_logger("ours").exception("failed")

    found = leaks(log.getvalue(), story, centre)
    assert [one for one in found if one.startswith(name)]
    assert len([one for one in found if one.startswith("13911110001")]) == 2, (
        "its line and its fields; no traceback"
    )


@every_story
def test_a_story_says_what_it_shows_and_what_it_leaves_for_later(file: Path) -> None:
    story = read_story(file)
    assert story.about
    assert story.later


def test_the_stories_of_the_city_and_the_attacks_are_there() -> None:
    numbers = {file.stem.split("_")[0] for file in STORIES}
    assert {"01", "02", "03", "05", "07"} <= numbers, "the stories of domain.md §16"
    assert len([number for number in numbers if number > "10"]) >= 5, "our own that attack the invariants"
