"""Moving business time (design §6): from one due instant to the next, in order, each waiting until all is quiet.

Only where the stand-ins are: a demo or a rehearsal. Nothing here is reachable in service.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.clock import BusinessClock
from bot.stage.phones import Phones
from domain.calendar import WorkCalendar
from domain.failures import DubanError

QUIET_WITHIN_S = 60
LOOK_EVERY_S = 0.02
MOST_AT_ONCE = 50


class NeverQuiet(DubanError):
    """Something keeps moving; the text says what."""


@dataclass(frozen=True, slots=True)
class Travel:
    """`sweep` handles everything due now; `next_due` is when something next comes due; `moving` says what still moves."""

    clock: BusinessClock
    calendar: WorkCalendar
    phones: Phones
    sweep: Callable[[], Awaitable[None]]
    next_due: Callable[[], Awaitable[datetime | None]]
    moving: Callable[[], Awaitable[str]]
    keep_offset: Callable[[timedelta], Awaitable[None]]

    def now(self) -> datetime:
        """Business time."""
        return self.clock.now()

    def next_morning(self) -> datetime:
        """When the next working morning begins."""
        return self.calendar.next_working_morning(self.now())

    async def to(self, target: datetime) -> None:
        """Go there, stopping at every instant at which something is due."""
        await self.settle()
        stuck_at, times = self.now(), 0
        while (due := await self.next_due()) is not None and due <= target:
            instant = max(due, self.now())
            times = times + 1 if instant == stuck_at else 0
            stuck_at = instant
            if times > MOST_AT_ONCE:
                raise NeverQuiet(f"{instant.isoformat()} 的待办处理了 {times} 次仍未消失")
            await self._stand_at(instant)
        await self._stand_at(max(target, self.now()))

    async def settle(self) -> None:
        """Wait until inbox, outbox and both stand-ins are quiet, twice in a row."""
        calm = 0
        try:
            async with asyncio.timeout(QUIET_WITHIN_S):
                while calm < 2:  # noqa: PLR2004 - a message may be between two looks
                    still = await self.moving()
                    if self.clock.stopped_at is not None and await self._something_due():
                        # What was asked for only now may be due already; with the clock stopped nobody else looks.
                        await self.sweep()
                    quiet = not still and await self.phones.quiet()
                    calm = calm + 1 if quiet else 0
                    await asyncio.sleep(LOOK_EVERY_S)
        except TimeoutError:
            raise NeverQuiet(
                f"{QUIET_WITHIN_S} 秒内没有安静下来：{await self.moving() or '模拟端'}"
            ) from None

    async def _something_due(self) -> bool:
        due = await self.next_due()
        return due is not None and due <= self.now()

    async def _stand_at(self, instant: datetime) -> None:
        if self.clock.stopped_at is not None or instant > self.now():
            self.clock.set(
                instant
            )  # a ticking clock that is past it already is left alone: time never goes back
        await self.keep_offset(self.clock.offset)
        await self.phones.set_clock(self.clock.offset)
        await self.sweep()
        await self.settle()
