"""Four workers, each a process, against the stand-in's true count of twenty calls a second: it never has to say 403."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from adapters.standins.dingtalk.organisation import Person
from adapters.standins.dingtalk.server import RunningStandin, serve
from adapters.standins.dingtalk.settings import Rules, StandinSettings
from tests.adapters.redis.server import OwnRedis
from tests.adapters.redis.waiting import until

HOUSE = Path(__file__).parents[3]
WORKERS = 4


@pytest.fixture
async def standin() -> AsyncIterator[RunningStandin]:
    one = await serve(
        StandinSettings(
            client_id="dingapp",
            client_secret="very-secret",
            corp_id="ding-corp",
            robot_name="督办小助手",
            people=(Person("0042", "周启明"),),
            rules=Rules(calls_per_second=20, monthly_calls=None),
        )
    )
    yield one
    await one.stop()


async def worker(url: str, redis: str, name: str, calls: int) -> dict[str, Any]:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "tests.adapters.redis.worker", url, redis, name, str(calls)),
        cwd=HOUSE,
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        async with asyncio.timeout(60):
            said, _ = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    found: dict[str, Any] = json.loads(said.splitlines()[-1])
    return found


def sent(standin: RunningStandin) -> list[int]:
    return [call.status for call in standin.world.calls if call.path.endswith("/batchSend")]


async def fleet(standin: RunningStandin, redis: OwnRedis, name: str, calls: int) -> list[dict[str, Any]]:
    return list(
        await asyncio.gather(*(worker(standin.url, redis.url.reveal(), name, calls) for _ in range(WORKERS)))
    )


async def test_four_workers_together_keep_the_limit(
    standin: RunningStandin, server: OwnRedis, name: str
) -> None:
    told = await fleet(standin, server, name, 12)

    assert [one["refused"] for one in told] == [[]] * WORKERS
    assert sent(standin) == [200] * (WORKERS * 12)
    assert sum(one["shared"] for one in told) >= WORKERS * 12
    assert sum(one["local"] for one in told) == 0


async def test_they_keep_it_while_redis_dies_comes_back_stalls_and_is_emptied(
    standin: RunningStandin, server: OwnRedis, name: str
) -> None:
    working = asyncio.create_task(fleet(standin, server, name, 20))

    async def after(calls: int) -> None:
        await until(lambda: len(sent(standin)) >= calls or working.done(), 60)
        assert not working.done(), "the fleet was done before its Redis was"

    await after(10)
    server.kill()
    await after(25)
    server.start()
    await after(45)
    server.stall()
    await after(60)
    server.wake()
    server.empty()
    told = await working

    assert [one["refused"] for one in told] == [[]] * WORKERS
    assert sent(standin) == [200] * (WORKERS * 20)
    assert all(one["local"] and one["shared"] for one in told), "each went both ways"
