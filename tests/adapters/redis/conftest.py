import asyncio
import contextlib
import os
import uuid
from collections.abc import AsyncIterator, Iterator

import pytest

from adapters.redis.connection import Link, State
from config.secret import Secret
from tests.adapters.redis.server import OwnRedis, our_redis
from tests.servers import REDIS_PORT, answers


@pytest.fixture
def redis_url() -> Iterator[Secret]:
    """The shared Redis; one of our own where none answers."""
    given = os.environ.get("DUBAN_TEST_REDIS")
    if given or answers(REDIS_PORT):
        yield Secret(given or f"redis://127.0.0.1:{REDIS_PORT}/0")
        return
    with our_redis() as server:
        yield server.url


@pytest.fixture
def name() -> str:
    """Keys that nobody else uses."""
    return f"test-{uuid.uuid4().hex}"


@pytest.fixture
async def link(redis_url: Secret) -> AsyncIterator[Link]:
    """A connection that is fine."""
    one = Link(redis_url)
    assert await one.look() is State.FINE
    yield one
    await one.close()


@pytest.fixture
def server() -> Iterator[OwnRedis]:
    with our_redis() as own:
        yield own


@pytest.fixture
async def watched(server: OwnRedis) -> AsyncIterator[Link]:
    """A connection to a Redis of our own, looking after itself."""
    one = Link(server.url)
    assert await one.look() is State.FINE
    task = asyncio.create_task(one.run())
    yield one
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task
    await one.close()
