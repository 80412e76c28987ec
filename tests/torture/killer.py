"""Who dies when: seeded, mostly workers, a worker rather one that does its work than one that is still starting."""

import asyncio
import random
from collections import Counter
from dataclasses import dataclass, field

from tests.torture.town import LOOK_EVERY_S, WORKERS, Town, Victim

WEIGHTS = {
    Victim.WORKER: 82,
    Victim.POSTGRES: 8,
    Victim.REDIS: 6,
    Victim.CHAT: 2,
    Victim.SMS: 2,
}
DOWN_S = {
    Victim.WORKER: (0.0, 0.5),
    Victim.POSTGRES: (0.0, 2.0),
    Victim.REDIS: (0.0, 6.0),
    Victim.CHAT: (0.0, 2.0),
    Victim.SMS: (0.0, 2.0),
}
GAP_S = 1.4
"""On average from one kill to the next; a worker needs some two seconds of processor to start."""
STARTING_TOO = 0.15
"""So often a worker is killed whether it does its work already or not."""
SPARES_THE_HOLDER = 0.7
"""So often the holder of the Stream is passed over: else nobody would ever listen long enough for a matter to go on."""
BOTH_AT_ONCE = 0.1
"""So often the next kill comes at once, while the first is still felt."""


@dataclass(slots=True)
class Killer:
    """`dice` decides everything that can be decided beforehand; `done` counts the kills."""

    town: Town
    dice: random.Random
    done: Counter[Victim] = field(default_factory=Counter)
    resting: asyncio.Event = field(default_factory=asyncio.Event)
    """Set while nothing is to be killed: business time is being moved."""
    _running: set[asyncio.Task[None]] = field(default_factory=set)
    _broken: list[BaseException] = field(default_factory=list)

    @property
    def total(self) -> int:
        """How many died."""
        return sum(self.done.values())

    async def kill(self, kills: int, within_s: float) -> None:
        """So many kills, or as many as there is time for; everything is being started again when this returns."""
        ends_at = asyncio.get_running_loop().time() + within_s
        while self.total < kills and asyncio.get_running_loop().time() < ends_at:
            victim = self.dice.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
            down_s, gap_s = self.dice.uniform(*DOWN_S[victim]), self.dice.expovariate(1 / GAP_S)
            together, turns = self.dice.random() < BOTH_AT_ONCE, self.dice.random()
            while self.resting.is_set():  # noqa: ASYNC110 - a look at a flag
                await asyncio.sleep(LOOK_EVERY_S)
            place = await self._worker(turns) if victim is Victim.WORKER else 0
            if place is not None:
                self._start(victim, place, down_s)
            await asyncio.sleep(0 if together else gap_s)
            self._raise()
        await asyncio.gather(*self._running, return_exceptions=True)
        self._raise()

    def _raise(self) -> None:
        """What cannot be started again ends the torture: nothing would be tried any more."""
        if self._broken:
            raise self._broken[0]

    def _start(self, victim: Victim, place: int, down_s: float) -> None:
        async def one() -> None:
            if await self.town.kill(victim, place, down_s):
                self.done[victim] += 1
            if victim in {Victim.CHAT, Victim.SMS}:
                await self.town.tell_time()

        task = asyncio.create_task(one(), name=f"kill {victim}")
        self._running.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._running.discard(task)
        if not task.cancelled() and (broken := task.exception()) is not None:
            self._broken.append(broken)

    async def _worker(self, turns: float) -> int | None:
        """Which worker: one that serves, seldom the holder of the Stream, now and then whoever it is."""
        places = list(range(WORKERS))
        start = int(turns * 1000) % WORKERS
        places = places[start:] + places[:start]
        if turns < STARTING_TOO:
            return places[0]
        holder = await self.town.holder() if turns < STARTING_TOO + SPARES_THE_HOLDER else None
        for place in places:
            if place != holder and await self.town.ready(place):
                return place
        return None
