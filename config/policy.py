"""Reads `policy.yaml` into the domain's `Policy`, with the centre's office hours and quiet hours.

Whatever the file leaves out keeps the default of `domain.md` §7.1. Keys are the fields of `Policy`; a new field there
can be set here at once, by its type.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, timedelta
from pathlib import Path

from config.catalogue import read_four_systems, read_kinds
from config.figures import read_figures
from config.ladders import OLD_LATE_LADDER, read_ladders, read_old_late_ladder
from config.rulefile import RuleReader
from config.texts import misconfigured as wrong
from config.texts import policy as words
from config.texts.kinds import FOUR_SYSTEMS, TEN_KINDS
from config.yamlfile import YamlFile, read_yaml
from domain.calendar import QuietHours
from domain.calendar_hours import OfficeSpan, Season
from domain.failures import Misconfigured
from domain.ids import UnitId
from domain.people import Directory
from domain.policy import Category, LimitRow, Policy
from domain.ticket import Limit
from domain.vocabulary import Grade, WhistleKind

LAST_DAY, SURE_DAY = 31, 28
"""Of a month; every month has the second."""


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
    reader.known((), file.data, [*named, "office_hours", "quiet_hours", OLD_LATE_LADDER])
    given = {name: reader.rule(name, file.data[name]) for name in named if file.data.get(name) is not None}
    if (days := file.data.get(OLD_LATE_LADDER)) is not None:
        given["ladders"] = read_old_late_ladder(reader, days)
    given = {"kinds": TEN_KINDS, "four_systems": FOUR_SYSTEMS, **given}
    return Rules(
        policy=Policy(**given),  # type: ignore[arg-type]  # each value was read by its own field's type
        seasons=reader.seasons(file.data.get("office_hours")),
        quiet=reader.quiet(file.data.get("quiet_hours")),
        file=file,
    )


@dataclass(frozen=True, slots=True)
class _Reader(RuleReader):
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
                return self.offices(path, found)
            case "meeting_days":
                return self._meeting_days(path, found)
            case "figures":
                return read_figures(self, found)
            case "whistle_listed":
                return self._whistle_kinds(path, found)
            case "ladders":
                return read_ladders(self, found)
            case "kinds":
                return read_kinds(self, found)
            case "four_systems":
                return read_four_systems(self, found)
        return self._of_type(path, found, default)

    def _of_type(self, path: tuple[str, ...], found: object, default: object) -> object:
        if isinstance(default, bool):
            return self.flag(path, found)
        if isinstance(default, timedelta):
            duration = words.duration(found)
            if duration is None:
                raise self.wrong(path, found, words.DURATION)
            return duration
        if isinstance(default, float):
            share = words.share(found)
            if share is None:
                raise self.wrong(path, found, words.SHARE)
            return share
        if isinstance(default, Limit):
            return self.limit(path, found, default.source)
        if isinstance(default, str):
            return self.text(path, found)
        return self.number(path, found)

    def _meeting_days(self, path: tuple[str, ...], found: object) -> tuple[int, ...]:
        days = self.numbers(path, found)
        if days[-1] > LAST_DAY or days[0] > SURE_DAY:
            raise self.wrong(path, found, words.MEETING_DAYS)
        return days

    def _whistle_kinds(self, path: tuple[str, ...], found: object) -> tuple[WhistleKind, ...]:
        """Kinds of whistles by their names; an empty list: none of them."""
        if not isinstance(found, list):
            raise self.wrong(path, found, words.WHISTLE_KINDS)
        for place, one in enumerate(found):
            if str(one) not in words.WHISTLE_KINDS_BY_NAME:
                raise self.wrong((*path, str(place)), one, words.WHISTLE_KINDS)
        return tuple(dict.fromkeys(words.WHISTLE_KINDS_BY_NAME[str(one)] for one in found))

    def _supervision(self, found: object, default: Mapping[Grade, Limit]) -> dict[Grade, Limit]:
        table = self.table(("supervision",), found)
        limits = dict(default)
        for name, written in table.items():
            path = ("supervision", name)
            grade = words.GRADES_BY_NAME.get(name)
            if grade is None or grade not in default:
                raise self.wrong(path, name, words.GRADES)
            limits[grade] = self.limit(path, written, default[grade].source)
        return limits

    def _limits(self, found: object) -> tuple[LimitRow, ...]:
        known = ["limit", "source", "nature", "category", "urgency", "unit", "statutory", "since", "until"]
        return tuple(self._limit_row(path, row) for path, row in self.rows(("limits",), found, known))

    def _limit_row(self, path: tuple[str, ...], row: Mapping[str, object]) -> LimitRow:
        if "limit" not in row:
            raise self.missing((*path, "limit"), words.LIMIT)
        source = self.text((*path, "source"), row.get("source", ""))
        nature, urgency, unit = row.get("nature"), row.get("urgency"), row.get("unit")
        if nature is not None and str(nature) not in words.NATURES:
            raise self.wrong((*path, "nature"), nature, words.NATURE)
        if urgency is not None and str(urgency) not in words.URGENCIES:
            raise self.wrong((*path, "urgency"), urgency, words.URGENCY)
        return LimitRow(
            limit=self.limit((*path, "limit"), row["limit"], source),
            nature=words.NATURES[str(nature)] if nature is not None else None,
            category=self.text((*path, "category"), row.get("category", "")),
            urgency=words.URGENCIES[str(urgency)] if urgency is not None else None,
            unit=UnitId(self.text((*path, "unit"), unit)) if unit is not None else None,
            statutory=self.flag((*path, "statutory"), row.get("statutory", False)),
            since=self.day((*path, "since"), row.get("since", date.min)),
            until=self.day((*path, "until"), row.get("until", date.max)),
        )

    def _categories(self, found: object) -> dict[str, Category]:
        known = ["code", "name", "standard", "lead", "department_duty", "needs_work"]
        categories: dict[str, Category] = {}
        for path, row in self.rows(("categories",), found, known):
            code = self.text((*path, "code"), row.get("code", ""))
            name = self.text((*path, "name"), row.get("name", ""))
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
                standard=self.text((*path, "standard"), row.get("standard", "")),
                lead=UnitId(self.text((*path, "lead"), lead)) if lead is not None else None,
                department_duty=self.flag((*path, "department_duty"), row.get("department_duty", False)),
                needs_work=self.flag((*path, "needs_work"), row.get("needs_work", True)),
            )
        return categories

    def seasons(self, found: object) -> tuple[Season, ...]:
        """Office hours by season; the domain's default where the file says nothing."""
        if found is None:
            return (Season(),)
        seasons = []
        for path, row in self.rows(("office_hours",), found, ["from", "spans"]):
            month, day = self.month_and_day((*path, "from"), row.get("from"))
            spans = row.get("spans")
            if not isinstance(spans, list) or not spans:
                raise self.wrong((*path, "spans"), spans, words.SPANS)
            try:
                opened = tuple(
                    OfficeSpan(*self.span((*path, "spans", str(place)), one, words.SPANS))
                    for place, one in enumerate(spans)
                )
                seasons.append(Season(month, day, opened))
            except ValueError:
                raise self.wrong((*path, "spans"), "、".join(map(str, spans)), words.SPANS) from None
        return tuple(seasons)

    def quiet(self, found: object) -> QuietHours:
        """Quiet hours; the domain's default where the file says nothing."""
        if found is None:
            return QuietHours()
        return QuietHours(*self.span(("quiet_hours",), found, words.QUIET))
