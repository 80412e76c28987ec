"""Rows of cells, wherever they come from: a CSV text or the sheets of a workbook that nobody vouches for."""

import csv
import io
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from config.rosters.decoding import decoded
from config.rosters.written import Place, RosterFaulty
from config.texts import rosters as told
from config.texts.heard.roster_times import Cell

MOST_ROWS, MOST_COLUMNS = 20_000, 40
MOST_PARTS, MOST_UNPACKED = 400, 24 * 1024 * 1024
"""Files within a workbook, and their octets unpacked: more is no roster, but a trap."""
_SEPARATORS = ",\t;"
_DOCTYPES = (b"<!DOCTYPE", "<!DOCTYPE".encode("utf-16-le")[:-1])
"""No office program writes one; it is how a file asks for other files. In UTF-8 and in both kinds of UTF-16."""


@dataclass(frozen=True, slots=True)
class GridRow:
    """One row with its place."""

    place: Place
    cells: tuple[Cell, ...]


def csv_rows(octets: bytes) -> tuple[GridRow, ...]:
    """The rows of a CSV text, parted by whatever its first lines use most."""
    text = decoded(octets)
    head = text[:2000]
    separator = max(_SEPARATORS, key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    rows: list[GridRow] = []
    try:
        for cells in reader:
            place = Place(reader.line_num)
            if len(rows) >= MOST_ROWS:
                raise RosterFaulty((told.too_many_rows(MOST_ROWS),))
            rows.append(GridRow(place, tuple(cell.strip() for cell in cells[:MOST_COLUMNS])))
    except csv.Error:
        raise RosterFaulty((told.not_a_table(reader.line_num),)) from None
    return tuple(rows)


def workbook_rows(octets: bytes) -> tuple[GridRow, ...]:
    """The rows of every visible sheet of an .xlsx, values only. Looked through for traps before it is opened."""
    _check_parts(octets)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return tuple(_sheet_rows(octets))
    except RosterFaulty:
        raise
    except Exception as broken:  # a broken workbook makes the library raise whatever it hits upon
        raise RosterFaulty((told.broken_workbook(),)) from broken


def _sheet_rows(octets: bytes) -> Iterator[GridRow]:
    # Only who brings a workbook pays for the library: it costs the running program 60 MB.
    from openpyxl import load_workbook  # noqa: PLC0415

    book = load_workbook(io.BytesIO(octets), read_only=True, data_only=True, keep_links=False)
    try:
        for sheet in book.worksheets:
            if sheet.sheet_state != "visible":
                continue
            rows = sheet.iter_rows(max_row=MOST_ROWS + 1, max_col=MOST_COLUMNS, values_only=True)
            for line, values in enumerate(rows, start=1):
                if line > MOST_ROWS:
                    raise RosterFaulty((told.too_many_rows(MOST_ROWS),))
                yield GridRow(Place(line, sheet.title), tuple(_cell(value) for value in values))
    finally:
        book.close()


def _cell(value: object) -> Cell:
    if value is None or isinstance(value, bool):
        return None
    return value.strip() if isinstance(value, str) else value  # type: ignore[return-value]  # what openpyxl gives


def _check_parts(octets: bytes) -> None:
    try:
        trap = _trap(octets)
    except Exception as broken:  # as above, for the container
        raise RosterFaulty((told.broken_workbook(),)) from broken
    if trap is not None:
        raise RosterFaulty((trap,))


def _trap(octets: bytes) -> str | None:
    with zipfile.ZipFile(io.BytesIO(octets)) as packed:
        parts = packed.infolist()
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
            return told.workbook_too_big()
        for part in parts:
            content = packed.read(part) if part.filename.endswith((".xml", ".rels")) else b""
            if any(mark in content for mark in _DOCTYPES):
                return told.hostile_workbook()
    return None
