"""Signals between workers: heard by the others, not by ourselves, a few a second, and missed by nobody when lost."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager

from adapters.redis.connection import Link, State
from adapters.redis.signals import Signals
from config.secret import Secret
from tests.adapters.redis.server import OwnRedis
from tests.adapters.redis.waiting import until


@asynccontextmanager
async def worker(url: Secret, name: str, who: str, heard: list[str]) -> AsyncIterator[tuple[Signals, Link]]:
    link = Link(url)
    await link.look()
    signals = Signals(link, name, who)
    signals.on("outbox", lambda: heard.append(who))
    tasks = [asyncio.create_task(link.run()), asyncio.create_task(signals.run())]
    try:
        yield signals, link
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await link.close()


async def said_until(true: Callable[[], bool], signals: Signals) -> None:
    """A signal may be lost while the other is not listening yet: it is raised until it is heard."""
    async with asyncio.timeout(15):
        while not true():
            signals.send("outbox")
            await asyncio.sleep(0.02)


async def test_the_others_hear_it_and_the_sender_does_not(redis_url: Secret, name: str) -> None:
    heard: list[str] = []
    async with AsyncExitStack() as stack:
        a, _ = await stack.enter_async_context(worker(redis_url, name, "a", heard))
        await stack.enter_async_context(worker(redis_url, name, "b", heard))
        await stack.enter_async_context(worker(redis_url, name, "c", heard))
        await said_until(lambda: {"b", "c"} <= set(heard), a)

    assert "a" not in heard


async def test_however_often_it_is_raised_it_is_sent_a_few_times(redis_url: Secret, name: str) -> None:
    async with worker(redis_url, name, "a", []) as (signals, _):
        for _ in range(1000):
            signals.send("outbox")
            await asyncio.sleep(0)
        await until(lambda: signals.counts.sent > 0)

        assert signals.counts.sent <= 8


async def test_rubbish_on_the_channel_is_passed_over(redis_url: Secret, name: str) -> None:
    heard: list[str] = []
    async with AsyncExitStack() as stack:
        a, link = await stack.enter_async_context(worker(redis_url, name, "a", heard))
        await stack.enter_async_context(worker(redis_url, name, "b", heard))
        await said_until(lambda: "b" in heard, a)
        for rubbish in (b"", b"\xff\xfe", b"unknown a", b"outbox b", b"x" * 10_000):
            await link.ask("PUBLISH", f"duban:{{{name}}}:signals", rubbish)
        before = heard.count("b")
        await said_until(lambda: heard.count("b") > before, a)

        assert link.state is State.FINE


async def test_after_redis_was_killed_they_hear_each_other_again(server: OwnRedis, name: str) -> None:
    heard: list[str] = []
    async with AsyncExitStack() as stack:
        a, link = await stack.enter_async_context(worker(server.url, name, "a", heard))
        _, other = await stack.enter_async_context(worker(server.url, name, "b", heard))
        await said_until(lambda: "b" in heard, a)
        server.kill()
        await until(lambda: link.state is State.AWAY and other.state is State.AWAY)
        a.send("outbox")
        server.start()
        heard.clear()
        await said_until(lambda: "b" in heard, a)


async def test_without_redis_nothing_runs_and_nothing_is_sent() -> None:
    link = Link(Secret(""))
    signals = Signals(link, "any", "a")
    signals.on("outbox", lambda: None)
    signals.send("outbox")

    await asyncio.wait_for(signals.run(), 5)
    assert signals.counts.sent == 0
