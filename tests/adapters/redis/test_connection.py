"""Redis gone, stalled, emptied, forbidden or no Redis at all: always away, never in the way, and back by itself."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest

from adapters.redis.connection import Link, RedisAway, State
from config.secret import Secret
from tests.adapters.redis.server import OwnRedis, our_redis
from tests.adapters.redis.waiting import until

Speak = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


async def test_without_an_address_there_is_none_and_nobody_looks_for_one() -> None:
    link = Link(Secret(""))

    assert link.state is State.ABSENT
    assert await link.look() is State.ABSENT
    await asyncio.wait_for(link.run(), 5)
    with pytest.raises(RedisAway):
        await link.ask("PING")


async def test_a_killed_redis_is_away_and_back_when_it_runs_again(watched: Link, server: OwnRedis) -> None:
    await watched.ask("SET", "a", "1")
    server.kill()

    with pytest.raises(RedisAway):
        await watched.ask("GET", "a")
    assert watched.state is State.AWAY
    asked = watched.counts.asked
    with pytest.raises(RedisAway):
        await watched.ask("GET", "a")
    assert watched.counts.asked == asked, "while it is known to be away nobody is sent to the wire"

    server.start()
    await until(lambda: watched.state is State.FINE)
    assert await watched.ask("GET", "a") is None
    assert watched.counts.lost == 1


async def test_a_stalled_redis_holds_one_call_for_two_seconds_and_no_other(
    watched: Link, server: OwnRedis
) -> None:
    server.stall()
    try:
        async with asyncio.timeout(6):
            with pytest.raises(RedisAway):
                await watched.ask("GET", "a")
            for _ in range(1000):
                with pytest.raises(RedisAway):
                    await watched.ask("GET", "a")
    finally:
        server.wake()

    await until(lambda: watched.state is State.FINE)
    assert await watched.ask("GET", "a") is None


async def test_nothing_is_asked_twice(watched: Link, server: OwnRedis) -> None:
    await watched.ask("SET", "count", "0")
    server.stall()
    try:
        with pytest.raises(RedisAway):
            await watched.ask("INCR", "count")
    finally:
        server.wake()
    await until(lambda: watched.state is State.FINE)

    assert int(str(await watched.ask("INCRBY", "count", 0))) <= 1


async def test_an_emptied_redis_stays_fine(watched: Link) -> None:
    await watched.ask("SET", "a", "1")
    await watched.ask("FLUSHALL")

    assert watched.state is State.FINE
    assert await watched.ask("GET", "a") is None


@pytest.mark.parametrize(
    "words",
    [("--requirepass", "secret"), ("--maxmemory", "1"), ("--rename-command", "EVAL", "")],
    ids=["wants a password", "full", "forbids scripts"],
)
async def test_a_redis_that_will_not_serve_us_is_away(words: tuple[str, ...]) -> None:
    with our_redis(*words) as server:
        link = Link(server.url)

        assert await link.look() is State.AWAY
        assert link.fault
        await link.close()


async def says_http(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.read(100)
    writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
    writer.close()


async def greets(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"SSH-2.0-OpenSSH_9.6\r\n")
    await writer.drain()


async def agrees_to_all(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while await reader.read(4096):
        writer.write(b"+PONG\r\n")
    writer.close()


async def says_nothing(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while await reader.read(4096):
        continue
    writer.close()


@asynccontextmanager
async def no_redis(speak: Speak) -> AsyncIterator[Secret]:
    writers: list[asyncio.StreamWriter] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writers.append(writer)
        await speak(reader, writer)

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield Secret(f"redis://127.0.0.1:{server.sockets[0].getsockname()[1]}/0")
    finally:
        for writer in writers:
            writer.close()
        server.close()
        await server.wait_closed()


@pytest.mark.parametrize("speak", [says_http, greets, agrees_to_all, says_nothing])
async def test_what_is_no_redis_is_away(speak: Speak) -> None:
    async with no_redis(speak) as url, asyncio.timeout(10):
        link = Link(url)

        assert await link.look() is State.AWAY
        assert link.fault
        await link.close()


async def test_no_fault_quotes_the_address() -> None:
    link = Link(Secret("redis://user:very-secret@127.0.0.1:1/0"))

    assert await link.look() is State.AWAY
    assert "very-secret" not in link.fault
    assert "127.0.0.1" not in link.fault
    await link.close()
