"""The one table of moments. What is due is claimed by `store/due.py`."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, delete, select, update

from domain.ids import DocketId, TicketId
from domain.timers import Timer
from store.connection import Connection
from store.ids import TimeOrderedIds
from store.prepared import prepared
from store.tables.traffic import timers as table

_OF_TICKET = prepared(
    select(table.c.id, table.c.step, table.c.due_at).where(table.c.ticket == bindparam("of"))
)
_NEW = prepared(table.insert())
_GONE = prepared(delete(table).where(table.c.id == bindparam("of")))
_MOVED = prepared(
    update(table)
    .where(table.c.id == bindparam("of"))
    .values(due_at=bindparam("due_at"), waiting=True, worker=None, lease_until=None)
)


class SqlTimers:
    """The tickets' timers, and the dockets'."""

    def __init__(self, connection: Connection, ids: TimeOrderedIds) -> None:
        self._connection = connection
        self._ids = ids

    async def set(self, ticket: TicketId | DocketId, timers: Sequence[Timer], *, fresh: bool = False) -> None:
        """Make its waiting timers exactly these: those that stay are left alone; a `fresh` ticket has none yet."""
        wanted = {timer.step: timer for timer in timers}
        known = {} if fresh else await self._known(ticket)
        gone = [row for step, (row, _) in known.items() if step not in wanted]
        if gone:
            await self._connection.run_many(_GONE, [{"of": row} for row in gone])
        moved = [
            {"of": known[step][0], "due_at": timer.due_at}
            for step, timer in wanted.items()
            if step in known and known[step][1] != timer.due_at
        ]
        if moved:
            await self._connection.run_many(_MOVED, moved)
        new = [self._row(ticket, timer) for step, timer in wanted.items() if step not in known]
        if new:
            await self._connection.run_many(_NEW, new)

    async def _known(self, ticket: TicketId | DocketId) -> dict[str, tuple[int, datetime]]:
        """Row and moment of every step that waits."""
        found = await self._connection.run(_OF_TICKET, {"of": ticket})
        return {step: (row, due_at) for row, step, due_at in found.rows}

    def _row(self, ticket: TicketId | DocketId, timer: Timer) -> dict[str, object]:
        return {
            "id": self._ids.new(),
            "ticket": ticket,
            "step": timer.step,
            "due_at": timer.due_at,
            "waiting": True,
            "worker": None,
            "lease_until": None,
        }
