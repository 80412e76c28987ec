"""Reads `policy.yaml` into the domain's `Policy`, with the centre's office hours and quiet hours.

Whatever the file leaves out keeps the default of `domain.md` §7.1. Keys are the fields of `Policy`; a new field there
can be set here at once, by its type.
"""

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, time, timedelta
from pathlib import Path

from config.texts import misconfigured as wrong
from config.texts import policy as words
from config.yamlfile import YamlFile, read_yaml
from domain.calendar import QuietHours
from domain.calendar_hours import OfficeSpan, Season
from domain.failures import Misconfigured
from domain.ids import UnitId
from domain.people import Directory
from domain.policy import Category, LimitRow, Policy
from domain.ticket import Limit
from domain.vocabulary import Grade, Office

_LEAP_YEAR = 2024
"""For checking a month and a day: 29 February may begin a season."""
_MOST, _MOST_CALLS = 9_999, 1_000_000_000
"""Days or tries, and calls a month: beyond it the calendar's years end."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What the file says, and the file itself for pointing at a line later."""

    policy: Policy
    seasons: tuple[Season, ...]
    quiet: QuietHours
    file: YamlFile

    def check_units(self, directory: Directory) -> None:
        """Every unit named here must be in `units.csv`; raises `Misconfigured`."""
        for place, row in enumerate(self.policy.limits):
            if row.unit is not None and row.unit not in directory.units:
                raise self._unknown_unit(("limits", str(place), "unit"), row.unit)
        for place, category in enumerate(self.policy.categories.values()):
            if category.lead is not None and category.lead not in directory.units:
                raise self._unknown_unit(("categories", str(place), "lead"), category.lead)

    def _unknown_unit(self, path: tuple[str, ...], unit: UnitId) -> Misconfigured:
        line = self.file.line_of(*path)
        return Misconfigured(wrong.not_listed(self.file.name, line, ".".join(path), unit, "units.csv"))


def read_policy(path: Path) -> Rules:
    """The centre's rules. Misconfigured names file, line, value and what was expected."""
    file = read_yaml(path)
    if not file.data:
        raise Misconfigured(wrong.nothing_said(file.name))
    reader = _Reader(file)
    named = [field.name for field in fields(Policy)]
    reader.known((), file.data, [*named, "office_hours", "quiet_hours"])
    given = {name: reader.rule(name, file.data[name]) for name in named if file.data.get(name) is not None}
    return Rules(
        policy=Policy(**given),  # type: ignore[arg-type]  # each value was read by its own field's type
        seasons=reader.seasons(file.data.get("office_hours")),
        quiet=reader.quiet(file.data.get("quiet_hours")),
        file=file,
    )


