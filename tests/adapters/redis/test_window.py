"""One window for the whole fleet; a small one of our own without it; the urgent first in both."""

import asyncio
import time
from itertools import pairwise

import pytest

from adapters.redis.connection import Link, RedisAway
from adapters.redis.window import LOCAL_PART, RETURN_S, WINDOW_S, FleetRate, LocalWindow, SharedWindow
from config.secret import Secret
from tests.adapters.redis.server import OwnRedis
from tests.adapters.redis.waiting import until

HOUR_S = 3600.0


class Hours:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now_s = 100.0

    def __call__(self) -> float:
        return self.now_s


async def begun(link: Link, name: str, most: int, window_s: float = HOUR_S) -> SharedWindow:
    """A window in which nothing was given: a new one counts as full until the whole fleet must have seen it."""
    window = SharedWindow(link, name, most, window_s)
    assert await window.ask(urgent=True) > 0
    await link.ask("DEL", f"duban:{{{name}}}:urgent")
    await link.ask("LTRIM", f"duban:{{{name}}}:given", -1, -1)
    await link.ask("LSET", f"duban:{{{name}}}:given", 0, 0)
    return window


async def test_workers_share_one_window(link: Link, name: str, redis_url: Secret) -> None:
    here, other = await begun(link, name, 5), Link(redis_url)
    await other.look()
    there = SharedWindow(other, name, 5, HOUR_S)
    waits = [await window.ask(urgent=True) for _ in range(4) for window in (here, there)]
    await other.close()

    assert waits[:5] == [0.0] * 5
    assert all(HOUR_S - 60 < wait <= HOUR_S for wait in waits[5:])


async def test_asked_at_once_from_everywhere_it_gives_no_more_than_there_is(link: Link, name: str) -> None:
    window = await begun(link, name, 20)
    waits = await asyncio.gather(*(window.ask(urgent=True) for _ in range(60)))

    assert waits.count(0.0) == 20


async def test_the_last_places_are_for_the_urgent(link: Link, name: str) -> None:
    window = await begun(link, name, 20)
    ordinary = [await window.ask(urgent=False) for _ in range(20)]
    urgent = [await window.ask(urgent=True) for _ in range(4)]

    assert ordinary.count(0.0) == 18
    assert urgent.count(0.0) == 2


async def test_while_something_urgent_waits_anywhere_nothing_ordinary_goes(link: Link, name: str) -> None:
    window = await begun(link, name, 1)
    assert await window.ask(urgent=False) == 0.0
    assert await window.ask(urgent=True) > 0
    # The hour is over, but whoever is urgent has not come back yet.
    await link.ask("LSET", f"duban:{{{name}}}:given", 0, 0)

    assert await window.ask(urgent=False) > 0
    assert await window.ask(urgent=True) == 0.0


async def test_an_emptied_window_counts_as_full_until_everybody_is_back(link: Link, name: str) -> None:
    window = await begun(link, name, 5)
    assert await window.ask(urgent=False) == 0.0
    await link.ask("DEL", f"duban:{{{name}}}:given")

    assert await window.ask(urgent=True) == pytest.approx(HOUR_S + RETURN_S, abs=1)


async def test_who_returns_to_a_window_nobody_used_leaves_the_others_time_to_return(
    link: Link, name: str
) -> None:
    window = await begun(link, name, 5)

    assert await window.ask(urgent=True, returning=True) == pytest.approx(HOUR_S + RETURN_S, abs=1)
    assert await window.ask(urgent=True, returning=True) < HOUR_S + RETURN_S, "the second finds it done"


async def test_who_returns_to_a_window_in_use_holds_nobody_up(link: Link, name: str) -> None:
    window = await begun(link, name, 5)
    assert await window.ask(urgent=False) == 0.0

    assert await window.ask(urgent=False, returning=True) == 0.0


async def test_a_clock_of_redis_that_went_back_stops_nobody_for_long(link: Link, name: str) -> None:
    window = await begun(link, name, 2, window_s=1.0)
    year_us = 365 * 86_400 * 1_000_000
    await link.ask("RPUSH", f"duban:{{{name}}}:given", int(time.time() * 1e6) + year_us)

    assert await window.ask(urgent=True) <= 1.0 + RETURN_S


async def test_our_own_window_opens_when_what_the_fleet_was_given_has_passed() -> None:
    hours = Hours()
    window = LocalWindow(2, 1.0, hours)
    window.begin()
    assert window.ask() == pytest.approx(1.0)

    hours.now_s += 1.0
    assert [window.ask() for _ in range(3)] == [0.0, 0.0, pytest.approx(1.0)]


