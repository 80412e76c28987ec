"""The one way to Redis: nothing that is asked here may hold anybody up, and nothing that lies there may be needed.

Every failure, whatever its name, means that Redis is away; who asks meanwhile is told so at once and does without. One
task (`run`) looks again and again until it answers. Nothing is asked twice: a repeated command may run twice (`stack.md` §4).
"""

import asyncio
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, cast

import structlog
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

from config.secret import Secret

CALL_S = 2.0
CONNECT_S = 1.0
LOOKS_AGAIN_S = 0.5
"""So soon after a failure Redis is tried again: the rate limits count on no worker noticing its return later."""
LOOKS_ANYWAY_S = 5.0
"""How often an idle worker looks, so that `/readyz` tells no old news."""
CONNECTIONS = 64

LOOK = (
    "EVAL",
    "redis.call('TIME') redis.call('PUBLISH', KEYS[1], '') return redis.call('SET', KEYS[1], '1', 'PX', 5000)",
    1,
    "duban:look",
)
"""Tries all we need: a full, read-only or loading Redis, or one that forbids scripts, answers a mere PING gladly."""

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


class State(StrEnum):
    """How Redis stands. ABSENT: none is configured."""

    ABSENT = "absent"
    FINE = "fine"
    AWAY = "away"


class Commands(Protocol):
    """What we use of a client, with its types."""

    async def execute_command(self, *words: str | bytes | float) -> object:
        """One command on the wire."""


class RedisAway(Exception):
    """Redis did not answer, or is known not to: do without it."""


@dataclass(slots=True)
class LinkCounts:
    """For `/metrics`: questions asked, and how often Redis went away."""

    asked: int = 0
    lost: int = 0


def client_of(url: Secret) -> "Redis":
    """A client that gives up soon and never repeats. Raises `ValueError` for an address it cannot read."""
    return Redis.from_url(
        url.reveal(),
        socket_timeout=CALL_S,
        socket_connect_timeout=CONNECT_S,
        socket_keepalive=True,
        health_check_interval=15,
        max_connections=CONNECTIONS,
        retry=Retry(NoBackoff(), 0),
        # The older protocol: its greeting is understood by every Redis, and nothing here needs the newer.
        protocol=2,
    )


class Link:
    """Redis as the program sees it. An empty address: none is configured, and everybody does without."""

    def __init__(self, url: Secret) -> None:
        self._client: Redis | None = client_of(url) if url else None
        self.state = State.AWAY if url else State.ABSENT
        self.fault = ""
        """The kind of the last failure, never its words: they may quote the address."""
        self.counts = LinkCounts()
        self._wrong = asyncio.Event()

    @property
    def client(self) -> "Redis":
        """For a subscription, which needs a connection of its own. Raises `RedisAway` when none is configured."""
        if self._client is None:
            raise RedisAway
        return self._client

    async def ask(self, *words: str | bytes | float) -> object:
        """One command and its answer. Raises `RedisAway`; at once, while Redis is known to be away."""
        if self.state is not State.FINE:
            raise RedisAway
        return await self._asked(*words)

    async def look(self) -> State:
        """Ask whether Redis is there; how it stands now."""
        if self._client is None:
            return State.ABSENT
        if self.state is State.AWAY:
            await self._hang_up()
        try:
            answered = await self._asked(*LOOK)
        except RedisAway:
            return self.state
        if answered != b"OK":
            self.lost("OddAnswer")
        elif self.state is State.AWAY:
            self.state, self.fault = State.FINE, ""
            log.info("Redis answers.", action="redis")
        return self.state

    async def run(self) -> None:
        """Look until cancelled: often while Redis is away, now and then while it is fine."""
        while self._client is not None:
            self._wrong.clear()
            if await self.look() is State.AWAY:
                await asyncio.sleep(LOOKS_AGAIN_S)
                continue
            try:
                async with asyncio.timeout(LOOKS_ANYWAY_S):
                    await self._wrong.wait()
            except TimeoutError:
                continue
            await asyncio.sleep(LOOKS_AGAIN_S)

    def lost(self, fault: str) -> None:
        """Something shows that Redis is away."""
        self.counts.lost += self.state is State.FINE
        if self.state is State.FINE or fault != self.fault:
            log.warning("Redis is away; we do without it until it answers.", action="redis", fault=fault)
        self.state, self.fault = State.AWAY, fault
        self._wrong.set()

    def doubt(self) -> None:
        """Something may be wrong: look soon, but believe what is found then."""
        self._wrong.set()

    async def close(self) -> None:
        """Let go of all connections."""
        if self._client is not None:
            await self._hang_up(all_of_them=True)

    async def _hang_up(self, *, all_of_them: bool = False) -> None:
        """Whatever idle connections are left after a failure are older than it."""
        try:
            async with asyncio.timeout(CALL_S):
                await self.client.connection_pool.disconnect(inuse_connections=all_of_them)
        except Exception as fault:  # noqa: BLE001 - as below, and what could not be closed is gone already
            log.info("A connection could not be closed.", action="redis", fault=type(fault).__name__)
        still_wanted()

    async def _asked(self, *words: str | bytes | float) -> object:
        self.counts.asked += 1
        try:
            async with asyncio.timeout(CALL_S):
                answer = await cast("Commands", self.client).execute_command(*words)
        except Exception as fault:  # noqa: BLE001 - the driver raises a zoo, and no kind of fault may stop who can do without
            still_wanted()
            self.lost(type(fault).__name__)
            raise RedisAway from None
        still_wanted()
        return answer


def still_wanted() -> None:
    """Raise the cancellation that came while the driver was at work.

    It sends under `asyncio.wait_for`, which in Python 3.11 answers and forgets that it was cancelled; without this a task
    told to end would go on for ever.
    """
    task = asyncio.current_task()
    if task is not None and task.cancelling():
        raise asyncio.CancelledError
