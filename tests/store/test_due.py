"""Timers, leases, counters, the moved clock, the roll."""

import asyncio
from dataclasses import replace
from datetime import date, timedelta

import pytest

from domain.ids import PersonId, TicketId
from domain.people import Directory
from domain.timers import Timer
from store import clock
from store.connection import Connection
from store.database import Database
from store.due import LEASE, Due, DueTimer
from store.leases import Leases
from store.numbers import gapless, short_code, ticket_number
from store.quota import Quota
from store.staff import Staff
from store.work import SqlWork, Tools
from tests.store.moments import CENTRE, CONFIRMER, DIRECTORY, LEADER, NOON, ROADS, at

REAL = NOON + timedelta(days=400)
TICKET = TicketId(1)


async def set_timers(database: Database, tools: Tools, *timers: Timer) -> None:
    await database.write(lambda c: SqlWork(c, tools).timers.set(TICKET, timers))


async def claim(database: Database, tools: Tools, minute: int, worker: str = "w") -> tuple[DueTimer, ...]:
    return await database.write(lambda c: Due(c, tools).claim(worker, REAL, at(minute)))


async def test_what_is_due_comes_in_order_and_once(database: Database, tools: Tools) -> None:
    await set_timers(database, tools, Timer("late", at(20)), Timer("ack", at(10)), Timer("far", at(99)))
    assert await database.read(lambda c: Due(c, tools).next_due_at()) == at(10)

    due = await claim(database, tools, 20)

    assert [(d.event.step, d.event.ticket, d.event.due_at) for d in due] == [
        ("ack", TICKET, at(10)),
        ("late", TICKET, at(20)),
    ]
    assert await claim(database, tools, 20) == ()
    await database.write(lambda c: Due(c, tools).settled(due[0], "w"))
    await database.write(lambda c: Due(c, tools).settled(due[1], "w"))
    assert await database.write(lambda c: Due(c, tools).reap(REAL + LEASE)) == 0
    assert await database.read(lambda c: Due(c, tools).next_due_at()) == at(99)


async def test_a_dead_workers_timer_comes_again_under_the_same_key(database: Database, tools: Tools) -> None:
    await set_timers(database, tools, Timer("ack", at(10)))
    (first,) = await claim(database, tools, 10)

    assert await database.write(lambda c: Due(c, tools).reap(REAL + LEASE)) == 1

    (again,) = await claim(database, tools, 10, "other")
    assert again.event.key == first.event.key


async def test_a_timer_set_anew_while_it_is_handled_waits_again(database: Database, tools: Tools) -> None:
    await set_timers(database, tools, Timer("silent", at(10)))
    (due,) = await claim(database, tools, 10)

    await set_timers(database, tools, Timer("silent", at(30)))
    await database.write(lambda c: Due(c, tools).settled(due, "w"))

    (again,) = await claim(database, tools, 30)
    assert again.event.due_at == at(30)
    assert again.event.key != due.event.key


async def test_a_moment_of_no_ticket_waits_once_and_can_be_moved(database: Database, tools: Tools) -> None:
    async def schedule(connection: Connection) -> None:
        await Due(connection, tools).schedule("digest", at(5))
        await Due(connection, tools).schedule("digest", at(7))

    await database.write(schedule)

    assert await database.read(lambda c: Due(c, tools).scheduled("digest")) == at(7)
    (due,) = await claim(database, tools, 10)
    assert (due.event.ticket, due.event.step) == (None, "digest")


async def test_a_lease_has_one_holder_until_it_ends(database: Database) -> None:
    def take(holder: str, now: int) -> asyncio.Task[bool]:
        moment = REAL + timedelta(seconds=now)
        job = database.write(
            lambda c: Leases(c).take("stream", holder, moment, moment + timedelta(seconds=10))
        )
        return asyncio.ensure_future(job)

    assert sorted(await asyncio.gather(*(take(h, 0) for h in "abc"))) == [False, False, True]
    assert sorted([await take("a", 5), await take("b", 5), await take("c", 5)]) == [False, False, True]
    assert await take("d", 15)
    await database.write(lambda c: Leases(c).give_back("stream", "d"))
    assert await take("a", 16)


async def test_the_month_is_counted_by_kind(database: Database) -> None:
    async def spend(connection: Connection) -> None:
        quota = Quota(connection)
        assert await quota.spend(date(2019, 7, 5), "calls") == 1
        assert await quota.spend(date(2019, 7, 31), "calls", 4) == 5
        assert await quota.spend(date(2019, 8, 1), "calls") == 1
        await quota.spend(date(2019, 7, 5), "pushes", 2)
        assert await quota.spent(date(2019, 7, 9)) == {"calls": 5, "pushes": 2}

    await database.write(spend)


async def test_business_time_moves_forward_only(database: Database) -> None:
    assert await database.read(clock.offset) == timedelta(0)
    await database.write(lambda c: clock.move(c, timedelta(days=3, microseconds=1)))

    assert await database.read(clock.offset) == timedelta(days=3, microseconds=1)
    with pytest.raises(ValueError, match="never goes back"):
        await database.write(lambda c: clock.move(c, timedelta(days=2)))


async def test_the_roll_follows_the_centres_files_and_forgets_nobody(database: Database) -> None:
    moved = dict(DIRECTORY.people)
    moved[LEADER] = replace(moved[LEADER], unit=CENTRE)
    del moved[CONFIRMER]

    async def enrol_twice(connection: Connection) -> None:
        staff = Staff(connection)
        assert await staff.enrol(DIRECTORY, NOON.date()) == 5
        assert await staff.enrol(DIRECTORY, NOON.date()) == 0
        assert await staff.enrol(Directory("corp", {}, moved), NOON.date()) == 2

    await database.write(enrol_twice)
    assert ROADS != CENTRE


async def test_a_chat_id_found_by_mobile_is_kept(database: Database) -> None:
    async def find(connection: Connection) -> None:
        staff = Staff(connection)
        await staff.found(PersonId("li"), "old", NOON)
        await staff.found(PersonId("li"), "new", at(1))
        assert await staff.known() == {"li": "new"}

    await database.write(find)


async def test_formal_papers_are_numbered_without_a_gap(database: Database) -> None:
    async def issue(connection: Connection) -> int:
        return await gapless("sheet:2019", connection)

    async def torn_up(connection: Connection) -> None:
        await issue(connection)
        raise LookupError("torn up")

    assert await database.write(issue) == 1
    with pytest.raises(LookupError):
        await database.write(torn_up)
    assert await database.write(issue) == 2


async def test_numbers_drawn_at_once_are_all_different(database: Database, tools: Tools) -> None:
    async def draw(connection: Connection) -> str:
        return await SqlWork(connection, tools).tickets.next_number(NOON.date())

    drawn = await asyncio.gather(*(database.write(draw, creates_only=n % 2 == 0) for n in range(40)))

    assert len(set(drawn)) == 40


def test_numbers_read_as_the_centre_writes_them() -> None:
    assert ticket_number(date(2019, 7, 5), 317) == "NX2019070500317"
    assert ticket_number(date(2019, 7, 5), 100_000) == "NX20190705100000"


def test_short_codes_are_short_never_bare_digits_and_all_different() -> None:
    counts = [*range(1, 30_000), *range(1_090_000, 1_100_000)]
    codes = [short_code(n) for n in counts]

    assert len(set(codes)) == len(codes)
    assert all(len(c) <= 6 and any(x.isalpha() for x in c) and any(x.isdigit() for x in c) for c in codes)
    assert {len(c) for c in codes} == {4, 6}
