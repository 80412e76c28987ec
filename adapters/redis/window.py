"""The fleet's share of calls: one sliding window in Redis for all workers, a smaller one of our own without it.

The window lies in Redis as the moments of the newest calls, on Redis' own clock; one script looks and notes, so that no two
workers take the same room. What keeps the fleet below the limit when Redis goes and comes:

- Going: a worker waits one whole window before its own calls, so that what the fleet was given before has passed.
- Coming: whoever returns from its own window to a shared one that nobody used meanwhile, or finds none at all (a Redis
  emptied or restarted), fills it first with calls that begin when every other worker must have returned as well.

The urgent go first: a few places of each window are kept for them, and while one waits anywhere, nothing ordinary goes.
"""

import asyncio
import heapq
import itertools
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from adapters.redis.connection import LOOKS_AGAIN_S, Link, RedisAway, State

WINDOW_S = 1.2
"""A second, and room for what overtakes on the way: workers are as far apart as their machines are busy."""
LOCAL_PART = 4
"""Without Redis a worker takes a quarter of the limit: four of them together keep it."""
KEPT_FOR_URGENT = 10
"""Of so many places one is never given to an ordinary call."""
LATE_S, LATE_TIMES = 0.15, 3
"""Leave that took longer to come is not used, for nobody knows how old it is; so often in a row, and Redis is no help."""
RETURN_S = LOOKS_AGAIN_S
"""Within so long every worker that did without Redis has noticed its return."""
NOTICED_S = 0.02
"""A shorter wait is not counted as one."""
_SHORTEST_S = 0.001
_MICRO = 1_000_000
_KEPT_MS = 86_400_000

_SCRIPT = """
local given, urgent_waits = KEYS[1], KEYS[2]
local most, window, kept = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local urgent, returning, settling = ARGV[4] == '1', ARGV[5] == '1', tonumber(ARGV[6])
local clock = redis.call('TIME')
local now = clock[1] * 1000000 + clock[2]
local newest = tonumber(redis.call('LINDEX', given, -1) or '')

-- None: emptied, or new. Far ahead: the clock went back. Old, and the asker did without us: so may the others.
if not newest or newest > now + settling or (returning and newest < now - settling) then
    redis.call('DEL', given)
    for _ = 1, most do redis.call('RPUSH', given, now + settling) end
end

local function free_at(room)
    local last = redis.call('LINDEX', given, -room)
    return last and tonumber(last) + window or 0
end

local at
if urgent then
    at = free_at(most)
else
    at = math.max(free_at(most - kept), tonumber(redis.call('GET', urgent_waits) or '0'))
end
redis.call('PEXPIRE', given, ARGV[7])
if at > now then
    if urgent then
        redis.call('SET', urgent_waits, at + 20000, 'PX', math.ceil((at - now) / 1000) + 20)
    end
    return at - now
end
redis.call('RPUSH', given, now)
redis.call('LTRIM', given, -most, -1)
return 0
"""


@dataclass(slots=True)
class RateCounts:
    """For `/metrics`: leaves taken, how many of them waited and how long in all, and who gave them."""

    taken: int = 0
    waited: int = 0
    waited_s: float = 0.0
    shared: int = 0
    local: int = 0


class SharedWindow:
    """The window in Redis. `name` is the same in every worker that shares it."""

    def __init__(self, link: Link, name: str, most: int, window_s: float = WINDOW_S) -> None:
        self._link = link
        # Braces: both keys on one node of a cluster.
        self._keys = (f"duban:{{{name}}}:given", f"duban:{{{name}}}:urgent")
        self._most = most
        self._kept = most // KEPT_FOR_URGENT
        self._window_s = window_s

    async def ask(self, *, urgent: bool, returning: bool = False) -> float:
        """Take a place: 0, or how many seconds until there may be one. Raises `RedisAway`.

        `returning`: the asker made calls of its own since it last asked.
        """
        wait_us = await self._link.ask(
            "EVAL",
            _SCRIPT,
            len(self._keys),
            *self._keys,
            self._most,
            int(self._window_s * _MICRO),
            self._kept,
            int(urgent),
            int(returning),
            int(RETURN_S * _MICRO),
            _KEPT_MS,
        )
        if not isinstance(wait_us, int):
            self._link.lost("OddAnswer")
            raise RedisAway
        return wait_us / _MICRO