@pytest.mark.parametrize(
    ("most", "alone", "ours"), [(20, True, 20), (20, False, 5), (60, False, 15), (1, False, 1)]
)
async def test_without_redis_a_worker_takes_its_part(most: int, alone: bool, ours: int) -> None:
    rate = FleetRate(Link(Secret("")), "any", most, alone=alone, monotonic=Hours())
    async with asyncio.timeout(5):
        for _ in range(ours):
            await rate.take()
    waiting = asyncio.create_task(rate.take())
    await asyncio.sleep(0)
    await asyncio.sleep(0)

    assert not waiting.done()
    assert (rate.local_most, rate.counts.local, rate.counts.shared) == (ours, ours, 0)
    waiting.cancel()


async def test_the_urgent_go_before_those_who_wait_already() -> None:
    hours, order = Hours(), list[str]()
    rate = FleetRate(Link(Secret("")), "any", 1, alone=True, window_s=1.0, monotonic=hours)
    await rate.take()

    async def caller(who: str, *, urgent: bool) -> None:
        await rate.take(urgent=urgent)
        order.append(who)
        hours.now_s += 1.0

    async with asyncio.timeout(10), asyncio.TaskGroup() as group:
        for who, urgent in (("a", False), ("b", False), ("c", True), ("d", True)):
            group.create_task(caller(who, urgent=urgent))
        await asyncio.sleep(0)
        hours.now_s += 1.0

    assert order == ["c", "d", "a", "b"]
    assert rate.counts.taken == 5


async def test_whoever_gives_up_takes_no_place() -> None:
    hours = Hours()
    rate = FleetRate(Link(Secret("")), "any", 1, alone=True, window_s=1.0, monotonic=hours)
    await rate.take()
    impatient, patient = asyncio.create_task(rate.take()), asyncio.create_task(rate.take())
    await asyncio.sleep(0)
    impatient.cancel()
    hours.now_s += 1.0
    await asyncio.wait_for(patient, 10)

    assert impatient.cancelled()
    assert rate.counts.local == 2


async def test_the_rate_goes_on_alone_and_comes_back(watched: Link, server: OwnRedis, name: str) -> None:
    """Three moments of one life: shared, alone while Redis is dead, shared again; never two at once."""
    rate, gone, back = FleetRate(watched, name, 20), list[float](), list[float]()
    async with asyncio.timeout(30):
        await rate.take()
        assert (rate.counts.shared, rate.counts.local) == (1, 0)

        server.kill()
        shared_until_s = time.monotonic()
        for _ in range(20 // LOCAL_PART + 1):
            await rate.take()
            gone.append(time.monotonic())
        assert rate.counts.local == len(gone)

        server.start()
        await until(lambda: watched.state == "fine")
        while rate.counts.shared == 1:
            await rate.take()
            back.append(time.monotonic())

    assert gone[0] - shared_until_s >= WINDOW_S
    assert gone[-1] - gone[0] >= WINDOW_S
    assert back[-1] - [*gone, *back][-2] >= WINDOW_S
    assert all(earlier <= later for earlier, later in pairwise([*gone, *back]))
    assert rate.counts.waited >= 2
    assert rate.counts.waited_s >= 2 * WINDOW_S


async def test_a_stalled_redis_stops_no_call(watched: Link, server: OwnRedis, name: str) -> None:
    rate = FleetRate(watched, name, 20)
    async with asyncio.timeout(30):
        await rate.take()
        server.stall()
        try:
            await rate.take()
            assert rate.counts.local == 1
        finally:
            server.wake()
        while rate.counts.shared == 1:
            await rate.take()


async def test_an_emptied_redis_goes_on_being_shared(watched: Link, name: str) -> None:
    rate = FleetRate(watched, name, 20)
    async with asyncio.timeout(30):
        await rate.take()
        emptied_at_s = time.monotonic()
        await watched.ask("FLUSHALL")
        await rate.take()

    assert rate.counts.shared == 2
    assert time.monotonic() - emptied_at_s >= WINDOW_S, "what was given before could not be known any more"


async def test_something_else_under_the_name_is_as_good_as_no_redis(link: Link, name: str) -> None:
    await link.ask("SET", f"duban:{{{name}}}:given", "not a list")

    with pytest.raises(RedisAway):
        await SharedWindow(link, name, 5).ask(urgent=False)
