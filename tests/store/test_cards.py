"""What a card's holder certainly sees, and when nobody can be certain: then the next update goes out, whatever it shows."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

from sqlalchemy import update

from domain.cards import Card
from domain.ids import PersonId, TicketId
from domain.notices import CardKind
from domain.outgoing import OutboxState
from store.cards import SqlCards
from store.connection import Connection
from store.database import Database
from store.queue import Queue
from store.tables.traffic import outbox
from store.work import SqlWork, Tools
from tests.store.moments import NOON

REAL = NOON + timedelta(days=400)
FACE, OTHER = "a" * 64, "b" * 64


class Hand:
    """One person's card, and the updates on their way to it."""

    def __init__(self, database: Database, tools: Tools, card: str) -> None:
        self.database, self.tools, self.card = database, tools, card

    async def row_started(self) -> int:
        """An update claimed and marked started, as by a worker of its own."""

        async def job(connection: Connection) -> int:
            work = SqlWork(connection, self.tools)
            await work.outbox.sync_cards([self.card], NOON)
            queue = Queue(connection, self.tools)
            (claimed,) = await queue.claim("w", REAL, NOON, 1)
            assert await queue.started(claimed.id, "w")
            await work.cards.sending(self.card, claimed.id)
            return claimed.id

        return await self.database.write(job)

    async def row_settled(self, row: int) -> None:
        async def job(connection: Connection) -> None:
            await connection.execute(
                update(outbox).where(outbox.c.id == row).values(state=OutboxState.DONE.value)
            )

        await self.database.write(job)

    async def arrived(self, row: int, shown: str, revision: int = 7, message: str = "") -> Card:
        """The worker hears that the call went through."""
        await self.does(lambda cards: cards.shows(self.card, row, shown, revision, message))
        await self.row_settled(row)
        return await self.now()

    async def does(self, job: Callable[[SqlCards], Awaitable[None]]) -> None:
        await self.database.write(lambda connection: job(SqlCards(connection, self.tools.ids)))

    async def now(self) -> Card:
        card = await self.database.read(lambda c: SqlCards(c, self.tools.ids).get(self.card))
        assert card is not None
        return card


async def hand(database: Database, tools: Tools) -> Hand:
    card = await database.write(
        lambda c: SqlCards(c, tools.ids).hold(PersonId("li"), TicketId(1), CardKind.TASK)
    )
    return Hand(database, tools, card.id)


async def test_a_face_that_arrived_is_what_the_holder_sees(database: Database, tools: Tools) -> None:
    li = await hand(database, tools)

    card = await li.arrived(await li.row_started(), FACE, 7, "message-1")

    assert (card.delivered, card.shown, card.revision, card.message_id) == (True, FACE, 7, "message-1")
    again = await li.arrived(await li.row_started(), OTHER, 9)
    assert (again.shown, again.revision, again.message_id) == (OTHER, 9, "message-1")


async def test_from_the_wire_until_it_is_settled_nothing_is_certain(database: Database, tools: Tools) -> None:
    li = await hand(database, tools)
    await li.arrived(await li.row_started(), FACE)

    await li.row_started()

    assert (await li.now()).shown not in (FACE, "")


async def test_an_answer_to_a_press_may_or_may_not_have_arrived(database: Database, tools: Tools) -> None:
    li = await hand(database, tools)
    await li.arrived(await li.row_started(), FACE)

    await li.does(lambda cards: cards.answered(li.card))

    assert (await li.now()).shown == ""


async def test_two_updates_on_the_wire_at_once_leave_it_open_which_came_last(
    database: Database, tools: Tools
) -> None:
    li = await hand(database, tools)
    first, second = await li.row_started(), await li.row_started()

    assert (await li.arrived(second, OTHER)).shown == ""
    assert (await li.arrived(first, FACE)).shown == ""


async def test_nor_does_the_other_order_tell(database: Database, tools: Tools) -> None:
    li = await hand(database, tools)
    first, second = await li.row_started(), await li.row_started()

    assert (await li.arrived(first, FACE)).shown == ""
    assert (await li.arrived(second, OTHER)).shown == ""
    assert (await li.arrived(await li.row_started(), FACE)).shown == FACE
