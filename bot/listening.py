"""One holder of the Stream per Client ID (design §6): two processes with one Client ID steal each other's messages.

In service a lease in the database decides who listens, and is taken over in seconds when its holder dies. A holder that
stood still knows by its own steady clock that the lease may be another's, and handles nothing before it has asked
(`holds`): what it was given meanwhile is not acknowledged, so it comes again to whoever listens now. An embedded program is
alone and needs none.

While nobody can be asked because the database is away, the holder goes on listening: nobody else can win the lease either,
and a message pushed to no socket is lost for good, while one pushed to us is held in memory (`bot/held_frames.py`).
"""

import asyncio
import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

import structlog

from adapters.dingtalk.stream import StreamClient
from bot.held_frames import HELD_FOR_S
from bot.rhythm import Rhythm
from domain.failures import Away, DubanError, Overloaded
from store.database import Database
from store.leases import Leases

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


def stream_lease(client_id: str) -> str:
    """The name of the lease on the Stream of this app."""
    return f"stream:{client_id}"


class NotOurs(DubanError):
    """The Stream may be another worker's by now: nothing is handled, nothing acknowledged."""


@dataclass(slots=True)
class Listener:
    """`make` gives a fresh client each time the lease is won: a client that was stopped is not run again."""

    database: Database
    name: str
    holder: str
    make: Callable[[], StreamClient]
    rhythm: Rhythm = field(default_factory=Rhythm)
    client: StreamClient | None = None
    elsewhere: bool = False
    """Another worker listens: no fault of this one."""
    stopping: bool = False
    monotonic: Callable[[], float] = time.monotonic
    """Goes on while the process stands still, and never jumps."""
    _ours_until_s: float = -math.inf
    _asked_well_s: float = -math.inf
    """When the database last said whose the lease is."""

    @property
    def holds(self) -> bool:
        """Whether the lease is certainly ours."""
        return self.database.dialect == "sqlite" or self.monotonic() < self._ours_until_s

    async def run(self) -> None:
        """Listen while the lease is ours, wait for it while it is not; until cancelled."""
        if self.database.dialect == "sqlite":
            self.client = self.make()
            await self.client.run()
            return
        while not self.stopping:
            if await self._won():
                await self._listen()
            await asyncio.sleep(self.rhythm.stream_renew_s)

    async def stop(self) -> None:
        """Stop listening, and leave the lease to the next; this one wants it no more."""
        self.stopping = True
        if self.client is not None:
            await self.client.stop()
        if self.database.dialect != "sqlite":
            await self._give_back()

    async def who(self) -> str:
        """Which worker of this database listens just now; empty: none."""
        if self.database.dialect == "sqlite":
            return self.holder
        found = await self.database.read(lambda connection: Leases(connection).held(self.name))
        return next((one.holder for one in found if one.name == self.name and one.left > timedelta()), "")

    async def _listen(self) -> None:
        self.client = self.make()
        listening = asyncio.create_task(self.client.run())
        try:
            while not self.stopping and await self._stays():  # noqa: ASYNC110 - a lease is renewed by the clock
                await asyncio.sleep(self.rhythm.stream_renew_s)
            if not self.stopping:
                log.warning("The Stream's lease was lost; another worker listens.", action="listen")
        finally:
            await self.client.stop()
            listening.cancel()
            await asyncio.gather(listening, return_exceptions=True)
            self.client = None

    async def _stays(self) -> bool:
        """Whether to go on listening: not where the lease is another's, nor where nobody could say so for too long."""
        won = await self._won()
        return self.monotonic() - self._asked_well_s < HELD_FOR_S if won is None else won

    async def _won(self) -> bool | None:
        """Whether the lease is ours now; None: the database is away.

        What we hold lasts from before we asked, so that it never seems longer to us than to the others.
        """
        asked_s, lasting = self.monotonic(), self.rhythm.stream_lease
        left_s = self._ours_until_s - asked_s
        try:
            async with asyncio.timeout(left_s if left_s > 0 else lasting.total_seconds()):
                won = await self.database.write(lambda c: Leases(c).hold(self.name, self.holder, lasting))
        except (Away, Overloaded, OSError, TimeoutError) as away:
            log.warning("The Stream's lease could not be asked for.", fault=type(away).__name__)
            return None
        self._asked_well_s = asked_s
        self._ours_until_s = asked_s + lasting.total_seconds() if won else -math.inf
        self.elsewhere = not won
        return won

    async def _give_back(self) -> None:
        self._ours_until_s = -math.inf
        try:
            await self.database.write(lambda c: Leases(c).give_back(self.name, self.holder))
        except Away as away:
            log.warning("The Stream's lease runs out by itself.", fault=type(away).__name__)
