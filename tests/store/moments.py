"""Histories for the tests of the memory: events as the rules would give them, folded by the one `evolve`."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from domain.actor import Actor, citizen, official
from domain.events import (
    Accepted,
    ApprovalGiven,
    CallbackOpened,
    CloseoutRequested,
    ConfirmerNamed,
    Dispatched,
    Event,
    ItemSet,
    ProgressReported,
    Received,
    Recorded,
    SiteVisitPassed,
    TrackChanged,
)
from domain.evolve import evolve
from domain.ids import AppellantId, BlobId, ItemNo, PersonId, Sealed, TicketId, UnitId, VisitId
from domain.people import Directory, Person
from domain.ticket import Assignment, Limit, RunningLimit, Ticket
from domain.vocabulary import (
    Area,
    Channel,
    ConfirmationKind,
    LimitKind,
    Nature,
    Track,
    UnitRole,
    Urgency,
)
from store.connection import Connection
from store.database import Database
from store.staff import Staff
from store.work import SqlWork, Tools

NOON = datetime(2019, 7, 5, 4, 0, tzinfo=UTC)
ROADS, CENTRE = UnitId("roads"), UnitId("centre")
LEADER, COLLEAGUE, CONFIRMER, HEAD, DISPATCHER = (
    PersonId(code) for code in ("leader", "colleague", "confirmer", "head", "dispatcher")
)
CITIZEN = AppellantId(7)
WORDS = Sealed(1, "d" * 64)
ITEM = ItemNo(1)
LIMIT = RunningLimit(Limit(LimitKind.WORKING_DAYS, 5, "7.1 求助"), NOON, NOON + timedelta(days=7))
DIRECTORY = Directory(
    "corp",
    {},
    {
        code: Person(code, "某某", "13800000000", unit)
        for code, unit in (
            (LEADER, ROADS),
            (COLLEAGUE, ROADS),
            (CONFIRMER, CENTRE),
            (HEAD, CENTRE),
            (DISPATCHER, CENTRE),
        )
    },
)


def at(minutes: int) -> datetime:
    return NOON + timedelta(minutes=minutes)


def receipt(ticket: int = 1, *, short_code: str = "E100", appellant: AppellantId = CITIZEN) -> Received:
    """A request has come in."""
    return Received(
        TicketId(ticket),
        f"NX20190705{ticket:05d}",
        short_code,
        appellant,
        WORDS,
        Channel.SMS,
        None,
        None,
        None,
        Urgency.NORMAL,
        Area.TOWN,
        confidential=False,
        enterprise=False,
        linked_to=None,
    )


def accepted() -> Accepted:
    return Accepted(
        Nature.HELP, "", None, None, Urgency.NORMAL, Area.TOWN, None, confidential=False, enterprise=False
    )


def dispatched(unit: UnitId = ROADS, leader: PersonId = LEADER) -> Dispatched:
    part = Assignment(unit, UnitRole.LEAD, leader, None, NOON, DISPATCHER)
    return Dispatched((part,), LIMIT, None, in_person=False)


def item_set() -> ItemSet:
    return ItemSet(ITEM, WORDS, None, ROADS, date(2019, 7, 12), None)


def reported_done() -> ProgressReported:
    return ProgressReported(ROADS, WORDS, (ITEM,), (BlobId("a" * 64),), None)


def passed(visit: int = 9) -> SiteVisitPassed:
    return SiteVisitPassed(
        VisitId(visit), ConfirmationKind.SITE, (BlobId("b" * 64),), with_position=True, note=None
    )


def after(ticket: Ticket | None, event: Event, by: Actor) -> tuple[Recorded, Ticket]:
    """The event in its place, and the ticket it leads to."""
    seq = ticket.version + 1 if ticket else 1
    recorded = Recorded(seq, at(seq), by, event)
    return recorded, evolve(ticket, recorded)


class Story:
    """One ticket and what happens to it, kept in a database event by event."""

    def __init__(self, database: Database, tools: Tools) -> None:
        self._database = database
        self._tools = tools
        self.ticket: Ticket | None = None
        self.recorded: list[Recorded] = []

    @property
    def now(self) -> Ticket:
        assert self.ticket is not None
        return self.ticket

    async def happens(self, event: Event, by: PersonId | None = None) -> Ticket:
        """Keep one event; the ticket as it then stands."""
        actor = citizen(CITIZEN) if by is None else official(by)
        recorded, changed = after(self.ticket, event, actor)

        async def keep(connection: Connection) -> None:
            await SqlWork(connection, self._tools).tickets.append([recorded], changed)

        await self._database.write(keep)
        self.ticket = changed
        self.recorded.append(recorded)
        return changed

    async def received(self, ticket: int = 1, **fields: str) -> "Story":
        await self.happens(replace(receipt(ticket), **fields))  # type: ignore[arg-type]
        return self

    async def at_work(self, ticket: int = 1) -> "Story":
        """On the list track, dispatched, with one item."""
        await self.received(ticket, short_code=f"E{ticket + 99}")
        await self.happens(accepted(), DISPATCHER)
        await self.happens(dispatched(), DISPATCHER)
        await self.happens(TrackChanged(Track.LIST), DISPATCHER)
        await self.happens(item_set(), DISPATCHER)
        return self

    async def asked_for(self, ticket: int = 1, by: PersonId = LEADER) -> "Story":
        """Reported done, close-out asked for, a confirmer named."""
        await self.at_work(ticket)
        await self.happens(reported_done(), LEADER)
        await self.happens(CloseoutRequested(None, None), by)
        await self.happens(ConfirmerNamed(VisitId(9), CONFIRMER, at(999)), HEAD)
        return self

    async def approved(
        self,
        ticket: int = 1,
        confirmer: PersonId = CONFIRMER,
        approver: PersonId = HEAD,
        applicant: PersonId = LEADER,
    ) -> "Story":
        """Seen on site and approved: all a list ticket needs from officials."""
        await self.asked_for(ticket, applicant)
        await self.happens(passed(), confirmer)
        await self.happens(CallbackOpened(at(999)), HEAD)
        await self.happens(ApprovalGiven(), approver)
        return self


async def enrolled(database: Database) -> None:
    """Everybody is on the roll."""
    await database.write(lambda connection: Staff(connection).enrol(DIRECTORY, NOON.date()))
