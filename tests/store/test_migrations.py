"""The schema comes up from nothing on both databases, and the triggers are there after every migration."""

from pathlib import Path

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import Column, Connection, Text

from domain.failures import Misconfigured
from store import migrate
from store.database import open_database
from store.sqlite import engine_for
from store.triggers import expected, install, listed, remove
from store.work import Tools
from tests.store.attack import attack
from tests.store.moments import Story


async def test_from_nothing_to_exactly_what_the_program_wants(bare_url: str) -> None:
    assert await migrate.current(bare_url) is None
    assert await migrate.check(bare_url)

    await migrate.upgrade(bare_url)

    assert await migrate.check(bare_url) == ()
    assert await migrate.current(bare_url) == migrate.newest() != None  # noqa: E711 - one chain of facts


async def test_upgrading_again_changes_nothing(database_url: str) -> None:
    await migrate.upgrade(database_url)

    assert await migrate.check(database_url) == ()


async def test_a_missing_trigger_is_found_and_made_again(database_url: str) -> None:
    dropped = "DROP TRIGGER duban_events_no_update"
    await attack(database_url, dropped if database_url.startswith("sqlite") else f"{dropped} ON events")
    assert await migrate.check(database_url) == ("the trigger duban_events_no_update is missing",)

    await migrate.upgrade(database_url)

    assert await migrate.check(database_url) == ()


async def test_a_disabled_trigger_is_as_good_as_missing(database_url: str) -> None:
    if database_url.startswith("sqlite"):
        return
    await attack(database_url, "ALTER TABLE events DISABLE TRIGGER duban_events_no_update")

    assert await migrate.check(database_url) == ("the trigger duban_events_no_update is missing",)
    await migrate.upgrade(database_url)


def rebuild(connection: Connection) -> None:
    """What a migration does to change a table of SQLite."""
    operations = Operations(MigrationContext.configure(connection))
    with operations.batch_alter_table("events", recreate="always") as batch:
        batch.add_column(Column("remark", Text))


async def test_a_table_rebuilt_by_a_migration_keeps_its_rows_and_gets_its_triggers_back(
    tmp_path: Path, tools: Tools
) -> None:
    url = f"sqlite:///{tmp_path}/rebuilt.db"
    await migrate.upgrade(url)
    database = open_database(url)
    story = await Story(database, tools).asked_for()
    await database.close()

    engine = engine_for(tmp_path / "rebuilt.db", writes=True, migrates=True)
    with engine.begin() as connection:
        remove(connection)
        rebuild(connection)
        lost = expected("sqlite") - listed(connection)
        install(connection)
        kept = connection.exec_driver_sql("SELECT count(*) FROM events").scalar()
    engine.dispose()

    assert lost == expected("sqlite")
    assert kept == len(story.recorded)
    assert not [finding for finding in await migrate.check(url) if "trigger" in finding]


async def test_a_migration_that_leaves_loose_ends_is_undone(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/loose.db"
    await migrate.upgrade(url)
    await attack(
        url, "INSERT INTO items (ticket, no, unit, state, reported_seq) VALUES (99, 1, 'roads', 'open', 0)"
    )

    with pytest.raises(Misconfigured, match="point to rows that are not there"):
        await migrate.upgrade(url)
