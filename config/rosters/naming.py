"""Who is meant by a roster's words: people and units of the directory. Names are never repeated in what is told."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from config.rosters.written import Written
from config.texts import rosters as told
from config.texts.heard.rosters import names_in
from domain.calendar_clock import local_date
from domain.ids import PersonId, UnitId
from domain.people import Directory, Person
from domain.phones import normalised
from domain.rosters.turns import Turn


@dataclass(slots=True)
class Naming:
    """Finds people; what cannot be found becomes a sentence in `faults`. `unit`: whose roster it is where no line says."""

    directory: Directory
    unit: UnitId | None
    faults: list[str] = field(default_factory=list)
    _by_name: Mapping[str, Sequence[Person]] = field(init=False)

    def __post_init__(self) -> None:
        named: dict[str, list[Person]] = {}
        for person in self.directory.people.values():
            for name in {person.name, str(person.id)}:
                named.setdefault("".join(name.split()), []).append(person)
        self._by_name = named

    def turns(self, written: Written) -> tuple[tuple[UnitId, Turn], ...]:
        """A turn of the unit for each person named, the first with the deputy; none where something was wrong."""
        before = len(self.faults)
        unit = self._unit(written)
        if unit is None:
            return ()
        officers = [self._person(name, unit, written) for name in self._names(written.names)]
        deputies = [self._person(name, unit, written) for name in self._names(written.deputy)]
        if not officers:
            self.faults.append(told.nobody_named(written.place))
        people = [person for person in officers if person]
        deputy = next((person for person in deputies if person), None)
        if len(self.faults) > before:
            return ()
        return tuple((unit, turn) for turn in _turns(written, people, deputy))

    def _unit(self, written: Written) -> UnitId | None:
        found = self.directory.unit_named(written.unit) if written.unit else ()
        if len(found) == 1:
            if self.unit is not None and found[0].id != self.unit:
                self.faults.append(told.another_unit(written.place))
                return None
            return found[0].id
        if self.unit is not None:
            return self.unit
        self.faults.append(told.unknown_unit(written.place) if written.unit else told.no_unit(written.place))
        return None

    def _names(self, words: str) -> tuple[str, ...]:
        """李 四 is one person, 张三 李四 are two: whichever the directory knows."""
        found: list[str] = []
        for piece in names_in(words):
            whole = "".join(piece.split())
            found += [whole] if whole in self._by_name else piece.split()
        return tuple(dict.fromkeys(found))

    def _person(self, name: str, unit: UnitId, written: Written) -> PersonId | None:
        day = local_date(written.since)
        known = self._by_name.get(name, ())
        fitting = [one for one in known if unit in self.directory.units_of(one.id, day)]
        phone = normalised(written.phone)
        if len(fitting) > 1:
            fitting = [one for one in fitting if one.mobile == phone]
        if len(fitting) == 1 and not fitting[0].suspended:
            return fitting[0].id
        if not known:
            self.faults.append(told.unknown_person(written.place))
        elif fitting:
            self.faults.append(told.suspended_person(written.place))
        elif any(unit in self.directory.units_of(one.id, day) for one in known):
            self.faults.append(told.namesakes(written.place))
        else:
            self.faults.append(told.not_of_unit(written.place))
        return None


def _turns(written: Written, people: list[PersonId], deputy: PersonId | None) -> Iterator[Turn]:
    for place, person in enumerate(people):
        yield Turn(
            no=0,
            person=person,
            since=written.since,
            until=written.until,
            shift=written.shift,
            deputy=deputy if place == 0 else None,
        )
