"""Bound group chats."""

from datetime import datetime

from sqlalchemy import select

from domain.ids import PersonId
from store.connection import Connection
from store.tables.talk import groups
from store.upsert import insert_into

_SUPERVISION = "supervision"


class SqlGroups:
    """The groups' rows."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def bind_supervision(self, conversation: str, by: PersonId, at: datetime) -> None:
        """This group is the supervision group (督办群) from now on."""
        bound = {"conversation": conversation, "bound_by": by, "bound_at": at}
        await self._connection.execute(
            insert_into(groups, self._connection)
            .values(purpose=_SUPERVISION, **bound)
            .on_conflict_do_update(index_elements=["purpose"], set_=bound)
        )

    async def supervision(self) -> str | None:
        """The supervision group's conversation id."""
        rows = await self._connection.execute(
            select(groups.c.conversation).where(groups.c.purpose == _SUPERVISION)
        )
        return rows.scalar()
