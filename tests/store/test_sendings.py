"""What became of the calls to an urgent matter: queued, sent, reported by the carrier, read, or not needed any more."""

from dataclasses import replace

from domain.faces import Sent
from domain.ids import PersonId, TicketId, UnitId
from domain.inbound import SmsFate
from domain.ladders import Means
from domain.notices import Notice, NoticeKind, Recipient, RecipientKind
from domain.outgoing import Ding, Notify, Outgoing
from domain.sendings import Reached, Sending
from store.connection import Connection
from store.database import Database
from store.queue import Queue
from store.work import SqlWork, Tools
from tests.store.moments import NOON, at

TICKET = TicketId(7)
OFFICER = Notice(
    Recipient(RecipientKind.PERSON, person=PersonId("w1")),
    NoticeKind.ACK_REMINDER,
    TICKET,
    urgent=True,
    units=(UnitId("water"),),
)
CHAT, DING, TEXT = Notify(OFFICER), Ding(PersonId("w1"), OFFICER), Notify(replace(OFFICER, by_sms=True))


async def queued(database: Database, tools: Tools, *outgoing: Outgoing) -> None:
    async def put(connection: Connection) -> None:
        for no, one in enumerate(outgoing):
            await SqlWork(connection, tools).outbox.put(one, key=f"k{no}", at=at(no), urgent=True)

    await database.write(put)


async def sent(database: Database, tools: Tools) -> None:
    """Everything that waits goes out; each under an id of its own."""

    async def go(connection: Connection) -> None:
        queue = Queue(connection, tools)
        for row in await queue.claim("w", NOON, at(60), 10):
            await queue.started(row.id, "w")
            await queue.done(row.id, "w", Sent(f"id-{row.id}"), "", at(60))

    await database.write(go)


async def calls(database: Database, tools: Tools) -> tuple[Sending, ...]:
    return await database.read(lambda c: SqlWork(c, tools).outbox.calls_about(TICKET))


async def test_each_call_is_shown_with_its_means_and_how_far_it_got(database: Database, tools: Tools) -> None:
    await queued(database, tools, CHAT, DING, TEXT)
    assert [one.reached for one in await calls(database, tools)] == [Reached.WAITING] * 3

    await sent(database, tools)

    assert [(one.means, one.reached) for one in await calls(database, tools)] == [
        (Means.MESSAGE, Reached.DELIVERED),
        (Means.DING, Reached.DELIVERED),
        (Means.SMS, Reached.SENT),
    ]
    assert [one.at for one in await calls(database, tools)] == [at(0), at(1), at(2)]


async def test_a_text_is_delivered_when_its_carrier_says_so_and_a_message_read_when_it_was_opened(
    database: Database, tools: Tools
) -> None:
    await queued(database, tools, CHAT, TEXT)
    rows = await database.write(lambda c: Queue(c, tools).claim("w", NOON, at(60), 10))
    chat, text = (row.id for row in rows)

    async def happens(connection: Connection) -> None:
        queue, work = Queue(connection, tools), SqlWork(connection, tools)
        for row in (chat, text):
            await queue.started(row, "w")
            await queue.done(row, "w", Sent(f"id-{row}"), "", at(60))
        await work.outbox.reported(str(text), "", SmsFate.DELIVERED, "DELIVRD", at(61))
        await work.marks.read(f"id-{chat}", at(62))

    await database.write(happens)

    first, second = await calls(database, tools)
    assert (first.reached, first.read_at) == (Reached.READ, at(62))
    assert (second.means, second.reached) == (Means.SMS, Reached.DELIVERED)


async def test_what_was_not_needed_any_more_says_why(database: Database, tools: Tools) -> None:
    await queued(database, tools, CHAT)
    (row,) = await database.write(lambda c: Queue(c, tools).claim("w", NOON, at(60), 10))
    await database.write(lambda c: Queue(c, tools).dropped(row.id, "w", "已处理", at(60)))

    (one,) = await calls(database, tools)

    assert (one.reached, one.why) == (Reached.DROPPED, "已处理")


async def test_only_calls_to_officials_about_that_ticket_are_told(database: Database, tools: Tools) -> None:
    to_citizen = replace(OFFICER, to=Recipient(RecipientKind.GROUP))
    other = replace(OFFICER, ticket=TicketId(8))
    progress = replace(OFFICER, kind=NoticeKind.CLOSED)

    await queued(database, tools, Notify(to_citizen), Notify(other), Notify(progress))

    assert await calls(database, tools) == ()
