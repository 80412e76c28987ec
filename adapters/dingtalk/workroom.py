"""Bounded work beside the reading of sockets, so that pings are answered whatever the work takes."""

import asyncio
from collections.abc import Callable, Coroutine

import structlog

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


class Workroom:
    """Runs so many pieces of work at once, lets so many more wait, and turns the rest away."""

    def __init__(self, at_once: int, waiting: int) -> None:
        self._seats = asyncio.Semaphore(at_once)
        self._most = at_once + waiting
        self._tasks: set[asyncio.Task[None]] = set()

    def __len__(self) -> int:
        return len(self._tasks)

    def take(self, work: Callable[[], Coroutine[object, object, None]]) -> bool:
        """Start the work, or say no because too much waits already."""
        if len(self._tasks) >= self._most:
            return False
        task = asyncio.create_task(self._seated(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return True

    async def drain(self, limit_s: float) -> int:
        """Let the work finish for so long, then cancel what is left; how many pieces were cut off."""
        late: set[asyncio.Task[None]] = set(self._tasks)
        if late and limit_s > 0:
            _, late = await asyncio.wait(late, timeout=limit_s)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)
        return len(late)

    async def _seated(self, work: Callable[[], Coroutine[object, object, None]]) -> None:
        async with self._seats:
            try:
                await work()
            except Exception as fault:  # noqa: BLE001 - one frame's accident is no other frame's
                _told(fault)


def _told(fault: Exception) -> None:
    """Only the kind of accident: its words could repeat what somebody said."""
    log.error("A piece of work on a frame failed and was not acknowledged.", fault=type(fault).__name__)
