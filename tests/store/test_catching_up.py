import sqlite3

import asyncpg
import pytest
from sqlalchemy import delete, select, update

from bot.catching_up import AT_ONCE, CatchingUp
from store import migrate
from store.connection import Connection
from store.database import Database, open_database
from store.figures import SqlFigures
from store.tables.facts import happenings, opinions, ticket_facts, work_rounds
from store.tables.record import events
from store.tables.tickets import tickets
from store.work import Tools
from tests.domain.figures.walks import walks
from tests.store.test_figures import kept

MANY = AT_ONCE + 2


async def test_an_upgraded_centre_is_counted_in_small_steps_until_nothing_is_left(
    database: Database, tools: Tools
) -> None:
    await kept(database, tools, walks(MANY, turns=4))

    async def as_before_the_upgrade(connection: Connection) -> None:
        for table in (happenings, opinions, work_rounds, ticket_facts):
            await connection.execute(delete(table))
        await connection.execute(update(tickets).values(counted=0))

    await database.write(as_before_the_upgrade)

    assert await CatchingUp(database).count() == MANY
    assert await CatchingUp(database).count() == 0
    assert await database.read(lambda connection: SqlFigures(connection).uncounted()) == 0


async def test_a_ticket_whose_log_cannot_be_read_holds_up_nobody(database: Database, tools: Tools) -> None:
    await kept(database, tools, walks(3, turns=4))

    async def unreadable(connection: Connection) -> None:
        newest = (await connection.execute(select(tickets).order_by(tickets.c.id.desc()).limit(1))).one()
        await connection.execute(
            events.insert().values(
                ticket=newest.id,
                seq=newest.version + 1,
                id=1,
                kind="FromALaterVersion",
                at=newest.received_at,
                by_kind="system",
                work=False,
                payload="{}",
                prev=newest.head,
                hash="0" * 64,
            )
        )
        await connection.execute(update(tickets).values(counted=0))

    await database.write(unreadable)

    assert await CatchingUp(database).count() == 3
    assert await database.read(lambda connection: SqlFigures(connection).uncounted()) == 0


_OLD = (
    "INSERT INTO tickets (id, number, short_code, version, head, unsealed, open, state, track, grade, weighty, received_at,"
    " parts, body) VALUES (7, 'NX2019070500007', 'E107', 1, '{head}', {no}, {yes}, 'received', 'ordinary', 0, {no}, {at},"
    ' \'{head}\', \'{{"id":7,"channel":"{channel}"}}\')'
)


@pytest.mark.parametrize("channel", ["call", "sms"])
async def test_an_old_ticket_knows_its_channel_after_the_upgrade_and_waits_to_be_counted(
    bare_url: str, channel: str
) -> None:
    head = "0" * 64

    def on_sqlite(connection: sqlite3.Connection) -> None:
        connection.execute(_OLD.format(head=head, no=0, yes=1, at=1562299200000000, channel=channel))

    async def on_postgres(connection: asyncpg.Connection) -> None:
        at = "'2019-07-05 04:00+00'"
        await connection.execute(_OLD.format(head=head, no="false", yes="true", at=at, channel=channel))

    await migrate.fill(bare_url, "0009", on_sqlite, on_postgres)
    database = open_database(bare_url)

    async def look(connection: Connection) -> tuple[str, int]:
        row = (await connection.execute(select(tickets.c.channel))).one()
        return row.channel, await SqlFigures(connection).uncounted()

    assert await database.read(look) == (channel, 1)
    await database.close()
