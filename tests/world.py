"""An invented centre for the tests: units, people in every office, and small helpers to write stories in few words.

Nobody here exists. Others may import it: `WORLD.context("2019-07-26 10:00")` is a moment at this centre, `Case` a
ticket to which things happen.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from itertools import count

from config.calendar import SHIPPED, read_calendar
from domain import commands as asked
from domain.actor import SYSTEM, Actor, citizen, official
from domain.calendar import WorkCalendar
from domain.calendar_clock import LOCAL
from domain.commands import AnyCommand
from domain.consequences import consequences
from domain.context import Context
from domain.decide import decide
from domain.events import Event, Recorded
from domain.evolve import evolve
from domain.ids import AppellantId, BlobId, ItemNo, PersonId, Sealed, TicketId, UnitId, VisitId
from domain.notices import Consequence, Notice, NoticeKind
from domain.people import Directory, HeldOffice, Person, Unit
from domain.policy import Category, Policy
from domain.refusals import Reason, Refusal
from domain.ticket import Ticket
from domain.timers import Timer, timers_for
from domain.vocabulary import (
    Area,
    Channel,
    ConfirmationKind,
    Nature,
    Office,
    Rating,
    RatingWay,
    UnitKind,
    Urgency,
    WhistleKind,
)

CENTRE, TRANSPORT, POLICE = UnitId("centre"), UnitId("transport"), UnitId("police")
WATER, POWER, TOWN = UnitId("water"), UnitId("power"), UnitId("town")
HEADLESS = UnitId("headless")
"""A unit without leader and head: the centre head answers for it."""

UNITS = (
    Unit(CENTRE, "民声中心", UnitKind.CENTRE),
    Unit(TRANSPORT, "交通局", UnitKind.DEPARTMENT, ("交通",)),
    Unit(POLICE, "交警大队", UnitKind.DEPARTMENT, ("交警",)),
    Unit(WATER, "水务局", UnitKind.DEPARTMENT, ("水务",)),
    Unit(POWER, "供电公司", UnitKind.UTILITY, ("供电",)),
    Unit(TOWN, "某镇", UnitKind.TOWN, ("镇",), Area.VILLAGE),
    Unit(HEADLESS, "无首单位", UnitKind.DEPARTMENT),
)

LONG_AGO = date(2018, 1, 1)


def _person(code: str, unit: UnitId, *offices: Office, no_chat: bool = False) -> Person:
    held = tuple(HeldOffice(o, unit, LONG_AGO) for o in offices)
    mobile = f"1390000{len(code):02d}{sum(code.encode()) % 100:02d}"
    return Person(PersonId(code), f"某{code}", mobile, unit, held, None if no_chat else f"staff-{code}")


def _unit_people() -> Iterator[Person]:
    for unit in (TRANSPORT, POLICE, WATER, POWER, TOWN):
        yield _person(f"{unit}-leader", unit, Office.LEADER)
        yield _person(f"{unit}-head", unit, Office.UNIT_HEAD)
        yield _person(f"{unit}-liaison", unit, Office.LIAISON)
        yield _person(f"{unit}-duty", unit, Office.DUTY_OFFICER)
    yield _person("headless-liaison", HEADLESS, Office.LIAISON)


PEOPLE = (
    _person("head", CENTRE, Office.CENTRE_HEAD),
    _person("deputy", CENTRE, Office.DEPUTY_HEAD),
    _person("operator", CENTRE, Office.OPERATOR),
    _person("dispatcher", CENTRE, Office.DISPATCHER),
    _person("caller", CENTRE, Office.CALLBACK_OFFICER),
    _person("supervisor", CENTRE, Office.SUPERVISOR),
    _person("confirmer", CENTRE, Office.CONFIRMER),
    _person("confirmer2", CENTRE, Office.CONFIRMER),
    _person("inspector", CENTRE, Office.INSPECTOR),
    _person("admin", CENTRE, Office.ADMINISTRATOR),
    *_unit_people(),
)

CATEGORIES = {
    "0101": Category("0101", "市政维护", department_duty=True),
    "0102": Category("0102", "政策咨询", needs_work=False),
}


def at(written: str) -> datetime:
    """An instant, in UTC, from the centre's wall clock as written: 2019-07-05 09:30."""
    return datetime.fromisoformat(written).replace(tzinfo=LOCAL).astimezone(UTC)


