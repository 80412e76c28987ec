import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from domain.actor import official
from domain.events import ClosedOut, LimitMoved, ReworkOrdered, TakenBack, Urged
from domain.failures import Stale
from domain.ids import AppellantId, TicketId
from domain.listing import ListWish
from domain.vocabulary import CauseClass, State, Track
from store.connection import Connection
from store.database import Database
from store.tables.tickets import ticket_units
from store.work import SqlWork, Tools
from tests.store.moments import (
    CITIZEN,
    CONFIRMER,
    DISPATCHER,
    HEAD,
    LIMIT,
    ROADS,
    Story,
    after,
    at,
    enrolled,
)


async def test_a_ticket_is_found_as_a_clerk_would_ask_for_it(database: Database, tools: Tools) -> None:
    story = await Story(database, tools).asked_for()
    ticket = story.now

    async def look(connection: Connection) -> None:
        tickets = SqlWork(connection, tools).tickets
        assert await tickets.get(ticket.id) == ticket
        assert await tickets.get(TicketId(2)) is None
        assert await tickets.by_number("nx2019070500001-r1") == ticket
        assert await tickets.by_number(" e100") == ticket
        assert await tickets.by_number("E999") is None
        assert await tickets.history(ticket.id) == tuple(story.recorded)
        assert await tickets.open_of(CITIZEN) == (ticket,)
        assert await tickets.open_of(AppellantId(8)) == ()
        assert await tickets.closed_of(CITIZEN, at(0)) == ()
        assert await tickets.open_with_units([ROADS]) == (ticket,)
        assert await tickets.waiting_visit_of(CONFIRMER) == (ticket,)
        assert await tickets.waiting_visit_of(HEAD) == ()

    await database.read(look)


async def test_a_list_holds_what_was_wished_oldest_due_first(database: Database, tools: Tools) -> None:
    await Story(database, tools).received(1, short_code="E100")
    at_work = (await Story(database, tools).at_work(2)).now

    async def look(connection: Connection) -> None:
        tickets = SqlWork(connection, tools).tickets
        assert [t.id for t in await tickets.listed(ListWish())] == [2, 1]
        assert await tickets.listed(ListWish(limit=1)) == (at_work,)
        assert await tickets.count(ListWish(limit=1)) == 2
        assert await tickets.listed(ListWish(unit=ROADS)) == (at_work,)
        assert await tickets.count(ListWish(states=frozenset({State.RECEIVED}))) == 1
        assert await tickets.count(ListWish(track=Track.LIST)) == 1
        assert await tickets.count(ListWish(overdue_at=LIMIT.due_at)) == 0
        assert await tickets.count(ListWish(overdue_at=at(999_999))) == 1

    await database.read(look)


async def test_of_two_who_change_one_ticket_at_the_same_time_one_is_told_it_is_stale(
    database: Database, tools: Tools
) -> None:
    ticket = (await Story(database, tools).received()).now

    def urge(by: str) -> asyncio.Task[None]:
        recorded, changed = after(ticket, Urged(None, automatic=False), official(DISPATCHER))

        async def keep(connection: Connection) -> None:
            await SqlWork(connection, tools).tickets.append([recorded], changed)

        return asyncio.create_task(database.write(keep), name=by)

    results = await asyncio.gather(*(urge(by) for by in "abcd"), return_exceptions=True)

    assert sorted(type(r).__name__ for r in results) == ["NoneType", "Stale", "Stale", "Stale"]


async def test_events_that_do_not_lead_to_the_ticket_are_refused(database: Database, tools: Tools) -> None:
    story = await Story(database, tools).received()

    async def skip(connection: Connection) -> None:
        recorded, changed = after(story.now, Urged(None, automatic=False), official(HEAD))
        again, twice = after(changed, Urged(None, automatic=False), official(HEAD))
        del recorded
        await SqlWork(connection, tools).tickets.append([again, again], twice)

    with pytest.raises(ValueError, match="one by one"):
        await database.write(skip)


async def test_a_released_unit_stays_in_the_rows_but_not_in_its_list(
    database: Database, tools: Tools
) -> None:
    story = await Story(database, tools).at_work()
    await story.happens(TakenBack(None), DISPATCHER)

    async def look(connection: Connection) -> None:
        assert await SqlWork(connection, tools).tickets.open_with_units([ROADS]) == ()

    await database.read(look)


async def test_a_closed_ticket_comes_back_as_rework_and_is_open_again(
    database: Database, tools: Tools
) -> None:
    await enrolled(database)
    story = await Story(database, tools).approved()
    closed = await story.happens(ClosedOut())

    async def ended(connection: Connection) -> tuple[int, int, int, bool]:
        tickets = SqlWork(connection, tools).tickets
        found = len(await tickets.closed_of(CITIZEN, at(0))), await tickets.count(ListWish())
        part = await connection.execute(select(ticket_units.c.open).where(ticket_units.c.unit == ROADS))
        return *found, await tickets.count(ListWish(unit=ROADS)), part.scalar_one()

    assert closed.state is State.CLOSED_OUT
    assert await database.read(ended) == (1, 0, 0, False)

    await story.happens(ReworkOrdered(CauseClass.UNSOLVED, None, LIMIT), HEAD)

    assert await database.read(ended) == (0, 1, 1, True)


async def test_what_an_older_worker_left_unsaid_is_put_right_by_the_next_event(
    database: Database, tools: Tools
) -> None:
    story = await Story(database, tools).at_work()

    async def unsaid(connection: Connection) -> None:
        await connection.execute(update(ticket_units).values(open=False, due_at=None))

    await database.write(unsaid)
    await story.happens(Urged(None, automatic=False), HEAD)

    async def look(connection: Connection) -> None:
        assert [t.id for t in await SqlWork(connection, tools).tickets.open_with_units([ROADS])] == [
            story.now.id
        ]
        due = (await connection.execute(select(ticket_units.c.due_at))).scalar_one()
        assert due == LIMIT.due_at

    await database.read(look)


async def test_a_unit_s_list_follows_a_limit_that_moves(database: Database, tools: Tools) -> None:
    first, second = await Story(database, tools).at_work(1), await Story(database, tools).at_work(2)

    async def listed(connection: Connection) -> tuple[list[int], int, int]:
        tickets = SqlWork(connection, tools).tickets
        late = ListWish(unit=ROADS, overdue_at=LIMIT.due_at + timedelta(days=1))
        found = [ticket.id for ticket in await tickets.listed(ListWish(unit=ROADS))]
        return found, await tickets.count(ListWish(unit=ROADS)), await tickets.count(late)

    assert await database.read(listed) == ([1, 2], 2, 2)

    await first.happens(LimitMoved(replace(LIMIT, due_at=LIMIT.due_at + timedelta(days=3))), HEAD)

    assert await database.read(listed) == ([2, 1], 2, 1)
    assert await database.read(listed) == ([second.now.id, first.now.id], 2, 1)


async def test_an_unknown_ticket_cannot_grow(database: Database, tools: Tools) -> None:
    story = await Story(database, tools).received()
    other = Story(database, tools)
    other.ticket = replace(story.now, id=TicketId(77))

    with pytest.raises(Stale):
        await other.happens(Urged(None, automatic=False), HEAD)