class LocalWindow:
    """Our own window, while there is no other."""

    def __init__(self, most: int, window_s: float, monotonic: Callable[[], float]) -> None:
        self._given_at_s: deque[float] = deque(maxlen=most)
        self._window_s = window_s
        self._monotonic = monotonic
        self._from_s = 0.0

    @property
    def most(self) -> int:
        """So many in one window."""
        return self._given_at_s.maxlen or 1

    def begin(self) -> None:
        """From now on there is no other window; what it gave has to pass first."""
        self._from_s = self._monotonic() + self._window_s

    def ask(self) -> float:
        """Take a place: 0, or how many seconds until there is one."""
        now_s = self._monotonic()
        free_at_s = self._from_s
        if len(self._given_at_s) == self.most:
            free_at_s = max(free_at_s, self._given_at_s[0] + self._window_s)
        if free_at_s > now_s:
            return free_at_s - now_s
        self._given_at_s.append(now_s)
        return 0.0


class FleetRate:
    """Leave to make a call, shared by all workers; the urgent first, here and across the fleet."""

    def __init__(
        self,
        link: Link,
        name: str,
        most: int,
        *,
        alone: bool = False,
        window_s: float = WINDOW_S,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """`most` calls a second are the fleet's; `alone`: without Redis they are all ours, for there is no other worker."""
        self.counts = RateCounts()
        self._link = link
        self._shared = SharedWindow(link, name, most, window_s)
        self._local = LocalWindow(most if alone else max(1, most // LOCAL_PART), window_s, monotonic)
        self._monotonic = monotonic
        self._on_our_own = link.state is State.ABSENT
        self._late = 0
        self._order = itertools.count()
        self._waiting: list[tuple[int, int, asyncio.Future[None]]] = []
        self._letting: asyncio.Task[None] | None = None
        self._urgent_came = asyncio.Event()

    @property
    def local_most(self) -> int:
        """So many calls a second this worker makes while it has no shared window."""
        return self._local.most

    async def take(self, *, urgent: bool = False) -> None:
        """Returns when the call may be made."""
        asked_at_s = self._monotonic()
        turn = asyncio.get_running_loop().create_future()
        heapq.heappush(self._waiting, (0 if urgent else 1, next(self._order), turn))
        if urgent:
            self._urgent_came.set()
        if self._letting is None or self._letting.done():
            self._letting = asyncio.create_task(self._let())
        await turn
        self.counts.taken += 1
        waited_s = self._monotonic() - asked_at_s
        if waited_s > NOTICED_S:
            self.counts.waited += 1
            self.counts.waited_s += waited_s

    async def _let(self) -> None:
        """Runs only while somebody waits."""
        while self._anybody():
            self._urgent_came.clear()
            if (wait_s := await self._ask(urgent=self._waiting[0][0] == 0)) > 0:
                await self._rest(wait_s)
                continue
            # Somebody urgent may have come meanwhile, or the asker gone: the place goes to whoever is first now.
            if self._anybody():
                heapq.heappop(self._waiting)[2].set_result(None)

    def _anybody(self) -> bool:
        while self._waiting and self._waiting[0][2].done():
            heapq.heappop(self._waiting)
        return bool(self._waiting)

    async def _rest(self, wait_s: float) -> None:
        """Until there may be room, somebody urgent comes, or Redis may have gone or come."""
        try:
            async with asyncio.timeout(max(_SHORTEST_S, min(wait_s, RETURN_S))):
                await self._urgent_came.wait()
        except TimeoutError:
            return

    async def _ask(self, *, urgent: bool) -> float:
        if self._link.state is State.FINE:
            try:
                return await self._ask_the_fleet(urgent=urgent)
            except RedisAway:
                pass  # known to the link, and told there
        if not self._on_our_own:
            self._on_our_own = True
            self._local.begin()
        wait_s = self._local.ask()
        self.counts.local += wait_s <= 0
        return wait_s

    async def _ask_the_fleet(self, *, urgent: bool) -> float:
        asked_at_s = self._monotonic()
        wait_s = await self._shared.ask(urgent=urgent, returning=self._on_our_own)
        self._on_our_own = False
        if wait_s > 0:
            return wait_s
        if self._monotonic() - asked_at_s <= LATE_S:
            self._late = 0
            self.counts.shared += 1
            return 0.0
        self._late += 1
        if self._late >= LATE_TIMES:
            self._late = 0
            self._link.lost("TooSlow")
            raise RedisAway
        return _SHORTEST_S
