"""Who is who: people, units and the offices they hold for a period. Pure look-ups over the centre's own files.

Rules name offices, never persons (`domain.md` §3). Read by `config/people.py` from `units.csv`, `people.csv`
and `offices.csv`; the staff ids found by mobile number are kept by the store and joined at start.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from domain.calendar_clock import local_date
from domain.ids import PersonId, UnitId
from domain.rosters.turns import NO_ROSTERS, DutyBook
from domain.vocabulary import CENTRE_OFFICES, Area, Office, UnitKind


@dataclass(frozen=True, slots=True)
class Unit:
    """A handling unit (承办单位) or the centre itself."""

    id: UnitId
    name: str
    kind: UnitKind
    short_names: tuple[str, ...] = ()
    """What people also call it, for reading commands and replies."""
    area: Area = Area.TOWN
    parent: UnitId | None = None
    """The unit one level up, which handles complaints about this one (回避)."""


@dataclass(frozen=True, slots=True)
class HeldOffice:
    """An office held in a unit from one day to another, both included; an open end is None."""

    office: Office
    unit: UnitId
    since: date
    until: date | None = None
    covers: frozenset[UnitId] = frozenset()
    """The area (片区) of a confirmer, as the units whose matters lie there; empty: nowhere in particular."""

    def held_on(self, day: date) -> bool:
        """Whether the office is held on that day."""
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Person:
    """An official. `mobile` and `name` are personal: they never enter an event, a log or a group."""

    id: PersonId
    name: str
    mobile: str
    unit: UnitId
    offices: tuple[HeldOffice, ...] = ()
    staff_id: str | None = None
    """The chat platform's id; None: has no chat account, gets text messages."""
    suspended: bool = False

    def holds(self, office: Office, day: date, unit: UnitId | None = None) -> bool:
        """Whether the office is theirs that day (in that unit, where one is named)."""
        return any(
            held.office is office and (unit is None or held.unit == unit) and held.held_on(day)
            for held in self.offices
        )

    def covers(self, office: Office, day: date) -> frozenset[UnitId]:
        """The units of the area looked after in that office that day."""
        return frozenset().union(
            *(held.covers for held in self.offices if held.office is office and held.held_on(day))
        )


@dataclass(frozen=True, slots=True)
class Directory:
    """Everybody and every unit, as of one reading of the centre's files."""

    corp_id: str
    units: dict[UnitId, Unit] = field(default_factory=dict)
    people: dict[PersonId, Person] = field(default_factory=dict)
    duty: DutyBook = NO_ROSTERS
    """The units' duty rosters. Whoever has a turn that day holds the duty officer's office that day; who is called at
    a moment the roster says by the minute."""
    _by_office: dict[Office, tuple[Person, ...]] = field(init=False, repr=False, compare=False)
    """Whoever ever holds it and is not suspended: every rule asks for office holders, several times an event."""

    def __post_init__(self) -> None:
        found: dict[Office, tuple[Person, ...]] = {}
        for person in self.active():
            for office in dict.fromkeys(held.office for held in person.offices):
                found[office] = (*found.get(office, ()), person)
        object.__setattr__(self, "_by_office", found)

    def person(self, person: PersonId) -> Person | None:
        """The person with that code, suspended or not."""
        return self.people.get(person)

    def by_staff_id(self, corp_id: str, staff_id: str | None) -> Person | None:
        """The active person behind a chat sender; nobody for outsiders and other organisations (`dingtalk.md` §4.6)."""
        if not staff_id or corp_id != self.corp_id:
            return None
        return next((p for p in self.active() if p.staff_id == staff_id), None)

    def active(self) -> Iterator[Person]:
        """Everybody who is not suspended."""
        return (p for p in self.people.values() if not p.suspended)

    def holds(self, person: PersonId, office: Office, day: date, unit: UnitId | None = None) -> bool:
        """Whether the person holds the office that day (in that unit, where one is named)."""
        found = self.people.get(person)
        if found is None or found.suspended:
            return False
        return found.holds(office, day, unit) or (
            office is Office.DUTY_OFFICER and self._has_turn(person, day, unit)
        )

    def offices_of(self, person: PersonId, day: date) -> frozenset[Office]:
        """Every office the person holds that day."""
        found = self.people.get(person)
        if found is None or found.suspended:
            return frozenset()
        turns = {Office.DUTY_OFFICER} if self._has_turn(person, day) else set()
        return frozenset({*(o.office for o in found.offices if o.held_on(day)), *turns})

    def _has_turn(self, person: PersonId, day: date, unit: UnitId | None = None) -> bool:
        units = self.duty.units_on(person, day)
        return bool(units) if unit is None else unit in units

    def holders(self, office: Office, day: date, unit: UnitId | None = None) -> tuple[Person, ...]:
        """Everybody who holds the office that day by the centre's file, in its order."""
        return tuple(p for p in self._by_office.get(office, ()) if p.holds(office, day, unit))

    def units_of(self, person: PersonId, day: date) -> frozenset[UnitId]:
        """Every unit the person belongs to: their own and those they hold an office in."""
        found = self.people.get(person)
        if found is None:
            return frozenset()
        return frozenset({found.unit, *(o.unit for o in found.offices if o.held_on(day))})

    def of_the_centre(self, person: PersonId, day: date) -> bool:
        """Whether the person holds an office of the centre that day."""
        return bool(self.offices_of(person, day) & CENTRE_OFFICES)

    def accountable_of(self, unit: UnitId, day: date) -> Person | None:
        """Without a leader the unit head is accountable, without one the centre head (design §3, Hands)."""
        for office in (Office.LEADER, Office.UNIT_HEAD):
            if found := self.holders(office, day, unit):
                return found[0]
        return self.head(day)

    def liaison_of(self, unit: UnitId, day: date) -> Person | None:
        """The unit's contact officer (联络员)."""
        found = self.holders(Office.LIAISON, day, unit)
        return found[0] if found else None

    def on_duty(self, unit: UnitId, at: datetime) -> tuple[Person, ...]:
        """Whom the unit's roster calls at that moment, the officer first, then the deputies; without who left."""
        called = (self.people.get(person) for person in self.duty.on_duty(unit, at))
        return tuple(person for person in called if person is not None and not person.suspended)

    def duty_officer_of(self, unit: UnitId, at: datetime) -> Person | None:
        """The unit's duty officer (值班员) at that moment: by its roster, else by office, else its liaison."""
        day = local_date(at)
        found = self.on_duty(unit, at) or self.holders(Office.DUTY_OFFICER, day, unit)
        return found[0] if found else self.liaison_of(unit, day)

    def unit_head_of(self, unit: UnitId, day: date) -> Person | None:
        """The unit's head (一把手)."""
        found = self.holders(Office.UNIT_HEAD, day, unit)
        return found[0] if found else None

    def head(self, day: date) -> Person | None:
        """The centre head (中心主任), else the deputy."""
        for office in (Office.CENTRE_HEAD, Office.DEPUTY_HEAD):
            if found := self.holders(office, day):
                return found[0]
        return None

    def first(self, office: Office, day: date) -> Person | None:
        """The first holder of an office of the centre, else its head."""
        found = self.holders(office, day)
        return found[0] if found else self.head(day)

    def unit_named(self, words: str) -> tuple[Unit, ...]:
        """Units whose code, name or short name is exactly these words; more than one: ask which."""
        return tuple(u for u in self.units.values() if words in (u.id, u.name, *u.short_names))

    def people_named(self, words: str) -> tuple[Person, ...]:
        """Active people whose code or name is exactly these words; more than one: ask which."""
        return tuple(p for p in self.active() if words in (p.id, p.name))
