"""`duban migrate` while another migrates and while workers write: one after the other, nobody's work undone."""

import asyncio
import itertools
from datetime import UTC, datetime

import pytest

from config.texts import database as told
from domain.failures import Misconfigured
from domain.inbound import EventKey
from store import migrate
from store.database import open_database
from store.inbox import Inbox, New
from store.work import Tools
from tests.databases import PostgresServer, postgres_server
from tests.scenarios.looking import asked

__all__ = ["postgres_server"]

AT = datetime(2026, 7, 5, 1, tzinfo=UTC)


@pytest.mark.postgres
async def test_of_two_that_begin_together_the_second_finds_it_done(postgres_server: PostgresServer) -> None:
    url = postgres_server.bare()
    try:
        await asyncio.gather(*(migrate.upgrade(url) for _ in range(2)))

        assert await migrate.check(url) == ()
    finally:
        postgres_server.drop(url)


@pytest.mark.postgres
async def test_work_goes_on_beside_it_and_none_is_lost(postgres_server: PostgresServer, tools: Tools) -> None:
    url = postgres_server.emptied()
    database = open_database(url)
    ended = asyncio.Event()
    numbers = itertools.count()

    async def works() -> int:
        done = 0
        while not ended.is_set():
            key = EventKey("sms", f"text-{next(numbers)}")
            assert await database.write(lambda c, key=key: Inbox(c, tools).remember(key, AT)) == New()
            done += 1
        return done

    async def migrates() -> None:
        try:
            for _ in range(3):
                await migrate.upgrade(url)
        finally:
            ended.set()

    try:
        *done, _ = await asyncio.gather(works(), works(), migrates())
    finally:
        await database.close()

    assert all(done), "they worked"
    assert asked(url, ("SELECT count(*) FROM inbox_keys", ()))[0] == [
        (sum(count for count in done if count),)
    ]
    assert await migrate.check(url) == ()


async def test_a_newer_schema_is_refused_by_whoever_looks(database_url: str) -> None:
    before = migrate.newest()
    asked(database_url, ("UPDATE alembic_version SET version_num = '9999'", ()))
    try:
        for look in (migrate.check, migrate.upgrade):
            with pytest.raises(Misconfigured) as said:
                await look(database_url)
            assert str(said.value) == told.newer("9999", str(before))
    finally:
        asked(database_url, ("UPDATE alembic_version SET version_num = ?", (before,)))