def sealed(ref: int) -> Sealed:
    """Words that lie somewhere else."""
    return Sealed(ref, f"digest-{ref}")


@dataclass(frozen=True, slots=True)
class World:
    """The centre: rules, calendar, people."""

    policy: Policy
    calendar: WorkCalendar
    directory: Directory

    def context(self, now: str | datetime) -> Context:
        """A moment at this centre."""
        moment = at(now) if isinstance(now, str) else now
        return Context(moment, self.policy, self.calendar, self.directory)

    def with_people(self, *people: Person) -> "World":
        """The same centre with these people added or put in place of their namesakes."""
        known = self.directory.people | {p.id: p for p in people}
        return replace(self, directory=replace(self.directory, people=known))


WORLD = World(
    policy=Policy(categories=CATEGORIES),
    calendar=read_calendar(SHIPPED),
    directory=Directory("corp", {u.id: u for u in UNITS}, {p.id: p for p in PEOPLE}),
)

CITIZEN = AppellantId(501)
NEIGHBOUR = AppellantId(502)
TOWN_CALLS = AppellantId(600)
"""Stands for the town among the appellants of its whistles."""


def by(code: str) -> Actor:
    """An official by code."""
    return official(PersonId(code))


class RefusedError(AssertionError):
    """A story went on although somebody was refused."""


