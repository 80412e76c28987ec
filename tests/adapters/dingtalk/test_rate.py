"""Twenty a second, the urgent first, without waiting in the test."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.dingtalk.backoff import LONGEST_S, SHORTEST_S, Backoff
from adapters.dingtalk.rate import SlidingWindow
from config.secret import Secret


class Hours:
    """A clock that moves only when somebody sleeps."""

    def __init__(self) -> None:
        self.now_s = 100.0

    async def sleep(self, seconds: float) -> None:
        self.now_s += seconds
        await asyncio.sleep(0)


async def test_a_burst_goes_at_once_and_the_next_one_a_window_later() -> None:
    hours = Hours()
    window = SlidingWindow(20, window_s=1.0, sleep=hours.sleep, monotonic=lambda: hours.now_s)
    for _ in range(20):
        await window.take()
    assert hours.now_s == 100.0

    for _ in range(20):
        await window.take()
    assert hours.now_s == pytest.approx(101.0)


@given(st.lists(st.floats(min_value=0, max_value=0.4), min_size=25, max_size=60))
async def test_no_second_ever_holds_more_than_it_may(pauses: list[float]) -> None:
    hours, made_at_s = Hours(), list[float]()
    window = SlidingWindow(5, window_s=1.0, sleep=hours.sleep, monotonic=lambda: hours.now_s)
    for pause in pauses:
        hours.now_s += pause
        await window.take()
        made_at_s.append(hours.now_s)

    assert all(
        later - earlier >= 1.0 - 1e-9 for earlier, later in zip(made_at_s, made_at_s[5:], strict=False)
    )


async def test_the_urgent_go_before_those_who_wait_already() -> None:
    hours, order = Hours(), []
    window = SlidingWindow(1, window_s=1.0, sleep=hours.sleep, monotonic=lambda: hours.now_s)
    await window.take()

    async def caller(name: str, *, urgent: bool) -> None:
        await window.take(urgent=urgent)
        order.append(name)

    async with asyncio.TaskGroup() as group:
        for name, urgent in (("a", False), ("b", False), ("c", True), ("d", True)):
            group.create_task(caller(name, urgent=urgent))
    assert order == ["c", "d", "a", "b"]


async def test_whoever_gives_up_takes_no_token() -> None:
    hours = Hours()
    window = SlidingWindow(1, window_s=1.0, sleep=hours.sleep, monotonic=lambda: hours.now_s)
    await window.take()
    impatient = asyncio.create_task(window.take())
    patient = asyncio.create_task(window.take())
    await asyncio.sleep(0)
    impatient.cancel()
    await patient

    assert impatient.cancelled()
    assert hours.now_s == pytest.approx(101.0)


@given(st.integers(1, 40), st.randoms())
def test_waits_stay_between_a_second_and_a_minute(tries: int, chance: object) -> None:
    backoff = Backoff(chance.uniform)  # type: ignore[attr-defined]
    waits = [backoff.next_s() for _ in range(tries)]

    assert all(SHORTEST_S <= wait <= LONGEST_S for wait in waits)
    backoff.reset()
    assert backoff.planned_s() == 0
    assert backoff.planned_s() >= SHORTEST_S


def test_a_secret_shows_stars() -> None:
    secret = Secret("word")

    assert "word" not in f"{secret} {secret!r} {[secret]}"
    assert secret.reveal() == "word"
    assert secret == Secret("word")
    assert not Secret("")
    with pytest.raises(TypeError):
        secret.__reduce__()
