"""What happens by the clock: due timers become inbound events, the digest goes out, leases are reaped, heads are sealed.

APScheduler only ticks (`ticks`); *what* is due lies in the store, so that a restart or a second worker changes nothing
(`stack.md` §3). Digest and the like are rows among the timers (design §6).
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.build import Parts
from bot.clock import real_now
from domain.calendar_clock import day_end, local_date
from domain.notices import Notice, NoticeKind, Recipient, RecipientKind
from domain.outgoing import Notify
from store.database import Connection
from store.due import Due, DueTimer
from store.queue import Queue
from store.sealer import close_day, seal_heads
from store.work import SqlWork

DIGEST = "digest"
"""The general timer at which what waited for the morning digest may go (08:30 of each working day, §7.4)."""
SWEEP_S, RETRY_S, REAP_S, SEAL_S, SPEND_S = 1, 2, 10, 60, 5

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


@dataclass(slots=True)
class Timetable:
    """`swept_at` is when the last sweep ended well, in real time: for `/readyz`."""

    parts: Parts
    refresh_people: Callable[[], Awaitable[None]]
    swept_at: datetime | None = None

    def ticks(self) -> AsyncIOScheduler:
        """The fixed ticks, not yet started. Each is safe to run on several workers at once."""
        scheduler = AsyncIOScheduler(
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        )
        for seconds, job in (
            (SWEEP_S, self.sweep),
            (RETRY_S, self.retry),
            (REAP_S, self.reap),
            (SEAL_S, self.seal),
            (SPEND_S, self.spend),
            (SEAL_S, self.refresh_people),
        ):
            scheduler.add_job(_calm(job), "interval", seconds=seconds)
        return scheduler

    async def sweep(self) -> None:
        """Hand in everything due by now, in order; rounds until nothing is left."""
        while due := await self._claim():
            for timer in due:
                if timer.event.ticket is None:
                    await self._general(timer)
                else:
                    await self.parts.intake.receive(timer.event)
                    await self._settle(timer)
        self.swept_at = real_now()

    async def retry(self) -> None:
        """Parked events whose turn has come."""
        await self.parts.intake.retry_parked()

    async def reap(self) -> None:
        """Rows and timers whose worker died."""
        now = real_now()
        tools = self.parts.tools

        async def free(connection: Connection) -> int:
            return await Queue(connection, tools).reap(now) + await Due(connection, tools).reap(now)

        if await self.parts.database.write(free):
            self.parts.sender.wake.set()

    async def seal(self) -> None:
        """Order the new heads into a seal; after midnight, close yesterday with its root."""
        now = real_now()
        today = day_end(local_date(now) - timedelta(days=1))

        async def seal_and_close(connection: Connection) -> None:
            await seal_heads(connection, now)
            await close_day(
                connection, local_date(now) - timedelta(days=1), today - timedelta(days=1), today, now
            )

        await self.parts.database.write(seal_and_close)

    async def spend(self) -> None:
        """Write down what was spent; the first time the budget runs short in a month, the operator is told."""
        parts = self.parts
        await parts.spending.write()
        before = parts.spending.stands
        stands = await parts.spending.look()
        if stands > before:
            now = parts.clock.now()
            notice = Notice(Recipient(RecipientKind.OPERATOR), NoticeKind.QUOTA_SHORT, count=stands.value)
            key = f"quota:{local_date(now):%Y-%m}:{stands.name}"

            async def tell(connection: Connection) -> None:
                await SqlWork(connection, parts.tools).outbox.put(Notify(notice), key=key, at=now)

            await parts.database.write(tell)

    async def begin(self) -> None:
        """At the start: the digest is waited for."""
        morning = self.parts.centre.calendar.next_working_morning(self.parts.clock.now())

        async def wait_for(connection: Connection) -> None:
            due = Due(connection, self.parts.tools)
            if await due.scheduled(DIGEST) is None:
                await due.schedule(DIGEST, morning)

        await self.parts.database.write(wait_for)

    async def next_due(self) -> datetime | None:
        """When something next comes due or may go out, in business time."""

        async def look(connection: Connection) -> list[datetime | None]:
            tools = self.parts.tools
            return [
                await Due(connection, tools).next_due_at(),
                await Queue(connection, tools).next_due_at(),
            ]

        moments = [moment for moment in await self.parts.database.read(look) if moment is not None]
        return min(moments, default=None)

    async def _claim(self) -> tuple[DueTimer, ...]:
        parts = self.parts
        return await parts.database.write(
            lambda connection: Due(connection, parts.tools).claim(parts.worker, real_now(), parts.clock.now())
        )

    async def _settle(self, timer: DueTimer) -> None:
        parts = self.parts
        await parts.database.write(
            lambda connection: Due(connection, parts.tools).settled(timer, parts.worker)
        )

    async def _general(self, timer: DueTimer) -> None:
        """The digest hour: what waited may go, and tomorrow's is waited for."""
        parts = self.parts
        now = parts.clock.now()

        async def release(connection: Connection) -> None:
            due = Due(connection, parts.tools)
            await Queue(connection, parts.tools).release(now)
            await due.settled(timer, parts.worker)
            await due.schedule(DIGEST, parts.centre.calendar.next_working_morning(now))

        await parts.database.write(release)
        parts.sender.wake.set()


def _calm(job: Callable[[], Awaitable[object]]) -> Callable[[], Awaitable[None]]:
    """A tick that fails is logged and comes again; it never ends the program."""

    async def tick() -> None:
        try:
            await job()
        except asyncio.CancelledError:
            return  # the program stops; APScheduler would print a traceback of it
        except Exception as error:  # noqa: BLE001 - the next tick tries again
            name = getattr(job, "__name__", "tick")
            log.error(  # noqa: TRY400 - only the kind of fault: its text may quote a row
                "A tick failed; the next one tries again.", tick=name, fault=type(error).__name__
            )

    return tick