@dataclass(frozen=True, slots=True)
class _Reader:
    file: YamlFile

    def known(self, path: tuple[str, ...], table: Mapping[str, object], known: list[str]) -> None:
        for key in table:
            if key not in known:
                nearest = next(iter(difflib.get_close_matches(key, known, n=1)), None)
                line = self.file.line_of(*path, key)
                raise Misconfigured(wrong.unknown_key(self.file.name, line, key, known, nearest))

    def wrong(self, path: tuple[str, ...], found: object, expected: str) -> Misconfigured:
        line = self.file.line_of(*path)
        return Misconfigured(wrong.value(self.file.name, line, ".".join(path), found, expected))

    def rule(self, name: str, found: object) -> object:
        """One rule, read by the type of its default."""
        path = (name,)
        default = getattr(Policy(), name)
        match name:
            case "limits":
                return self._limits(found)
            case "categories":
                return self._categories(found)
            case "supervision":
                return self._supervision(found, default)
            case "approvers" | "confirmers":
                return self._offices(path, found)
            case "late_ladder_working_days":
                return self._numbers(path, found)
        if isinstance(default, bool):
            return self._flag(path, found)
        if isinstance(default, timedelta):
            duration = words.duration(found)
            if duration is None:
                raise self.wrong(path, found, words.DURATION)
            return duration
        if isinstance(default, Limit):
            return self._limit(path, found, default.source)
        return self._number(path, found)

    def _limit(self, path: tuple[str, ...], found: object, source: str) -> Limit:
        limit = words.limit(found, source)
        if limit is None:
            raise self.wrong(path, found, words.LIMIT)
        return limit

    def _number(self, path: tuple[str, ...], found: object) -> int:
        most = _MOST_CALLS if path[0].startswith("quota") else _MOST
        if isinstance(found, int) and not isinstance(found, bool) and 0 < found <= most:
            return found
        raise self.wrong(path, found, words.number(most))

    def _numbers(self, path: tuple[str, ...], found: object) -> tuple[int, ...]:
        if not isinstance(found, list) or not found:
            raise self.wrong(path, found, words.NUMBERS)
        numbers = tuple(self._number((*path, str(place)), one) for place, one in enumerate(found))
        if list(numbers) != sorted(set(numbers)):
            raise self.wrong(path, found, words.NUMBERS)
        return numbers

    def _offices(self, path: tuple[str, ...], found: object) -> tuple[Office, ...]:
        if not isinstance(found, list) or not found:
            raise self.wrong(path, found, words.OFFICES)
        offices = []
        for place, one in enumerate(found):
            office = words.OFFICES_BY_NAME.get(str(one))
            if office is None:
                raise self.wrong((*path, str(place)), one, words.OFFICES)
            offices.append(office)
        return tuple(dict.fromkeys(offices))

    def _supervision(self, found: object, default: Mapping[Grade, Limit]) -> dict[Grade, Limit]:
        table = self._table(("supervision",), found)
        limits = dict(default)
        for name, written in table.items():
            path = ("supervision", name)
            grade = words.GRADES_BY_NAME.get(name)
            if grade is None or grade not in default:
                raise self.wrong(path, name, words.GRADES)
            limits[grade] = self._limit(path, written, default[grade].source)
        return limits

    def _table(self, path: tuple[str, ...], found: object) -> Mapping[str, object]:
        if not isinstance(found, dict):
            raise self.wrong(path, found, words.TABLE)
        return found

    def _rows(
        self, name: str, found: object, known: list[str]
    ) -> list[tuple[tuple[str, ...], Mapping[str, object]]]:
        if not isinstance(found, list) or not found:
            raise self.wrong((name,), found, words.ROWS)
        rows: list[tuple[tuple[str, ...], Mapping[str, object]]] = []
        for place, one in enumerate(found):
            path = (name, str(place))
            row = self._table(path, one)
            self.known(path, row, known)
            rows.append((path, row))
        return rows

    def _limits(self, found: object) -> tuple[LimitRow, ...]:
        known = ["limit", "source", "nature", "category", "urgency", "unit", "statutory", "since", "until"]
        return tuple(self._limit_row(path, row) for path, row in self._rows("limits", found, known))

    def _limit_row(self, path: tuple[str, ...], row: Mapping[str, object]) -> LimitRow:
        if "limit" not in row:
            raise Misconfigured(
                wrong.missing(
                    self.file.name, self.file.line_of(*path), ".".join((*path, "limit")), words.LIMIT
                )
            )
        source = self._text((*path, "source"), row.get("source", ""))
        nature, urgency, unit = row.get("nature"), row.get("urgency"), row.get("unit")
        if nature is not None and str(nature) not in words.NATURES:
            raise self.wrong((*path, "nature"), nature, words.NATURE)
        if urgency is not None and str(urgency) not in words.URGENCIES:
            raise self.wrong((*path, "urgency"), urgency, words.URGENCY)
        return LimitRow(
            limit=self._limit((*path, "limit"), row["limit"], source),
            nature=words.NATURES[str(nature)] if nature is not None else None,
            category=self._text((*path, "category"), row.get("category", "")),
            urgency=words.URGENCIES[str(urgency)] if urgency is not None else None,
            unit=UnitId(self._text((*path, "unit"), unit)) if unit is not None else None,
            statutory=self._flag((*path, "statutory"), row.get("statutory", False)),
            since=self._day((*path, "since"), row.get("since", date.min)),
            until=self._day((*path, "until"), row.get("until", date.max)),
        )

    def _categories(self, found: object) -> dict[str, Category]:
        known = ["code", "name", "standard", "lead", "department_duty", "needs_work"]
        categories: dict[str, Category] = {}
        for path, row in self._rows("categories", found, known):
            code = self._text((*path, "code"), row.get("code", ""))
            name = self._text((*path, "name"), row.get("name", ""))
            if not code:
                raise self.wrong((*path, "code"), code, words.CODE)
            if not name:
                raise self.wrong((*path, "name"), name, words.CATEGORY_NAME)
            if code in categories:
                first = self.file.line_of("categories", str(list(categories).index(code))) or 0
                line = self.file.line_of(*path, "code") or 0
                raise Misconfigured(wrong.twice(self.file.name, line, "code", code, first))
            lead = row.get("lead")
            categories[code] = Category(
                code=code,
                name=name,
                standard=self._text((*path, "standard"), row.get("standard", "")),
                lead=UnitId(self._text((*path, "lead"), lead)) if lead is not None else None,
                department_duty=self._flag((*path, "department_duty"), row.get("department_duty", False)),
                needs_work=self._flag((*path, "needs_work"), row.get("needs_work", True)),
            )
        return categories

    def _text(self, path: tuple[str, ...], found: object) -> str:
        if isinstance(found, str):
            return found.strip()
        if path[-1] in ("code", "category"):
            # 0101 without quotes is a number to YAML, and its zero is lost.
            raise self.wrong(path, found, words.CODE)
        raise self.wrong(path, found, words.TEXT)

    def _flag(self, path: tuple[str, ...], found: object) -> bool:
        if isinstance(found, bool):
            return found
        raise self.wrong(path, found, words.YES_NO)

    def _day(self, path: tuple[str, ...], found: object) -> date:
        if type(found) is date:
            return found
        raise self.wrong(path, found, words.DATE)

    def seasons(self, found: object) -> tuple[Season, ...]:
        """Office hours by season; the domain's default where the file says nothing."""
        if found is None:
            return (Season(),)
        seasons = []
        for path, row in self._rows("office_hours", found, ["from", "spans"]):
            month, day = self._month_and_day((*path, "from"), row.get("from"))
            spans = row.get("spans")
            if not isinstance(spans, list) or not spans:
                raise self.wrong((*path, "spans"), spans, words.SPANS)
            try:
                opened = tuple(
                    OfficeSpan(*self._span((*path, "spans", str(place)), one, words.SPANS))
                    for place, one in enumerate(spans)
                )
                seasons.append(Season(month, day, opened))
            except ValueError:
                raise self.wrong((*path, "spans"), "、".join(map(str, spans)), words.SPANS) from None
        return tuple(seasons)

    def _month_and_day(self, path: tuple[str, ...], found: object) -> tuple[int, int]:
        try:
            month, day = (int(part) for part in str(found).split("-"))
            date(_LEAP_YEAR, month, day)
        except ValueError:
            raise self.wrong(path, found, words.SEASON_FROM) from None
        return month, day

    def _span(self, path: tuple[str, ...], found: object, expected: str) -> tuple[time, time]:
        try:
            begins, ends = (time.fromisoformat(part.strip()) for part in str(found).split("-"))
        except ValueError:
            raise self.wrong(path, found, expected) from None
        return begins, ends

    def quiet(self, found: object) -> QuietHours:
        """Quiet hours; the domain's default where the file says nothing."""
        if found is None:
            return QuietHours()
        return QuietHours(*self._span(("quiet_hours",), found, words.QUIET))
