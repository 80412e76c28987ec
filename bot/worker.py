"""Who this worker is: a name that no other start ever had, and a number for its ids that no other worker has now.

In service the number is taken under a lease in the database, so that any number of workers need no configuration between
them. A worker that cannot prove its lease makes no ids: they might be another's. If the number was given to another
meanwhile the worker ends; its supervisor starts it again, as somebody new.
"""

import asyncio
import math
import os
import random
import secrets
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import structlog

from bot.rhythm import Rhythm
from config.texts import workers as told
from domain.failures import Away, DubanError, Overloaded
from store.connection import Connection
from store.database import Database
from store.ids import WORKERS
from store.leases import Leases

LEASE = "worker:"
_HOST_AT_MOST = 40

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


class NoLongerMe(DubanError):
    """Another worker has our number; the text says that we end and are started again."""


def fresh_name() -> str:
    """Host, process, and something random: in containers every host and process may be called the same."""
    return f"{socket.gethostname()[:_HOST_AT_MOST]}:{os.getpid()}:{secrets.token_hex(4)}"


@dataclass(slots=True)
class WorkerNumber:
    """The ten bits of the ids. `take` before the first id, `run` while the program runs, `give_back` at its end."""

    database: Database
    name: str
    rhythm: Rhythm = field(default_factory=Rhythm)
    monotonic: Callable[[], float] = time.monotonic
    _number: int = -1
    _ours_until_s: float = -math.inf

    def current(self) -> int:
        """The number, while it is certainly ours. Raises `Away`: nobody could say so in time."""
        if self.database.dialect == "sqlite":
            # Alone but for a command beside it, which is another process.
            return os.getpid() % WORKERS
        if self.monotonic() >= self._ours_until_s:
            raise Away(told.NUMBER_IN_DOUBT)
        return self._number

    async def take(self) -> None:
        """Take a number nobody has. Raises `NoLongerMe` where there are too many workers."""
        if self.database.dialect == "sqlite":
            return
        asked_s = self.monotonic()
        self._number = await self.database.write(self._take)
        self._ours_until_s = asked_s + self.rhythm.number_lease.total_seconds()

    async def run(self) -> None:
        """Renew until cancelled. Raises `NoLongerMe` when another has the number; a database that is away is waited for."""
        while True:
            await asyncio.sleep(self.rhythm.number_renew_s)
            await self.renew()

    async def renew(self) -> None:
        """Once. Raises `NoLongerMe`."""
        asked_s, lasting = self.monotonic(), self.rhythm.number_lease
        name = f"{LEASE}{self._number}"
        try:
            ours = await self.database.write(lambda c: Leases(c).hold(name, self.name, lasting))
        except (Away, Overloaded) as away:
            log.warning("This worker's number could not be renewed.", fault=type(away).__name__)
            return
        if not ours:
            self._ours_until_s = -math.inf
            raise NoLongerMe(told.NUMBER_LOST)
        self._ours_until_s = asked_s + lasting.total_seconds()

    async def give_back(self) -> None:
        """At the end: another may have it at once. Runs out by itself where the database is away."""
        self._ours_until_s = -math.inf
        if self.database.dialect == "sqlite":
            return
        name = f"{LEASE}{self._number}"
        try:
            await self.database.write(lambda c: Leases(c).give_back(name, self.name))
        except Away as away:
            log.warning("This worker's number runs out by itself.", fault=type(away).__name__)

    async def _take(self, connection: Connection) -> int:
        leases = Leases(connection)
        used = {
            int(one.name.removeprefix(LEASE))
            for one in await leases.held(LEASE)
            if one.left.total_seconds() > 0
        }
        free = [number for number in range(WORKERS) if number not in used]
        # In no order: workers that start together seldom want the same, and a dead one's number is seldom soon used again.
        for number in random.sample(free, len(free)):
            if await leases.hold(f"{LEASE}{number}", self.name, self.rhythm.number_lease):
                return number
        raise NoLongerMe(told.too_many(WORKERS))
