"""Databases of the bench's own on the PostgreSQL that is here, dropped afterwards."""

import itertools
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
from sqlalchemy.engine import make_url

from store.migrate import upgrade

SERVER = os.environ.get("DUBAN_BENCH_POSTGRES", "postgresql://postgres@127.0.0.1:5432/postgres")
LONG_S = 3600
"""Filling a database of a million tickets takes minutes."""
_count = itertools.count(1)


@asynccontextmanager
async def own_database(*, migrated: bool = True) -> AsyncIterator[str]:
    """The URL of a new database, with our schema unless told otherwise."""
    name = f"duban_bench_{os.getpid()}_{next(_count)}"
    await statement(SERVER, f"CREATE DATABASE {name}")
    url = make_url(SERVER).set(database=name).render_as_string(hide_password=False)
    try:
        if migrated:
            await upgrade(url)
        yield url
    finally:
        await statement(SERVER, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@asynccontextmanager
async def connected(url: str) -> AsyncIterator[asyncpg.Connection]:
    """One connection of the plain driver."""
    connection = await asyncpg.connect(url, timeout=5, command_timeout=LONG_S)
    try:
        yield connection
    finally:
        await connection.close()


async def statement(url: str, text: str) -> None:
    """Run one statement by itself."""
    async with connected(url) as connection:
        await connection.execute(text)


async def without_triggers(url: str) -> None:
    """Drop every trigger of ours: the yardstick writes the rows, it does not hold the rules."""
    ours = (
        "SELECT format('DROP TRIGGER %I ON %I.%I', t.tgname, n.nspname, c.relname) FROM pg_trigger t "
        "JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace "
        "WHERE NOT t.tgisinternal AND t.tgparentid = 0"
    )
    async with connected(url) as connection:
        for (drop,) in await connection.fetch(ours):
            await connection.execute(drop)
