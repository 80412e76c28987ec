"""What the policy keeps no longer goes, is counted before, and leaves open tickets and the record as they are."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from sqlalchemy import select, update

from bot.build import Parts, build
from bot.clock import BusinessClock, real_now
from bot.retention import clean, drop_empty, due, empty
from bot.timetable import Timetable
from config.init import write_sample
from config.load import load
from domain.ids import BlobId, PersonId, TicketId, VisitId
from domain.inbound import EventKey
from domain.ticket import Ticket
from store.audit import verify
from store.backup.making import make
from store.backup.restoring import verify_backup
from store.connection import Connection
from store.evidence import SqlEvidence
from store.inbox import Inbox
from store.migrate import upgrade
from store.quarantine import Quarantine
from store.sealing import KeyRing
from store.tables.persons import appellants, texts_received
from store.tables.record import events, looks
from store.tables.talk import visit_sessions
from store.tables.tickets import tickets
from store.tables.traffic import inbox_raw, outbox
from store.work import SqlWork
from tests.databases import PostgresServer
from tests.handlers.house import NOISE, OTHER_PHONE, House

YEARS = real_now() + timedelta(days=365 * 8)
"""When everything of today is long past."""
OTHER_NOISE = "新华路路灯三天不亮，晚上看不见路"


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def environment(request: pytest.FixtureRequest) -> dict[str, str]:
    if request.param == "sqlite":
        return {}
    server: PostgresServer = request.getfixturevalue("postgres_server")
    return {"DUBAN_DATABASE_URL": server.emptied()}


@pytest.fixture
async def parts(environment: dict[str, str], tmp_path: Path) -> AsyncIterator[Parts]:
    write_sample(tmp_path)
    centre = load(tmp_path, environment)
    KeyRing.create(centre.places.master_key)
    await upgrade(centre.database_url.reveal())
    async with aiohttp.ClientSession() as session:
        built = build(centre, BusinessClock(), session)
        await built.number.take()
        yield built
        await built.database.close()


async def lived_in(parts: Parts) -> tuple[BlobId, BlobId]:
    """An ended ticket and an open one, with something for every rule; gives a photo of the first, and one of both."""
    house = House(parts.database, parts.tools)
    await house.enrol()
    ended = await house.filed()
    await house.says("operator", f"/不予受理 {ended.number} 信访")
    await house.texts(OTHER_NOISE, OTHER_PHONE)
    alone, shared = [await parts.blobs.put(photo) for photo in (b"one", b"both")]

    async def more(connection: Connection) -> None:
        work = SqlWork(connection, parts.tools)
        rows = await connection.execute(select(tickets.c.id).where(tickets.c.open))
        still_open = TicketId(rows.scalar_one())
        uses = SqlEvidence(connection, parts.tools.ids)
        for blob, ticket in ((alone, ended.id), (shared, ended.id), (shared, still_open)):
            await uses.use(blob, ticket, PersonId("yy"), house.now)
        await connection.execute(update(outbox).values(state="done", settled_at=house.now))
        spoken = await connection.execute(select(outbox.c.id))
        for row in spoken.scalars().all():
            await work.marks.sent(f"m{row}", None, row)
        await Quarantine(connection, parts.tools).keep_unread("sms", b"?", "unreadable", house.now)
        await Inbox(connection, parts.tools).remember(EventKey("sms", "old"), house.now)
        await work.visits.open(VisitId(5), PersonId("yy"), "device", house.now)

    await parts.database.write(more)
    return alone, shared


async def rows_of(parts: Parts, statement: Any) -> list[Any]:
    async def read(connection: Connection) -> list[Any]:
        return [tuple(row) for row in await connection.execute(statement)]

    return await parts.database.read(read)


async def readable(parts: Parts) -> set[str]:
    """The words of appeals that still open."""

    async def read(connection: Connection) -> set[str]:
        work = SqlWork(connection, parts.tools)
        every: list[Ticket] = []
        for one in (await connection.execute(select(tickets.c.id))).scalars().all():
            found = await work.tickets.get(TicketId(one))
            assert found is not None
            every.append(found)
        opened = await work.words.open([appeal.words for ticket in every for appeal in ticket.appeals])
        return set(opened.values())

    return await parts.database.read(read)


async def test_what_is_due_is_counted_goes_once_and_leaves_open_tickets_and_the_record(
    parts: Parts, tmp_path: Path
) -> None:
    alone, shared = await lived_in(parts)
    sent = await rows_of(parts, select(outbox.c.id, outbox.c.ticket))
    open_ones = await rows_of(parts, select(tickets).where(tickets.c.open))
    before = await rows_of(parts, select(events))
    of_open = {row[0] for row in open_ones}
    goes = len([row for row in sent if row[1] not in of_open])
    assert 0 < goes < len(sent)

    counted = await due(parts, YEARS)
    assert await rows_of(parts, select(outbox.c.id, outbox.c.ticket)) == sent
    cleaned = await clean(parts, YEARS)

    assert (
        counted
        == cleaned
        == {
            "keep_keys": 1,
            "keep_unread": 1,
            "keep_sent": goes,
            "keep_texts": 2,
            "keep_visits": 1,
            "keep_photos": 1,
            "keep_callers": 1,
        }
    )
    assert set((await clean(parts, YEARS)).values()) == {0}
    assert await readable(parts) == {OTHER_NOISE}
    assert await parts.blobs.get(alone) is None
    assert await parts.blobs.get(shared) == b"both"
    assert {row[1] for row in await rows_of(parts, select(outbox.c.id, outbox.c.ticket))} <= of_open
    for table in (texts_received, inbox_raw, visit_sessions):
        assert await rows_of(parts, select(table)) == []
    known = await rows_of(parts, select(appellants.c.id).where(appellants.c.phone_index.is_not(None)))
    assert len(known) == 1
    # The record only grew, and says so itself.
    assert await rows_of(parts, select(tickets).where(tickets.c.open)) == open_ones
    after = await rows_of(parts, select(events))
    assert set(before) < set(after)
    assert {row[3] for row in set(after) - set(before)} == {"AppellantErased"}
    assert [row[0] for row in await rows_of(parts, select(looks.c.looker))] == ["retention"]
    assert await verify(parts.database) == ()
    # A photo proves something once, even when it is gone; and it is not missed in a backup.
    used = await parts.database.read(lambda c: SqlEvidence(c, parts.tools.ids).first_use(alone))
    assert used is not None
    centre = parts.centre
    await make(
        centre.database_url.reveal(),
        centre.places.blobs,
        tmp_path / "one.tar",
        ring=parts.tools.ring,
        program="0",
        at=real_now(),
    )
    assert (await verify_backup(tmp_path / "one.tar", parts.tools.ring)).missing == 0


async def test_what_is_not_due_stays(parts: Parts) -> None:
    await lived_in(parts)
    house_day = House(parts.database, parts.tools).now
    all_rows = [await rows_of(parts, select(table)) for table in (outbox, inbox_raw, visit_sessions, events)]

    assert set((await clean(parts, house_day + timedelta(hours=1))).values()) == {0}

    assert [
        await rows_of(parts, select(table)) for table in (outbox, inbox_raw, visit_sessions, events)
    ] == all_rows
    assert await readable(parts) == {NOISE, OTHER_NOISE}


async def test_months_of_which_nothing_is_kept_are_listed_and_go_on_postgresql(parts: Parts) -> None:
    assert await empty(parts, real_now()) == (), "those made ahead are still needed"
    listed = await empty(parts, YEARS)

    assert await drop_empty(parts, YEARS) == listed
    assert bool(listed) == (parts.database.dialect == "postgresql")
    assert await empty(parts, YEARS) == ()


async def test_by_itself_only_where_the_policy_says_so(parts: Parts) -> None:
    await lived_in(parts)

    async def nothing() -> None:
        """Nobody's names have changed."""

    await Timetable(parts, nothing).forget()
    assert len(await rows_of(parts, select(inbox_raw.c.id))) == 1

    parts.centre = replace(parts.centre, policy=replace(parts.centre.policy, forget_by_itself=True))
    await Timetable(parts, nothing).forget()
    assert await rows_of(parts, select(inbox_raw.c.id)) == []
