"""What the figures were measured on: the machine, the libraries, and the servers that answer."""

import os
import platform
import sqlite3
import ssl
from enum import StrEnum
from importlib.metadata import version
from pathlib import Path

import asyncpg
from redis.asyncio import Redis
from redis.exceptions import RedisError

from bench.service.postgres import SERVER

REDIS = os.environ.get("DUBAN_BENCH_REDIS", "redis://127.0.0.1:6379/0")
ANSWERS_WITHIN_S = 3
LIBRARIES = ("sqlalchemy", "asyncpg", "aiohttp", "redis", "apscheduler")


class Server(StrEnum):
    """What a section may need."""

    POSTGRESQL = "PostgreSQL"
    REDIS = "Redis"


async def servers() -> dict[Server, str]:
    """The versions of those that answer; the others are missing."""
    found = {Server.POSTGRESQL: await _postgresql(), Server.REDIS: await _redis()}
    return {server: version for server, version in found.items() if version}


def described(found: dict[Server, str]) -> str:
    """One line for the head of the table."""
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    answering = ", ".join(f"{server} {found.get(server, 'does not answer')}" for server in Server)
    return (
        f"{platform.platform()}, {platform.machine()}, {os.cpu_count()} cores, {_memory_gb():.0f} GB; "
        f"Python {platform.python_version()}, {answering}, SQLite {sqlite3.sqlite_version}, {libraries}, {ssl.OPENSSL_VERSION}"
    )


def load() -> str:
    """How busy the machine is, ours and others' work together."""
    return f"{os.getloadavg()[0]:.1f}"


async def _postgresql() -> str:
    try:
        connection = await asyncpg.connect(SERVER, timeout=ANSWERS_WITHIN_S)
    except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError):
        return ""
    try:
        return str(await connection.fetchval("SHOW server_version"))
    finally:
        await connection.close()


async def _redis() -> str:
    client = Redis.from_url(REDIS, socket_timeout=ANSWERS_WITHIN_S, socket_connect_timeout=ANSWERS_WITHIN_S)
    try:
        return str((await client.info("server"))["redis_version"])
    except (OSError, TimeoutError, RedisError):
        return ""
    finally:
        await client.aclose()


def _memory_gb() -> float:
    for line in Path("/proc/meminfo").read_text(encoding="ascii").splitlines():
        if line.startswith("MemTotal:"):
            return int(line.split()[1]) / 1024**2
    return 0.0