@dataclass
class Case:
    """A ticket to which things happen, one after the other; keeps its history and what people were told."""

    now: datetime
    world: World = WORLD
    ticket: Ticket | None = None
    history: list[Recorded] = field(default_factory=list)
    told: list[Consequence] = field(default_factory=list)
    ids: Iterator[int] = field(default_factory=lambda: count(1000))

    @property
    def context(self) -> Context:
        return self.world.context(self.now)

    @property
    def it(self) -> Ticket:
        assert self.ticket is not None
        return self.ticket

    def words(self) -> Sealed:
        return sealed(next(self.ids))

    def photo(self) -> BlobId:
        return BlobId(f"{next(self.ids):064x}")

    def clock(self, written: str) -> "Case":
        """Moves the clock, without any timer being heard; see `wait_until` for that."""
        self.now = at(written)
        return self

    def tries(self, command: AnyCommand) -> tuple[Event, ...] | Refusal:
        """Asks, and keeps what comes of it."""
        outcome = decide(self.ticket, command, self.context)
        if isinstance(outcome, Refusal):
            return outcome
        for event in outcome:
            before = self.ticket
            recorded = Recorded(len(self.history) + 1, self.now, command.by, event)
            self.ticket = evolve(before, recorded)
            self.history.append(recorded)
            self.told += consequences(before, recorded, self.ticket, self.context)
        return outcome

    def does(self, command: AnyCommand) -> "Case":
        """Asks for something that must be granted."""
        outcome = self.tries(command)
        if isinstance(outcome, Refusal):
            raise RefusedError(f"{type(command).__name__}: {outcome}")
        return self

    def refused(self, command: AnyCommand) -> Reason:
        """Asks for something that must be refused, and changes nothing; gives the reason."""
        before = self.ticket
        outcome = self.tries(command)
        assert isinstance(outcome, Refusal), f"{type(command).__name__} was granted: {outcome}"
        assert self.ticket is before
        return outcome.reason

    def timers(self) -> tuple[Timer, ...]:
        return timers_for(self.it, self.context)

    def wait_until(self, written: str, limit: int = 400) -> "Case":
        """Lets time pass: every timer due meanwhile is heard at its own moment, in order."""
        end = at(written)
        for _ in range(limit):
            due = next(iter(self.timers()), None)
            if due is None or due.due_at > end:
                self.now = end
                return self
            self.now = max(self.now, due.due_at)
            self.does(asked.TimeCame(SYSTEM, due.step, VisitId(next(self.ids))))
        raise AssertionError("time does not pass: the timers never end")

    def notices(self, kind: NoticeKind) -> list[Notice]:
        return [n for n in self.told if isinstance(n, Notice) and n.kind is kind]

    def who_heard(self, kind: NoticeKind) -> set[str]:
        return {n.to.person for n in self.notices(kind) if n.to.person}

    # Steps many stories share.

    def filed(self, **known: object) -> "Case":
        """A citizen's text becomes a ticket."""
        bare = asked.FileAppeal(
            by=citizen(CITIZEN),
            ticket=TicketId(1),
            number="12345-19070001",
            short_code="A1",
            appellant=CITIZEN,
            words=self.words(),
            channel=Channel.SMS,
        )
        return self.does(replace(bare, **known))  # type: ignore[arg-type]  # fields of the command

    def whistled(
        self, lead: UnitId = WATER, *assists: UnitId, who: str = "town-duty", **known: object
    ) -> "Case":
        """The town calls units to the spot."""
        bare = asked.BlowWhistle(
            by=by(who),
            ticket=TicketId(1),
            number="12345-19070001",
            short_code="A1",
            appellant=TOWN_CALLS,
            unit=TOWN,
            kind=WhistleKind.EMERGENCY,
            words=self.words(),
            place=self.words(),
            lead=lead,
            assists=assists,
        )
        return self.does(replace(bare, **known))  # type: ignore[arg-type]  # fields of the command

    def accepted(self, nature: Nature = Nature.COMPLAINT, **known: object) -> "Case":
        bare = asked.Accept(by("operator"), nature=nature, place=self.words())
        return self.does(replace(bare, **known))  # type: ignore[arg-type]  # fields of the command

    def dispatched(self, lead: UnitId = TRANSPORT, *assists: UnitId) -> "Case":
        return self.does(asked.Dispatch(by("dispatcher"), lead, assists))

    def assigned(self, *units_of_items: UnitId, lead: UnitId = TRANSPORT) -> "Case":
        """交办 with one item for each unit named, the lead's own when none is."""
        units = units_of_items or (lead,)
        assists = tuple(dict.fromkeys(u for u in units if u != lead))
        items = tuple(asked.NewItem(self.words(), unit=u) for u in units)
        return self.does(asked.Assign(by("supervisor"), None, lead, assists, items))

    def done(self, who: str, *numbers: int) -> "Case":
        """A unit reports items done, with a photo."""
        report = asked.ReportProgress(
            by(who), self.words(), tuple(ItemNo(n) for n in numbers), (self.photo(),), contact=True
        )
        return self.does(report)

    def closeout_asked(self, who: str = "transport-leader") -> "Case":
        different = self.words() if self.it.rework_round else None
        request = asked.RequestCloseout(
            by(who), VisitId(next(self.ids)), words=self.words(), different=different
        )
        return self.does(request)

    def visit(self, who: str, *failed: int) -> asked.ReportVisit:
        """The report of a visit in which these items failed."""
        return asked.ReportVisit(
            by(who),
            passed=not failed,
            kind=ConfirmationKind.SITE,
            findings=tuple(asked.ItemFinding(i.no, i.no not in failed) for i in self.it.items),
            photos=(self.photo(),),
            with_position=True,
            note=self.words(),
        )

    def seen(self, *failed: int) -> "Case":
        """The confirmer named goes there."""
        visit = self.it.visit
        assert visit is not None
        return self.does(self.visit(visit.confirmer, *failed))

    def rated(self, rating: Rating, appellant: AppellantId = CITIZEN) -> "Case":
        return self.does(
            asked.RecordRating(citizen(appellant), appellant, rating, RatingWay.SMS, self.words())
        )

    def up_to_callback(self) -> "Case":
        """A listed matter, done, asked for and seen."""
        return self.filed().accepted().assigned().done("transport-leader", 1).closeout_asked().seen()

    def closed_out(self) -> "Case":
        """And approved, and rated."""
        return self.up_to_callback().does(asked.Approve(by("head"))).rated(Rating.SATISFIED)

    def handled(self, lead: UnitId = TRANSPORT) -> "Case":
        """An ordinary matter the unit says is dealt with."""
        return (
            self.filed()
            .accepted()
            .dispatched(lead)
            .does(asked.ReportHandled(by(f"{lead}-liaison"), self.words(), contact=True))
        )

    def reviewed(self) -> "Case":
        return self.handled().does(asked.Review(by("dispatcher"), passed=True))


def case(written: str = "2019-07-05 09:00", world: World = WORLD) -> Case:
    """A case that begins at a moment of the centre's wall clock."""
    return Case(at(written), world)


URGENT = Urgency.URGENT
A_DAY = timedelta(days=1)
