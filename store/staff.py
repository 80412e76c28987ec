"""Who belongs to which unit, for the close-out rule's triggers, and the chat ids found by mobile number."""

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import delete, select

from domain.ids import PersonId
from domain.people import Directory
from store.connection import Connection
from store.tables.persons import departures, members, staff
from store.upsert import insert_into


class Staff:
    """The officials' rows, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def enrol(self, directory: Directory, today: date) -> int:
        """Make the roll say what the centre's files say; how many rows changed. At start and after every reload.

        The databases refuse a close-out confirmed by somebody who is not on the roll. Whoever left the files stays on it.
        """
        rows = await self._connection.execute(select(members.c.person, members.c.unit))
        known = {(row.person, row.unit) for row in rows}
        wanted = {(person, unit) for person in directory.people for unit in directory.units_of(person, today)}
        new = wanted - known
        gone = {(person, unit) for person, unit in known - wanted if PersonId(person) in directory.people}
        if new:
            await self._connection.execute(
                members.insert(), [{"person": p, "unit": u} for p, u in sorted(new)]
            )
        for person, unit in gone:
            await self._connection.execute(
                delete(members).where(members.c.person == person, members.c.unit == unit)
            )
        return len(new) + len(gone)

    async def found(self, person: PersonId, staff_id: str, at: datetime) -> None:
        """The chat platform knows this person under this id."""
        change = {"staff_id": staff_id, "found_at": at}
        await self._connection.execute(
            insert_into(staff, self._connection)
            .values(person=person, **change)
            .on_conflict_do_update(index_elements=["person"], set_=change)
        )

    async def known(self) -> Mapping[PersonId, str]:
        """Every chat id found so far."""
        rows = await self._connection.execute(select(staff.c.person, staff.c.staff_id))
        return {PersonId(row.person): row.staff_id for row in rows}

    async def suspend(self, person: PersonId, at: datetime) -> None:
        """The platform says this person left: no longer active, whatever the centre's files still say."""
        await self._connection.execute(
            insert_into(departures, self._connection)
            .values(person=person, left_at=at)
            .on_conflict_do_nothing()
        )

    async def suspended(self) -> frozenset[PersonId]:
        """Everybody who left."""
        rows = await self._connection.execute(select(departures.c.person))
        return frozenset(PersonId(row.person) for row in rows)
