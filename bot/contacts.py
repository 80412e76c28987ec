"""Compares DingTalk's address book with the centre's roll: found, moved, left; nobody is taken in by itself.

Reading comes first and changes nothing; whoever is gone goes the way of every event, as if the platform had told us.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

import structlog

from adapters.dingtalk.contacts import TOP_DEPARTMENT
from bot.build import Parts
from bot.roll import Roll
from config.texts import contacts as words
from config.texts import errors
from domain.calendar_clock import local, local_date
from domain.contacts import CONTACTS, LABEL, AddressBook, Compared, ContactBook, Moved, compare, too_many
from domain.failures import DeliveryFailed, DubanError, Permanent
from domain.ids import PersonId
from domain.inbound import EventKey, PersonLeft
from handlers.contacts import contacts_seen, tell_of_moves
from store.connection import Connection
from store.staff import Staff
from store.work import SqlWork

SOURCE = "contacts"
MOST_DEPARTMENTS = 5_000
STRANGERS_NAMED = 50
NOT_VISIBLE = "50002"
LOOK_EVERY_S, MORNING = 1800, 7
"""The tick asks so often whether today's comparison is still to come; from that hour on, so that nobody is told at night."""

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


class NotSynced(DubanError):
    """The address book could not be read, or cannot be believed; nothing was changed."""


@dataclass(slots=True)
class Found:
    """What a look at the address book showed."""

    book: AddressBook
    compared: Compared
    resolved: dict[PersonId, str] = field(default_factory=dict)
    """Staff ids found by mobile number."""
    unknown: tuple[PersonId, ...] = ()
    gone: tuple[PersonId, ...] = ()
    hidden: tuple[PersonId, ...] = ()
    strangers: dict[str, str] = field(default_factory=dict)
    """Names by staff id, of so many as are shown; for the operator's screen only."""


@dataclass(slots=True)
class ContactSync:
    """One comparison after the other; `look` reads, `keep` changes."""

    parts: Parts

    async def look(self, *, strangers: bool = True) -> Found:
        """Everything the platform says, compared. Raises `NotSynced`; nothing is changed."""
        if not self.parts.centre.settings.dingtalk.client_id:
            raise NotSynced(words.NO_CHAT)
        try:
            return await self._look(strangers=strangers)
        except DeliveryFailed as fault:
            raise NotSynced(words.failed(errors.sentence(fault.code), fault.code)) from None

    async def keep(self, found: Found, *, force: bool = False) -> None:
        """Remember what was found, suspend whoever is gone. Raises `NotSynced` where too many seem gone."""
        if too_many(len(found.gone), found.compared.known) and not force:
            raise NotSynced(words.too_many(len(found.gone), found.compared.known))
        now = self.parts.clock.now()
        await self._remember(found, now)
        directory = self.parts.who.directory
        for code in found.gone:
            person = directory.person(code)
            if person is not None and person.staff_id:
                key = EventKey(SOURCE, f"left:{person.staff_id}:{local_date(now).isoformat()}")
                await self.parts.intake.receive(PersonLeft(key, now, (person.staff_id,)))
        await Roll(self.parts).refresh()
        log.info(
            "The address book was compared.",
            action="contacts",
            found=len(found.resolved),
            moved=len(found.compared.moved),
            left=len(found.gone),
            joined=len(found.compared.joined),
        )

    async def daily(self) -> None:
        """The tick: once a day, on whichever worker comes first. What cannot be believed is left to a person."""
        now = local(self.parts.clock.now())
        book = await self._seen()
        if now.hour < MORNING or (book is not None and book.seen_on >= now.date()):
            return
        try:
            await self.keep(await self.look(strangers=False))
        except NotSynced as why:
            log.warning("The address book was not compared.", action="contacts", why=str(why))

    async def _look(self, *, strangers: bool) -> Found:
        book = await self._book()
        resolved, unknown = await self._resolve()
        before = await self._seen()
        directory = self.parts.who.directory
        compared = compare(directory, book, before.placed if before else ())
        # Whoever was just found by mobile is no stranger.
        others = tuple(one for one in compared.joined if one not in resolved.values())
        compared = Compared(others, compared.moved, compared.absent, compared.placed)
        gone, hidden = await self._asked_about(compared.absent)
        found = Found(book, compared, resolved, unknown, gone, hidden)
        if strangers:
            for staff_id in others[:STRANGERS_NAMED]:
                colleague = await self.parts.contacts.colleague(staff_id)
                found.strangers[staff_id] = colleague.name if colleague else ""
        return found

    async def _seen(self) -> ContactBook | None:
        """What the last comparison left."""
        return await self.parts.database.read(
            lambda connection: SqlWork(connection, self.parts.tools).dockets.named(CONTACTS, LABEL)
        )

    async def _book(self) -> AddressBook:
        """All departments from the top, and the people directly in each."""
        contacts = self.parts.contacts
        names: dict[int, str] = {TOP_DEPARTMENT: ""}
        people: dict[str, list[int]] = {}
        waiting = [TOP_DEPARTMENT]
        while waiting and len(names) <= MOST_DEPARTMENTS:
            here = waiting.pop()
            for staff_id in await contacts.people_of(here):
                people.setdefault(staff_id, []).append(here)
            for below in await contacts.departments_under(here):
                if below.id not in names:
                    names[below.id] = below.name
                    waiting.append(below.id)
        return AddressBook(names, {staff_id: tuple(of) for staff_id, of in people.items()})

    async def _resolve(self) -> tuple[dict[PersonId, str], tuple[PersonId, ...]]:
        """Whoever has no staff id yet, by mobile number."""
        resolved: dict[PersonId, str] = {}
        unknown: list[PersonId] = []
        for person in list(self.parts.who.directory.active()):
            if person.staff_id is not None or not person.mobile:
                continue
            staff_id = await self.parts.contacts.staff_id_by_mobile(person.mobile)
            if staff_id:
                resolved[person.id] = staff_id
            else:
                unknown.append(person.id)
        return resolved, tuple(unknown)

    async def _asked_about(
        self, absent: tuple[PersonId, ...]
    ) -> tuple[tuple[PersonId, ...], tuple[PersonId, ...]]:
        """Not being listed proves nothing: each is asked about by name, gone or only out of sight."""
        gone: list[PersonId] = []
        hidden: list[PersonId] = []
        for code in absent:
            person = self.parts.who.directory.person(code)
            if person is None or not person.staff_id:
                continue
            try:
                if await self.parts.contacts.colleague(person.staff_id) is None:
                    gone.append(code)
            except Permanent as fault:
                if fault.code != NOT_VISIBLE:
                    raise
                hidden.append(code)
        return tuple(gone), tuple(hidden)

    async def _remember(self, found: Found, now: datetime) -> None:
        moved = self.told_moves(found.compared.moved, found.book.departments)

        async def keep(connection: Connection) -> None:
            work, around = SqlWork(connection, self.parts.tools), self.parts.around()
            for person, staff_id in found.resolved.items():
                await Staff(connection).found(person, staff_id, now)
            book = await contacts_seen(found.compared.placed, found.gone, work, around)
            if moved:
                await tell_of_moves(words.MOVED_TITLE, "\n".join(moved), book, work, around)

        await self.parts.database.write(keep)

    @staticmethod
    def told_moves(moved: tuple[Moved, ...], departments: Mapping[int, str]) -> tuple[str, ...]:
        """A sentence for each move."""
        return tuple(words.moved(one.person, one.before, one.after, departments) for one in moved)
