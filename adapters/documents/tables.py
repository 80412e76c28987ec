"""The papers that are worked on as tables: which sheets each has (D2, the annex of D18, D22, D23, D24, exports)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from adapters.documents.orders import SheetOrder, Value
from config.texts.papers import tables as names
from config.texts.papers.fields import shown
from config.texts.papers.labels import label
from config.texts.papers.titles import title
from domain.papers.bulletin import Bulletin, TicketLine, TicketList, UnitLine
from domain.papers.ledgers import (
    AnnualStatistics,
    ArrivalLine,
    DutyLine,
    DutyPaper,
    Export,
    ShelvedLedger,
    ShelvedLine,
)
from domain.papers.meetings import AssignmentLine, AssignmentList
from domain.papers.paper import Formal, Paper

FIRST_ROW = 4
"""Of the data on every sheet: title, note and heads stand above."""
_NARROW, _WIDE, _WIDEST = 9, 17, 26
_LONG_WORDS = {"problem", "matter", "reason", "demand", "progress", "shortcomings", "tickets", "place"}
_SHORT_WORDS = {"no", "ref", "rank", "due", "score", "persons", "value", "before", "change", "share"}
_NO_NUMBERS = {"phone", "ticket", "ticket_number", "tickets", "item", "ref", "name", "unit", "batch"}
"""Columns whose digits are no quantity."""
_LONGEST_NUMBER = 9


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet's head, and its rows, which are worked out as they are asked for."""

    order: SheetOrder
    rows: Iterator[list[Value]]


def sheets_of(paper: Paper) -> tuple[Sheet, ...]:
    """The sheets of a paper's workbook; none where it is no table."""
    match paper:
        case AssignmentList():
            note = f"{paper.batch}  {shown(paper.meeting_on)}"
            return (_sheet(title(paper.kind), paper, AssignmentLine, paper.lines, note),)
        case Bulletin():
            return tuple(_bulletin(paper))
        case ShelvedLedger():
            return (_sheet(title(paper.kind), paper, ShelvedLine, paper.lines, paper.period),)
        case DutyPaper():
            return (
                _sheet(names.ROSTER, paper, DutyLine, paper.roster, paper.period),
                _sheet(names.ARRIVALS, paper, ArrivalLine, paper.arrivals, paper.period),
            )
        case AnnualStatistics():
            return tuple(_annual(paper))
        case Export():
            return (_export(paper),)
        case _:
            return ()


def _bulletin(paper: Bulletin) -> Iterator[Sheet]:
    note = f"{paper.issue_number}  {paper.period}"
    links = dict(_places(paper.ticket_lists))
    tables: tuple[tuple[str, Sequence[object]], ...] = (
        (names.OVERVIEW, paper.figures),
        (names.NATURES, paper.natures),
        (names.CLASSES, paper.classes),
        (names.SUBJECTS, paper.top_subjects),
        (names.HOT, paper.hot_matters),
        (names.BATCHES, paper.batches),
        (names.UNFINISHED, paper.unfinished),
        (names.SUPERVISION, paper.supervision),
        (names.ARRIVALS, paper.arrivals),
        (names.SHORTCOMINGS, paper.unit_shortcomings),
    )
    yield from (_sheet(name, paper, type(rows[0]), rows, note, links=links) for name, rows in tables if rows)
    yield from _groups(paper, note)
    if paper.ticket_lists:
        yield _index(paper.ticket_lists, note, links)
        yield _tickets(paper.ticket_lists, note)


def _annual(paper: AnnualStatistics) -> Iterator[Sheet]:
    tables: tuple[tuple[str, Sequence[object]], ...] = (
        (names.OVERVIEW, paper.figures),
        (names.MONTHS, paper.months),
        (names.NATURES, paper.natures),
        (names.CLASSES, paper.classes),
    )
    yield from (_sheet(name, paper, type(rows[0]), rows, paper.year) for name, rows in tables if rows)
    yield from _groups(paper, paper.year)


def _groups(paper: Bulletin | AnnualStatistics, note: str) -> Iterator[Sheet]:
    for group in paper.groups:
        under = "  ".join(words for words in (group.note, paper.formula_note) if words)
        yield _sheet(group.title, paper, UnitLine, group.units, note, after=under)


def _places(lists: Sequence[TicketList]) -> Iterator[tuple[str, str]]:
    """Where the list behind each figure begins."""
    row = FIRST_ROW
    for one in lists:
        yield one.ref, f"'{names.TICKETS}'!A{row}"
        row += len(one.tickets)


def _sheet(
    name: str,
    paper: Formal,
    record: type,
    rows: Sequence[object],
    note: str,
    *,
    links: Mapping[str, str] | None = None,
    after: str = "",
) -> Sheet:
    """A sheet with one row a record; columns are the record's fields, also where there is no row."""
    columns = _columns(record)
    own = title(paper.kind)
    order: SheetOrder = {
        "name": names.sheet_name(name),
        "title": own if name == own else f"{own}  {name}",
        "note": f"{note}  {paper.issuer}  {shown(paper.issued_on)}",
        "columns": [label(one) for one in columns],
        "widths": [_width(one) for one in columns],
        "count": len(rows),
        "after": after,
    }
    leading = links or {}
    return Sheet(order, ([_value(one, getattr(row, one), leading) for one in columns] for row in rows))


def _columns(record: Any) -> tuple[str, ...]:  # noqa: ANN401 - any record
    return tuple(one.name for one in fields(record))


def _width(column: str) -> int:
    if column in _LONG_WORDS:
        return _WIDEST
    return _NARROW if column in _SHORT_WORDS else _WIDE


def _value(column: str, value: object, links: Mapping[str, str]) -> Value:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    words = shown(value)
    if column == "ref" and words in links:
        return {"text": words, "to": links[words]}
    if column not in _NO_NUMBERS and words.isascii() and words.isdigit() and len(words) <= _LONGEST_NUMBER:
        return int(words)
    return words


def _index(lists: Sequence[TicketList], note: str, links: Mapping[str, str]) -> Sheet:
    order: SheetOrder = {
        "name": names.INDEX,
        "title": names.INDEX,
        "note": note,
        "columns": [*names.INDEX_COLUMNS],
        "widths": [_NARROW, _WIDEST, _NARROW, _WIDE],
        "count": len(lists),
        "after": "",
    }
    return Sheet(order, (_listed(one, links) for one in lists))


def _listed(one: TicketList, links: Mapping[str, str]) -> list[Value]:
    return [one.ref, one.title, len(one.tickets), {"text": names.OPEN, "to": links[one.ref]}]


def _tickets(lists: Sequence[TicketList], note: str) -> Sheet:
    columns = _columns(TicketLine)
    order: SheetOrder = {
        "name": names.TICKETS,
        "title": names.TICKETS,
        "note": note,
        "columns": [names.REF, *map(label, columns)],
        "widths": [_NARROW, *(_width(one) for one in columns)],
        "count": sum(len(one.tickets) for one in lists),
        "after": "",
    }
    rows = (
        [one.ref, *(shown(getattr(line, name)) for name in columns)] for one in lists for line in one.tickets
    )
    return Sheet(order, ([*row] for row in rows))


def _export(paper: Export) -> Sheet:
    order: SheetOrder = {
        "name": names.sheet_name(paper.title),
        "title": paper.title,
        "note": f"{paper.issuer}  {shown(paper.issued_on)}",
        "columns": [*paper.columns],
        "widths": [_WIDE] * len(paper.columns),
        "count": len(paper.rows),
        "after": "",
    }
    return Sheet(
        order, ([value if isinstance(value, int) else shown(value) for value in row] for row in paper.rows)
    )
