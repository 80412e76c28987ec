"""Just enough WordprocessingML for official papers: paragraphs, bordered tables, sections. Lengths in twips (1/20 pt)."""

from dataclasses import dataclass
from itertools import pairwise
from xml.sax.saxutils import escape

MM = 1440 / 25.4
BLOCK = round(156 * MM)
"""Width of the text block (版心), portrait."""
WIDE_BLOCK = round(225 * MM)
"""The same on a landscape page."""
_GRID = '<w:docGrid w:type="linesAndChars" w:linePitch="579" w:charSpace="-849"/>'
"""22 lines of 28.95 pt a page; 28 characters of 16 pt less 849/4096 pt a line: 156 mm."""
INNER, _OUTER = 6, 8
"""Borders in eighths of a point: 0.26 mm and 0.35 mm."""


def run(text: str) -> str:
    """Text as one run; tabs and line breaks as Word writes them."""
    lines = []
    for line in text.split("\n"):
        pieces = [
            f'<w:t xml:space="preserve">{escape(piece)}</w:t>' if piece else "" for piece in line.split("\t")
        ]
        lines.append("<w:tab/>".join(pieces))
    return f"<w:r>{'<w:br/>'.join(lines)}</w:r>"


def p(text: str = "", style: str = "Body", more: str = "") -> str:
    """A paragraph; `more`: further properties, as XML."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{more}</w:pPr>{run(text) if text else ""}</w:p>'


def page_break_before() -> str:
    """For `more`."""
    return "<w:pageBreakBefore/>"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: `width` in twips; borders as the table's. Several texts are several paragraphs, the last in its own style."""

    text: str | tuple[str, ...]
    width: int
    style: str = "Cell"
    last: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One row. `height`: at least so high; `head`: repeated on each page; `whole`: never split over two pages."""

    cells: tuple[Cell, ...]
    height: int = 0
    head: bool = False
    whole: bool = True


def table(rows: list[Row], *, look: str = "", borders: str = "") -> str:
    """A bordered table whose rows may be cut at different places: the grid is worked out from all cuts."""
    cuts = sorted({0, *(cut for row in rows for cut in _cuts(row))})
    columns = "".join(f'<w:gridCol w:w="{after - before}"/>' for before, after in pairwise(cuts))
    body = "".join(_row(row, cuts) for row in rows)
    return (
        f'<w:tbl><w:tblPr>{look}<w:tblW w:w="{cuts[-1]}" w:type="dxa"/><w:jc w:val="center"/>{borders or _box()}'
        '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="57" w:type="dxa"/><w:right w:w="57" w:type="dxa"/>'
        f"</w:tblCellMar></w:tblPr><w:tblGrid>{columns}</w:tblGrid>{body}</w:tbl>"
    )


def _box() -> str:
    """Lines around and within."""
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="{INNER}" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    return f"<w:tblBorders>{sides}</w:tblBorders>"


def rules() -> str:
    """For `borders`: lines above and below only: the colophon (版记)."""
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="{weight}" w:space="0" w:color="000000"/>'
        for side, weight in (("top", _OUTER), ("bottom", _OUTER))
    )
    return f"<w:tblBorders>{sides}</w:tblBorders>"


def at_the_foot() -> str:
    """For `look`: at the lower edge of the text block. LibreOffice leaves the table where the text is."""
    return (
        '<w:tblpPr w:leftFromText="0" w:rightFromText="0" w:vertAnchor="margin" w:horzAnchor="margin"'
        ' w:tblpXSpec="left" w:tblpYSpec="bottom"/><w:tblOverlap w:val="never"/>'
    )


def _inside(cell: Cell) -> str:
    texts = (cell.text,) if isinstance(cell.text, str) else cell.text
    styles = (*[cell.style] * (len(texts) - 1), cell.last or cell.style)
    return "".join(p(text, style) for text, style in zip(texts, styles, strict=True))


def _cuts(row: Row) -> list[int]:
    places, right = [], 0
    for cell in row.cells:
        right += cell.width
        places.append(right)
    return places


def _row(row: Row, cuts: list[int]) -> str:
    properties = ("<w:cantSplit/>" if row.whole else "") + (
        f'<w:trHeight w:val="{row.height}" w:hRule="atLeast"/>' if row.height else ""
    )
    properties += "<w:tblHeader/>" if row.head else ""
    cells, left = [], 0
    for cell in row.cells:
        right = left + cell.width
        span = cuts.index(right) - cuts.index(left)
        spanned = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
        cells.append(
            f'<w:tc><w:tcPr><w:tcW w:w="{cell.width}" w:type="dxa"/>{spanned}<w:vAlign w:val="center"/></w:tcPr>'
            f"{_inside(cell)}</w:tc>"
        )
        left = right
    return f"<w:tr>{f'<w:trPr>{properties}</w:trPr>' if properties else ''}{''.join(cells)}</w:tr>"


def section(*, wide: bool = False) -> str:
    """Page, margins and grid of GB/T 9704; `wide`: A4 on its side."""
    width, height = round(210 * MM), round(297 * MM)
    top, right, bottom, left = (round(side * MM) for side in (37, 26, 35, 28))
    if wide:
        # Turned by a quarter, with the binding edge on top.
        width, height = height, width
        top, right, bottom, left = left, top, right, bottom
    turned = ' w:orient="landscape"' if wide else ""
    footer = round((22.5 if not wide else 14) * MM)
    return (
        '<w:sectPr><w:headerReference w:type="default" r:id="rId4"/><w:headerReference w:type="even" r:id="rId4"/>'
        '<w:footerReference w:type="default" r:id="rId5"/><w:footerReference w:type="even" r:id="rId6"/>'
        f'<w:pgSz w:w="{width}" w:h="{height}"{turned}/>'
        f'<w:pgMar w:top="{top}" w:right="{right}" w:bottom="{bottom}" w:left="{left}" w:header="{round(15 * MM)}"'
        f' w:footer="{footer}" w:gutter="0"/>{_GRID}</w:sectPr>'
    )


def section_ends(*, wide: bool = False) -> str:
    """The last paragraph of a section before the last."""
    return f'<w:p><w:pPr><w:pStyle w:val="Note"/>{section(wide=wide)}</w:pPr></w:p>'
