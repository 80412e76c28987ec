"""What several workers of one centre share, as `build` puts it together."""

import asyncio
import contextlib
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

from adapters.dingtalk.settings import DingTalkSettings
from adapters.dingtalk.tokens import Token
from bot.fleet import TOKEN, Fleet, fleet_of
from config.secret import Secret
from tests.adapters.redis.conftest import redis_url
from tests.adapters.redis.waiting import until

__all__ = ["redis_url"]

CHAT = DingTalkSettings(client_id="", client_secret=Secret("very-secret"), corp_id="ding-corp")
NONE = Secret("")
BLIND = str.encode


def app() -> DingTalkSettings:
    """An app nobody else tests with."""
    return replace(CHAT, client_id=uuid.uuid4().hex)


@asynccontextmanager
async def working(fleet: Fleet) -> AsyncIterator[Fleet]:
    await fleet.begin()
    task = asyncio.create_task(fleet.run())
    try:
        yield fleet
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
        await fleet.link.close()


async def test_a_commit_of_one_worker_wakes_the_sender_of_another(redis_url: Secret) -> None:
    chat, here, there = app(), asyncio.Event(), asyncio.Event()
    one, other = (fleet_of(redis_url, chat, name, BLIND, alone=False) for name in ("one", "other"))
    committed = one.waking(here.set)
    other.waking(there.set)
    for fleet in (one, other):
        fleet.signals.on(TOKEN, lambda: None)

    async with working(one), working(other), asyncio.timeout(15):
        while not there.is_set():
            # A wake-up is a courtesy: one sent before the other listens is lost.
            committed()
            await asyncio.sleep(0.02)

    assert here.is_set()


async def test_a_token_refused_to_one_worker_is_doubted_by_the_other(redis_url: Secret) -> None:
    chat, doubted = app(), asyncio.Event()
    one, other = (fleet_of(redis_url, chat, name, BLIND, alone=False) for name in ("one", "other"))
    one.signals.on(TOKEN, lambda: None)
    other.signals.on(TOKEN, doubted.set)

    async with working(one), working(other), asyncio.timeout(15):
        while not doubted.is_set():
            await one.shelf.put(Token("word", 7200))
            await other.shelf.forget("another word")
            assert await other.shelf.get()
            await one.shelf.forget("word")
            assert await other.shelf.get() is None
            await asyncio.sleep(0.02)


async def test_two_apps_on_one_redis_share_nothing(redis_url: Secret) -> None:
    one, other = (fleet_of(redis_url, app(), "one", BLIND, alone=False) for _ in range(2))
    async with working(one), working(other):
        await one.shelf.put(Token("word", 7200))

        assert await other.shelf.get() is None


def test_who_is_alone_has_the_whole_limit_and_who_may_not_be_has_a_part() -> None:
    assert fleet_of(NONE, CHAT, "one", BLIND, alone=True).rate.local_most == 20
    assert fleet_of(NONE, CHAT, "one", BLIND, alone=False).rate.local_most == 5
    assert fleet_of(Secret("redis://127.0.0.1:1/0"), CHAT, "one", BLIND, alone=True).rate.local_most == 5


async def test_how_it_stands_is_told(redis_url: Secret) -> None:
    gone = fleet_of(Secret("redis://127.0.0.1:1/0"), app(), "one", BLIND, alone=False)
    async with working(fleet_of(redis_url, app(), "one", BLIND, alone=False)) as fine, working(gone):
        await until(lambda: gone.link.fault != "")

        assert fine.report() == {"redis": "fine", "limits": {"shared": True}}
        assert gone.report() == {"redis": "away", "limits": {"shared": False, "calls_per_second": 5}}
    absent = fleet_of(NONE, app(), "one", BLIND, alone=True)
    assert absent.report() == {"redis": "absent", "limits": {"shared": False, "calls_per_second": 20}}


async def test_told_to_end_at_any_moment_it_ends(redis_url: Secret) -> None:
    """The driver loses a cancellation that comes while it sends; a worker would then never stop."""
    for steps in range(40):
        fleet = fleet_of(redis_url, app(), "one", BLIND, alone=False)
        fleet.signals.on(TOKEN, lambda: None)
        await fleet.begin()
        task = asyncio.create_task(fleet.run())
        for _ in range(steps):
            await asyncio.sleep(0)
        task.cancel()
        ended, _ = await asyncio.wait({task}, timeout=10)

        assert ended, f"cancelled after {steps} steps it goes on"
        await fleet.link.close()
