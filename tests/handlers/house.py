"""A centre with a real memory, for tests of handlers: people say, press and text; what they are answered is read back.

Every event is one transaction, as in the intake. Nothing is sent anywhere: answers and notices are read from the outbox.
"""

import itertools
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TypeVar

from sqlalchemy import Table, func, select

from config.texts.texts import Texts
from domain.cards import Card
from domain.faces import Answer
from domain.ids import BlobId, PersonId, Sealed, TicketId, VisitId
from domain.inbound import (
    CardPressed,
    ChatSaid,
    ChatSender,
    Conversation,
    ConversationKind,
    EventKey,
    FileFetched,
    FileKind,
    PersonLeft,
    Position,
    Quote,
    RemoteFile,
    SiteItemFinding,
    SiteSubmitted,
    SmsReceived,
    SpeechForm,
    TimerDue,
)
from domain.notices import CardKind, Notice, NoticeKind
from domain.outgoing import FetchFile, Notify, Outgoing, Reply, Tell
from domain.rosters.roster import Roster
from domain.ticket import Ticket
from handlers import cards, deadlines, files, people, replies, site, sms
from handlers.ports import Work
from handlers.surroundings import Surroundings
from store.codec import outgoing_codec
from store.database import Database
from store.staff import Staff
from store.tables.traffic import outbox
from store.work import SqlWork, Tools
from tests.world import WORLD, World, at

T = TypeVar("T")
PHONE, OTHER_PHONE = "13800001111", "13800002222"
NOISE = "幸福小区楼下音响夜里太吵，孩子睡不着，请管一管"


@dataclass(frozen=True, slots=True)
class PlainLinks:
    """Addresses that can be read in a test."""

    def link(self, ticket: TicketId, visit: VisitId, person: PersonId) -> str:
        return f"https://site.test/{ticket}/{visit}/{person}"


