"""What is still moving: a rehearsal moves the clock only when nothing is."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Table, func, select

from domain.outgoing import OutboxState
from store.connection import Connection
from store.tables.traffic import inbox_raw, outbox, timers


@dataclass(frozen=True, slots=True)
class Moving:
    """Counts of what is under way, or due and not yet taken."""

    events_pending: int
    messages_waiting: int
    messages_under_way: int
    timers_due: int
    timers_under_way: int

    @property
    def quiet(self) -> bool:
        """Nothing moves."""
        return not any(
            (
                self.events_pending,
                self.messages_waiting,
                self.messages_under_way,
                self.timers_due,
                self.timers_under_way,
            )
        )


async def moving(connection: Connection, business_now: datetime) -> Moving:
    """What is still moving at this business time; quarantined events and settled messages are not."""
    under_way = (OutboxState.CLAIMED.value, OutboxState.STARTED.value)
    return Moving(
        events_pending=await _count(connection, inbox_raw, inbox_raw.c.quarantined_at.is_(None)),
        messages_waiting=await _count(
            connection,
            outbox,
            outbox.c.state == OutboxState.WAITING.value,
            ~outbox.c.held,
            outbox.c.not_before <= business_now,
        ),
        messages_under_way=await _count(connection, outbox, outbox.c.state.in_(under_way)),
        timers_due=await _count(connection, timers, timers.c.waiting, timers.c.due_at <= business_now),
        timers_under_way=await _count(connection, timers, ~timers.c.waiting),
    )


async def _count(connection: Connection, table: Table, *which: ColumnElement[bool]) -> int:
    rows = await connection.execute(select(func.count()).select_from(table).where(*which))
    return int(rows.scalar_one())
