"""django-helpdesk behind gunicorn, on a database of its own, as a target for the same clients.

It lives in an environment of its own (`make helpdesk`), with the settings of `bench/helpdesk/project/settings.py`.
"""

import asyncio
import contextlib
import json
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import count, islice
from pathlib import Path

from sqlalchemy.engine import make_url

from bench.pushes import MATTERS
from bench.service.postgres import own_database
from bench.wire import Target, flood
from bot.stage.theatre import free_port

FOLDER = Path(__file__).parents[1] / "helpdesk"
PROGRAMS = FOLDER / ".venv" / "bin"
PATH = "/api/tickets/"
STARTS_WITHIN_S, ENDS_WITHIN_S = 30, 10
TRIED_WITH, TRIED_CLIENTS, WARM_UP = 120, 16, 30


class NoHelpdesk(RuntimeError):
    """It cannot be measured here; the text says why."""


@dataclass(frozen=True, slots=True)
class Way:
    """How gunicorn runs it."""

    kind: str
    workers: int
    threads: int = 1

    def __str__(self) -> str:
        each = f" of {self.threads} threads" if self.threads > 1 else ""
        return f"{self.workers} {self.kind} workers{each}"


WAYS = (Way("sync", 2), Way("sync", 4), Way("gthread", 2, 4), Way("gthread", 2, 32), Way("gthread", 4, 16))
"""What its administrators would try on two cores; the fastest of them is measured."""


@dataclass(frozen=True, slots=True)
class Helpdesk:
    """The target, how it runs, and the tickets a second of each way that was tried."""

    target: Target
    queue: int
    way: Way
    tried: dict[str, float]


@asynccontextmanager
async def helpdesk() -> AsyncIterator[Helpdesk]:
    """Alive inside the block, in the fastest way. Raises `NoHelpdesk`."""
    if not (PROGRAMS / "gunicorn").exists():
        raise NoHelpdesk("it is not installed: `make helpdesk`")
    async with own_database(migrated=False) as url:
        environment = {**os.environ, **_told(url)}
        queue = await _prepared(environment)
        tried = {way: await _tried(way, environment, queue) for way in WAYS}
        best = max(WAYS, key=lambda way: tried[way])
        async with _running(best, environment) as target:
            await flood(target, islice(tickets(queue), WARM_UP), TRIED_CLIENTS)
            yield Helpdesk(target, queue, best, {str(way): rate for way, rate in tried.items()})


def tickets(queue: int) -> Iterator[bytes]:
    """Bodies of `POST /api/tickets/` without end; no address of a submitter, so that no mail is even worded."""
    for turn in count(1):
        words = f"{MATTERS[turn % len(MATTERS)]}，{turn}号楼"
        told = {"queue": queue, "title": words, "description": words, "priority": 3}
        yield json.dumps(told, ensure_ascii=False).encode()


async def _tried(way: Way, environment: dict[str, str], queue: int) -> float:
    async with _running(way, environment) as target:
        await flood(target, islice(tickets(queue), WARM_UP), TRIED_CLIENTS)
        return await flood(target, islice(tickets(queue), TRIED_WITH), TRIED_CLIENTS)


@asynccontextmanager
async def _running(way: Way, environment: dict[str, str]) -> AsyncIterator[Target]:
    port = free_port()
    words = ("--bind", f"127.0.0.1:{port}", "--workers", way.workers, "--worker-class", way.kind)
    process = await asyncio.create_subprocess_exec(
        str(PROGRAMS / "gunicorn"),
        *map(str, (*words, "--threads", way.threads, "--keep-alive", 60, "--log-level", "critical")),
        "project.application",
        cwd=FOLDER,
        env=environment,
    )
    try:
        await _answers(port)
        yield Target(f"http://127.0.0.1:{port}{PATH}")
    finally:
        process.terminate()
        try:
            async with asyncio.timeout(ENDS_WITHIN_S):
                await process.wait()
        except TimeoutError:
            process.kill()
            await process.wait()


async def _answers(port: int) -> None:
    """Waits until somebody takes connections."""
    async with asyncio.timeout(STARTS_WITHIN_S):
        while True:
            with contextlib.suppress(OSError):
                _, writer = await asyncio.open_connection("127.0.0.1", port)
                writer.close()
                return
            await asyncio.sleep(0.1)


async def _prepared(environment: dict[str, str]) -> int:
    process = await asyncio.create_subprocess_exec(
        *(str(PROGRAMS / "python"), "-m", "project.prepare"),
        cwd=FOLDER,
        env=environment,
        stdout=asyncio.subprocess.PIPE,
    )
    said, _ = await process.communicate()
    if process.returncode:
        raise NoHelpdesk("its tables could not be made, see the output above the table")
    return int(said)


def _told(url: str) -> dict[str, str]:
    at = make_url(url)
    return {
        "HELPDESK_HOST": at.host or "",
        "HELPDESK_PORT": str(at.port or 5432),
        "HELPDESK_USER": at.username or "",
        "HELPDESK_PASSWORD": at.password or "",
        "HELPDESK_DATABASE": at.database or "",
    }
