"""Confirmation pages that were opened: the first device to open one keeps it."""

from datetime import datetime

from sqlalchemy import select, update

from domain.ids import PersonId, VisitId
from domain.visits import VisitSession
from store.connection import Connection
from store.tables.talk import visit_sessions
from store.upsert import insert_into


class SqlVisitSessions:
    """The pages' rows."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def open(self, visit: VisitId, person: PersonId, device: str, at: datetime) -> VisitSession:
        """The session of that visit; the first device to open it keeps it."""
        await self._connection.execute(
            insert_into(visit_sessions, self._connection)
            .values(visit=visit, person=person, device=device, opened_at=at)
            .on_conflict_do_nothing(index_elements=["visit"])
        )
        opened = await self.get(visit)
        if opened is None:
            raise RuntimeError("a visit's session vanished while it was being opened")
        return opened

    async def get(self, visit: VisitId) -> VisitSession | None:
        """The visit's session, if it was opened."""
        rows = await self._connection.execute(select(visit_sessions).where(visit_sessions.c.visit == visit))
        row = rows.first()
        if row is None:
            return None
        return VisitSession(
            VisitId(row.visit),
            PersonId(row.person),
            row.device,
            row.opened_at,
            row.submitted_at,
            row.revoked_at,
        )

    async def submitted(self, visit: VisitId, at: datetime) -> None:
        """The page was sent in; the first time counts."""
        await self._connection.execute(
            update(visit_sessions)
            .where(visit_sessions.c.visit == visit, visit_sessions.c.submitted_at.is_(None))
            .values(submitted_at=at)
        )

    async def revoked(self, visit: VisitId, at: datetime) -> None:
        """The link no longer opens: another confirmer was named, or the phone was lost."""
        await self._connection.execute(
            update(visit_sessions)
            .where(visit_sessions.c.visit == visit, visit_sessions.c.revoked_at.is_(None))
            .values(revoked_at=at)
        )
