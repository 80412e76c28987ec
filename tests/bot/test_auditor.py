"""The auditor: each thing it watches is broken once, by raw SQL or a stopped worker, and found; and told; and told when it is gone.

The program is the real one; its own ticks stand still, so that nothing happens but what a test does.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import aiohttp
import pytest
import pytest_asyncio

from bot.auditor import HELD_FOR, NAME
from bot.clock import BusinessClock, real_now
from bot.program import Program
from bot.rehearsal.screens import chat_shown
from bot.stage.theatre import account_of, theatre, with_accounts
from config.init import write_sample
from config.load import Centre, load
from config.secret import Secret
from config.settings import DatabaseSettings, DingTalkSection
from domain.auditing import AUDITED_WITHIN, FindingKind
from domain.ids import PersonId
from domain.inbound import EventKey, SmsReceived
from store.auditing import Auditing, Heartbeat
from store.sealing import KeyRing
from tests.scenarios.looking import Rows, asked
from tests.store.attack import disarm

MORNING = datetime(2026, 7, 6, 1, 0, tzinfo=UTC)
VILLAGER = "13911110001"
WORDS = "南桥镇幸福路口没有减速带，大货车开得太快，很危险"
ADMIN = PersonId("zx11")
NOBODY = "http://127.0.0.1:9"
"""Where nobody listens."""


@dataclass(slots=True)
class Machine:
    """A machine whose clock a test may set, and whose stopwatch nobody can."""

    ahead: timedelta = timedelta()
    ticked_s: float = 0.0

    def real(self) -> datetime:
        return real_now() + self.ahead

    def monotonic(self) -> float:
        return self.ticked_s


@dataclass(slots=True)
class House:
    """A running program, and a hand on its database."""

    program: Program
    machine: Machine
    url: str

    def rows(self, wanted: str, *values: object) -> Rows:
        return asked(self.url, (wanted, values))[0]

    def sql(self, statement: str, *values: object) -> None:
        asked(self.url, (statement, values))

    def time(self, at: datetime) -> object:
        """A moment as this database writes it."""
        if self.url.startswith("sqlite"):
            return (at - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)
        return at

    async def audit(self) -> set[str]:
        """One look; the kinds of findings that stand after it."""
        await self.program.auditor.audit()
        return {str(kind) for (kind,) in self.rows("SELECT kind FROM findings")}

    async def ready(self) -> tuple[int, list[str]]:
        url = f"http://127.0.0.1:{self.program.port}/readyz"
        async with aiohttp.ClientSession() as session, session.get(url) as answer:
            return answer.status, (await answer.json())["wrong"]

    def told(self) -> list[str]:
        """What the operator is told by the auditor, by key."""
        return [
            str(key) for (key,) in self.rows("SELECT key FROM outbox WHERE key LIKE 'audit%' ORDER BY id")
        ]

    async def matter(self, words: str = WORDS, phone: str = VILLAGER) -> int:
        """A citizen's text became a ticket; what was to be said of it is said."""
        now = self.program.now()
        key = EventKey("alibaba", words)
        await self.program.parts.intake.receive(SmsReceived(key, "alibaba", phone, words, now, now))
        self.sql("UPDATE outbox SET state = 'done', held = ?", False)
        ((ticket,),) = self.rows("SELECT max(id) FROM tickets")
        assert isinstance(ticket, int)
        return ticket


def sample(folder: Path) -> Centre:
    write_sample(folder)
    KeyRing.create(folder / "keys" / "master.key")
    centre = load(folder, {})
    return replace(centre, directory=with_accounts(centre.directory))


@pytest_asyncio.fixture
async def house(database_url: str, tmp_path: Path) -> AsyncIterator[House]:
    """Connected to nobody: only the auditor and the database play."""
    centre = sample(tmp_path / "centre")
    settings = replace(
        centre.settings,
        database=DatabaseSettings(Secret(database_url)),
        dingtalk=DingTalkSection(api_base=NOBODY, oapi_base=NOBODY),
    )
    machine = Machine()
    clock = BusinessClock(stopped_at=MORNING, real=machine.real)
    async with Program(replace(centre, settings=settings), clock, 0, ticking=False) as program:
        program.auditor.monotonic = machine.monotonic
        yield House(program, machine, database_url)


async def test_nothing_is_found_where_nothing_is_wrong(house: House) -> None:
    await house.matter()

    assert await house.audit() == set()
    assert await house.ready() == (200, [])
    assert house.told() == []


