"""Reads the itemised list under `/交办` (design §3): `1. 减速带 | 到位标准 | 单位 | 时限`, the last three optional."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from config.texts.heard.commands import HeardLine
from config.texts.heard.dates import HeardDate, HeardNoDate, hear_whole_date
from config.texts.heard.letters import fold
from domain.calendar import WorkCalendar

_NUMBERED = re.compile(r"(?:[(]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})(?:[.、):]|(?= ))|[-*•·])\s*(?!\d)")
_CIRCLED = re.compile(r"[①-⑳]\s*")
_COLUMNS = 4


class ItemFault(StrEnum):
    """Why a line cannot be taken as an item."""

    NO_WORDS = "no_words"
    TOO_MANY_COLUMNS = "too_many_columns"
    NO_DATE = "no_date"
    """The last column is not a date we understand."""
    IMPOSSIBLE_DATE = "impossible_date"


@dataclass(frozen=True, slots=True)
class HeardItem:
    """One item: what is to be done, and what was said about standard, unit and limit. `line` as the writer counts."""

    line: int
    words: str
    standard: str | None = None
    unit: str | None = None
    limit: HeardDate | None = None


@dataclass(frozen=True, slots=True)
class HeardItemFault:
    """A line that was meant as an item and cannot be read; `words`: the part that is wrong."""

    line: int
    fault: ItemFault
    words: str


@dataclass(frozen=True, slots=True)
class HeardItems:
    """All items of a list, the lines that could not be read, and those that were no items at all (remarks)."""

    items: tuple[HeardItem, ...]
    faults: tuple[HeardItemFault, ...]
    remarks: tuple[HeardLine, ...]


def hear_items(
    lines: tuple[HeardLine, ...], now: datetime, calendar: WorkCalendar, known_units: Collection[str] = ()
) -> HeardItems:
    """The list in the lines after a command. A line is an item when it is numbered or has a | in it.

    The position counts, not the number written. Full-width ｜ is accepted. In a shorter line a column that is
    wholly a date is the limit, and one that is a known unit is the unit, wherever it stands.
    """
    heard = [(line, _item(line, now, calendar, known_units)) for line in lines]
    return HeardItems(
        items=tuple(item for _, item in heard if isinstance(item, HeardItem)),
        faults=tuple(item for _, item in heard if isinstance(item, HeardItemFault)),
        remarks=tuple(line for line, item in heard if item is None),
    )


def _item(
    line: HeardLine, now: datetime, calendar: WorkCalendar, known_units: Collection[str]
) -> HeardItem | HeardItemFault | None:
    folded = fold(line.text)
    number = _CIRCLED.match(line.text) or _NUMBERED.match(folded)
    if number is None and "|" not in folded:
        return None
    columns = _columns(line.text, folded, number.end() if number else 0)
    if not columns[0]:
        return HeardItemFault(line.no, ItemFault.NO_WORDS, line.text)
    if len(columns) > _COLUMNS:
        return HeardItemFault(line.no, ItemFault.TOO_MANY_COLUMNS, columns[_COLUMNS])
    if len(columns) < _COLUMNS:
        columns = _placed(columns, now, calendar, known_units)
    words, standard, unit, limit = columns
    heard = hear_whole_date(limit, now, calendar) if limit else None
    if isinstance(heard, HeardNoDate):
        return HeardItemFault(line.no, ItemFault.IMPOSSIBLE_DATE, limit)
    if limit and heard is None:
        return HeardItemFault(line.no, ItemFault.NO_DATE, limit)
    return HeardItem(line.no, words, standard or None, unit or None, heard)


def _columns(text: str, folded: str, start: int) -> list[str]:
    """The cells of a line as typed; trailing empty ones left out."""
    bars = [place for place, letter in enumerate(folded) if letter == "|" and place >= start]
    starts, ends = [start, *(place + 1 for place in bars)], [*bars, len(text)]
    cells = [text[first:last].strip() for first, last in zip(starts, ends, strict=True)]
    while len(cells) > 1 and not cells[-1]:
        cells.pop()
    return cells


def _placed(
    cells: list[str], now: datetime, calendar: WorkCalendar, known_units: Collection[str]
) -> list[str]:
    """Four cells out of fewer: a trailing date is the limit, then a trailing unit the unit."""
    words, *others = cells
    limit = others.pop() if others and hear_whole_date(others[-1], now, calendar) else ""
    unit = others.pop() if others and (len(others) > 1 or others[-1] in known_units) else ""
    return [words, others[0] if others else "", unit, limit]
