"""Citizens, known by their phone through a blind index; every look at them is logged."""

from datetime import datetime

from sqlalchemy import bindparam, func, select, update

from domain.callers import CallerData, Met
from domain.ids import AppellantId, PersonId, TicketId
from domain.subjects import Subject, SubjectKind
from store.connection import Connection
from store.ids import TimeOrderedIds
from store.prepared import prepared
from store.sealing import KeyRing
from store.tables.persons import appellants, texts_received
from store.tables.record import looks
from store.upsert import insert_unless_there
from store.words import SqlWords

_KNOWN = prepared(select(appellants.c.id).where(appellants.c.phone_index == bindparam("blind")))
_NEW = insert_unless_there(appellants, "phone_index")
_NOTE_TEXT = prepared(texts_received.insert())
_TEXTS_SINCE = prepared(
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
        self._strangers: set[bytes] = set()
        """Numbers that were looked for in this transaction and not found."""

    async def with_phone(self, phone: str) -> Met:
        """The citizen of that (normalised) number, made known if new."""
        blind = self._ring.blind(phone)
        if blind not in self._strangers and (found := await self._with_index(blind)) is not None:
            return Met(found, first_time=False)
        new = AppellantId(self._ids.new())
        sealed = await self._words.seal_first(phone, subject_of(new))
        row = {
            "id": new,
            "phone_index": blind,
            "phone": sealed.ref,
            "name": None,
            "opted_out": False,
        }
        made = await self._connection.run(_NEW, row)
        if made.touched:
            return Met(new, first_time=True)
        # Somebody else met them between our look and our insert.
        self._strangers.discard(blind)
        await self._words.discard(sealed, subject_of(new))
        return await self.with_phone(phone)

    async def known(self, phone: str) -> AppellantId | None:
        """The citizen of that number, if known."""
        blind = self._ring.blind(phone)
        found = await self._with_index(blind)
        if found is None:
            self._strangers.add(blind)
        return found

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
        return int((await self._connection.run(_TEXTS_SINCE, {"of": appellant, "since": since})).scalar())

    async def note_text(self, appellant: AppellantId, at: datetime) -> None:
        """Remember that a text came."""
        await self._connection.run_many(
            _NOTE_TEXT, [{"id": self._ids.new(), "appellant": appellant, "at": at}]
        )

    async def _with_index(self, blind: bytes) -> AppellantId | None:
        found = (await self._connection.run(_KNOWN, {"blind": blind})).scalar()
        return None if found is None else AppellantId(found)

    async def erase(self, appellant: AppellantId, at: datetime) -> bool:
        """Forget a citizen: number, name and every word of theirs; what happened to their requests stays."""
        await self._connection.execute(
            update(appellants)
            .where(appellants.c.id == appellant)
            .values(phone_index=None, phone=None, name=None)
        )
        return await self._words.erase(subject_of(appellant), at)
