"""The one table of moments. What is due is claimed by `store/due.py`."""

from collections.abc import Sequence

from sqlalchemy import bindparam, delete, select, update

from domain.ids import TicketId
from domain.timers import Timer
from store.connection import Connection
from store.ids import TimeOrderedIds
from store.tables.traffic import timers as table

_OF_TICKET = select(table.c.id, table.c.step, table.c.due_at).where(table.c.ticket == bindparam("of"))


class SqlTimers:
    """The tickets' timers."""

    def __init__(self, connection: Connection, ids: TimeOrderedIds) -> None:
        self._connection = connection
        self._ids = ids

    async def set(self, ticket: TicketId, timers: Sequence[Timer], *, fresh: bool = False) -> None:
        """Make the ticket's waiting timers exactly these: those that stay are left alone; a `fresh` ticket has none yet."""
        wanted = {timer.step: timer for timer in timers}
        rows = () if fresh else await self._connection.execute(_OF_TICKET, {"of": ticket})
        known = {row.step: row for row in rows}
        gone = [row.id for step, row in known.items() if step not in wanted]
        if gone:
            await self._connection.execute(delete(table).where(table.c.id.in_(gone)))
        for step, timer in wanted.items():
            if step in known and known[step].due_at != timer.due_at:
                await self._connection.execute(
                    update(table)
                    .where(table.c.id == known[step].id)
                    .values(due_at=timer.due_at, waiting=True, worker=None, lease_until=None)
                )
        new = [
            {"id": self._ids.new(), "ticket": ticket, "step": step, "due_at": timer.due_at, "waiting": True}
            for step, timer in wanted.items()
            if step not in known
        ]
        if new:
            await self._connection.execute(table.insert(), new)
