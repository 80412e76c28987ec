"""One listener per Client ID: of two workers on one database one listens, and the other takes over when it stops."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import aiohttp
import pytest

from adapters.dingtalk.settings import DingTalkSettings
from adapters.dingtalk.stream import StreamClient
from adapters.standins.dingtalk import Person, StandinSettings, serve
from bot.listening import Listener
from bot.rhythm import Rhythm
from config.secret import Secret
from domain.faces import Answer
from domain.inbound import CardPressed, Inbound
from store.database import open_database
from tests.databases import PostgresServer

WITHIN_S = 30


@asynccontextmanager
async def listener(
    url: str, holder: str, base: str, session: aiohttp.ClientSession, rhythm: Rhythm | None = None
) -> AsyncIterator[Listener]:
    settings = DingTalkSettings("app", Secret("word"), "corp", api_base=base, oapi_base=base)

    async def receive(_event: Inbound) -> Answer:
        return Answer()

    async def report(_unread: object) -> None:
        return None

    def make() -> StreamClient:
        def busy(_press: CardPressed) -> Answer:
            return Answer()

        return StreamClient(
            settings, session, receive, report, busy_face=busy, clock=lambda: datetime.now(UTC)
        )

    database = open_database(url)
    listening = Listener(database, "stream:app", holder, make, rhythm or Rhythm())
    task = asyncio.create_task(listening.run())
    try:
        yield listening
    finally:
        await listening.stop()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await database.close()


async def until_connected(one: Listener) -> None:
    async with asyncio.timeout(WITHIN_S):
        while one.client is None or not one.client.health().sockets:  # noqa: ASYNC110 - a counter, not an event
            await asyncio.sleep(0.05)


@pytest.mark.postgres
async def test_the_second_worker_waits_and_takes_over_when_the_first_stops(
    postgres_server: PostgresServer,
) -> None:
    url = postgres_server.emptied()
    standin = await serve(StandinSettings("app", "word", "corp", people=(Person("s1", "某人"),)))
    try:
        async with (
            aiohttp.ClientSession() as session,
            listener(url, "worker-1", standin.url, session) as first,
        ):
            await until_connected(first)
            async with listener(url, "worker-2", standin.url, session) as second:
                async with asyncio.timeout(WITHIN_S):
                    while not second.elsewhere:  # noqa: ASYNC110 - as above
                        await asyncio.sleep(0.05)
                assert second.client is None

                await first.stop()
                await until_connected(second)
    finally:
        await standin.stop()


@pytest.mark.postgres
async def test_a_holder_that_stood_still_holds_nothing_before_it_has_asked(
    postgres_server: PostgresServer,
) -> None:
    standin = await serve(StandinSettings("app", "word", "corp", people=(Person("s1", "某人"),)))
    try:
        async with (
            aiohttp.ClientSession() as session,
            listener(postgres_server.emptied(), "worker-1", standin.url, session) as one,
        ):
            await until_connected(one)
            assert one.holds

            began = one.monotonic()
            one.monotonic = lambda: began + one.rhythm.stream_lease.total_seconds() + 1
            assert not one.holds

            async with asyncio.timeout(WITHIN_S):
                while not one.holds:  # noqa: ASYNC110 - it asks by the clock
                    await asyncio.sleep(0.05)
    finally:
        await standin.stop()
