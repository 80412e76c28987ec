"""The page of formal papers, value by value as `domain.md` §13.8 gives them (GB/T 9704-2012)."""

import re
from io import BytesIO

import pytest
from docx import Document
from docx.enum.text import WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

from adapters.documents.packing import unpacked
from adapters.documents.templates.shipped import BODIES, template
from config.texts.papers.words import BODY_FONT, HEADING_FONT, STYLES, SUBHEADING_FONT, TITLE_FONT
from domain.papers.kinds import PaperKind

CLOSE = Mm(0.1)


def sections(kind: PaperKind) -> list[Section]:
    return [*Document(BytesIO(template(kind))).sections]


def style(name: str) -> ParagraphStyle:
    found = Document(BytesIO(template(PaperKind.BULLETIN))).styles[STYLES[name]]
    assert isinstance(found, ParagraphStyle)
    return found


def east_asian(name: str) -> str:
    properties = style(name).element.rPr
    assert properties is not None
    return str(properties.rFonts.get(qn("w:eastAsia")))


@pytest.mark.parametrize("kind", BODIES, ids=lambda kind: kind.value)
def test_every_page_is_a4_with_a_block_of_156_by_225_mm(kind: PaperKind) -> None:
    for one in sections(kind):
        edges = [one.top_margin, one.right_margin, one.bottom_margin, one.left_margin]
        wide = (one.page_width or 0) > (one.page_height or 0)
        expected = [Mm(side) for side in ((28, 37, 26, 35) if wide else (37, 26, 35, 28))]
        size = {Mm(297), Mm(210)}

        assert all(
            any(abs((side or 0) - one_side) < CLOSE for one_side in size)
            for side in (one.page_width, one.page_height)
        )
        assert all(abs((edge or 0) - wanted) < CLOSE for edge, wanted in zip(edges, expected, strict=True))


@pytest.mark.parametrize("kind", BODIES, ids=lambda kind: kind.value)
def test_every_section_has_22_lines_of_28_characters(kind: PaperKind) -> None:
    for one in sections(kind):
        grid = one._sectPr.find(qn("w:docGrid"))
        assert grid is not None
        pitch_pt = int(grid.get(qn("w:linePitch"), "0")) / 20
        letter_pt = 16 + int(grid.get(qn("w:charSpace"), "0")) / 4096

        assert grid.get(qn("w:type")) == "linesAndChars"
        assert round(Mm(225).pt / pitch_pt) == 22
        assert 22 * pitch_pt <= Mm(225).pt
        assert 28 * letter_pt == pytest.approx(Mm(156).pt, abs=0.1)


@pytest.mark.parametrize(
    ("name", "font", "points"),
    [
        ("Body", BODY_FONT, 16),
        ("Title", TITLE_FONT, 22),
        ("Heading1", HEADING_FONT, 16),
        ("Heading2", SUBHEADING_FONT, 16),
        ("Marking", HEADING_FONT, 16),
        ("Number", BODY_FONT, 16),
        ("Colophon", BODY_FONT, 14),
        ("PageNumber", BODY_FONT, 14),
        ("Cell", BODY_FONT, 12),
        ("Small", BODY_FONT, 10.5),
    ],
)
def test_fonts_and_sizes(name: str, font: str, points: float) -> None:
    assert east_asian(name) == font
    assert style(name).font.size == Pt(points)


def test_text_is_black_and_only_the_head_is_red() -> None:
    red = [name for name in STYLES if style(name).font.color.rgb == RGBColor(0xFF, 0, 0)]

    assert red == ["RedHead"]


def test_a_paragraph_is_indented_by_two_characters_and_its_lines_are_exact() -> None:
    body = style("Body")
    indent = body.element.pPr.find(qn("w:ind"))

    assert body.paragraph_format.line_spacing_rule == WD_LINE_SPACING.EXACTLY
    assert body.paragraph_format.line_spacing == Pt(28.95)
    assert indent.get(qn("w:firstLineChars")) == "200"


def test_every_font_has_another_for_where_it_is_missing() -> None:
    fonts = unpacked(template(PaperKind.BULLETIN))["word/fontTable.xml"].decode()

    for name in (BODY_FONT, TITLE_FONT, HEADING_FONT, SUBHEADING_FONT):
        assert re.search(rf'w:name="{name}"><w:altName w:val="[^"]+"', fonts)


def test_page_numbers_stand_right_on_odd_pages_and_left_on_even_ones() -> None:
    parts = unpacked(template(PaperKind.BULLETIN))
    odd, even = parts["word/footer1.xml"].decode(), parts["word/footer2.xml"].decode()

    assert b"<w:evenAndOddHeaders/>" in parts["word/settings.xml"]
    assert re.search(r'w:rightChars="100".*w:jc w:val="right"', odd)
    assert re.search(r'w:leftChars="100"', even)
    assert all("— </w:t>" in footer and " PAGE " in footer for footer in (odd, even))


def test_the_bulletins_annex_lies_on_its_side_and_the_colophon_upright_on_the_last_page() -> None:
    turned = [(one.page_width or 0) > (one.page_height or 0) for one in sections(PaperKind.BULLETIN)]

    assert turned == [False, True, False]


@pytest.mark.parametrize("kind", BODIES, ids=lambda kind: kind.value)
def test_no_table_is_wider_than_the_block(kind: PaperKind) -> None:
    document = Document(BytesIO(template(kind)))
    for table in document.tables:
        width = sum(int(column.get(qn("w:w"), "0")) for column in table._tbl.tblGrid.findall(qn("w:gridCol")))
        rows = [
            sum(int(cell.tcPr.find(qn("w:tcW")).get(qn("w:w"))) for cell in row._tr.tc_lst)
            for row in table.rows
        ]

        assert width in {round(Mm(156).twips), round(Mm(225).twips)}
        assert set(rows) == {width}
