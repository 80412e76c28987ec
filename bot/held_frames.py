"""Frames of the Stream that could not even be kept: held in memory, and tried again until the store takes them.

DingTalk pushes again for half a minute and then gives up for good; a database may be away for longer. What is held here is
still not acknowledged, and a repeat of it is no second one: its business key stands once, whoever brings it. Memory is all
there is, so what is held ends with the process: how many that were is in the log.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import structlog

from bot.build import Parts
from domain.failures import Away, Overloaded
from domain.notices import Notice, NoticeKind, Recipient, RecipientKind
from domain.outgoing import Notify
from store.connection import Connection
from store.work import SqlWork

FRAMES_AT_MOST, BYTES_AT_MOST = 2_000, 16 * 1024 * 1024
HELD_FOR_S = 1_800.0
"""Half an hour; by then people have found other means."""
FIRST_WAIT_S, LONGEST_WAIT_S = 0.5, 5.0
AWAY = (Away, Overloaded, OSError, TimeoutError)
"""The store takes nothing just now: no fault of the frame's."""
FULL, LATE, FAULT = "full", "late", "fault"

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Held:
    """One frame: `again` hands it in once more and returns after the commit, or raises one of `AWAY`."""

    again: Callable[[], Awaitable[object]]
    size: int
    until_s: float


@dataclass(slots=True)
class HeldFrames:
    """The oldest are kept and tried first; when full the newest are refused. `tell` tells the operator how many were lost."""

    tell: Callable[[int], Awaitable[None]]
    monotonic: Callable[[], float] = time.monotonic
    frames_at_most: int = FRAMES_AT_MOST
    bytes_at_most: int = BYTES_AT_MOST
    lost: dict[str, int] = field(default_factory=lambda: dict.fromkeys((FULL, LATE, FAULT), 0))
    """Since the start: no room, held too long, or never to be kept. DingTalk may still bring them."""
    _held: dict[str, Held] = field(default_factory=dict)
    _untold: int = 0
    """So many lost ones the operator has not heard of."""
    _came: asyncio.Event = field(default_factory=asyncio.Event)
    _hurry: asyncio.Event = field(default_factory=asyncio.Event)

    def __len__(self) -> int:
        return len(self._held)

    def hold(self, key: str, size: int, again: Callable[[], Awaitable[object]]) -> None:
        """Hold it, unless it is held already; `size` in bytes. Lost, and said so, where there is no room."""
        if key in self._held:
            return
        if len(self._held) >= self.frames_at_most or self._bytes() + size > self.bytes_at_most:
            self._lose(FULL, key)
            return
        self._held[key] = Held(again, size, self.monotonic() + HELD_FOR_S)
        log.warning(
            "A frame could not be kept; it is held in memory.", action="hold", key=key, held=len(self)
        )
        self._came.set()

    async def run(self) -> None:
        """Try again until cancelled: the sooner after the last success, the later the longer the store is away."""
        while True:
            await self._came.wait()
            wait_s = FIRST_WAIT_S
            while self._held or self._untold:
                self._came.clear()
                if await self.round():
                    wait_s = FIRST_WAIT_S
                else:
                    await self._rest(wait_s)
                    wait_s = min(2 * wait_s, LONGEST_WAIT_S)
            self._came.clear()

    async def round(self) -> bool:
        """Try each once, the oldest first; false as soon as the store turns out to be away still."""
        self._let_go_of_the_late()
        for key, one in tuple(self._held.items()):
            try:
                await one.again()
            except AWAY:
                return False
            except Exception as error:  # noqa: BLE001 - one that can never be kept must not hold up the others
                log.error("A held frame failed.", action="hold", key=key, fault=type(error).__name__)  # noqa: TRY400
                self._lose(FAULT, key)
            else:
                log.info("A held frame was taken.", action="hold", key=key)
            del self._held[key]
        return await self._told()

    def hurry(self) -> None:
        """The program stops: from now on the waits are short."""
        self._hurry.set()

    def _bytes(self) -> int:
        return sum(one.size for one in self._held.values())

    def _let_go_of_the_late(self) -> None:
        now_s = self.monotonic()
        for key in [key for key, one in self._held.items() if one.until_s <= now_s]:
            del self._held[key]
            self._lose(LATE, key)

    def _lose(self, why: str, key: str) -> None:
        self.lost[why] += 1
        self._untold += 1
        self._came.set()
        log.error("A frame is lost unless it is pushed again.", action="hold", key=key, why=why)

    async def _told(self) -> bool:
        if not (count := self._untold):
            return True
        try:
            await self.tell(count)
        except AWAY:
            return False
        self._untold -= count
        return True

    async def _rest(self, wait_s: float) -> None:
        """A new frame is no reason to try sooner: the store is as away as before."""
        if self._hurry.is_set():
            await asyncio.sleep(FIRST_WAIT_S)
            return
        try:
            async with asyncio.timeout(wait_s):
                await self._hurry.wait()
        except TimeoutError:
            return


async def tell_of_lost(parts: Parts, count: int) -> None:
    """To the operator, who asks people to say it again. Returns after the commit."""
    now, real = parts.clock.now(), parts.clock.real()
    notice = Notice(Recipient(RecipientKind.OPERATOR), NoticeKind.FRAMES_LOST, count=count, urgent=True)

    async def tell(connection: Connection) -> None:
        outbox = SqlWork(connection, parts.tools).outbox
        key = f"frames_lost:{parts.worker}:{real.isoformat()}"
        await outbox.put(Notify(notice), key=key, at=now, urgent=True)

    await parts.database.write(tell)
    parts.sender.wake.set()
