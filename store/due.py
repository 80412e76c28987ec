"""Due timers: claimed with a lease, each one an inbound event. Business time decides what is due, real time the leases."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Integer, bindparam, delete, func, select, update

from domain.docket import parsed_step
from domain.ids import DocketId, TicketId
from domain.inbound import EventKey, TimerDue
from store.connection import Connection
from store.prepared import prepared
from store.tables.traffic import timers
from store.upsert import insert_into
from store.work import Tools

LEASE = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class DueTimer:
    """A timer for this worker, and the event it is."""

    id: int
    event: TimerDue


class Due:
    """The timers as the clock sees them, within one transaction."""

    def __init__(self, connection: Connection, tools: Tools) -> None:
        self._connection = connection
        self._ids = tools.ids

    async def claim(
        self,
        worker: str,
        now_real: datetime,
        business_now: datetime,
        limit: int = 100,
        lease: timedelta = LEASE,
    ) -> tuple[DueTimer, ...]:
        """Timers due by now, in order, for this worker until the lease ends."""
        found = (await self._connection.run(_DUE, {"now": business_now, "at_most": limit})).rows
        if found:
            await self._connection.execute(
                update(timers)
                .where(timers.c.id.in_([row[0] for row in found]))
                .values(waiting=False, worker=worker, lease_until=now_real + lease)
            )
        return tuple(DueTimer(timer, _event(ticket, step, due_at)) for timer, ticket, step, due_at in found)

    async def settled(self, timer: DueTimer, worker: str) -> None:
        """Its event was handled (or parked): the timer is over, unless the handling set it anew."""
        await self._connection.run(_OVER, {"of": timer.id, "by": worker})

    async def put_back(self, timer: DueTimer, worker: str) -> None:
        """It was claimed, and then the clock was put back before its moment: it waits on."""
        await self._connection.execute(
            update(timers)
            .where(timers.c.id == timer.id, ~timers.c.waiting, timers.c.worker == worker)
            .values(waiting=True, worker=None, lease_until=None)
        )

    async def reap(self, now_real: datetime) -> int:
        """Timers whose worker died wait again; how many. Their key makes a second handling a repeat."""
        freed = await self._connection.execute(
            update(timers)
            .where(~timers.c.waiting, timers.c.lease_until <= now_real)
            .values(waiting=True, worker=None, lease_until=None)
        )
        return freed.rowcount

    async def next_due_at(self) -> datetime | None:
        """The next moment something is due, for moving business time from one to the next."""
        rows = await self._connection.execute(select(func.min(timers.c.due_at)).where(timers.c.waiting))
        found: datetime | None = rows.scalar()
        return found

    async def schedule(self, step: str, due_at: datetime) -> None:
        """A moment of no ticket (digest, bulletin, meeting): one of each step waits, moved if it was there."""
        rows = await self._connection.execute(
            update(timers)
            .where(timers.c.ticket.is_(None), timers.c.step == step)
            .values(due_at=due_at, waiting=True, worker=None, lease_until=None)
        )
        if not rows.rowcount:
            await self._connection.execute(
                insert_into(timers, self._connection)
                .values(id=self._ids.new(), ticket=None, step=step, due_at=due_at, waiting=True)
                .on_conflict_do_nothing()
            )

    async def scheduled(self, step: str) -> datetime | None:
        """When a moment of no ticket will come, if it is waited for."""
        rows = await self._connection.execute(
            select(timers.c.due_at).where(timers.c.ticket.is_(None), timers.c.step == step)
        )
        found: datetime | None = rows.scalar()
        return found


def _event(ticket: int | None, step: str, due_at: datetime) -> TimerDue:
    key = EventKey("timer", f"{ticket or 'general'}:{step}:{due_at.isoformat()}")
    if ticket is not None and parsed_step(step):
        return TimerDue(key, None, step, due_at, DocketId(ticket))
    return TimerDue(key, None if ticket is None else TicketId(ticket), step, due_at)


_DUE = prepared(
    select(timers.c.id, timers.c.ticket, timers.c.step, timers.c.due_at)
    .where(timers.c.waiting, timers.c.due_at <= bindparam("now"))
    .order_by(timers.c.due_at, timers.c.id)
    .limit(bindparam("at_most", type_=Integer))
    .with_for_update(skip_locked=True)
)
_OVER = prepared(
    delete(timers).where(
        timers.c.id == bindparam("of"), ~timers.c.waiting, timers.c.worker == bindparam("by")
    )
)
