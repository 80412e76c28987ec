"""Citizens, known by their phone through a blind index; every look at them is logged."""

from datetime import datetime

from sqlalchemy import bindparam, func, select, update

from domain.callers import CallerData, Met
from domain.ids import AppellantId, PersonId, TicketId
from domain.subjects import Subject, SubjectKind
from store.connection import Connection
from store.ids import TimeOrderedIds
from store.sealing import KeyRing
from store.tables.persons import appellants, texts_received
from store.tables.record import looks
from store.upsert import insert_unless_there
from store.words import SqlWords

# Built once: an intake runs through these, and building a statement costs more than running it.
_KNOWN = select(appellants.c.id).where(appellants.c.phone_index == bindparam("blind"))
_SET_PHONE = update(appellants).where(appellants.c.id == bindparam("of")).values(phone=bindparam("ref"))
_TEXTS_SINCE = (
    select(func.count())
    .select_from(texts_received)
    .where(texts_received.c.appellant == bindparam("of"), texts_received.c.at >= bindparam("since"))
)


def subject_of(appellant: AppellantId) -> Subject:
    """Whose key seals a citizen's data."""
    return Subject(SubjectKind.APPELLANT, str(appellant))


class SqlAppellants:
    """The citizens' rows."""

    def __init__(self, connection: Connection, ring: KeyRing, ids: TimeOrderedIds, words: SqlWords) -> None:
        self._connection = connection
        self._ring = ring
        self._ids = ids
        self._words = words

    async def with_phone(self, phone: str) -> Met:
        """The citizen of that (normalised) number, made known if new."""
        found = await self.known(phone)
        if found is not None:
            return Met(found, first_time=False)
        new = AppellantId(self._ids.new())
        made = await self._connection.execute(
            insert_unless_there(appellants, self._connection.dialect, "phone_index"),
            {"id": new, "phone_index": self._ring.blind(phone), "opted_out": False},
        )
        if not made.rowcount:
            return await self.with_phone(phone)
        sealed = await self._words.seal(phone, subject_of(new))
        await self._connection.execute(_SET_PHONE, {"of": new, "ref": sealed.ref})
        return Met(new, first_time=True)

    async def known(self, phone: str) -> AppellantId | None:
        """The citizen of that number, if known."""
        rows = await self._connection.execute(_KNOWN, {"blind": self._ring.blind(phone)})
        found = rows.scalar()
        return None if found is None else AppellantId(found)

    async def named(self, appellant: AppellantId, name: str) -> None:
        """Keep how the citizen is called."""
        sealed = await self._words.seal(name, subject_of(appellant))
        await self._connection.execute(
            update(appellants).where(appellants.c.id == appellant).values(name=sealed.ref)
        )

    async def data(self, appellant: AppellantId) -> CallerData | None:
        """Phone and name, for sending a text; None: erased."""
        rows = await self._connection.execute(
            select(appellants.c.phone, appellants.c.name, appellants.c.opted_out).where(
                appellants.c.id == appellant
            )
        )
        row = rows.first()
        if row is None:
            return None
        opened = await self._words.open_refs([ref for ref in row[:2] if ref is not None])
        if row.phone not in opened:
            return None
        return CallerData(appellant, opened[row.phone], opened.get(row.name, ""), row.opted_out)

    async def look(
        self, appellant: AppellantId, looker: PersonId, ticket: TicketId | None, reason: str, at: datetime
    ) -> CallerData | None:
        """Phone and name for a person's eyes: logged first, with the reason (`domain.md` §14)."""
        await self._connection.execute(
            looks.insert().values(
                id=self._ids.new(), appellant=appellant, looker=looker, ticket=ticket, reason=reason, at=at
            )
        )
        return await self.data(appellant)

    async def opt_out(self, appellant: AppellantId, *, out: bool) -> None:
        """No more surveys and progress texts (退订), or again."""
        await self._connection.execute(
            update(appellants).where(appellants.c.id == appellant).values(opted_out=out)
        )

    async def texts_since(self, appellant: AppellantId, since: datetime) -> int:
        """How many texts this phone sent us since then."""
        rows = await self._connection.execute(_TEXTS_SINCE, {"of": appellant, "since": since})
        return int(rows.scalar_one())

    async def note_text(self, appellant: AppellantId, at: datetime) -> None:
        """Remember that a text came."""
        await self._connection.execute(
            texts_received.insert(), {"id": self._ids.new(), "appellant": appellant, "at": at}
        )

    async def erase(self, appellant: AppellantId, at: datetime) -> bool:
        """Forget a citizen: number, name and every word of theirs; what happened to their requests stays."""
        await self._connection.execute(
            update(appellants)
            .where(appellants.c.id == appellant)
            .values(phone_index=None, phone=None, name=None)
        )
        return await self._words.erase(subject_of(appellant), at)
