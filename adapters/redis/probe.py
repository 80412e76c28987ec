"""What is the matter with the Redis at an address: asked by `duban doctor` and at the start, for a sentence to the operator."""

import asyncio
from enum import StrEnum
from typing import cast

from redis.exceptions import (
    AuthenticationError,
    InvalidResponse,
    NoPermissionError,
    OutOfMemoryError,
    ReadOnlyError,
    RedisError,
    ResponseError,
)

from adapters.redis.connection import CALL_S, LOOK, Commands, client_of
from config.secret import Secret

OLDEST = (6, 0)
"""The oldest Redis we have reason to trust: what came before is no longer mended by anybody."""


class Trouble(StrEnum):
    """One sentence each in `config/texts/redis.py`."""

    UNREACHABLE = "unreachable"
    SILENT = "silent"
    NOT_REDIS = "not_redis"
    WANTS_PASSWORD = "wants_password"  # noqa: S105 - a kind of trouble
    WRONG_PASSWORD = "wrong_password"  # noqa: S105 - as above
    NO_DATABASE = "no_database"
    NO_RIGHTS = "no_rights"
    NOT_WRITABLE = "not_writable"
    TOO_OLD = "too_old"


async def trouble_with(url: Secret) -> Trouble | None:
    """What is wrong there; None when it serves us. Takes six seconds at most."""
    client = client_of(url)
    commands = cast("Commands", client)
    try:
        async with asyncio.timeout(2 * CALL_S):
            if await commands.execute_command(*LOOK) != b"OK":
                return Trouble.NOT_REDIS
            return Trouble.TOO_OLD if await _too_old(commands) else None
    except (RedisError, OSError, TimeoutError, ValueError) as fault:
        return _trouble(fault)
    finally:
        await client.connection_pool.disconnect()


def _trouble(fault: Exception) -> Trouble:
    words = str(fault).upper()
    match fault:
        case AuthenticationError():
            return (
                Trouble.WANTS_PASSWORD if "NOAUTH" in words or "REQUIRED" in words else Trouble.WRONG_PASSWORD
            )
        case NoPermissionError():
            return Trouble.NO_RIGHTS
        case ReadOnlyError() | OutOfMemoryError():
            return Trouble.NOT_WRITABLE
        case InvalidResponse() | ValueError():
            return Trouble.NOT_REDIS
        case ResponseError() if "NON DETERMINISTIC" in words:
            return Trouble.TOO_OLD  # before 5.0 a script that asks for the time may not write
        case ResponseError() if "DB INDEX" in words:
            return Trouble.NO_DATABASE
        case ResponseError():
            return Trouble.NO_RIGHTS if "UNKNOWN COMMAND" in words else Trouble.NOT_WRITABLE
        case _:
            return _no_answer(fault)


def _no_answer(fault: Exception) -> Trouble:
    """Nobody there, or somebody who says nothing, or hangs up on our words."""
    if isinstance(fault, TimeoutError) or "TIMEOUT" in type(fault).__name__.upper():
        return Trouble.SILENT
    words = str(fault).upper()
    spoken = (
        "CLOSED BY SERVER" in words
        or "BAD RESPONSE" in words
        or isinstance(fault.__cause__, ConnectionResetError)
    )
    return Trouble.NOT_REDIS if spoken else Trouble.UNREACHABLE


async def _too_old(commands: Commands) -> bool:
    try:
        said = await commands.execute_command("INFO", "server")
    except ResponseError:
        return False  # who may not ask for the version is let in all the same: it serves us
    version = said.get("redis_version") if isinstance(said, dict) else None
    return version is not None and _numbers(str(version)) < OLDEST


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".")[:2] if part.isdigit())
