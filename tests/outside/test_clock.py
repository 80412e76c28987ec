"""The machine's clock leaps, and is put right again. The test's own clock leaps; the machine's is left alone."""

import itertools
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from bot.clock import real_now
from bot.steadiness import HELD_S
from domain.vocabulary import Office
from store.ids import TimeOrderedIds
from tests.outside.acting import misbehave, operator, text, told, until
from tests.scenarios.town import Town, town

HOUR, DAY, YEAR = timedelta(hours=1), timedelta(days=1), timedelta(days=365)


@dataclass(slots=True)
class Hands:
    """The hands of the machine's clock, and the time that really passes."""

    wrong_by: timedelta = timedelta()
    passed: timedelta = timedelta()

    def real(self) -> datetime:
        return real_now() + self.passed + self.wrong_by

    def monotonic(self) -> float:
        return time.monotonic() + self.passed.total_seconds()


@pytest_asyncio.fixture
async def place(tmp_path: Path) -> AsyncIterator[tuple[Town, Hands]]:
    hands = Hands()
    async with town(tmp_path / "centre", real=hands.real, monotonic=hands.monotonic) as here:
        await here.house.program.timetable.sweep()
        yield here, hands


async def matter(here: Town) -> None:
    await text(here, "路灯坏了三盏，晚上看不见路")
    await here.settle()
    dispatcher = here.holder(Office.DISPATCHER).staff_id or ""
    number = here.rows("SELECT number FROM tickets ORDER BY id DESC LIMIT 1")[0][0]
    await here.say(dispatcher, f"/派单 {number} 城管局 求助 地点：幸福路")


def steps(here: Town) -> list[tuple[object, ...]]:
    return here.rows("SELECT ticket, seq, kind FROM events WHERE kind = 'StepTaken' ORDER BY ticket, seq")


def due(here: Town) -> list[tuple[object, ...]]:
    return here.rows("SELECT step, due_at, waiting FROM timers ORDER BY step")


async def sweep(here: Town) -> None:
    await here.house.program.timetable.sweep()
    await until(lambda: _sent(here))


@pytest.mark.parametrize("leap", [HOUR, DAY, YEAR], ids=["hour", "day", "year"])
async def test_a_leap_that_is_put_right_in_time_tells_nobody_anything_wrong(
    place: tuple[Town, Hands], leap: timedelta
) -> None:
    here, hands = place
    await matter(here)
    before = due(here)

    hands.wrong_by = leap
    await sweep(here)
    hands.passed = timedelta(minutes=5)
    await sweep(here)
    hands.wrong_by = timedelta()
    await sweep(here)

    assert steps(here) == []
    assert due(here) == before
    assert len(await told(here, operator(here), "时钟突然快了")) == 1
    assert len(await told(here, operator(here), "时钟突然慢了")) == 1


async def test_a_leap_nobody_puts_right_is_believed_and_each_step_is_taken_once(
    place: tuple[Town, Hands],
) -> None:
    here, hands = place
    await matter(here)

    hands.wrong_by = DAY
    await sweep(here)
    assert steps(here) == []
    hands.passed = timedelta(seconds=HELD_S + 1)
    await sweep(here)
    taken = steps(here)
    await sweep(here)

    assert taken
    assert steps(here) == taken


async def test_after_a_believed_leap_is_put_right_no_step_comes_again_and_the_others_come_in_time(
    place: tuple[Town, Hands],
) -> None:
    here, hands = place
    await matter(here)
    hands.wrong_by = DAY
    await sweep(here)
    hands.passed = timedelta(seconds=HELD_S + 1)
    await sweep(here)
    taken, waiting = steps(here), due(here)

    hands.wrong_by = timedelta()
    await sweep(here)
    hands.passed += DAY
    # A day passes by the monotonic clock as well: no leap.
    await sweep(here)

    assert steps(here)[: len(taken)] == taken
    kept = here.rows("SELECT ticket, payload FROM events WHERE kind = 'StepTaken'")
    assert len(kept) == len(set(kept)), "a step was taken twice"
    assert waiting


async def test_a_clock_put_back_lets_nothing_wait_for_the_wrong_time_to_come_again(
    place: tuple[Town, Hands],
) -> None:
    here, hands = place
    hands.wrong_by = YEAR
    await sweep(here)
    await misbehave(here, "error_500", path="/v1.0/robot/oToMessages", count=1)
    await text(here, "井盖不见了，有孩子差点掉下去")
    await until(lambda: _waits(here))

    hands.wrong_by = timedelta()
    await sweep(here)

    dispatcher = here.holder(Office.DISPATCHER).staff_id or ""
    await until(lambda: told(here, dispatcher, "井盖不见了"))
    assert here.rows(
        "SELECT count(*) FROM outbox WHERE retry_at > ? AND state = 'waiting'", _stamp(hands)
    ) == [(0,)]


async def test_a_timer_claimed_just_before_the_clock_goes_back_is_not_skipped(
    place: tuple[Town, Hands],
) -> None:
    here, hands = place
    await matter(here)
    timetable, parts = here.house.program.timetable, here.house.program.parts
    before = due(here)
    hands.passed = DAY
    claimed = await timetable._claim()
    assert claimed

    hands.passed, hands.wrong_by = DAY, -DAY
    for timer in claimed:
        assert timer.event.due_at > parts.clock.now()
        await timetable._take(timer)
    assert due(here) == before

    hands.wrong_by = timedelta()
    timetable.steadiness.look()
    hands.passed += timedelta(seconds=HELD_S + 1)
    await sweep(here)
    assert steps(here)


def test_ids_stay_unique_and_ordered_whatever_the_clock_does() -> None:
    moments = itertools.cycle([timedelta(), HOUR, -DAY, YEAR, -HOUR, timedelta()])
    start = real_now()
    ids = TimeOrderedIds(lambda: start + next(moments))

    made = [ids.new() for _ in range(10_000)]

    assert made == sorted(set(made))


async def _sent(here: Town) -> bool:
    return not here.rows(
        "SELECT id FROM outbox WHERE state IN ('claimed', 'started') OR (state = 'waiting' AND urgent = 1 AND retry_at IS NULL)"
    )


async def _waits(here: Town) -> bool:
    return bool(here.rows("SELECT id FROM outbox WHERE state = 'waiting' AND retry_at IS NOT NULL"))


def _stamp(hands: Hands) -> str:
    return (hands.real() + HOUR).isoformat()
