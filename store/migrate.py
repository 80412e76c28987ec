"""The schema: brought up to date, and looked at. The same migrations for both databases, the triggers after every one."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import TypeVar, cast

import asyncpg
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from config.texts import database as told
from domain.failures import Misconfigured
from store import postgres, sqlite
from store.faults import is_race
from store.partitions import guard, make_ahead, partly_ours, spelt_here, take_keys
from store.reaching import parsed, reaching_file, reaching_server, with_rights
from store.tables import metadata
from store.triggers import expected, install, listed, remove

T = TypeVar("T")

_ONE_AT_A_TIME = 0x64756261
"""The number of the lock that says somebody migrates this database: "duba"."""
_WAITS_FOR_ANOTHER, _WAITS_FOR_TABLES = "300s", "3s"
"""Behind another migration we wait; whoever works goes first otherwise, because all that comes later queues up behind us."""
_TRIES, _PAUSE_S = 5, 1.0
_IN_TURN = ("inbox_raw", "inbox_keys", "outbox", "timers", "tickets", "events")
"""Taken before anything else, as whoever works takes them: an event begins with its key, the sender with the outbox. Who took a
later one first, and then waited for one of these, would wait for somebody who waits for them."""


async def upgrade(url: str) -> None:
    """Bring the schema up to date from whatever it is, in one transaction; then make every trigger and count them.

    Safe while workers run and while another migrates. Raises `Misconfigured` where the schema is newer than this program,
    or its tables were in use all the time; nothing was changed then.
    """
    for left in reversed(range(_TRIES)):
        try:
            return await _on(url, _upgrade)
        except DBAPIError as broken:
            if not is_race(broken):
                raise
            if not left:
                raise Misconfigured(told.BUSY_TABLES) from None
        await asyncio.sleep(_PAUSE_S)
    raise AssertionError("unreachable")


async def current(url: str) -> str | None:
    """The revision the schema stands at; None: there is none yet."""
    return await _on(url, lambda connection: MigrationContext.configure(connection).get_current_revision())


async def fill(
    url: str,
    revision: str,
    on_sqlite: Callable[[sqlite3.Connection], None],
    on_postgres: Callable[[asyncpg.Connection], Awaitable[None]],
) -> None:
    """An empty database brought to that revision, filled by one of the two, then brought up to date: all or nothing.

    Triggers come last, so rows may come in any order; foreign keys are held all the same.
    """

    def on_file(connection: Connection) -> None:
        _to(connection, revision)
        on_sqlite(cast("sqlite3.Connection", connection.connection.driver_connection))
        _upgrade(connection)

    if parsed(url).get_backend_name() == "sqlite":
        await asyncio.to_thread(_on_sqlite, url, on_file)
        return
    async with _on_server(url) as connection:
        await connection.run_sync(_to, revision)
        await on_postgres((await connection.get_raw_connection()).driver_connection)
        await connection.run_sync(take_keys)
        await connection.run_sync(_upgrade)


def knows(revision: str) -> bool:
    """Whether this version of the program has been at that revision."""
    return revision in {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}


def newest() -> str | None:
    """The revision this version of the program wants."""
    return ScriptDirectory.from_config(_config()).get_current_head()


async def check(url: str) -> tuple[str, ...]:
    """What is wrong with the schema, one sentence each: old revision, tables that differ, triggers that are missing.

    Raises `Misconfigured` where it is newer than this program, or cannot be looked at.
    """
    return await _on(url, _check)


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    return config


def _to(connection: Connection, revision: str) -> None:
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def _upgrade(connection: Connection) -> None:
    _alone(connection)
    _not_newer(connection)
    # A rebuilt table's triggers vanish silently, and other tables' triggers that speak of it forbid the rebuilding: so
    # all go before and come back after, unseen by anybody because it is one transaction.
    remove(connection)
    _to(connection, "head")
    install(connection)
    guard(connection)
    make_ahead(connection)
    _no_loose_ends(connection)
    missing = expected(connection.dialect.name) - listed(connection)
    if missing:
        raise Misconfigured(f"the database did not take these triggers: {', '.join(sorted(missing))}")


def _alone(connection: Connection) -> None:
    """Whoever migrates at the same time waits here, and then finds it done. SQLite has one writer anyway."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{_WAITS_FOR_ANOTHER}'")
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_ONE_AT_A_TIME})")
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{_WAITS_FOR_TABLES}'")
        for table in _IN_TURN:
            if connection.exec_driver_sql(f"SELECT to_regclass('{table}')").scalar() is not None:
                connection.exec_driver_sql(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")


def _not_newer(connection: Connection) -> None:
    found = MigrationContext.configure(connection).get_current_revision()
    if found is not None and not knows(found):
        raise Misconfigured(told.newer(found, newest() or ""))


def _no_loose_ends(connection: Connection) -> None:
    """Foreign keys were off while SQLite's tables were rebuilt: whatever points nowhere now undoes the migration."""
    if connection.dialect.name == "sqlite" and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
        raise Misconfigured("after the migration rows point to rows that are not there; nothing was changed")


def _check(connection: Connection) -> tuple[str, ...]:
    _not_newer(connection)
    opts = {
        "compare_type": True,
        "include_name": partly_ours(connection),
        "include_object": spelt_here(connection),
    }
    context = MigrationContext.configure(connection, opts=opts)
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
    if parsed(url).get_backend_name() == "sqlite":
        return await asyncio.to_thread(_on_sqlite, url, work)
    async with _on_server(url) as connection:
        return await connection.run_sync(work)


@asynccontextmanager
async def _on_server(url: str) -> AsyncIterator[AsyncConnection]:
    """One transaction whose statements may take as long as they need; it waits for locks no longer than any other."""
    engine = postgres.engine_for(url, patient=True)
    try:
        async with AsyncExitStack() as connected:
            with reaching_server():
                raw = await connected.enter_async_context(engine.connect())
            # The pool's own connections commit by themselves, because there the driver begins and ends transactions.
            connection = await raw.execution_options(isolation_level="READ COMMITTED")
            with with_rights():
                async with connection.begin():
                    yield connection
    finally:
        await engine.dispose()


def _on_sqlite(url: str, work: Callable[[Connection], T]) -> T:
    path = Path(parsed(url).database or "")
    engine = sqlite.engine_for(path, writes=True, migrates=True)
    try:
        with reaching_file():
            path.parent.mkdir(parents=True, exist_ok=True)
            with engine.begin() as connection:
                return work(connection)
    finally:
        engine.dispose()