async def test_a_ticket_without_a_timer_is_found_told_once_a_day_and_told_when_it_is_gone(
    house: House,
) -> None:
    ticket = await house.matter()
    kept = house.rows("SELECT step, due_at FROM timers WHERE ticket = ?", ticket)
    assert kept
    house.sql("UPDATE timers SET ticket = -1 WHERE ticket = ?", ticket)

    assert await house.audit() == {"no_timer"}
    status, wrong = await house.ready()
    assert status == 503
    assert any("no_timer" in one for one in wrong)
    assert await house.audit() == {"no_timer"}
    assert house.told() == ["audit:no_timer:2026-07-06"]

    house.sql("UPDATE timers SET ticket = ? WHERE ticket = -1", ticket)
    assert await house.audit() == set()
    assert (await house.ready())[0] == 200
    assert len(house.told()) == 2
    assert house.told()[-1].startswith("audit-gone:no_timer:")


async def test_it_is_said_again_the_next_day_while_it_lasts(house: House) -> None:
    ticket = await house.matter()
    house.sql("UPDATE timers SET ticket = -1 WHERE ticket = ?", ticket)
    await house.audit()
    house.program.clock.set(MORNING + timedelta(days=1))
    await house.audit()

    told = [key for key in house.told() if "no_timer" in key]
    assert told == ["audit:no_timer:2026-07-06", "audit:no_timer:2026-07-07"]


async def test_a_ticket_in_a_units_hands_has_exactly_one_lead(house: House) -> None:
    await house.matter()
    await disarm(house.url, "tickets", "UPDATE tickets SET state = 'dispatched'")

    assert await house.audit() == {"nobody_accountable"}


async def test_a_leader_who_left_a_centre_without_a_head_leaves_nobody(house: House) -> None:
    ticket = await house.matter()
    parts = house.program.parts
    assert await house.audit() == set()

    everybody = frozenset(parts.who.directory.people)
    parts.who.learn({}, everybody)
    assert await house.audit() == {"nobody_accountable"}
    ((subject,),) = house.rows("SELECT subject FROM findings")
    assert subject == str(ticket)

    parts.who.learn({}, frozenset())
    assert await house.audit() == set()


async def test_a_ticket_that_cannot_be_read_is_in_nobodys_hands(house: House) -> None:
    ticket = await house.matter()
    house.sql("UPDATE timers SET ticket = -1 WHERE ticket = ?", ticket)
    await disarm(house.url, "tickets", "UPDATE tickets SET body = '{'")

    await house.audit()
    assert await house.audit() == {"no_timer", "nobody_accountable"}


async def test_whatever_waits_longer_than_promised_is_found(house: House) -> None:
    await house.matter()
    long_ago = house.time(MORNING - timedelta(days=1))
    real_long_ago = house.time(house.machine.real() - timedelta(days=1))
    # A message under way in the hands of a worker long dead: the reaper stands still here.
    house.sql("UPDATE outbox SET state = 'claimed', worker = 'dead', lease_until = ?", real_long_ago)
    house.sql("UPDATE timers SET due_at = ?", long_ago)
    house.sql(
        "INSERT INTO inbox_raw (id, source, key, kind, body, parked_at, attempts, next_try_at, reason) "
        "VALUES (1, 'gone', 'k', 'Nonsense', 0, ?, 1, ?, 'r')",
        real_long_ago,
        real_long_ago,
    )

    assert await house.audit() >= {"lease_stuck", "timer_stuck", "event_stuck"}
    status, wrong = await house.ready()
    assert status == 503
    assert len([one for one in wrong if one.startswith("audit:")]) >= 3

    house.sql("DELETE FROM inbox_raw")
    house.sql("UPDATE timers SET due_at = ?", house.time(MORNING + timedelta(days=1)))
    house.sql("UPDATE outbox SET state = 'done'")
    assert not await house.audit() & {"lease_stuck", "timer_stuck", "event_stuck"}


async def test_a_message_nobody_sends_is_found_whatever_keeps_it(house: House) -> None:
    await house.matter()
    never = house.machine.real() + timedelta(days=365)
    # Its next try lies far ahead: not due, and yet far older than all tries together may take.
    house.sql(
        "UPDATE outbox SET state = 'waiting', retry_at = ?, not_before = ?, card = NULL",
        house.time(never),
        house.time(MORNING - timedelta(days=1)),
    )

    assert await house.audit() == {"message_stuck"}


async def test_a_digest_that_does_not_go_out_in_the_morning_is_found(house: House) -> None:
    await house.matter()
    put_at = house.time(MORNING - timedelta(days=4))
    house.sql("UPDATE outbox SET state = 'waiting', held = ?, not_before = ?, card = NULL", True, put_at)

    assert await house.audit() == {"digest_stuck"}


async def test_a_sealer_that_stands_still_is_found_and_one_that_went_again_is_not(house: House) -> None:
    await house.matter()
    assert await house.audit() == set()
    house.program.clock.set(MORNING + timedelta(minutes=11))

    assert "sealer_behind" in await house.audit()
    await house.program.timetable.seal()
    assert "sealer_behind" not in await house.audit()


