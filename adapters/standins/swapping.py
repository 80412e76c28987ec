"""Neighbouring deliveries overtake each other where nobody promises an order, by the chances of a seed.

What shares a lane (one conversation, one card, one phone) keeps its order; between lanes there is none.
"""

import asyncio
import random
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

HELD_S = 0.08
"""A delivery held back goes on its own after so long (real seconds): nobody was there to overtake it."""


@dataclass(eq=False, slots=True)
class _Held:
    lane: str
    overtaken: asyncio.Event = field(default_factory=asyncio.Event)
    gone: asyncio.Event = field(default_factory=asyncio.Event)


class Swapping:
    """`seed` None: everything goes in the order in which it came. Changing it begins its chances anew."""

    def __init__(self, seed: int | None = None) -> None:
        self._chance = None if seed is None else random.Random(seed)  # noqa: S311 - chances of a test
        self._seed = seed
        self._held: list[_Held] = []
        self._late: list[Callable[[], None]] = []

    def told(self, seed: int | None) -> None:
        """The rule as it stands now."""
        if seed != self._seed:
            self._seed = seed
            self._chance = None if seed is None else random.Random(seed)  # noqa: S311 - as above

    async def turn(self, lane: str) -> None:
        """Returns when this delivery may set out: at once, or after a neighbour of another lane has arrived."""
        while ahead := next((one for one in self._held if one.lane == lane), None):
            await ahead.gone.wait()
        if not self.coin():
            return
        held = _Held(lane)
        self._held.append(held)
        try:
            with suppress(TimeoutError):
                await asyncio.wait_for(held.overtaken.wait(), HELD_S)
        finally:
            self._held.remove(held)
            held.gone.set()

    def coin(self) -> bool:
        """Whether chance swaps here; never while nothing is swapped."""
        return self._chance is not None and self._chance.random() < 0.5  # noqa: PLR2004 - a coin

    def after_the_next(self, send: Callable[[], None]) -> bool:
        """Leave a repeat lying until something else has arrived; False: just now nothing is swapped, send it yourself."""
        if self._chance is None:
            return False
        self._late.append(send)
        return True

    def arrived(self, lane: str) -> None:
        """A first delivery was answered: what it overtook follows, and repeats left lying come now."""
        for held in self._held:
            if held.lane != lane:
                held.overtaken.set()
        late, self._late = self._late, []
        for send in late:
            send()
