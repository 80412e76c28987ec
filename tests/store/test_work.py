"""`SqlWork` is what the handlers ask for: mypy compares it with the ports, this test uses every part once."""

from datetime import timedelta

from domain.actor import official
from domain.asks import Ask, AskKind
from domain.callers import Met
from domain.commands import Approve
from domain.ids import BlobId, PersonId, TicketId, VisitId
from domain.notices import CardKind, Notice, NoticeKind, Recipient, RecipientKind
from domain.outgoing import Notify
from domain.subjects import Subject, SubjectKind
from domain.timers import Timer
from handlers.ports import Work
from store.connection import Connection
from store.database import Database
from store.work import SqlWork, Tools
from tests.store.moments import NOON, at

LI = PersonId("li")
TICKET = TicketId(1)


def as_port(connection: Connection, tools: Tools) -> Work:
    return SqlWork(connection, tools)


async def test_words_are_sealed_and_opened_under_their_person(database: Database, tools: Tools) -> None:
    subject = Subject(SubjectKind.APPELLANT, "7")

    async def keep_and_open(connection: Connection) -> None:
        work = as_port(connection, tools)
        one = await work.words.seal("路灯不亮", subject)
        two = await work.words.seal("路灯不亮", subject)
        assert one.digest != two.digest
        assert await work.words.open([one, two]) == {one.ref: "路灯不亮", two.ref: "路灯不亮"}
        assert await work.words.open([]) == {}

    await database.write(keep_and_open)


async def test_one_phone_is_one_citizen_and_every_look_is_logged(database: Database, tools: Tools) -> None:
    async def come_twice(connection: Connection) -> None:
        citizens = as_port(connection, tools).appellants
        assert await citizens.known("13800001111") is None
        met = await citizens.with_phone("13800001111")
        assert met.first_time
        citizen = met.appellant
        assert await citizens.with_phone("13800001111") == Met(citizen, first_time=False)
        assert await citizens.known("13800001111") == citizen
        found = await citizens.look(citizen, LI, TICKET, "回访", NOON)
        assert found is not None
        assert found.phone == "13800001111"
        assert "138" not in repr(found)
        await citizens.opt_out(citizen, out=True)
        changed = await citizens.data(citizen)
        assert changed is not None
        assert changed.opted_out
        await citizens.note_text(citizen, at(1))
        await citizens.note_text(citizen, at(5))
        assert await citizens.texts_since(citizen, at(2)) == 1

    await database.write(come_twice)


async def test_a_person_holds_one_card_of_a_kind_on_a_ticket(database: Database, tools: Tools) -> None:
    async def hold(connection: Connection) -> None:
        cards = as_port(connection, tools).cards
        card = await cards.hold(LI, TICKET, CardKind.TASK)
        assert await cards.hold(LI, TICKET, CardKind.TASK) == card
        other = await cards.hold(LI, TICKET, CardKind.VISIT)
        assert await cards.get(card.id) == card
        assert await cards.of_ticket(TICKET) == (card, other)

    await database.write(hold)


async def test_a_new_question_closes_the_older_one_of_its_kind(database: Database, tools: Tools) -> None:
    first = Ask(1, AskKind.CONFIRM, NOON, at(60), person=LI, ticket=TICKET, command=Approve(official(LI)))
    second = Ask(2, AskKind.CONFIRM, at(1), at(60), person=LI, ticket=TICKET)

    async def ask(connection: Connection) -> None:
        asks = as_port(connection, tools).asks
        await asks.put(first)
        assert await asks.get(1) == first
        await asks.put(second)
        assert await asks.get(1) is None
        assert await asks.latest_of_person(LI, at(2)) == second
        assert await asks.latest_of_person(LI, at(60)) is None
        assert await asks.latest_of_person(LI, at(2), [AskKind.PICK_TICKET]) is None
        await asks.close_of_ticket(TICKET, [AskKind.CONFIRM])
        assert await asks.get(2) is None

    await database.write(ask)


async def test_marks_evidence_groups_and_visits_remember(database: Database, tools: Tools) -> None:
    async def remember(connection: Connection) -> None:
        work = as_port(connection, tools)
        await work.marks.touch(LI, TICKET, NOON)
        await work.marks.touch(LI, TicketId(2), at(5))
        assert await work.marks.touched(LI, at(5)) == 2
        assert await work.marks.touched(LI, at(6)) is None
        card = await work.cards.hold(LI, TICKET, CardKind.TASK)
        assert await work.marks.ticket_of_message(["", card.id]) == TICKET
        assert await work.marks.ticket_of_message(["other"]) is None

        photo = BlobId("a" * 64)
        await work.evidence.use(photo, TICKET, LI, NOON)
        await work.evidence.use(photo, TicketId(2), LI, at(1))
        assert await work.evidence.first_use(photo) == TICKET

        await work.groups.bind_supervision("cid1", LI, NOON)
        await work.groups.bind_supervision("cid2", LI, NOON)
        assert await work.groups.supervision() == "cid2"

        opened = await work.visits.open(VisitId(9), LI, "phone-a", NOON)
        assert await work.visits.open(VisitId(9), LI, "phone-b", at(1)) == opened
        await work.visits.submitted(VisitId(9), at(3))
        again = await work.visits.get(VisitId(9))
        assert again is not None
        assert again.submitted_at == at(3)

    await database.write(remember)


async def test_timers_become_exactly_those_wanted(database: Database, tools: Tools) -> None:
    async def set_twice(connection: Connection) -> None:
        timers = as_port(connection, tools).timers
        await timers.set(TICKET, [Timer("ack", at(10)), Timer("late", at(20))])
        await timers.set(TICKET, [Timer("late", at(30)), Timer("half", at(15))])

    await database.write(set_twice)


async def test_everybody_is_told_once_and_a_card_waits_for_one_update(
    database: Database, tools: Tools
) -> None:
    notice = Notice(Recipient(RecipientKind.PERSON, person=LI), NoticeKind.URGED, TICKET, 3)

    async def tell_twice(connection: Connection) -> None:
        outbox = as_port(connection, tools).outbox
        await outbox.put(Notify(notice), key="k", at=NOON)
        await outbox.put(Notify(notice), key="k", at=NOON + timedelta(1))
        await outbox.sync_cards(["c1", "c2", "c1"], NOON)
        await outbox.sync_cards(["c1"], at(1))

    await database.write(tell_twice)


async def test_ticket_numbers_and_short_codes_are_fresh(database: Database, tools: Tools) -> None:
    async def draw(connection: Connection) -> tuple[str, str]:
        tickets = as_port(connection, tools).tickets
        return await tickets.next_number(NOON.date()), await tickets.next_short_code()

    drawn = [await database.write(draw) for _ in range(3)]

    assert [number for number, _ in drawn] == ["NX2019070500001", "NX2019070500002", "NX2019070500003"]
    assert len({code for _, code in drawn}) == 3
