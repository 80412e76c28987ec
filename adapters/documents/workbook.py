"""Tables as .xlsx. Runs in the process that makes papers.

openpyxl writes the sheets; the rows of a long list (100,000 tickets) are written straight into the sheet's XML as they
come: openpyxl takes 8 µs a cell, this 1 µs, and neither side ever holds the whole list.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from shutil import copyfileobj
from xml.sax.saxutils import escape

from openpyxl import Workbook
from openpyxl.cell.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from adapters.documents.orders import Order, Properties, SheetOrder, Value
from adapters.documents.packing import packed, settled_parts
from adapters.documents.tables import FIRST_ROW
from config.texts.papers.words import BODY_FONT, HEADING_FONT

Rows = Sequence[Sequence[Value]]
_LONG = 2_000
"""Rows of a sheet from which on they are written without borders, straight into its XML."""
_MOST_COLUMNS = 200
_LETTERS = [get_column_letter(place + 1) for place in range(_MOST_COLUMNS)]
_LINE = Side(style="thin", color="FF000000")
_BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_TITLE = Font(name=HEADING_FONT, size=16)
_HEAD = Font(name=HEADING_FONT, size=11)
_BODY = Font(name=BODY_FONT, size=11)
_LINKED = Font(name=BODY_FONT, size=11, color="FF0563C1", underline="single")
_SHADE = PatternFill("solid", fgColor="FFE7EEF5")
_MIDDLE = Alignment(horizontal="center", vertical="center", wrap_text=True)
_WRAPPED = Alignment(vertical="center", wrap_text=True)
_PERCENT = re.compile(r"-?\d+(?:\.\d+)?%")
_A4 = 9
_LINE_PT = 17
_FIRST_WIDE = "\u2e80"
_SHORT = 16
"""Characters of words that stand in the middle of their cell."""
_END = b"</sheetData>"


def workbook(order: Order, lines: Iterator[tuple[int, Rows]], scratch: Path) -> bytes:
    """The finished .xlsx; `lines`: rows with the number of their sheet, sheet after sheet."""
    book = Workbook(write_only=True)
    long: dict[str, Path] = {}
    rows = _by_sheet(lines)
    for number, one in enumerate(order["sheets"]):
        sheet = _begun(book, one, order["mark"])
        own = next(rows) if one["count"] else iter(())
        if one["count"] > _LONG:
            place = scratch / f"rows{number}.xml"
            _write_rows(place, own)
            long[f"xl/worksheets/sheet{number + 1}.xml"] = place
        else:
            for row_number, row in enumerate(own, start=FIRST_ROW):
                sheet.row_dimensions[row_number].height = _LINE_PT * _lines(row, one["widths"])
                sheet.append([_filled(sheet, value) for value in row])
        if one["after"]:
            sheet.append([_cell(sheet, one["after"], _BODY)])
    _sign(book, order["properties"])
    kept = BytesIO()
    book.save(kept)
    parts: dict[str, bytes | Path] = dict(settled_parts(kept.getvalue(), order["properties"]["saved_at"]))
    for name, written in long.items():
        parts[name] = _with_rows(parts[name], written)
    return packed(parts)


def _sign(book: Workbook, properties: Properties) -> None:
    own = book.properties
    own.title, own.creator, own.lastModifiedBy = (
        properties["title"],
        properties["author"],
        properties["author"],
    )


def _by_sheet(lines: Iterator[tuple[int, Rows]]) -> Iterator[Iterator[Sequence[Value]]]:
    """The rows of each sheet that has any, as they come."""
    for _, group in groupby(lines, key=itemgetter(0)):
        yield (row for _, rows in group for row in rows)


def _begun(book: Workbook, order: SheetOrder, mark: str) -> Worksheet:
    sheet: Worksheet = book.create_sheet(order["name"])
    for place, width in enumerate(order["widths"], start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.freeze_panes = f"A{FIRST_ROW}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = _A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = f"{FIRST_ROW - 1}:{FIRST_ROW - 1}"
    if sheet.oddFooter is not None:
        sheet.oddFooter.center.text = "— &P —"
    if mark and sheet.oddHeader is not None:
        sheet.oddHeader.right.text = mark.replace("&", "&&")
    sheet.append([_cell(sheet, order["title"], _TITLE)])
    sheet.append([_cell(sheet, "  ".join(part for part in (order["note"], mark) if part), _BODY)])
    sheet.append([_boxed(sheet, name, _HEAD, _MIDDLE, shade=True) for name in order["columns"]])
    return sheet


def _lines(row: Sequence[Value], widths: Sequence[int]) -> int:
    """Lines of the highest cell: not every program makes room for words that wrap."""
    words = (value["text"] if isinstance(value, dict) else str(value) for value in row)
    return max(
        sum(-(-max(1, _units(line)) // (width - 1)) for line in text.split("\n"))
        for text, width in zip(words, widths, strict=True)
    )


def _units(line: str) -> int:
    """Widths of a digit: a Chinese letter takes two."""
    return sum(2 if letter >= _FIRST_WIDE else 1 for letter in line)


def _cell(sheet: Worksheet, value: str | float, font: Font) -> Cell:
    cell: Cell = WriteOnlyCell(sheet, value)
    if isinstance(value, str):
        # A text that begins with = stays a text.
        cell.data_type = "s"
    cell.font = font
    return cell


def _boxed(
    sheet: Worksheet, value: str | float, font: Font, aligned: Alignment, *, shade: bool = False
) -> Cell:
    cell = _cell(sheet, value, font)
    cell.border, cell.alignment = _BOX, aligned
    if shade:
        cell.fill = _SHADE
    return cell


def _filled(sheet: Worksheet, value: Value) -> Cell:
    if isinstance(value, dict):
        cell = _boxed(sheet, value["text"], _LINKED, _MIDDLE)
        cell.hyperlink = Hyperlink(ref="", location=value["to"], display=value["text"])
        return cell
    if isinstance(value, str) and _PERCENT.fullmatch(value):
        cell = _boxed(sheet, round(float(value[:-1]) / 100, 6), _BODY, _MIDDLE)
        cell.number_format = "0.00%"
        return cell
    return _boxed(
        sheet, value, _BODY, _WRAPPED if isinstance(value, str) and len(value) > _SHORT else _MIDDLE
    )


def _write_rows(place: Path, rows: Iterable[Sequence[Value]]) -> None:
    """Rows as XML, texts in place, numbers as numbers."""
    with place.open("w", encoding="utf-8") as file:
        for number, row in enumerate(rows, start=FIRST_ROW):
            cells = "".join(_raw(f"{_LETTERS[place]}{number}", value) for place, value in enumerate(row))
            file.write(f'<row r="{number}">{cells}</row>')


def _raw(place: str, value: Value) -> str:
    if isinstance(value, int | float):
        return f'<c r="{place}"><v>{value}</v></c>'
    words = value["text"] if isinstance(value, dict) else value
    return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(words)}</t></is></c>'


def _with_rows(sheet: bytes | Path, rows: Path) -> Path:
    """The sheet's XML with the rows let in behind its heads."""
    whole = rows.with_suffix(".sheet.xml")
    before, end, after = sheet.partition(_END) if isinstance(sheet, bytes) else (b"", b"", b"")
    with whole.open("wb") as file, rows.open("rb") as between:
        file.write(before)
        copyfileobj(between, file)
        file.write(end + after)
    rows.unlink()
    return whole
