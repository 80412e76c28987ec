"""A CSV table of the centre's: rows by column, each with its line; headings in Chinese or English, in any order."""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from config.textfile import LARGEST_TABLE, read_text
from config.texts import misconfigured as wrong
from domain.failures import Misconfigured


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its key for us, its Chinese heading, whether every table must have it."""

    key: str
    heading: str
    needed: bool = True


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its file, its line, its cells by key; a column the table lacks is empty."""

    file: str
    line: int
    cells: Mapping[str, str]

    def __getitem__(self, key: str) -> str:
        return self.cells.get(key, "")


def read_table(
    path: Path, columns: tuple[Column, ...], *, from_spreadsheets: bool = False
) -> tuple[Row, ...]:
    """Every row that says something. Lines that begin with # are remarks. `from_spreadsheets`: GBK is read, too.

    Misconfigured where the file is missing, no text, lacks a column, or a row has the wrong number of cells.
    """
    rows = _rows(path.name, read_text(path, LARGEST_TABLE, gbk=from_spreadsheets))
    first = next(rows, None)
    if first is None:
        raise Misconfigured(wrong.empty_table(path.name))
    keys = _heading(path.name, first, columns)
    found = []
    for line, cells in rows:
        if len(cells) != len(keys):
            raise Misconfigured(wrong.cells(path.name, line, len(cells), len(keys)))
        found.append(Row(path.name, line, dict(zip(keys, cells, strict=True))))
    if not found:
        raise Misconfigured(wrong.empty_table(path.name))
    return tuple(found)


def _rows(file: str, text: str) -> Iterator[tuple[int, list[str]]]:
    """Each row with the line it begins on. A remark may hold any number of quotes; in a row they come in pairs."""
    lines = io.StringIO(text, newline="")
    begins = 1
    for line in lines:
        if line.lstrip().startswith("#"):
            begins += 1
            continue
        reader = csv.reader(chain((line,), lines), strict=True)
        try:
            cells = [cell.strip() for cell in next(reader, ())]
        except csv.Error:
            raise Misconfigured(wrong.not_csv(file, begins)) from None
        if any(cells) and not cells[0].startswith("#"):
            yield begins, cells
        begins += reader.line_num


def _heading(file: str, first: tuple[int, list[str]], columns: tuple[Column, ...]) -> list[str]:
    line, written = first
    names = {column.heading.lower(): column.key for column in columns}
    names |= {column.key: column.key for column in columns}
    keys = []
    for cell in written:
        key = names.get(cell.lower())
        if key is None or key in keys:
            raise Misconfigured(wrong.heading(file, line, cell, [column.heading for column in columns]))
        keys.append(key)
    lacking = [column.heading for column in columns if column.needed and column.key not in keys]
    if lacking:
        raise Misconfigured(wrong.heading_missing(file, lacking))
    return keys
