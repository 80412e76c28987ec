"""From a paper to the words that stand in it: fields by their Chinese names, values as they are written in papers."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass, replace
from datetime import date, datetime
from enum import Enum
from typing import Any, TypeGuard, get_args, get_origin, get_type_hints

from config.texts.papers.labels import EXPORT_MARK, MARKING, PICTURE, label
from domain.calendar_clock import local
from domain.papers.bulletin import Chart
from domain.papers.leaders import Section
from domain.papers.paper import Formal, Paper

Written = str | list["Written"] | dict[str, "Written"]
"""A paper as words: what a template is filled with, and what goes to the process that does it."""
_DIGITS = ("", "一", "二", "三", "四", "五", "六", "七", "八", "九")
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\ufffe\uffff]|[\ud800-\udfff]")
"""What XML forbids, and the tabs and page breaks that would upset a form."""


def shown(value: object) -> str:
    """A value as papers write it: 2019年7月8日, 2019年7月8日09:30, 是."""
    match value:
        case None:
            return ""
        case bool():
            return "是" if value else "否"
        case datetime():
            here = local(value)
            return f"{_day(here.date())}{here:%H:%M}"
        case date():
            return _day(value)
        case Enum():
            return str(value.value)
        case str():
            return _CONTROL.sub("", value.replace("\r\n", "\n").replace("\t", " "))
        case _:
            return str(value)


def _day(on: date) -> str:
    """Arabic figures without leading zeros (GB/T 9704 §7.3.5.4)."""
    return f"{on.year}年{on.month}月{on.day}日"


_ONLY_IN_TABLES = frozenset({"ticket_lists"})
"""Fields that may be a hundred thousand rows long: they go into workbooks, never through a template."""


def ordered(kind: type) -> tuple[Field[Any], ...]:
    """The fields of a paper or row in their order on paper: its own, then those all papers have."""
    if not is_dataclass(kind):
        raise TypeError(kind)
    found = tuple(one for one in fields(kind) if one.name not in _ONLY_IN_TABLES)
    if not issubclass(kind, Paper):
        return found
    common = {one.name for one in fields(Formal)}
    return (*(one for one in found if one.name not in common), *(one for one in found if one.name in common))


def written(value: object) -> Written:
    """A value, a row or a whole paper as words under the fields' Chinese names."""
    if isinstance(value, tuple):
        return [
            _numbered(place, one) if isinstance(one, Section) else written(one)
            for place, one in enumerate(value)
        ]
    if _is_record(value):
        words = {label(one.name): written(getattr(value, one.name)) for one in ordered(type(value))}
        return words | {PICTURE: ""} if isinstance(value, Chart) else words
    return shown(value)


def _numbered(place: int, section: Section) -> Written:
    """一、, 二、 and so on before a section's heading."""
    return written(replace(section, heading=f"{numeral(place + 1)}、{section.heading}"))


def numeral(number: int) -> str:
    """1 to 99 as 一, 十, 十一, 二十, 九十九."""
    tens, ones = divmod(number, 10)
    before = ("" if tens == 1 else _DIGITS[tens]) + "十" if tens else ""
    return before + _DIGITS[ones]


def _is_record(value: object) -> TypeGuard[Any]:
    return is_dataclass(value) and not isinstance(value, type)


Known = Mapping[str, "Known | None"]
"""Names of fields: None for plain words, else the names within each row (empty: rows of plain words)."""


def known_fields(kind: type[Paper]) -> Known:
    """Every name a paper's template may use."""
    return {EXPORT_MARK: None, MARKING: None, **_known(kind)}


def needed_fields(kind: type[Paper]) -> tuple[str, ...]:
    """Names that must stand in a paper's template: those of fields without a default, and the two marks."""
    own = (label(one.name) for one in ordered(kind) if _is_needed(one))
    return (EXPORT_MARK, MARKING, *own)


def _is_needed(one: Field[Any]) -> bool:
    return one.default is MISSING and one.default_factory is MISSING


def _known(kind: type[object]) -> dict[str, Known | None]:
    hints = get_type_hints(kind)
    found: dict[str, Known | None] = {}
    for one in ordered(kind):
        hint = hints[one.name]
        row = get_args(hint)[0] if get_origin(hint) is tuple else None
        found[label(one.name)] = (
            (_known(row) if isinstance(row, type) and is_dataclass(row) else {}) if row else None
        )
    return found | {PICTURE: None} if kind is Chart else found


def rows_of(kind: type[Paper]) -> Iterator[tuple[str, Known]]:
    """The fields of a paper that have rows."""
    return ((name, inner) for name, inner in known_fields(kind).items() if inner is not None)
