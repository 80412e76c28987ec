"""Reads a file of answers to import (答复库): all rows right, or none taken."""

from collections.abc import Collection
from datetime import date
from pathlib import Path

from config.tablefile import Column, Row, read_table
from config.texts import library as words
from config.texts import misconfigured as wrong
from config.texts.heard.library import holds_personal_data
from domain.failures import Misconfigured
from domain.library import AnswerDraft, fault_of

COLUMNS = (
    Column("title", words.TITLE),
    Column("body", words.BODY),
    Column("category", words.CATEGORY, needed=False),
    Column("source", words.SOURCE, needed=False),
    Column("since", words.SINCE, needed=False),
    Column("until", words.UNTIL, needed=False),
)


def read_answers(path: Path, categories: Collection[str]) -> tuple[AnswerDraft, ...]:
    """Every row as a draft. Misconfigured names file, line and remedy; UTF-8, and GBK as spreadsheets save it."""
    drafts: list[AnswerDraft] = []
    lines: dict[str, int] = {}
    for row in read_table(path, COLUMNS, from_spreadsheets=True):
        draft = _draft(row)
        personal = any(holds_personal_data(cell) for cell in row.cells.values())
        if (fault := fault_of(draft, categories, personal=personal)) is not None:
            raise Misconfigured(f"{wrong.place(row.file, row.line)}：{words.fault(fault)}")
        if draft.title in lines:
            raise Misconfigured(wrong.twice(row.file, row.line, words.TITLE, draft.title, lines[draft.title]))
        lines[draft.title] = row.line
        drafts.append(draft)
    return tuple(drafts)


def _draft(row: Row) -> AnswerDraft:
    return AnswerDraft(
        title=" ".join(row["title"].split()),
        body="\n".join(row["body"].splitlines()),
        category=row["category"],
        source=row["source"],
        since=_day(row, "since", words.SINCE),
        until=_day(row, "until", words.UNTIL),
    )


def _day(row: Row, key: str, heading: str) -> date | None:
    written = row[key]
    if not written:
        return None
    try:
        # Spreadsheets write 2026/1/1.
        year, month, day = (int(part) for part in written.replace("/", "-").split("-"))
        return date(year, month, day)
    except ValueError:
        raise Misconfigured(wrong.value(row.file, row.line, heading, written, words.EXPECTED_DAY)) from None
