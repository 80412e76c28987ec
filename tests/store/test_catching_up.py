from sqlalchemy import delete, select, update

from bot.catching_up import AT_ONCE, CatchingUp
from store.connection import Connection
from store.database import Database
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
