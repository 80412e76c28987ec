"""So many calls a second and no more (`dingtalk.md` §14.2), and the urgent ones first."""

import asyncio
import heapq
import itertools
import time
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Protocol

_SHORTEST_S = 0.001
WINDOW_S = 1.05


class Rate(Protocol):
    """Leave to make one call; the bot may give one that several workers share."""

    async def take(self, *, urgent: bool = False) -> None:
        """Returns when the call may be made."""


class SlidingWindow:
    """Leave for one process: never more than `per_second` calls within any second, as the platform counts them.

    A bucket that is full at first and drips on lets nearly twice as many through in its first second, which DingTalk
    answers with 403. The window is a little longer than a second because calls overtake each other on the way.
    """

    def __init__(
        self,
        per_second: int,
        *,
        window_s: float = WINDOW_S,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._window_s = window_s
        self._sleep = sleep
        self._monotonic = monotonic
        self._given_at_s: deque[float] = deque(maxlen=max(1, per_second))
        self._order = itertools.count()
        self._waiting: list[tuple[int, int, asyncio.Future[None]]] = []
        self._letting: asyncio.Task[None] | None = None

    async def take(self, *, urgent: bool = False) -> None:
        """Returns when the call may be made: at once while the window has room, else in turn, the urgent before all."""
        if not self._waiting and self._wait_s() <= 0:
            self._given_at_s.append(self._monotonic())
            return
        turn = asyncio.get_running_loop().create_future()
        heapq.heappush(self._waiting, (0 if urgent else 1, next(self._order), turn))
        if self._letting is None or self._letting.done():
            self._letting = asyncio.create_task(self._let())
        await turn

    async def _let(self) -> None:
        """Runs only while somebody waits."""
        while self._waiting:
            if (wait_s := self._wait_s()) > 0:
                # Never so short that rounding keeps the clock where it is.
                await self._sleep(max(_SHORTEST_S, wait_s))
                continue
            _, _, turn = heapq.heappop(self._waiting)
            if not turn.done():
                self._given_at_s.append(self._monotonic())
                turn.set_result(None)

    def _wait_s(self) -> float:
        """How long until the oldest call of a full window is old enough."""
        if len(self._given_at_s) < (self._given_at_s.maxlen or 1):
            return 0.0
        return self._given_at_s[0] + self._window_s - self._monotonic()
