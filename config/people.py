"""Reads who is who: `units.csv`, `people.csv` and `offices.csv` into one `Directory`.

Every code must be known where it is used. A name or a mobile number that is wrong is never printed: the line is enough.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from config.tablefile import Column, Row, read_table
from config.texts import labels, tables
from config.texts import misconfigured as wrong
from config.texts import policy as words
from domain.failures import Misconfigured
from domain.ids import PersonId, UnitId
from domain.people import Directory, HeldOffice, Person, Unit
from domain.phones import normalised
from domain.vocabulary import Area, Office

_CODE = re.compile(r"[A-Za-z0-9_-]{1,32}")
_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_NAME_LETTERS = range(2, 21)

_UNITS = (
    Column("code", tables.UNIT_CODE),
    Column("name", tables.UNIT_NAME),
    Column("kind", tables.UNIT_KIND),
    Column("short_names", tables.SHORT_NAMES, needed=False),
    Column("area", tables.AREA, needed=False),
    Column("parent", tables.PARENT, needed=False),
)
_PEOPLE = (
    Column("code", tables.PERSON_CODE),
    Column("name", tables.PERSON_NAME),
    Column("mobile", tables.MOBILE),
    Column("unit", tables.UNIT),
    Column("staff_id", tables.STAFF_ID, needed=False),
    Column("suspended", tables.SUSPENDED, needed=False),
)
_OFFICES = (
    Column("code", tables.PERSON_CODE),
    Column("office", tables.OFFICE),
    Column("unit", tables.UNIT, needed=False),
    Column("since", tables.SINCE),
    Column("until", tables.UNTIL, needed=False),
    Column("covers", tables.COVERS, needed=False),
)


def read_directory(corp_id: str, units: Path, people: Path, offices: Path) -> Directory:
    """Everybody and every unit. Misconfigured names file, line, value and what was expected."""
    known_units = _read_units(units)
    known_people = _read_people(people, known_units)
    held = _read_offices(offices, known_units, known_people)
    return Directory(
        corp_id=corp_id,
        units=known_units,
        people={
            code: replace(person, offices=tuple(held.get(code, ()))) for code, person in known_people.items()
        },
    )


def _read_units(path: Path) -> dict[UnitId, Unit]:
    rows = read_table(path, _UNITS)
    _once(rows, "code", tables.UNIT_CODE)
    _once(rows, "name", tables.UNIT_NAME)
    codes = {row["code"] for row in rows}
    found: dict[UnitId, Unit] = {}
    for row in rows:
        code = UnitId(_code(row, tables.UNIT_CODE))
        if not row["name"]:
            raise _wrong(row, "name", tables.UNIT_NAME, tables.EXPECTED_NAME)
        kind = words.UNIT_KINDS.get(row["kind"])
        if kind is None:
            raise _wrong(row, "kind", tables.UNIT_KIND, tables.EXPECTED_KIND)
        area = words.AREAS.get(row["area"]) if row["area"] else Area.TOWN
        if area is None:
            raise _wrong(row, "area", tables.AREA, tables.EXPECTED_AREA)
        parent = row["parent"]
        if parent == code:
            raise _wrong(row, "parent", tables.PARENT, tables.OTHER_PARENT)
        if parent and parent not in codes:
            raise Misconfigured(wrong.not_listed(row.file, row.line, tables.PARENT, parent, path.name))
        found[code] = Unit(
            id=code,
            name=row["name"],
            kind=kind,
            short_names=_several(row["short_names"]),
            area=area,
            parent=UnitId(parent) if parent else None,
        )
    return found


def _read_people(path: Path, units: Mapping[UnitId, Unit]) -> dict[PersonId, Person]:
    rows = read_table(path, _PEOPLE)
    _once(rows, "code", tables.PERSON_CODE)
    _once(rows, "mobile", tables.MOBILE, hidden=True)
    _once(rows, "staff_id", tables.STAFF_ID)
    found: dict[PersonId, Person] = {}
    for row in rows:
        code = PersonId(_code(row, tables.PERSON_CODE))
        if len(row["name"]) not in _NAME_LETTERS:
            raise _hidden(row, tables.PERSON_NAME, tables.EXPECTED_PERSON_NAME)
        mobile = normalised(row["mobile"])
        if not _MOBILE.fullmatch(mobile):
            raise _hidden(row, tables.MOBILE, tables.EXPECTED_MOBILE)
        suspended = row["suspended"].lower()
        if suspended not in (*tables.YES, *tables.NO):
            raise _wrong(row, "suspended", tables.SUSPENDED, tables.EXPECTED_YES)
        found[code] = Person(
            id=code,
            name=row["name"],
            mobile=mobile,
            unit=_unit(row, units),
            staff_id=row["staff_id"] or None,
            suspended=suspended in tables.YES,
        )
    return found


def _read_offices(
    path: Path, units: Mapping[UnitId, Unit], people: Mapping[PersonId, Person]
) -> dict[PersonId, list[HeldOffice]]:
    held: dict[PersonId, list[HeldOffice]] = {}
    rows = read_table(path, _OFFICES)
    _not_the_same_row(rows)
    for row in rows:
        code = PersonId(row["code"])
        if code not in people:
            raise Misconfigured(wrong.not_listed(row.file, row.line, tables.PERSON_CODE, code, "people.csv"))
        office = words.OFFICES_BY_NAME.get(row["office"])
        if office is None:
            names = "、".join(labels.office(one) for one in Office)
            raise _wrong(row, "office", tables.OFFICE, tables.EXPECTED_OFFICE + names)
        since = _day(row, "since", tables.SINCE)
        until = _day(row, "until", tables.UNTIL) if row["until"] else None
        if until is not None and until < since:
            raise _wrong(row, "until", tables.UNTIL, tables.EXPECTED_UNTIL)
        unit = _unit(row, units) if row["unit"] else people[code].unit
        covers = frozenset(_named(row, tables.COVERS, name, units) for name in _several(row["covers"]))
        held.setdefault(code, []).append(HeldOffice(office, unit, since, until, covers))
    return held


def _code(row: Row, heading: str) -> str:
    if _CODE.fullmatch(row["code"]):
        return row["code"]
    raise _wrong(row, "code", heading, tables.EXPECTED_CODE)


def _unit(row: Row, units: Mapping[UnitId, Unit]) -> UnitId:
    return _named(row, tables.UNIT, row["unit"], units)


def _named(row: Row, heading: str, written: str, units: Mapping[UnitId, Unit]) -> UnitId:
    """A unit by its code, or by its full name."""
    for unit in units.values():
        if written in (unit.id, unit.name):
            return unit.id
    raise Misconfigured(wrong.not_listed(row.file, row.line, heading, written, "units.csv"))


def _day(row: Row, key: str, heading: str) -> date:
    match = _DATE.fullmatch(row[key])
    try:
        if match:
            return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        pass
    raise _wrong(row, key, heading, tables.EXPECTED_DATE)


def _several(written: str) -> tuple[str, ...]:
    for separator in tables.SEPARATORS[1:]:
        written = written.replace(separator, tables.SEPARATORS[0])
    return tuple(name for name in written.split(tables.SEPARATORS[0]) if name)


def _once(rows: tuple[Row, ...], key: str, heading: str, *, hidden: bool = False) -> None:
    seen: dict[str, int] = {}
    for row in rows:
        value = normalised(row[key]) if hidden else row[key]
        if not value:
            continue
        if value in seen:
            shown = "****" if hidden else value
            raise Misconfigured(wrong.twice(row.file, row.line, heading, shown, seen[value]))
        seen[value] = row.line


def _not_the_same_row(rows: tuple[Row, ...]) -> None:
    seen: dict[tuple[str, ...], int] = {}
    for row in rows:
        cells = tuple(row[column.key] for column in _OFFICES)
        if cells in seen:
            raise Misconfigured(
                wrong.twice(row.file, row.line, tables.OFFICE, f"{row['code']} {row['office']}", seen[cells])
            )
        seen[cells] = row.line


def _wrong(row: Row, key: str, heading: str, expected: str) -> Misconfigured:
    return Misconfigured(wrong.value(row.file, row.line, heading, row[key], expected))


def _hidden(row: Row, heading: str, expected: str) -> Misconfigured:
    return Misconfigured(wrong.secret(row.file, row.line, heading, expected))
