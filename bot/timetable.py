"""What happens by the clock: due timers become inbound events, the digest goes out, leases are reaped, heads are sealed.

APScheduler only ticks (`ticks`); *what* is due lies in the store, so that a restart or a second worker changes nothing
(`stack.md` §3). Digest and the like are rows among the timers (design §6).
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot import retention
from bot.build import Parts
from bot.catching_up import CatchingUp
from bot.rhythm import Rhythm
from bot.steadiness import Steadiness
from domain.calendar_clock import day_end, local_date
from domain.failures import Away, Overloaded
from domain.notices import Notice, NoticeKind, Recipient, RecipientKind
from domain.outgoing import Notify
from store import clock as stored_clock
from store.database import Connection
from store.due import Due, DueTimer
from store.partitions import keep_ahead
from store.queue import Queue
from store.rewound import rewound
from store.sealer import close_day, seal_heads
from store.work import SqlWork

DIGEST = "digest"
"""The general timer at which what waited for the morning digest may go (08:30 of each working day, §7.4)."""
RETRY_S, SPEND_S, COUNT_S, PEOPLE_S, FORGET_S = 2, 5, 10, 60, 3600
"""Old keys go every hour: little at a time, and also where the program never runs a whole day."""

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


@dataclass(slots=True)
class Timetable:
    """`swept_at` is when the last sweep ended well, in real time: for `/readyz`."""

    parts: Parts
    refresh_people: Callable[[], Awaitable[None]]
    rhythm: Rhythm = field(default_factory=Rhythm)
    swept_at: datetime | None = None
    steadiness: Steadiness = field(init=False)

    def __post_init__(self) -> None:
        """The clock is watched from the start."""
        self.steadiness = Steadiness(self.parts.clock.real, self.parts.clock.monotonic)

    def ticks(self, *more: tuple[float, Callable[[], Awaitable[object]]]) -> AsyncIOScheduler:
        """The fixed ticks (seconds, job), not yet started. Each is safe to run on several workers at once."""
        scheduler = AsyncIOScheduler(
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        )
        for seconds, job in (
            (self.rhythm.sweep_s, self.sweep),
            (self.rhythm.follow_s, self.follow),
            (RETRY_S, self.retry),
            (self.rhythm.reap_s, self.reap),
            (self.rhythm.seal_s, self.seal),
            (SPEND_S, self.spend),
            (COUNT_S, CatchingUp(self.parts.database).count),
            (PEOPLE_S, self.refresh_people),
            (FORGET_S, self.forget),
            (FORGET_S, self.months),
            *more,
        ):
            scheduler.add_job(_calm(job), "interval", seconds=seconds)
        return scheduler

    async def sweep(self) -> None:
        """Hand in everything due by now, in order; rounds until nothing is left. Nothing while the clock is in doubt."""
        await self._look_at_the_clock()
        while not self.steadiness.doubtful and (due := await self._claim()):
            for timer in due:
                await self._guarded(timer)
        self.swept_at = self.parts.clock.real()

    async def follow(self) -> None:
        """Business time is the same for every worker: one moved in the store (a stage with several) is taken up."""
        clock = self.parts.clock
        if clock.stopped_at is None:
            clock.offset = max(clock.offset, await self.parts.database.read(stored_clock.offset))

    async def retry(self) -> None:
        """Parked events whose turn has come."""
        await self.parts.intake.retry_parked()

    async def reap(self) -> None:
        """Rows and timers whose worker died."""
        now = self.parts.clock.real()
        tools = self.parts.tools

        async def free(connection: Connection) -> int:
            return await Queue(connection, tools).reap(now) + await Due(connection, tools).reap(now)

        if await self.parts.database.write(free):
            self.parts.sender.wake.set()

    async def seal(self) -> None:
        """Order the new heads into a seal; after midnight, close yesterday with its root."""
        now = self.parts.clock.real()
        today = day_end(local_date(now) - timedelta(days=1))

        async def seal_and_close(connection: Connection) -> None:
            await seal_heads(connection, now)
            await close_day(
                connection, local_date(now) - timedelta(days=1), today - timedelta(days=1), today, now
            )

        await self.parts.database.write(seal_and_close)

    async def forget(self) -> None:
        """Keys of events long past, with the answers kept for their repeats; all that is due, where the policy says so."""
        if self.parts.centre.policy.forget_by_itself and not self.steadiness.doubtful:
            gone = await retention.clean(self.parts, self.parts.clock.real())
            log.info("What was kept long enough is gone.", **gone)
        else:
            await retention.forget_keys(self.parts, self.parts.clock.real())

    async def months(self) -> None:
        """PostgreSQL's next months have their partitions, and old ones that retention has emptied are gone.

        Also for a program that runs for a quarter without a migration.
        """
        if made := await keep_ahead(self.parts.database):
            log.info("Partitions were made ahead.", count=len(made))
        if self.steadiness.doubtful:
            return
        if gone := await retention.drop_empty(self.parts, self.parts.clock.real()):
            log.info("Empty months are gone.", months=gone)

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
        parts, lease = self.parts, self.rhythm.lease
        return await parts.database.write(
            lambda connection: Due(connection, parts.tools).claim(
                parts.worker, parts.clock.real(), parts.clock.now(), lease=lease
            )
        )

    async def _guarded(self, timer: DueTimer) -> None:
        """One timer that can neither be handled nor kept costs itself: its lease runs out, and the others go on."""
        try:
            await self._take(timer)
        except (Away, Overloaded, OSError, TimeoutError):
            raise  # the database is away: all others would fail alike
        except Exception as error:  # noqa: BLE001 - see above
            log.error(  # noqa: TRY400 - only the kind of fault: its text may quote a row
                "A timer could neither be handled nor kept; it comes again when its lease has run out.",
                key=timer.event.key.id,
                fault=type(error).__name__,
            )

    async def _take(self, timer: DueTimer) -> None:
        if timer.event.due_at > self.parts.clock.now():
            # The clock was put back meanwhile: the rules would refuse the step, and it would never come again.
            await self._put_back(timer)
        elif timer.event.ticket is None and timer.event.docket is None:
            await self._general(timer)
        else:
            await self.parts.intake.receive(timer.event)
            await self._settle(timer)

    async def _look_at_the_clock(self) -> None:
        leapt = self.steadiness.look()
        if leapt is None:
            return
        parts, now, lease = self.parts, self.parts.clock.real(), self.rhythm.lease
        ahead = leapt > timedelta()
        notice = Notice(
            Recipient(RecipientKind.OPERATOR),
            NoticeKind.CLOCK_AHEAD if ahead else NoticeKind.CLOCK_BACK,
            count=abs(leapt) // timedelta(minutes=1),
            urgent=True,
        )

        async def tell(connection: Connection) -> None:
            if not ahead:
                await rewound(connection, now, parts.clock.now(), -leapt, lease)
            outbox = SqlWork(connection, parts.tools).outbox
            key = f"clock:{parts.worker}:{now.isoformat()}"
            await outbox.put(Notify(notice), key=key, at=parts.clock.now(), urgent=True)

        log.error("The machine's clock leapt.", action="clock", seconds=leapt.total_seconds())
        await parts.database.write(tell)
        parts.sender.wake.set()

    async def _put_back(self, timer: DueTimer) -> None:
        parts = self.parts
        await parts.database.write(
            lambda connection: Due(connection, parts.tools).put_back(timer, parts.worker)
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
