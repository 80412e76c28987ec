"""What the conversation remembers: which ticket a message or a hand was last about."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import case, select, update

from domain.ids import PersonId, TicketId
from store.connection import Connection
from store.prepared import Prepared
from store.tables.running import counters
from store.tables.talk import cards, messages, touches
from store.upsert import Insert, insert_for, insert_into

_STRAYS, _HOUR_S, _AN_HOUR_AT_MOST = "strays", 3600, 1_000_000


class SqlMarks:
    """Touches and messages."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def touch(self, person: PersonId, ticket: TicketId, at: datetime) -> None:
        """This person just dealt with this ticket."""
        await self._connection.run(_TOUCH, {"person": person, "ticket": ticket, "at": at})

    async def touched(self, person: PersonId, since: datetime) -> TicketId | None:
        """The ticket this person dealt with last, if since then."""
        rows = await self._connection.execute(
            select(touches.c.ticket).where(touches.c.person == person, touches.c.at >= since)
        )
        found = rows.scalar()
        return None if found is None else TicketId(found)

    async def ticket_of_message(self, message_ids: Collection[str]) -> TicketId | None:
        """The ticket a message of ours was about, by any id under which the platform may quote it."""
        wanted = {message for message in message_ids if message}
        if not wanted:
            return None
        said = await self._connection.execute(
            select(messages.c.ticket)
            .where(messages.c.id.in_(wanted), messages.c.ticket.is_not(None))
            .order_by(messages.c.outbox.desc())
        )
        found = said.scalar()
        if found is None:
            shown = await self._connection.execute(
                select(cards.c.ticket).where(cards.c.id.in_(wanted) | cards.c.message_id.in_(wanted))
            )
            found = shown.scalar()
        return None if found is None else TicketId(found)

    async def knows(self, message_ids: Collection[str]) -> bool:
        """Whether any of these is a message or card of ours."""
        sent = await self._connection.execute(
            select(messages.c.id).where(messages.c.id.in_(message_ids)).limit(1)
        )
        if sent.first() is not None:
            return True
        shown = await self._connection.execute(
            select(cards.c.id)
            .where(cards.c.id.in_(message_ids) | cards.c.message_id.in_(message_ids))
            .limit(1)
        )
        return shown.first() is not None

    async def stray(self, at: datetime) -> int:
        """One more sign of messages we never sent; which it is within this hour, from 1.

        One counter for all: the hour stands in its higher digits, so that nothing old needs clearing away.
        """
        begins = int(at.timestamp()) // _HOUR_S * _AN_HOUR_AT_MOST
        on = counters.c.next
        rows = await self._connection.execute(
            insert_into(counters, self._connection)
            .values(series=_STRAYS, next=begins + 1)
            .on_conflict_do_update(
                index_elements=["series"], set_={"next": case((on >= begins, on + 1), else_=begins + 1)}
            )
            .returning(on)
        )
        return int(rows.scalar_one()) - begins

    async def sent(self, message_id: str, ticket: TicketId | None, outbox: int) -> None:
        """A message of ours has this id on the platform."""
        await self._connection.execute(
            insert_into(messages, self._connection)
            .values(id=message_id, ticket=ticket, outbox=outbox)
            .on_conflict_do_nothing(index_elements=["id"])
        )

    async def read(self, message_id: str, at: datetime) -> bool:
        """Somebody opened a message of ours; True the first time."""
        seen = await self._connection.execute(
            update(messages)
            .where(messages.c.id == message_id, messages.c.read_at.is_(None))
            .values(read_at=at)
        )
        return bool(seen.rowcount)


def _touched_last(dialect: str) -> Insert:
    touch = insert_for(touches, dialect)
    return touch.on_conflict_do_update(
        index_elements=["person"], set_={"ticket": touch.excluded.ticket, "at": touch.excluded.at}
    )


_TOUCH = Prepared(_touched_last)
