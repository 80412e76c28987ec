"""One holder of the Stream per Client ID (design §6): two processes with one Client ID steal each other's messages.

In service a lease in the database decides who listens, and is taken over in seconds when its holder dies. An embedded
program is alone and needs none.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import structlog

from adapters.dingtalk.stream import StreamClient
from bot.clock import real_now
from store.database import Database
from store.leases import Leases

HELD_FOR = timedelta(seconds=8)
RENEW_S = 2.5

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


@dataclass(slots=True)
class Listener:
    """`make` gives a fresh client each time the lease is won: a client that was stopped is not run again."""

    database: Database
    name: str
    holder: str
    make: Callable[[], StreamClient]
    client: StreamClient | None = None
    elsewhere: bool = False
    """Another worker listens: no fault of this one."""
    stopping: bool = False

    async def run(self) -> None:
        """Listen while the lease is ours, wait for it while it is not; until cancelled."""
        if self.database.dialect == "sqlite":
            self.client = self.make()
            await self.client.run()
            return
        while not self.stopping:
            if await self._won():
                await self._listen()
            await asyncio.sleep(RENEW_S)

    async def stop(self) -> None:
        """Stop listening, and leave the lease to the next; this one wants it no more."""
        self.stopping = True
        if self.client is not None:
            await self.client.stop()
        if self.database.dialect != "sqlite":
            await self.database.write(lambda c: Leases(c).give_back(self.name, self.holder))

    async def _listen(self) -> None:
        self.client = self.make()
        listening = asyncio.create_task(self.client.run())
        try:
            while not self.stopping and await self._won():  # noqa: ASYNC110 - a lease is renewed by the clock
                await asyncio.sleep(RENEW_S)
            if not self.stopping:
                log.warning("The Stream's lease was lost; another worker listens.", action="listen")
        finally:
            await self.client.stop()
            listening.cancel()
            await asyncio.gather(listening, return_exceptions=True)
            self.client = None

    async def _won(self) -> bool:
        """Whether the lease is ours now. A database that is away long enough costs us the lease, as it should."""
        now = real_now()
        try:
            won = await self.database.write(
                lambda c: Leases(c).take(self.name, self.holder, now, now + HELD_FOR)
            )
        except (OSError, TimeoutError):
            won = False
        self.elsewhere = not won
        return won