async def test_a_silent_stream_is_found_and_what_the_administrator_reads(tmp_path: Path) -> None:
    """The whole town, for once: what is found is read on a phone."""
    clock = BusinessClock(stopped_at=MORNING)
    async with theatre(sample(tmp_path / "centre"), clock, ticking=False) as stage:
        program = stage.program
        there = House(program, Machine(), program.centre.database_url.reveal())
        auditor = program.auditor
        auditor.begin()
        await auditor.listen()
        assert await there.audit() == set()

        now, hour = real_now(), timedelta(hours=1)
        write = program.parts.database.write
        await write(lambda c: Auditing(c).beat(auditor.stream, "w", now, heard_at=now - hour))
        assert await there.audit() == {"stream_silent"}
        await write(lambda c: Auditing(c).beat(auditor.stream, "w", now - hour, heard_at=now - hour))
        assert await there.audit() == {"stream_unheld"}

        # The holder is there again and says so.
        await auditor.listen()
        assert await there.audit() == set()

        await stage.travel.settle()
        screen = await stage.phones.screen(account_of(program.parts.who.directory.people[ADMIN]))
        read = [one.text for one in chat_shown(screen, group=False) if "自检" in one.text]
        assert len(read) == 4
        assert "【告警】" in read[0]
        assert "长时间没有任何信号" in read[0]
        assert "60 min" in read[0]
        assert "已消除" in read[-1]

        # A holder without a socket does not say that it listens.
        before = await program.parts.database.read(lambda c: Auditing(c).heartbeat(auditor.stream))
        assert program.listener is not None
        await program.listener.stop()
        await auditor.listen()
        assert await program.parts.database.read(lambda c: Auditing(c).heartbeat(auditor.stream)) == before


@pytest.mark.parametrize("jump", [timedelta(hours=1), timedelta(hours=-1)], ids=["forward", "back"])
async def test_a_clock_that_jumps_is_found_and_over_at_the_next_look(house: House, jump: timedelta) -> None:
    await house.audit()
    house.machine.ahead += jump

    assert "clock_jumped" in await house.audit()
    if house.url.startswith("sqlite"):
        assert "clock_jumped" not in await house.audit()
    else:
        assert "clock_apart" in await house.audit(), "the database's own clock did not jump"
        house.machine.ahead -= jump
        await house.audit()
        assert await house.audit() == set()
    assert any("clock_jumped" in one for one in house.told())


async def test_a_clock_a_little_off_the_stopwatch_is_no_jump(house: House) -> None:
    await house.audit()
    house.machine.ahead += timedelta(seconds=20)

    assert await house.audit() == set()


async def test_one_worker_looks_and_another_takes_over_when_it_is_gone(house: House) -> None:
    parts = house.program.parts
    await house.audit()
    first = await house.program.auditor.heartbeat()
    assert first is not None
    until = house.time(house.machine.real() + timedelta(hours=1))
    house.sql("UPDATE leases SET holder = 'another', until = ? WHERE name = ?", until, NAME)
    await house.audit()
    assert await house.program.auditor.heartbeat() == first, "another holds the lease: no look"

    long_ago = house.time(house.machine.real() - HELD_FOR)
    house.sql("UPDATE leases SET until = ? WHERE name = ?", long_ago, NAME)
    await house.audit()
    again = await house.program.auditor.heartbeat()
    assert again is not None
    assert again.at > first.at
    assert again.worker == parts.worker


async def test_an_auditor_that_stands_still_fails_readyz(house: House) -> None:
    house.program.auditor.begin()
    await house.audit()
    assert await house.ready() == (200, [])

    house.machine.ahead += AUDITED_WITHIN + timedelta(seconds=1)
    status, wrong = await house.ready()
    assert status == 503
    assert any("auditor: has not looked since" in one for one in wrong)


async def test_the_slice_goes_round_all_open_tickets(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("domain.auditing.SLICE_AT_LEAST", 1)
    for place, words in enumerate((WORDS, "幸福小区三天没有来水", "人民路的路灯全都不亮")):
        await house.matter(words, f"1391111000{place}")
    assert len(house.rows("SELECT id FROM tickets")) == 3
    house.sql("UPDATE timers SET ticket = -ticket WHERE ticket IS NOT NULL")

    looks = []
    for _ in range(4):
        await house.audit()
        looks.append(len(house.rows("SELECT subject FROM findings")))

    assert looks == [1, 2, 3, 3]
    assert len(house.told()) == 1, "one notice a day for a kind, however many tickets"


async def test_a_heartbeat_is_kept_with_its_worker(house: House) -> None:
    await house.audit()

    beat = await house.program.auditor.heartbeat()
    assert isinstance(beat, Heartbeat)
    assert beat.worker == house.program.parts.worker


def test_every_kind_of_finding_has_a_test() -> None:
    source = Path(__file__).read_text(encoding="utf-8")

    assert [kind for kind in FindingKind if f'"{kind.value}"' not in source] == []
