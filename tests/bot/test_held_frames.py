"""Frames nobody could keep: bounded, tried oldest first, and what is lost all the same is told."""

import json
from pathlib import Path

import pytest

from bot.held_frames import BYTES_AT_MOST, FAULT, FULL, HELD_FOR_S, LATE, HeldFrames
from bot.rhythm import Rhythm
from domain.failures import Away
from domain.vocabulary import Office
from tests.scenarios.town import town


class Store:
    """Takes what it is given, unless it is away."""

    def __init__(self) -> None:
        self.away = True
        self.took: list[str] = []
        self.told: list[int] = []

    async def tell(self, count: int) -> None:
        self._answers()
        self.told.append(count)

    async def take(self, frame: str) -> None:
        self._answers()
        if frame == "unkeepable":
            raise ValueError(frame)
        self.took.append(frame)

    def _answers(self) -> None:
        if self.away:
            raise Away("gone")


class Waiting:
    """What is held before that store, and a steady clock to turn."""

    def __init__(self, frames_at_most: int = 3) -> None:
        self.store = Store()
        self.now_s = 0.0
        self.held = HeldFrames(self.store.tell, lambda: self.now_s, frames_at_most)

    def hold(self, *frames: str, size: int = 1) -> None:
        for frame in frames:
            self.held.hold(frame, size, lambda frame=frame: self.store.take(frame))  # type: ignore[misc]


@pytest.fixture
def here() -> Waiting:
    return Waiting()


async def test_when_the_store_is_back_the_oldest_go_first_and_each_once(here: Waiting) -> None:
    here.hold("first", "second", "first")
    assert not await here.held.round()
    assert len(here.held) == 2

    here.store.away = False

    assert await here.held.round()
    assert here.store.took == ["first", "second"]
    assert len(here.held) == 0
    assert here.store.told == []


async def test_when_full_the_newest_are_refused_and_the_operator_hears_how_many(here: Waiting) -> None:
    here.hold("1", "2", "3", "4", "5")
    await here.held.round()
    here.store.away = False
    await here.held.round()

    assert here.store.took == ["1", "2", "3"]
    assert here.store.told == [2]
    assert here.held.lost[FULL] == 2
    await here.held.round()
    assert here.store.told == [2], "once"


async def test_many_bytes_are_full_as_well(here: Waiting) -> None:
    here.hold("large", size=BYTES_AT_MOST)
    here.hold("small")
    here.store.away = False
    await here.held.round()

    assert here.store.took == ["large"]
    here.hold("small")
    await here.held.round()
    assert here.store.took == ["large", "small"], "there is room again"


async def test_after_half_an_hour_it_is_let_go_and_told_once_somebody_can_be_told(here: Waiting) -> None:
    here.hold("old")
    here.now_s = HELD_FOR_S
    here.hold("young")
    assert not await here.held.round()
    assert here.store.told == []

    here.store.away = False
    await here.held.round()

    assert here.store.took == ["young"]
    assert (here.store.told, here.held.lost[LATE]) == ([1], 1)


async def test_one_that_can_never_be_kept_holds_up_no_other(here: Waiting) -> None:
    here.hold("unkeepable", "good")
    here.store.away = False
    await here.held.round()

    assert here.store.took == ["good"]
    assert (here.store.told, here.held.lost[FAULT]) == ([1], 1)


async def test_a_stop_says_how_many_are_still_held_and_a_lost_one_reaches_the_administrator(
    tmp_path: Path,
) -> None:
    async with town(tmp_path / "centre", rhythm=Rhythm(stop_within_s=0.3)) as here:
        store = Store()
        held = here.house.program.held
        held.frames_at_most = 1
        for frame in ("held", "lost"):
            held.hold(frame, 1, lambda: store.take("held"))
        async with here.session.get(f"{here.house.url}/readyz") as ready:
            told = await ready.json()
        async with here.session.get(f"{here.house.url}/metrics") as metrics:
            figures = await metrics.text()
        store.away = False
        await here.settle()
        operator = here.holder(Office.ADMINISTRATOR).staff_id or ""
        warned = [one for one in await here.heard(operator) if "没能保存" in one]
        store.away = True
        held.hold("held", 1, lambda: store.take("held"))

    assert (ready.status, told["held_frames"]) == (503, 1)
    assert any("held: 1 messages" in one for one in told["wrong"])
    assert "\nduban_held_frames 1.0\n" in figures
    assert '\nduban_held_frames_lost_total{why="full"} 1.0\n' in figures
    assert len(warned) == 1
    said = [json.loads(line) for line in here.logged().splitlines() if line.startswith("{")]
    assert [one["held"] for one in said if one["event"].startswith("Stopped with frames")] == [1]
