"""What templates are put together from: fields, loops, forms and tables, colophon. Twips throughout."""

from collections.abc import Sequence

from adapters.documents.templates.wordml import BLOCK, Cell, Row, at_the_foot, p, rules, table
from config.texts.papers import words
from config.texts.papers.labels import MARKING, PICTURE, label

LABEL = 1600
"""Width of a label in a form."""
HALF = BLOCK // 2


def f(name: str) -> str:
    """A field's placeholder."""
    return f"{{{{ {label(name)} }}}}"


def of(variable: str, name: str) -> str:
    """A placeholder of a row's field."""
    return f"{{{{ {variable}.{label(name)} }}}}"


def each(variable: str, rows: str, inside: str) -> str:
    """Whole paragraphs and tables, once for each row; `rows`: a field, or a row's field."""
    return p(f"{{%p for {variable} in {rows} %}}") + inside + p("{%p endfor %}")


def where(test: str, inside: str, otherwise: str = "") -> str:
    """Whole paragraphs and tables only where a field is not empty."""
    other = p("{%p else %}") + otherwise if otherwise else ""
    return p(f"{{%p if {test} %}}") + inside + other + p("{%p endif %}")


def paragraphs(name: str, style: str = "Body") -> str:
    """A field of paragraphs."""
    return each(words.PARAGRAPH, label(name), p(f"{{{{ {words.PARAGRAPH} }}}}", style))


def marking() -> str:
    """The first line of the first page; it stays where there is nothing to mark."""
    return p(f"{{{{ {MARKING} }}}}", "Marking")


def red_head(name: str, left: str, right: str, number: str = "") -> str:
    """版头: the name in red, the number under it, issuer and day above the red line."""
    numbered = p(number, "Flush", '<w:spacing w:after="240"/><w:jc w:val="center"/>') if number else ""
    return p(name, "RedHead") + numbered + p(f"{left}\t{right}", "Number")


def wide(name: str, height: int = 0) -> Row:
    """A form's row with one label and one value."""
    return Row((Cell(label(name), LABEL, "CellCentre"), Cell(f(name), BLOCK - LABEL)), height, whole=False)


def pair(first: str, second: str) -> Row:
    """A form's row with two labels and two values."""
    value = HALF - LABEL
    return Row(
        (
            Cell(label(first), LABEL, "CellCentre"),
            Cell(f(first), value),
            Cell(label(second), LABEL, "CellCentre"),
            Cell(f(second), BLOCK - HALF - LABEL),
        )
    )


def band(text: str) -> Row:
    """A heading across the form."""
    return Row((Cell(text, BLOCK, "CellHead"),))


def listed(
    rows: str,
    columns: Sequence[tuple[str, int]],
    *,
    small: bool = False,
    left: Sequence[str] = (),
    width: int = BLOCK,
) -> list[Row]:
    """Head and looped row of a table. `columns`: field and share of the width; `left`: fields that are read, not counted."""
    head, centre, plain = (
        ("SmallHead", "SmallCentre", "Small") if small else ("CellHead", "CellCentre", "Cell")
    )
    widths = _shared(width, [share for _, share in columns])
    cells = tuple(
        Cell(of(words.ROW, name), wide_, plain if name in left else centre)
        for (name, _), wide_ in zip(columns, widths, strict=True)
    )
    heads = tuple(Cell(label(name), wide_, head) for (name, _), wide_ in zip(columns, widths, strict=True))
    return [Row(heads, head=True), *looped(rows, Row(cells), width)]


def looped(rows: str, row: Row, width: int = BLOCK) -> list[Row]:
    """A row once for each row of a field."""
    return [
        Row((Cell(f"{{%tr for {words.ROW} in {rows} %}}", width),)),
        row,
        Row((Cell("{%tr endfor %}", width),)),
    ]


def _shared(width: int, shares: list[int]) -> list[int]:
    whole = sum(shares)
    found = [width * share // whole for share in shares]
    found[-1] += width - sum(found)
    return found


def captioned(
    caption: str,
    rows: str,
    columns: Sequence[tuple[str, int]],
    *,
    left: Sequence[str] = (),
    small: bool = False,
    under: str = "",
) -> str:
    """A table under its name and above a note, or a word where it has no rows."""
    made = table(listed(rows, columns, left=left, small=small))
    nothing = p(f"{caption}{words.COLON}{words.NOBODY}", "Body")
    return where(rows, p(caption, "Caption") + made + p(under, "Note"), nothing)


def charts() -> str:
    """Each chart as its picture, or as a table where it could not be drawn."""
    chart = words.CHART
    rows = listed(f"{chart}.{label('points')}", [("name", 3), ("value", 2)])
    as_table = p(of(chart, "title"), "Caption") + table(rows) + p("", "Note")
    picture = p(f"{{{{ {chart}.{PICTURE} }}}}", "Picture")
    return each(chart, label("charts"), where(f"{chart}.{PICTURE}", picture, as_table))


def signed() -> str:
    """落款: issuer and day, four characters from the right."""
    return p("", "Body") + p("", "Body") + p(f("issuer"), "Sign") + p(f("issued_on"), "Sign")


def issued_line(width: int = BLOCK) -> str:
    """Under a form: who fills it and when."""
    return p(
        f"{words.ISSUING_UNIT}{f('issuer')}{words.SEALED}\t{f('issued_on')}",
        "Note",
        f'<w:tabs><w:tab w:val="right" w:pos="{width}"/></w:tabs>',
    )


def colophon(lines: Sequence[str], *, printed: bool = True) -> str:
    """版记, on the last page: who gets it, who printed it and when, how many."""
    issued = f"{f('issuer')}\t{words.ISSUED.format(date=f('issued_on'))}"
    if printed:
        issued += words.PRINTED.format(count=f("printed"))
    # One row, so that it never comes apart over two pages; the line within belongs to the last paragraph.
    row = Row((Cell((*lines, issued), BLOCK, "Colophon", "ColophonLast"),))
    return p("", "Note") + table([row], look=at_the_foot(), borders=rules()) + p("", "Tail")
