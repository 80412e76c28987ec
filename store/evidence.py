"""Which file was used where: a photo proves something once."""

from datetime import datetime

from sqlalchemy import select

from domain.ids import BlobId, PersonId, TicketId
from store.connection import Connection
from store.ids import TimeOrderedIds
from store.tables.talk import evidence
from store.upsert import insert_into


class SqlEvidence:
    """Uses of files."""

    def __init__(self, connection: Connection, ids: TimeOrderedIds) -> None:
        self._connection = connection
        self._ids = ids

    async def first_use(self, blob: BlobId) -> TicketId | None:
        """The ticket for which these very bytes were used first."""
        rows = await self._connection.execute(
            select(evidence.c.ticket).where(evidence.c.blob == blob).order_by(evidence.c.id).limit(1)
        )
        found = rows.scalar()
        return None if found is None else TicketId(found)

    async def use(self, blob: BlobId, ticket: TicketId, by: PersonId, at: datetime) -> None:
        """This file now belongs to this ticket."""
        await self._connection.execute(
            insert_into(evidence, self._connection)
            .values(id=self._ids.new(), blob=blob, ticket=ticket, by_person=by, at=at)
            .on_conflict_do_nothing(index_elements=["blob", "ticket"])
        )
