"""The schema: brought up to date, and looked at. The same migrations for both databases, the triggers after every one."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection
from sqlalchemy.engine import make_url

from domain.failures import Misconfigured
from store import postgres, sqlite
from store.tables import metadata
from store.triggers import expected, install, listed, remove

T = TypeVar("T")


async def upgrade(url: str) -> None:
    """Bring the schema up to date from whatever it is, in one transaction; then make every trigger and count them."""
    await _on(url, _upgrade)


async def current(url: str) -> str | None:
    """The revision the schema stands at; None: there is none yet."""
    return await _on(url, lambda connection: MigrationContext.configure(connection).get_current_revision())


def newest() -> str | None:
    """The revision this version of the program wants."""
    return ScriptDirectory.from_config(_config()).get_current_head()


async def check(url: str) -> tuple[str, ...]:
    """What is wrong with the schema, one sentence each: old revision, tables that differ, triggers that are missing."""
    return await _on(url, _check)


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    return config


def _upgrade(connection: Connection) -> None:
    config = _config()
    config.attributes["connection"] = connection
    # A rebuilt table's triggers vanish silently, and other tables' triggers that speak of it forbid the rebuilding: so
    # all go before and come back after, unseen by anybody because it is one transaction.
    remove(connection)
    command.upgrade(config, "head")
    install(connection)
    _no_loose_ends(connection)
    missing = expected(connection.dialect.name) - listed(connection)
    if missing:
        raise Misconfigured(f"the database did not take these triggers: {', '.join(sorted(missing))}")


def _no_loose_ends(connection: Connection) -> None:
    """Foreign keys were off while SQLite's tables were rebuilt: whatever points nowhere now undoes the migration."""
    if connection.dialect.name == "sqlite" and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
        raise Misconfigured("after the migration rows point to rows that are not there; nothing was changed")


def _check(connection: Connection) -> tuple[str, ...]:
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    found: list[str] = []
    if context.get_current_revision() != newest():
        found.append(
            f"the schema is at revision {context.get_current_revision()}, this program wants {newest()}"
        )
    found += [f"the schema differs: {difference}" for difference in compare_metadata(context, metadata)]
    found += [
        f"the trigger {name} is missing"
        for name in sorted(expected(connection.dialect.name) - listed(connection))
    ]
    return tuple(found)


async def _on(url: str, work: Callable[[Connection], T]) -> T:
    """Do it in one transaction, off the event loop."""
    if make_url(url).get_backend_name() == "sqlite":
        return await asyncio.to_thread(_on_sqlite, url, work)
    engine = postgres.engine_for(url)
    try:
        async with engine.begin() as connection:
            return await connection.run_sync(work)
    finally:
        await engine.dispose()


def _on_sqlite(url: str, work: Callable[[Connection], T]) -> T:
    path = Path(make_url(url).database or "")
    path.parent.mkdir(parents=True, exist_ok=True)
    engine = sqlite.engine_for(path, writes=True, migrates=True)
    try:
        with engine.begin() as connection:
            return work(connection)
    finally:
        engine.dispose()
