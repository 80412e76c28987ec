"""Whoever sends to a fleet: citizens' texts at its doors in turn, and what officials say. What is not answered yet is counted."""

import asyncio
import itertools
from collections.abc import Coroutine, Iterator
from dataclasses import dataclass, field

from bench.service.fleet import Fleet
from bench.wire import Client, Target
from bot.stage.phones import CannotDo

CONNECTIONS = 16
"""At each door."""
AGAIN_S = 1.0
"""As the gateway pushes again what was not taken."""
TALKING = 32
"""Officials who press "send" in the same moment; the others' words wait, and count as waiting."""


@dataclass(slots=True)
class Crowd:
    """`open`, then `text` and `say` as often as wanted, then `close`."""

    house: Fleet
    bodies: Iterator[bytes]
    """Texts nobody sent before: a second time they would be repeats, and nothing would come of them."""
    offered: int = 0
    done: int = 0
    refused: int = 0
    _free: "asyncio.Queue[tuple[Target, Client | None]]" = field(default_factory=asyncio.Queue)
    _talking: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(TALKING))
    _tasks: set["asyncio.Task[None]"] = field(default_factory=set)

    @property
    def unanswered(self) -> int:
        """Sent, or still to be sent, and not taken yet."""
        return self.offered - self.done

    async def open(self) -> None:
        """Connections to every door, the doors in turn."""
        for _turn, door in itertools.product(range(CONNECTIONS), self.house.doors):
            self._free.put_nowait((door, await Client.open(door)))

    async def close(self) -> None:
        """Give up what is not answered, and let go."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        while not self._free.empty():
            _, client = self._free.get_nowait()
            if client is not None:
                await client.close()

    def text(self) -> None:
        """A citizen nobody knew texts."""
        self._start(self._text(next(self.bodies)))

    def say(self, person: str, words: str) -> None:
        """An official says something one-to-one."""
        self._start(self._say(person, words))

    def _start(self, work: Coroutine[object, object, None]) -> None:
        self.offered += 1
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _text(self, body: bytes) -> None:
        while True:
            door, client = await self._free.get()
            try:
                client = client or await Client.open(door)
                await client.post(door.request(body))
            except (RuntimeError, OSError, EOFError, TimeoutError):
                self.refused += 1
                client = None
            finally:
                self._free.put_nowait((door, client))
            if client is not None:
                self.done += 1
                return
            await asyncio.sleep(AGAIN_S)

    async def _say(self, person: str, words: str) -> None:
        async with self._talking:
            try:
                await self.house.says(person, words)
            except (CannotDo, OSError, TimeoutError):
                self.refused += 1
        self.done += 1
