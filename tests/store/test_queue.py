"""The sender's side of the outbox: leases, starts, settlings, digests."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select

from domain.faces import Sent
from domain.ids import PersonId, TicketId
from domain.inbound import SmsFate
from domain.notices import Notice, NoticeKind, Recipient, RecipientKind
from domain.outgoing import Claimed, Notify, OutboxState, SyncCard
from store.connection import Connection
from store.database import Database
from store.queue import LEASE, Queue
from store.quiet import moving
from store.tables.traffic import outbox
from store.work import SqlWork, Tools
from tests.store.moments import CITIZEN, NOON, Story, at

REAL = NOON + timedelta(days=400)
"""Real time and business time have nothing to do with each other."""


def told(person: str, seq: int = 1, ticket: int | None = None) -> Notify:
    recipient = Recipient(RecipientKind.PERSON, person=PersonId(person))
    return Notify(Notice(recipient, NoticeKind.URGED, None if ticket is None else TicketId(ticket), seq))


async def put(
    database: Database,
    tools: Tools,
    key: str,
    *,
    minute: int = 0,
    urgent: bool = False,
    ordinary: bool = False,
    ticket: int | None = None,
) -> None:
    async def job(connection: Connection) -> None:
        await SqlWork(connection, tools).outbox.put(
            told(key, ticket=ticket), key=key, at=at(minute), urgent=urgent, ordinary=ordinary
        )

    await database.write(job)


async def claim(
    database: Database, tools: Tools, worker: str = "w", *, real: int = 0, minute: int = 0, limit: int = 10
) -> tuple[Claimed, ...]:
    return await database.write(
        lambda c: Queue(c, tools).claim(worker, REAL + timedelta(seconds=real), at(minute), limit)
    )


def who(claimed: tuple[Claimed, ...]) -> list[str]:
    return [str(c.outgoing.notice.to.person) for c in claimed if isinstance(c.outgoing, Notify)]


async def test_urgent_rows_go_first_and_nothing_goes_before_its_time(
    database: Database, tools: Tools
) -> None:
    await put(database, tools, "later", minute=5)
    await put(database, tools, "first")
    await put(database, tools, "urgent", urgent=True)

    assert who(await claim(database, tools)) == ["urgent", "first"]
    assert await claim(database, tools, minute=4) == ()
    assert who(await claim(database, tools, minute=5)) == ["later"]


async def test_no_two_workers_get_the_same_row(database: Database, tools: Tools) -> None:
    for n in range(12):
        await put(database, tools, f"p{n}")

    claims = await asyncio.gather(*(claim(database, tools, f"w{n}", limit=4) for n in range(3)))

    ids = [c.id for claimed in claims for c in claimed]
    assert len(ids) == len(set(ids))


async def test_what_went_out_is_recorded_and_its_words_are_sealed(database: Database, tools: Tools) -> None:
    story = await Story(database, tools).received()
    await put(database, tools, "li", ticket=story.now.id)
    (row,) = await claim(database, tools)

    async def send(connection: Connection) -> None:
        queue = Queue(connection, tools)
        assert await queue.started(row.id, "w")
        assert await queue.done(row.id, "w", Sent("pqk1"), "路灯请今天修好", at(1))
        assert await queue.said(row.id) == "路灯请今天修好"
        work = SqlWork(connection, tools)
        assert await work.marks.ticket_of_message(["pqk1"]) == story.now.id
        assert await work.outbox.reported("", "pqk1", SmsFate.DELIVERED, "DELIVRD", at(2))
        assert not await work.outbox.reported("", "other", SmsFate.DELIVERED, "DELIVRD", at(2))
        await work.appellants.erase(CITIZEN, at(2))
        assert await queue.said(row.id) is None

    await database.write(send)
    assert await claim(database, tools, real=999) == ()


@pytest.mark.parametrize(
    ("fate", "state"),
    [
        (SmsFate.DELIVERED, OutboxState.DONE),
        (SmsFate.FAILED, OutboxState.FAILED),
        (SmsFate.UNKNOWN, OutboxState.UNKNOWN),
    ],
)
async def test_a_report_settles_a_text_of_which_nobody_knew_whether_it_went_out(
    database: Database, tools: Tools, fate: SmsFate, state: OutboxState
) -> None:
    await put(database, tools, "li")
    (row,) = await claim(database, tools)

    async def unsure_then_reported(connection: Connection) -> str:
        queue = Queue(connection, tools)
        await queue.started(row.id, "w")
        await queue.unknown(row.id, "w", "timeout", at(1))
        assert await SqlWork(connection, tools).outbox.reported(str(row.id), "", fate, "DELIVRD", at(2))
        rows = await connection.execute(select(outbox.c.state).where(outbox.c.id == row.id))
        return str(rows.scalar_one())

    assert await database.write(unsure_then_reported) == state.value


@pytest.mark.parametrize("reported", ["before the lease ran out", "after", "when the row was taken again"])
async def test_a_report_on_a_dead_workers_text_settles_it_whenever_it_comes(
    database: Database, tools: Tools, reported: str
) -> None:
    await put(database, tools, "li")
    (row,) = await claim(database, tools)

    async def story(connection: Connection) -> tuple[str, int]:
        queue, out = Queue(connection, tools), SqlWork(connection, tools).outbox
        await queue.started(row.id, "w")
        if reported == "before the lease ran out":
            await out.reported(str(row.id), "", SmsFate.DELIVERED, "DELIVRD", at(2))
        await queue.reap(REAL + LEASE)
        if reported == "after":
            await out.reported(str(row.id), "", SmsFate.DELIVERED, "DELIVRD", at(2))
        again = await queue.claim("other", REAL + LEASE, at(3), 10)
        if reported == "when the row was taken again":
            await out.reported(str(row.id), "", SmsFate.DELIVERED, "DELIVRD", at(2))
            await queue.unknown(row.id, "other", "lease_lost", at(3))
        rows = await connection.execute(select(outbox.c.state).where(outbox.c.id == row.id))
        return str(rows.scalar_one()), len(again)

    state, taken_again = await database.write(story)
    assert state == OutboxState.DONE.value
    assert taken_again == (reported == "when the row was taken again")


async def test_a_lost_lease_goes_again_and_says_whether_it_may_have_gone_out(
    database: Database, tools: Tools
) -> None:
    await put(database, tools, "claimed")
    await put(database, tools, "started")
    claimed, started = await claim(database, tools)
    await database.write(lambda c: Queue(c, tools).started(started.id, "w"))

    assert await database.write(lambda c: Queue(c, tools).reap(REAL + LEASE - timedelta(seconds=1))) == 0
    assert await database.write(lambda c: Queue(c, tools).reap(REAL + LEASE)) == 2

    again = await claim(database, tools, "other")
    assert [(c.id, c.started_before, c.attempts) for c in again] == [
        (claimed.id, False, 2),
        (started.id, True, 2),
    ]


async def test_who_lost_the_lease_settles_nothing(database: Database, tools: Tools) -> None:
    await put(database, tools, "li")
    (row,) = await claim(database, tools)
    await database.write(lambda c: Queue(c, tools).reap(REAL + LEASE))
    await claim(database, tools, "other")

    async def too_late(connection: Connection) -> list[bool]:
        queue = Queue(connection, tools)
        return [
            await queue.started(row.id, "w"),
            await queue.done(row.id, "w", Sent("x"), "…", at(1)),
            await queue.retry(row.id, "w", REAL, "busy"),
            await queue.failed(row.id, "w", "no", at(1)),
        ]

    assert await database.write(too_late) == [False] * 4


async def test_a_retry_waits_for_its_real_moment_and_failures_are_shown(
    database: Database, tools: Tools
) -> None:
    for name in ("again", "never", "perhaps", "moot"):
        await put(database, tools, name)
    again, never, perhaps, moot = await claim(database, tools)

    async def settle(connection: Connection) -> None:
        queue = Queue(connection, tools)
        assert await queue.retry(again.id, "w", REAL + timedelta(seconds=30), "throttled")
        assert await queue.failed(never.id, "w", "no such user", at(1))
        assert await queue.unknown(perhaps.id, "w", "timeout", at(1))
        assert await queue.dropped(moot.id, "w", "closed meanwhile", at(1))

    await database.write(settle)

    assert await claim(database, tools, real=29) == ()
    assert who(await claim(database, tools, real=30)) == ["again"]
    troubles = await database.read(lambda c: Queue(c, tools).troubles())
    assert [(t.id, t.state, t.code) for t in troubles] == [
        (perhaps.id, OutboxState.UNKNOWN, "timeout"),
        (never.id, OutboxState.FAILED, "no such user"),
    ]


async def test_what_is_put_off_comes_again_as_if_it_had_never_been_tried(
    database: Database, tools: Tools
) -> None:
    await put(database, tools, "a")
    (row,) = await claim(database, tools)
    off = await database.write(lambda c: Queue(c, tools).put_off(row.id, "w", REAL + timedelta(seconds=30)))

    assert off
    assert await claim(database, tools, real=29) == ()
    (again,) = await claim(database, tools, real=30)
    assert (again.attempts, again.started_before) == (1, False)
    await database.write(lambda c: Queue(c, tools).started(again.id, "w"))
    assert not await database.write(lambda c: Queue(c, tools).put_off(again.id, "w", REAL)), (
        "it is on the wire"
    )


async def test_a_card_update_gives_way_to_a_newer_one(database: Database, tools: Tools) -> None:
    async def sync(connection: Connection) -> None:
        await SqlWork(connection, tools).outbox.sync_cards(["c1"], NOON)

    await database.write(sync)
    (first,) = await claim(database, tools)
    await database.write(sync)

    assert await database.write(lambda c: Queue(c, tools).retry(first.id, "w", REAL, "busy"))

    (second,) = await claim(database, tools)
    assert second.outgoing == SyncCard("c1")
    assert second.id != first.id


async def test_ordinary_rows_wait_for_the_digest_and_come_together(database: Database, tools: Tools) -> None:
    async def put_all(connection: Connection) -> None:
        outbox = SqlWork(connection, tools).outbox
        for seq, person in enumerate(["li", "li", "wang", "li"], start=1):
            await outbox.put(told(person, seq), key=f"{seq}", at=NOON, ordinary=True)

    await database.write(put_all)
    assert await claim(database, tools) == ()
    assert await database.read(lambda c: Queue(c, tools).next_due_at()) is None

    assert await database.write(lambda c: Queue(c, tools).release(at(1))) == 4

    digest = await claim(database, tools, limit=1)
    assert who(digest) == ["li", "li", "li"]
    assert all(row.ordinary for row in digest)
    assert who(await claim(database, tools)) == ["wang"]


async def test_the_memory_knows_what_is_still_moving(database: Database, tools: Tools) -> None:
    await put(database, tools, "now")
    await put(database, tools, "later", minute=60)

    assert (await database.read(lambda c: moving(c, at(1)))).messages_waiting == 1
    (row,) = await claim(database, tools)
    assert (await database.read(lambda c: moving(c, at(1)))).messages_under_way == 1
    await database.write(lambda c: Queue(c, tools).done(row.id, "w", Sent(), "", at(1)))
    assert (await database.read(lambda c: moving(c, at(1)))).quiet
    assert await database.read(lambda c: Queue(c, tools).next_due_at()) == at(60)
