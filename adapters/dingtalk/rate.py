"""So many calls a second and no more (`dingtalk.md` §14.2), and the urgent ones first."""

import asyncio
import heapq
import itertools
import time
from collections.abc import Awaitable, Callable
from typing import Protocol

_SHORTEST_S = 0.001


class Rate(Protocol):
    """Leave to make one call; the bot may give one that several workers share."""

    async def take(self, *, urgent: bool = False) -> None:
        """Returns when the call may be made."""


class TokenBucket:
    """A bucket for one process: full at first, `per_second` tokens drip in, at most a second's worth is saved up."""

    def __init__(
        self,
        per_second: float,
        *,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._per_second = per_second
        self._most = max(1.0, per_second)
        self._tokens = self._most
        self._sleep = sleep
        self._monotonic = monotonic
        self._filled_at_s = monotonic()
        self._order = itertools.count()
        self._waiting: list[tuple[int, int, asyncio.Future[None]]] = []
        self._pouring: asyncio.Task[None] | None = None

    async def take(self, *, urgent: bool = False) -> None:
        """Returns when the call may be made: at once while there are tokens, else in turn, the urgent before all."""
        self._fill()
        if not self._waiting and self._tokens >= 1:
            self._tokens -= 1
            return
        turn = asyncio.get_running_loop().create_future()
        heapq.heappush(self._waiting, (0 if urgent else 1, next(self._order), turn))
        if self._pouring is None or self._pouring.done():
            self._pouring = asyncio.create_task(self._pour())
        await turn

    async def _pour(self) -> None:
        """Runs only while somebody waits."""
        while self._waiting:
            self._fill()
            if self._tokens < 1:
                # Never so short that rounding keeps the clock where it is.
                await self._sleep(max(_SHORTEST_S, (1 - self._tokens) / self._per_second))
                continue
            _, _, turn = heapq.heappop(self._waiting)
            if not turn.done():
                self._tokens -= 1
                turn.set_result(None)

    def _fill(self) -> None:
        now_s = self._monotonic()
        self._tokens = min(self._most, self._tokens + (now_s - self._filled_at_s) * self._per_second)
        self._filled_at_s = now_s
