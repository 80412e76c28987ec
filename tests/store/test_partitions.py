"""On PostgreSQL the large tables lie in months: nothing is lost on the way, repeats are refused, triggers hold everywhere."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import asyncpg
import pytest

from domain.notices import Notice, NoticeKind, Recipient, RecipientKind
from domain.outgoing import Notify
from store.audit import verify
from store.connection import Connection
from store.database import open_database
from store.ids import TimeOrderedIds, first_of
from store.migrate import check, fill, upgrade
from store.partitions import BY_MONTH, keep_ahead
from store.quarantine import Quarantine
from store.triggers.append_only import APPEND_ONLY
from store.work import SqlWork, Tools
from tests.databases import PostgresServer
from tests.store.attack import attack
from tests.store.moments import NOON, Story, enrolled

pytestmark = pytest.mark.postgres
TELL = Notify(Notice(Recipient(RecipientKind.OPERATOR), NoticeKind.QUOTA_SHORT, count=1))


@pytest.fixture
def url(postgres_server: PostgresServer) -> Iterator[str]:
    bare = postgres_server.bare()
    yield bare
    postgres_server.drop(bare)


async def ask(url: str, query: str) -> list[Any]:
    session: Any = await asyncpg.connect(url, timeout=3)
    try:
        return [row[0] for row in await session.fetch(query)]
    finally:
        await session.close()


def parts_of(table: str) -> str:
    return f"SELECT relid::regclass::text FROM pg_partition_tree('{table}') WHERE isleaf ORDER BY 1"  # noqa: S608 - our own names


async def this_month(url: str) -> date:
    (month,) = await ask(url, "SELECT date_trunc('month', now() AT TIME ZONE 'UTC')::date")
    assert isinstance(month, date)
    return month


def working(tools: Tools, moment: datetime) -> Tools:
    """Whose ids are of that moment."""
    return Tools(tools.ring, TimeOrderedIds(lambda: moment))


async def no_rows(_connection: object) -> None:
    """What an archive without rows loads."""


def never(_connection: object) -> None:
    raise AssertionError("this is PostgreSQL")


async def test_months_are_made_ahead_by_the_migration_and_again_by_the_tick(url: str) -> None:
    await upgrade(url)
    for table in BY_MONTH:
        assert len(await ask(url, parts_of(table))) == 2 + 3
    (ahead, *_) = [name for name in await ask(url, parts_of("outbox")) if name[-1].isdigit()]
    await attack(url, f"DROP TABLE {ahead}")
    database = open_database(url)

    made = await keep_ahead(database)
    again = await keep_ahead(database)

    assert made == (ahead,)
    assert again == ()
    assert await check(url) == ()
    await database.close()


async def test_a_new_month_is_guarded_like_the_others(url: str, tools: Tools) -> None:
    await upgrade(url)
    months = [name for name in await ask(url, parts_of("events")) if name[-1].isdigit()]
    await attack(url, f"ALTER TABLE events DETACH PARTITION {months[-1]}", f"DROP TABLE {months[-1]} CASCADE")
    database = open_database(url)
    assert await keep_ahead(database) == (months[-1],)
    assert await check(url) == ()
    ticket = first_of(date(*map(int, months[-1].removeprefix("events_").split("_")), 1)) + 7
    await Story(database, tools).received(ticket, number="NX1", short_code="E777")

    assert await ask(url, f"SELECT ticket FROM {months[-1]}") == [ticket]  # noqa: S608 - our own names
    for hostile in ("DELETE FROM {}", "UPDATE {} SET kind = 'x'", "TRUNCATE {} CASCADE"):
        with pytest.raises(asyncpg.IntegrityConstraintViolationError, match="rows of events take no"):
            await attack(url, hostile.format(months[-1]))
        with pytest.raises(asyncpg.IntegrityConstraintViolationError, match="take no"):
            await attack(url, hostile.format("events"))
    await database.close()


async def test_a_guard_that_is_gone_from_one_month_is_found(url: str) -> None:
    await upgrade(url)
    (first, *_) = await ask(url, parts_of("events"))

    await attack(url, f"DROP TRIGGER duban_events_no_truncate ON {first}")
    assert await check(url) == ("the trigger duban_events_no_truncate is missing",)
    await upgrade(url)
    await attack(url, f"ALTER TABLE {first} DISABLE TRIGGER duban_events_no_update")
    assert await check(url) == ("the trigger duban_events_no_update is missing",)

    await upgrade(url)
    assert await check(url) == ()


async def test_where_a_month_is_missing_nobody_is_turned_away(url: str, tools: Tools) -> None:
    await upgrade(url)
    database = open_database(url)
    far = working(tools, datetime(2077, 5, 1, tzinfo=UTC))

    async def put(connection: Connection) -> None:
        await SqlWork(connection, far).outbox.put(TELL, key="far", at=NOON)

    await database.write(put)
    await Story(database, far).received(far.ids.new(), number="NX2", short_code="E778")

    assert len(await ask(url, "SELECT id FROM outbox_rest")) == 1
    assert len(await ask(url, "SELECT id FROM events_rest")) == 1
    assert await verify(database) == ()
    await database.close()


async def test_a_key_stands_once_whatever_the_month_and_goes_with_its_row(url: str, tools: Tools) -> None:
    await upgrade(url)
    database = open_database(url)
    month = await this_month(url)
    now, then = (
        working(tools, datetime(year, month.month, 2, tzinfo=UTC)) for year in (month.year, month.year + 9)
    )

    async def put(with_tools: Tools) -> None:
        async def job(connection: Connection) -> None:
            work = SqlWork(connection, with_tools)
            await work.outbox.put(TELL, key="once", at=NOON)
            await work.outbox.sync_cards(["c1"], NOON)
            await Quarantine(connection, with_tools).keep_unread("sms", b"?", "unreadable", NOON)

        await database.write(job)

    await put(now)
    await put(then)
    assert len(await ask(url, "SELECT kind FROM outbox")) == 2
    assert len(await ask(url, "SELECT id FROM inbox_raw")) == 1

    await attack(url, "DELETE FROM outbox", "DELETE FROM inbox_raw")
    for keys in ("outbox_keys", "outbox_cards", "inbox_raw_keys"):
        assert await ask(url, f"SELECT count(*) FROM {keys}") == [0]  # noqa: S608 - our own names
    await put(then)
    assert len(await ask(url, "SELECT kind FROM outbox_rest")) == 2
    await database.close()


async def test_two_updates_of_one_card_never_wait_at_once(url: str, tools: Tools) -> None:
    await upgrade(url)
    database = open_database(url)

    async def put(connection: Connection) -> None:
        await SqlWork(connection, tools).outbox.sync_cards(["c1"], NOON)

    await database.write(put)
    (first,) = await ask(url, "SELECT id FROM outbox")
    await attack(url, "UPDATE outbox SET state = 'claimed'")
    await database.write(put)
    assert len(await ask(url, "SELECT id FROM outbox")) == 2

    with pytest.raises(asyncpg.UniqueViolationError):
        await attack(url, f"UPDATE outbox SET state = 'waiting' WHERE id = {first}")  # noqa: S608 - our own names
    await attack(
        url,
        f"UPDATE outbox SET state = 'done' WHERE id <> {first}",  # noqa: S608 - our own names
        f"UPDATE outbox SET state = 'waiting' WHERE id = {first}",  # noqa: S608 - our own names
    )
    assert await ask(url, "SELECT id FROM outbox_cards") == [first]
    await database.close()


async def test_rows_from_before_stay_where_they_are_and_the_record_stays_whole(
    url: str, tools: Tools
) -> None:
    """`fill` brings rows in at the older revision, as an older program left them, and then goes on."""
    far = first_of(date(2077, 1, 1))

    async def older(session: Any) -> None:
        row = (
            "INSERT INTO outbox (id, key, kind, body, recipient, card, state, urgent, ordinary, held, put_at, not_before, "
            "attempts, started_before, code, provider_id) VALUES ({}, '{}', 'k', '', 'r', {}, 'waiting', false, false, "
            "false, now(), now(), 0, false, '', '')"
        )
        await session.execute(row.format(5, "old", "NULL"))
        await session.execute(row.format(far, "far", "'c1'"))
        await session.execute(
            "INSERT INTO inbox_raw (id, source, key, kind, body, parked_at, attempts, reason) "
            "VALUES (6, 'sms', 'k1', 'unread', 1, now(), 0, '')"
        )

    await fill(url, "0003", never, older)

    assert await ask(url, "SELECT id FROM outbox_before") == [5]
    assert await ask(url, "SELECT id FROM outbox_rest") == [far]
    assert sorted(await ask(url, "SELECT key FROM outbox_keys")) == ["far", "old"]
    assert await ask(url, "SELECT card FROM outbox_cards") == ["c1"]
    assert await ask(url, "SELECT id FROM inbox_raw_before") == [6]
    assert await check(url) == ()
    database = open_database(url)
    await enrolled(database)
    await Story(database, tools).approved()
    assert set(await ask(url, "SELECT DISTINCT tableoid::regclass::text FROM events")) == {"events_before"}
    assert await verify(database) == ()
    await database.close()


async def test_a_ticket_is_read_from_one_month(url: str) -> None:
    await upgrade(url)

    (plan, *more) = await ask(url, "EXPLAIN SELECT * FROM events WHERE ticket = 77 ORDER BY seq")

    assert "events_before" in f"{plan} {more}"
    assert "events_rest" not in f"{plan} {more}"
    assert {fixed.table for fixed in APPEND_ONLY} & set(BY_MONTH) == {"events"}
