"""What one recipient is sent: a sliding window for each, shared by the fleet, a part of it of our own without Redis.

Nobody waits in here: who has had their share is told when there may be room, and the row is put off until then. Keys are
digests that only we can make: no number and no name lies in Redis.
"""

import math
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass, field

from adapters.redis.connection import Link, RedisAway
from adapters.redis.window import KEPT_FOR_URGENT, LOCAL_PART
from domain.economy import Share

REMEMBERED = 10_000
"""So many recipients are counted without Redis; whoever was not written to for longest is forgotten first."""
CLAIMED_AGAIN_S = 1.0
"""An urgent one that was put off is back within so long of its moment; until then nothing ordinary takes its place."""
_MICRO, _MILLI = 1_000_000, 1_000

_ASK = """
local given, urgent_waits, shut = KEYS[1], KEYS[2], KEYS[3]
local most, window, kept = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local urgent, again = ARGV[4] == '1', tonumber(ARGV[5])
local closed = redis.call('PTTL', shut)
if closed > 0 then return closed * 1000 end
local clock = redis.call('TIME')
local now = clock[1] * 1000000 + clock[2]
local newest = tonumber(redis.call('LINDEX', given, -1) or '')
-- The clock went back: whatever is ahead of it says nothing.
if newest and newest > now + again then redis.call('DEL', given) end

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
if at > now then
    if urgent then
        redis.call('SET', urgent_waits, at + again, 'PX', math.ceil((at + again - now) / 1000))
    end
    return at - now
end
redis.call('RPUSH', given, now)
redis.call('LTRIM', given, -most, -1)
redis.call('PEXPIRE', given, math.ceil(window / 1000))
return 0
"""


@dataclass(slots=True)
class ShareCounts:
    """For `/metrics`."""

    waits: int = 0
    """So often somebody had had their share."""


@dataclass(slots=True)
class _Ours:
    """One recipient as this worker knows them: when we sent, when an urgent one waits for its place, until when they are shut."""

    given_at_s: deque[float]
    urgent_until_s: float = -math.inf
    shut_until_s: float = -math.inf


@dataclass(slots=True)
class Shares:
    """`name` is the same in every worker that shares; `blind` makes digests; `alone`: without Redis all of it is ours."""

    link: Link
    name: str
    blind: Callable[[str], bytes]
    alone: bool = False
    monotonic: Callable[[], float] = time.monotonic
    counts: ShareCounts = field(default_factory=ShareCounts)
    _ours: OrderedDict[str, _Ours] = field(default_factory=OrderedDict)

    async def take(self, recipient: str, share: Share, *, urgent: bool) -> float:
        """Take a place in the recipient's window: 0, or after how many seconds there may be one."""
        key = self._key(recipient)
        ours = self._known(key, share)
        try:
            wait_s = await self._ask_the_fleet(key, share, urgent=urgent)
        except RedisAway:
            wait_s = self._ask_ourselves(ours, share, urgent=urgent)
        else:
            if wait_s <= 0:
                # So that without Redis we know at least what we sent ourselves.
                ours.given_at_s.append(self.monotonic())
        self.counts.waits += wait_s > 0
        return wait_s

    async def shut(self, recipient: str, share: Share, for_s: float) -> None:
        """The other side takes nothing more for this recipient just now: nobody of the fleet tries before."""
        key = self._key(recipient)
        self._known(key, share).shut_until_s = self.monotonic() + for_s
        try:
            await self.link.ask("SET", f"{key}:shut", "1", "PX", max(1, int(for_s * _MILLI)))
        except RedisAway:
            return  # the others hear it from the other side

    async def _ask_the_fleet(self, key: str, share: Share, *, urgent: bool) -> float:
        wait_us = await self.link.ask(
            "EVAL",
            _ASK,
            3,
            *(key, f"{key}:urgent", f"{key}:shut"),
            share.most,
            int(share.within.total_seconds() * _MICRO),
            share.most // KEPT_FOR_URGENT,
            int(urgent),
            int(CLAIMED_AGAIN_S * _MICRO),
        )
        if not isinstance(wait_us, int):
            self.link.lost("OddAnswer")
            raise RedisAway
        return wait_us / _MICRO

    def _ask_ourselves(self, ours: _Ours, share: Share, *, urgent: bool) -> float:
        now_s = self.monotonic()
        most = share.most if self.alone else max(1, share.most // LOCAL_PART)
        room = most if urgent else most - most // KEPT_FOR_URGENT
        at_s = ours.shut_until_s
        if len(ours.given_at_s) >= room:
            at_s = max(at_s, ours.given_at_s[-room] + share.within.total_seconds())
        if not urgent:
            at_s = max(at_s, ours.urgent_until_s)
        if at_s > now_s:
            if urgent:
                ours.urgent_until_s = at_s + CLAIMED_AGAIN_S
            return at_s - now_s
        ours.given_at_s.append(now_s)
        return 0.0

    def _known(self, key: str, share: Share) -> _Ours:
        found = self._ours.pop(key, None) or _Ours(deque(maxlen=share.most))
        self._ours[key] = found
        while len(self._ours) > REMEMBERED:
            self._ours.popitem(last=False)
        return found

    def _key(self, recipient: str) -> str:
        # Braces: all keys on one node of a cluster.
        return f"duban:{{{self.name}}}:to:{self.blind(recipient).hex()[:32]}"
