import pytest

from domain.events import Urged
from domain.failures import Stale
from domain.ids import AppellantId
from domain.listing import ListWish
from domain.vocabulary import State
from store.connection import Connection
from store.database import Database
from store.work import SqlWork, Tools
from tests.store.moments import received, then


async def test_a_ticket_is_found_by_id_number_and_short_code_as_it_was_kept(
    database: Database, tools: Tools
) -> None:
    recorded, ticket = received()

    async def keep(connection: Connection) -> None:
        await SqlWork(connection, tools).tickets.append([recorded], ticket)

    await database.write(keep)

    async def look(connection: Connection) -> None:
        tickets = SqlWork(connection, tools).tickets
        assert await tickets.get(ticket.id) == ticket
        assert await tickets.by_number("nx2019070500001-r1") == ticket
        assert await tickets.by_number(" e100") == ticket
        assert await tickets.history(ticket.id) == (recorded,)
        assert await tickets.open_of(AppellantId(7)) == (ticket,)
        assert await tickets.listed(ListWish()) == (ticket,)
        assert await tickets.count(ListWish(states=frozenset({State.CLOSED}))) == 0

    await database.read(look)


async def test_of_two_who_change_the_same_ticket_the_second_is_told_that_it_is_stale(
    database: Database, tools: Tools
) -> None:
    recorded, ticket = received()
    one = then(ticket, Urged(None, automatic=False), "s1", urges=1)

    async def keep(connection: Connection) -> None:
        await SqlWork(connection, tools).tickets.append([recorded], ticket)

    async def urge(connection: Connection) -> None:
        await SqlWork(connection, tools).tickets.append([one[0]], one[1])

    await database.write(keep)
    await database.write(urge)

    with pytest.raises(Stale):
        await database.write(urge)
