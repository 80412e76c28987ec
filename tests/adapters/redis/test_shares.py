"""What each recipient is sent: one window for the fleet, a part of it without Redis, the urgent first, nobody's number kept."""

import asyncio
from datetime import timedelta

import pytest

from adapters.redis.connection import Link, State
from adapters.redis.shares import REMEMBERED, Shares
from config.secret import Secret
from domain.economy import Share
from store.sealing import KeyRing

HOUR, HOUR_S = timedelta(hours=1), 3600.0
RING = KeyRing.fresh()
PHONE = "number:13800001111:receipt"


class Steady:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now_s = 100.0

    def __call__(self) -> float:
        return self.now_s


def alone(*, whole: bool = True) -> tuple[Shares, Steady]:
    """Without any Redis."""
    clock = Steady()
    return Shares(Link(Secret("")), "app", RING.blind, whole, clock), clock


async def took(shares: Shares, times: int, most: int, *, urgent: bool = True, to: str = PHONE) -> int:
    """How many of so many were let through."""
    return [await shares.take(to, Share(most, HOUR), urgent=urgent) for _ in range(times)].count(0.0)


async def test_workers_share_one_recipients_window_and_another_has_its_own(
    link: Link, name: str, redis_url: Secret
) -> None:
    other = Link(redis_url)
    await other.look()
    here, there = Shares(link, name, RING.blind), Shares(other, name, RING.blind)

    assert await took(here, 3, 5) == 3
    assert await took(there, 3, 5) == 2
    assert HOUR_S - 60 < await there.take(PHONE, Share(5, HOUR), urgent=True) <= HOUR_S
    assert await took(there, 3, 5, to="person:staff-1") == 3
    assert (here.counts.waits, there.counts.waits) == (0, 2)
    await other.close()


async def test_asked_at_once_from_everywhere_it_gives_no_more_than_there_is(link: Link, name: str) -> None:
    shares = Shares(link, name, RING.blind)
    waits = await asyncio.gather(*(shares.take(PHONE, Share(20, HOUR), urgent=True) for _ in range(50)))

    assert waits.count(0.0) == 20


@pytest.mark.parametrize("with_redis", [True, False])
async def test_the_last_places_are_for_the_urgent_and_while_one_waits_nothing_ordinary_goes(
    link: Link, name: str, with_redis: bool
) -> None:
    shares = Shares(link, name, RING.blind) if with_redis else alone()[0]

    assert await took(shares, 15, 10, urgent=False) == 9
    assert await took(shares, 3, 10) == 1
    urgent_s = await shares.take(PHONE, Share(10, HOUR), urgent=True)
    assert await shares.take(PHONE, Share(10, HOUR), urgent=False) > urgent_s


async def test_a_window_that_has_passed_is_open_again(link: Link, name: str) -> None:
    shares, short = Shares(link, name, RING.blind), Share(1, timedelta(milliseconds=50))
    assert await shares.take(PHONE, short, urgent=True) == 0
    async with asyncio.timeout(10):
        while (wait_s := await shares.take(PHONE, short, urgent=True)) > 0:
            assert wait_s <= 0.05
            await asyncio.sleep(wait_s)

    ours, clock = alone()
    assert await took(ours, 3, 2) == 2
    clock.now_s += HOUR_S
    assert await took(ours, 3, 2) == 2


async def test_whoever_is_shut_is_left_in_peace_by_all_workers(
    link: Link, name: str, redis_url: Secret
) -> None:
    other = Link(redis_url)
    await other.look()
    here, there, share = Shares(link, name, RING.blind), Shares(other, name, RING.blind), Share(9, HOUR)
    await here.shut(PHONE, share, 60)

    assert 50 < await there.take(PHONE, share, urgent=True) <= 60
    assert await there.take("person:staff-1", share, urgent=True) == 0
    await other.close()

    ours, clock = alone()
    await ours.shut(PHONE, share, 60)
    assert await ours.take(PHONE, share, urgent=True) == 60
    clock.now_s += 60
    assert await ours.take(PHONE, share, urgent=True) == 0


async def test_without_redis_a_worker_takes_a_quarter_and_knows_what_it_sent_before(
    link: Link, name: str
) -> None:
    assert await took(alone(whole=True)[0], 10, 8) == 8
    assert await took(alone(whole=False)[0], 10, 8) == 2

    shares = Shares(link, name, RING.blind)
    assert await took(shares, 2, 8) == 2
    link.state = State.AWAY
    assert await took(shares, 5, 8) == 0, "its quarter went while Redis was there"


async def test_without_redis_it_remembers_a_bounded_number_of_people() -> None:
    shares, _ = alone()
    for person in range(REMEMBERED + 10):
        await shares.take(f"person:{person}", Share(1, HOUR), urgent=True)

    assert await shares.take("person:0", Share(1, HOUR), urgent=True) == 0, "forgotten first"
    assert await shares.take(f"person:{REMEMBERED + 9}", Share(1, HOUR), urgent=True) > 0


async def test_no_number_lies_in_redis(link: Link, name: str) -> None:
    shares = Shares(link, name, RING.blind)
    await took(shares, 3, 2)
    await shares.shut(PHONE, Share(2, HOUR), 60)
    keys = await link.ask("KEYS", f"duban:{{{name}}}:to:*")

    assert isinstance(keys, list)
    assert len(keys) == 3
    assert not any(b"138" in key and b"00001111" in key for key in keys)
    for key in keys:
        assert int(str(await link.ask("PTTL", key))) > 0, "nothing lies there for ever"
