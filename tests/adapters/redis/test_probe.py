"""What `duban doctor` finds at an address, each on a real server."""

import asyncio
import re

import pytest

from adapters.redis.probe import Trouble, trouble_with
from config.secret import Secret
from config.texts.redis import TROUBLES
from tests.adapters.redis.server import OwnRedis, our_redis
from tests.adapters.redis.test_connection import (
    Speak,
    agrees_to_all,
    greets,
    no_redis,
    says_http,
    says_nothing,
)

READ_ONLY_USER = ("--user", "default", "on", "nopass", "~*", "&*", "+@all", "-eval")


async def test_one_that_serves_us_has_no_trouble(redis_url: Secret) -> None:
    assert await trouble_with(redis_url) is None


@pytest.mark.parametrize(
    ("words", "trouble"),
    [
        (("--requirepass", "secret"), Trouble.WANTS_PASSWORD),
        (("--maxmemory", "1"), Trouble.NOT_WRITABLE),
        (("--replicaof", "127.0.0.1", "1"), Trouble.NOT_WRITABLE),
        (("--rename-command", "EVAL", ""), Trouble.NO_RIGHTS),
        (READ_ONLY_USER, Trouble.NO_RIGHTS),
        (("--rename-command", "INFO", ""), None),
    ],
    ids=["password", "full", "replica", "no scripts", "no rights", "version kept secret"],
)
async def test_one_that_will_not_serve_us(words: tuple[str, ...], trouble: Trouble | None) -> None:
    with our_redis(*words) as server:
        assert await trouble_with(server.url) is trouble


async def test_a_wrong_password_and_a_right_one() -> None:
    with our_redis("--requirepass", "right") as server:
        assert (
            await trouble_with(Secret(f"redis://:wrong@127.0.0.1:{server.port}/0")) is Trouble.WRONG_PASSWORD
        )
        assert await trouble_with(Secret(f"redis://:right@127.0.0.1:{server.port}/0")) is None
        assert await trouble_with(Secret(f"redis://:right@127.0.0.1:{server.port}/99")) is Trouble.NO_DATABASE


async def test_one_that_stands_still(server: OwnRedis) -> None:
    server.stall()
    try:
        assert await asyncio.wait_for(trouble_with(server.url), 10) is Trouble.SILENT
    finally:
        server.wake()


async def test_nobody_there() -> None:
    assert await trouble_with(Secret("redis://127.0.0.1:1/0")) is Trouble.UNREACHABLE
    assert await trouble_with(Secret("redis://no-such-host.invalid:6379/0")) is Trouble.UNREACHABLE


async def agrees_otherwise(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while await reader.read(4096):
        writer.write(b"+OK\r\n")
    writer.close()


@pytest.mark.parametrize(
    ("speak", "trouble"),
    [
        (says_http, Trouble.NOT_REDIS),
        (greets, Trouble.NOT_REDIS),
        (agrees_to_all, Trouble.NOT_REDIS),
        (says_nothing, Trouble.SILENT),
        (agrees_otherwise, Trouble.NOT_REDIS),
    ],
)
async def test_somebody_else_there(speak: Speak, trouble: Trouble) -> None:
    async with no_redis(speak) as url:
        assert await trouble_with(url) is trouble


async def of_long_ago(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Speaks Redis' language as far as we ask, with the version of 2018."""
    told = b"# Server\r\nredis_version:5.0.3\r\n"
    answers = {b"PING": b"+PONG\r\n", b"EVAL": b"+OK\r\n", b"INFO": b"$%d\r\n%s\r\n" % (len(told), told)}
    while said := await reader.read(4096):
        for command in re.split(rb"(?:^|\r\n)\*\d+\r\n", said)[1:]:
            name = command.split(b"\r\n")[1].upper()
            writer.write(answers.get(name, b"-ERR unknown command\r\n"))
    writer.close()


async def test_one_too_old() -> None:
    async with no_redis(of_long_ago) as url:
        assert await trouble_with(url) is Trouble.TOO_OLD


def test_every_trouble_has_its_sentence() -> None:
    assert set(TROUBLES) == {trouble.value for trouble in Trouble}
    assert all("redis.url" in sentence for sentence in TROUBLES.values())
