"""Months that retention emptied go as tables: never one with a row in it, never one in use, and the rest goes on as before."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime

import asyncpg
import pytest
import pytest_asyncio

from store.audit import verify
from store.connection import Connection
from store.database import Database, open_database
from store.empty_months import drop_empty_months, empty_months
from store.ids import first_of
from store.migrate import check, upgrade
from store.partitions import BY_MONTH, keep_ahead
from store.work import SqlWork, Tools
from tests.databases import PostgresServer
from tests.store.moments import NOON, Story
from tests.store.test_partitions import TELL, ask, parts_of, working

pytestmark = pytest.mark.postgres
LONG_AFTER = dict.fromkeys(BY_MONTH, datetime(2099, 1, 1, tzinfo=UTC))
"""By then the months made ahead are long over."""


@pytest_asyncio.fixture
async def url(postgres_server: PostgresServer) -> AsyncIterator[str]:
    bare = postgres_server.bare()
    await upgrade(bare)
    yield bare
    postgres_server.drop(bare)


@pytest_asyncio.fixture
async def opened(url: str) -> AsyncIterator[Database]:
    database = open_database(url)
    yield database
    await database.close()


async def months_of(url: str, table: str) -> list[str]:
    return [name for name in await ask(url, parts_of(table)) if name[-1].isdigit()]


def begin_of(month: str) -> date:
    year, number = month.split("_")[-2:]
    return date(int(year), int(number), 1)


def tools_in(tools: Tools, month: str) -> Tools:
    begins = begin_of(month)
    return working(tools, datetime(begins.year, begins.month, 2, tzinfo=UTC))


async def put(database: Database, tools: Tools, key: str = "k") -> None:
    async def job(connection: Connection) -> None:
        await SqlWork(connection, tools).outbox.put(TELL, key=key, at=NOON)

    await database.write(job)


async def test_empty_months_go_and_one_with_a_row_in_it_stays(
    url: str, opened: Database, tools: Tools
) -> None:
    before = {table: await months_of(url, table) for table in BY_MONTH}
    kept, ticket_month = before["outbox"][1], before["events"][1]
    await put(opened, tools_in(tools, kept))
    ticket = first_of(begin_of(ticket_month)) + 7
    await Story(opened, tools).received(ticket, number="NX1", short_code="E777")
    wanted = sorted({name for months in before.values() for name in months} - {kept, ticket_month})

    listed = await empty_months(opened, LONG_AFTER)
    assert {table: await months_of(url, table) for table in BY_MONTH} == before, "listing takes nothing away"
    gone = await drop_empty_months(opened, LONG_AFTER)

    assert sorted(listed) == sorted(gone) == wanted
    tables = await ask(url, "SELECT relname FROM pg_class WHERE relkind = 'r'")
    assert not set(gone) & set(tables), "gone, not only detached"
    assert await months_of(url, "outbox") == [kept]
    assert await months_of(url, "events") == [ticket_month]
    assert await check(url) == ()
    assert await verify(opened) == ()
    assert await drop_empty_months(opened, LONG_AFTER) == ()


async def test_what_comes_later_with_so_old_an_id_is_not_turned_away(
    url: str, opened: Database, tools: Tools
) -> None:
    month = (await months_of(url, "outbox"))[0]
    await drop_empty_months(opened, LONG_AFTER)

    await put(opened, tools_in(tools, month))
    await Story(opened, tools).received(first_of(begin_of(month)) + 7, number="NX1", short_code="E777")

    assert len(await ask(url, "SELECT id FROM outbox_rest")) == 1
    assert len(await ask(url, "SELECT id FROM events_rest")) == 1
    assert await verify(opened) == ()


async def test_a_month_that_is_not_over_for_as_long_as_its_rows_are_kept_stays(
    url: str, opened: Database
) -> None:
    first, second, *_ = await months_of(url, "outbox")
    ends = datetime.combine(begin_of(second), datetime.min.time(), UTC)
    moments = {**dict.fromkeys(BY_MONTH, datetime(2020, 1, 1, tzinfo=UTC)), "outbox": ends}

    assert await drop_empty_months(opened, moments) == (first,)
    assert await months_of(url, "outbox") == [second, *(await months_of(url, "outbox"))[1:]]


async def test_one_in_use_is_left_for_the_next_time_and_the_others_go(url: str, opened: Database) -> None:
    session = await asyncpg.connect(url, timeout=3)
    try:
        async with session.transaction():
            # Somebody is writing into the outbox, and has not committed yet.
            await session.execute("LOCK TABLE ONLY outbox IN ROW EXCLUSIVE MODE")
            gone = await drop_empty_months(opened, LONG_AFTER)
    finally:
        await session.close()

    assert {name for name in gone if name.startswith("outbox")} == set()
    assert len(gone) == 6
    assert len(await months_of(url, "outbox")) == 3
    assert len(await drop_empty_months(opened, LONG_AFTER)) == 3


async def test_two_workers_at_once_and_work_beside_them(url: str, opened: Database, tools: Tools) -> None:
    other = open_database(url)

    async def works() -> None:
        for turn in range(60):
            await put(opened, tools, f"row {turn}")

    try:
        one, two, _ = await asyncio.gather(
            drop_empty_months(opened, LONG_AFTER), drop_empty_months(other, LONG_AFTER), works()
        )
        later = await drop_empty_months(opened, LONG_AFTER)
    finally:
        await other.close()

    assert len(one) + len(two) + len(later) == 9
    assert not set(one) & set(two)
    assert len(await ask(url, "SELECT id FROM outbox")) == 60
    assert len(await keep_ahead(opened)) == 9, "the next months are made again"
    assert await check(url) == ()


async def test_sqlite_has_no_months(tmp_path: object) -> None:
    database = open_database(f"sqlite:///{tmp_path}/none.db")
    assert await empty_months(database, LONG_AFTER) == ()
    assert await drop_empty_months(database, LONG_AFTER) == ()
    await database.close()