@dataclass
class House:
    """The centre at a moment. `now` moves when a test moves it."""

    database: Database
    tools: Tools
    now: datetime = field(default_factory=lambda: at("2019-07-05 09:30"))
    world: World = WORLD
    group: str = "cid-group"
    _count: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def __post_init__(self) -> None:
        self.tools = replace(self.tools, rostered=self._take_in)

    def _take_in(self, roster: Roster) -> None:
        directory = self.world.directory
        duty = directory.duty.with_units({roster.unit: roster.turns})
        self.world = replace(self.world, directory=replace(directory, duty=duty))

    async def enrol(self) -> None:
        """The roll says who is of which unit: the databases themselves hold the close-out rule by it."""
        context = self.world.context(self.now)
        await self.database.write(
            lambda connection: Staff(connection).enrol(context.directory, context.today)
        )

    # --- time ----------------------------------------------------------------------------------------------------

    def clock(self, written: str) -> None:
        self.now = at(written)

    def later(self, **span: float) -> None:
        self.now += timedelta(**span)

    # --- what people do ------------------------------------------------------------------------------------------

    async def texts(self, words: str, phone: str = PHONE) -> None:
        """A citizen sends a text message."""
        event = SmsReceived(self.key("sms"), "alibaba", phone, words, self.now, self.now)
        await self.handle(lambda work, around: sms.sms_received(event, work, around))

    async def says(
        self,
        person: str,
        words: str,
        *,
        files: int = 0,
        quote: str = "",
        quoted_words: str = "",
        mentions: tuple[str, ...] = (),
        group: str = "",
        corp: str = "corp",
        form: SpeechForm = SpeechForm.TYPED,
    ) -> str:
        """Somebody says something; gives the answer. `quote`: a message id; `group`: said there."""
        kind = ConversationKind.GROUP if group else ConversationKind.ONE_TO_ONE
        key = self.key("chat")
        event = ChatSaid(
            key,
            self.now,
            ChatSender(corp, f"staff-{person}", "某人"),
            Conversation(group or f"cid-{person}", kind),
            words,
            form,
            tuple(RemoteFile(FileKind.PICTURE, f"code-{next(self._count)}") for _ in range(files)),
            Quote((quote,), quoted_words) if quote else None,
            tuple(f"staff-{one}" for one in mentions),
        )
        await self.handle(lambda work, around: replies.chat_said(event, work, around))
        return await self.answer_to(key)

    async def says_with_file(self, person: str, name: str) -> str:
        """Somebody sends a file of that name one-to-one, without words; gives the answer."""
        key = self.key("chat")
        event = ChatSaid(
            key,
            self.now,
            ChatSender("corp", f"staff-{person}", "某人"),
            Conversation(f"cid-{person}", ConversationKind.ONE_TO_ONE),
            "",
            SpeechForm.TYPED,
            (RemoteFile(FileKind.FILE, f"code-{next(self._count)}", name),),
        )
        await self.handle(lambda work, around: replies.chat_said(event, work, around))
        return await self.answer_to(key)

    async def presses(
        self, person: str, action: str, kind: CardKind = CardKind.TASK, *, argument: str = "", back: int = 0
    ) -> tuple[str, Answer | None]:
        """The holder presses a button on the newest face of the latest ticket, or on one so many versions back."""
        return await self.presses_for(await self.ticket(), person, action, kind, argument=argument, back=back)

    async def presses_for(
        self,
        ticket: Ticket,
        person: str,
        action: str,
        kind: CardKind = CardKind.TASK,
        *,
        argument: str = "",
        back: int = 0,
    ) -> tuple[str, Answer | None]:
        """The same on the card of a certain ticket."""

        async def held(work: Work, _: Surroundings) -> Card:
            return await work.cards.hold(PersonId(person), ticket.id, kind)

        card = await self.handle(held)
        return await self._press(card.id, person, ticket.version - back, action, argument)

    async def presses_on(self, card: Card, person: str, action: str) -> str:
        """Somebody presses a button on that very card."""
        return (await self._press(card.id, person, (await self.ticket()).version, action, ""))[0]

    async def _press(
        self, card: str, person: str, revision: int, action: str, argument: str
    ) -> tuple[str, Answer | None]:
        key = self.key("press")
        sender = ChatSender("corp", f"staff-{person}")
        event = CardPressed(key, self.now, sender, card, revision, action, argument)
        face = await self.handle(lambda work, around: cards.card_pressed(event, work, around))
        return await self.answer_to(key), face

    async def files_arrive(self, content: str = "") -> None:
        """Every file asked for and not yet here is downloaded."""
        for row, outgoing in await self.rows():
            if isinstance(outgoing, FetchFile):
                blob = BlobId(f"{content or row:0>64}")
                event = FileFetched(EventKey("fetched", str(row)), self.now, row, blob, "image/jpeg")
                await self.handle(
                    lambda work, around, event=event: files.file_fetched(event, work, around)  # type: ignore[misc]
                )

    async def goes_there(
        self, person: str, *, failed: tuple[int, ...] = (), photo: str = "", position: bool = True
    ) -> Answer:
        """The confirmer opens the page on their phone and sends it in."""
        ticket = await self.ticket()
        visit = ticket.visit
        assert visit is not None
        opened = site.PageRequest(
            ticket.id, visit.id, PersonId(person), self.now + timedelta(hours=1), "phone"
        )
        await self.handle(lambda work, around: site.visit_page(opened, work, around))
        event = SiteSubmitted(
            self.key("site"),
            self.now,
            ticket.id,
            visit.id,
            PersonId(person),
            tuple(SiteItemFinding(item.no, item.no not in failed) for item in ticket.items),
            (BlobId(f"{photo or next(self._count):f>64}"),),
            Position(30.25, 120.16, 10) if position else None,
            "看过",
        )
        return await self.handle(lambda work, around: site.site_submitted(event, work, around))

    async def leaves(self, person: str) -> None:
        """The chat platform says that somebody has left the organisation."""
        event = PersonLeft(self.key("left"), self.now, (f"staff-{person}",))
        await self.handle(lambda work, around: people.person_left(event, work, around))

    async def step(self, step: str) -> None:
        """A timer comes due."""
        ticket = await self.ticket()
        event = TimerDue(self.key("timer"), ticket.id, step, self.now)
        await self.handle(lambda work, around: deadlines.timer_due(event, work, around))

    # --- given ---------------------------------------------------------------------------------------------------

    async def filed(self, words: str = NOISE, phone: str = PHONE) -> Ticket:
        """A citizen's text is a ticket."""
        await self.texts(words, phone)
        return (await self.tickets())[-1]

    async def dispatched(self, words: str = NOISE, unit: str = "交通局", phone: str = PHONE) -> Ticket:
        """With a unit, on the ordinary track."""
        ticket = await self.filed(words, phone)
        await self.says("operator", f"/受理 {ticket.number} 投诉 幸福路12号")
        await self.says("dispatcher", f"/派单 {ticket.number} {unit}")
        self.later(minutes=11)
        return await self.ticket(ticket.number)

    async def assigned(self, words: str = NOISE, phone: str = PHONE) -> Ticket:
        """With the leader, on the list track, two items."""
        ticket = await self.filed(words, phone)
        await self.says("operator", f"/受理 {ticket.number} 投诉 幸福路12号")
        lines = "1. 装减速带 | 装好并划线\n2. 立标志牌"
        await self.says("supervisor", f"/交办 {ticket.number} @某transport-leader\n{lines}")
        self.later(minutes=11)
        return await self.ticket(ticket.number)

    async def closeout_asked(self) -> Ticket:
        """All reported done with a photo and a contact, asked for and confirmed with a yes."""
        await self.assigned()
        await self.says("transport-leader", "全部完成，已电话联系诉求人", files=1)
        await self.files_arrive()
        await self.says("transport-leader", "申请销号")
        await self.says("transport-leader", "是")
        return await self.ticket()

    async def in_callback(self) -> Ticket:
        """Seen on site and passed."""
        ticket = await self.closeout_asked()
        assert ticket.visit is not None
        await self.goes_there(ticket.visit.confirmer)
        return await self.ticket()

    # --- what can be seen ----------------------------------------------------------------------------------------

    async def ticket(self, number: str = "") -> Ticket:
        """The one ticket, or the one of that number."""
        if not number:
            return (await self.tickets())[-1]

        async def found(work: Work, _: Surroundings) -> Ticket | None:
            return await work.tickets.by_number(number)

        ticket = await self.handle(found)
        assert ticket is not None
        return ticket

    async def tickets(self) -> list[Ticket]:
        """Every ticket, in the order filed."""
        ids = sorted({n.ticket for n in await self.notices() if n.ticket is not None})

        async def found(work: Work, _: Surroundings) -> list[Ticket]:
            tickets = [await work.tickets.get(one) for one in ids]
            return [ticket for ticket in tickets if ticket is not None]

        return await self.handle(found)

    async def answer_to(self, key: EventKey) -> str:
        """The words of the one answer to an event; empty when there is none."""
        found = [one for _, one in await self.rows(f"reply:{key.source}:{key.id}") if isinstance(one, Reply)]
        return await self.opened(found[0].words) if found else ""

    async def opened(self, sealed: Sealed) -> str:
        """What was sealed."""

        async def read(work: Work, _: Surroundings) -> str:
            return (await work.words.open([sealed]))[sealed.ref]

        return await self.handle(read)

    async def notices(self, kind: NoticeKind | None = None) -> list[Notice]:
        """Everything anybody is to be told, in order."""
        found = [row.notice for _, row in await self.rows() if isinstance(row, Notify)]
        return [notice for notice in found if kind is None or notice.kind is kind]

    async def tells(self) -> list[tuple[str, str]]:
        """The institution's own words, in order: to whom (operator: to the administrators) and what."""
        found = [row for _, row in await self.rows() if isinstance(row, Tell)]
        return [(row.to.person or row.to.kind.value, await self.opened(row.words)) for row in found]

    async def texted_back(self) -> list[NoticeKind]:
        """What citizens are texted, in order."""
        return [n.kind for n in await self.notices() if n.to.appellant is not None]

    async def cards(self) -> tuple[Card, ...]:
        """Every card on the latest ticket."""
        ticket = await self.ticket()

        async def found(work: Work, _: Surroundings) -> tuple[Card, ...]:
            return await work.cards.of_ticket(ticket.id)

        return await self.handle(found)

    async def count(self, table: Table) -> int:
        """How many rows a table has."""

        async def read(work: Work, _: Surroundings) -> int:
            assert isinstance(work, SqlWork)
            found = await work.connection.execute(select(func.count()).select_from(table))
            return int(found.scalar_one())

        return await self.handle(read)

    async def words_of(self, ticket: Ticket) -> list[str]:
        """Everything citizens said in it."""

        async def opened(work: Work, _: Surroundings) -> list[str]:
            refs = [appeal.words for appeal in ticket.appeals]
            words = await work.words.open(refs)
            return [words[ref.ref] for ref in refs]

        return await self.handle(opened)

    async def rows(self, key: str = "") -> list[tuple[int, Outgoing]]:
        """The outbox, in order."""

        async def read(work: Work, _: Surroundings) -> list[tuple[int, Outgoing]]:
            assert isinstance(work, SqlWork)
            wanted = select(outbox).order_by(outbox.c.id)
            if key:
                wanted = wanted.where(outbox.c.key == key)
            found = (await work.connection.execute(wanted)).all()
            return [(row.id, outgoing_codec().decode(row.kind, row.body)) for row in found]

        return await self.handle(read)

    async def handle(self, job: Callable[[Work, Surroundings], Awaitable[T]]) -> T:
        """One transaction."""
        around = Surroundings(self.world.context(self.now), Texts(), PlainLinks())
        return await self.database.write(lambda connection: job(SqlWork(connection, self.tools), around))

    def key(self, source: str) -> EventKey:
        return EventKey(source, str(next(self._count)))
