"""Word refuses a document whose properties stand in another order than its schema says; LibreOffice would not tell."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring

from adapters.documents.packing import unpacked
from adapters.documents.templates.shipped import BODIES, template
from domain.papers.kinds import PaperKind

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
ORDERS = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr pBdr shd tabs autoSpaceDE autoSpaceDN"
    " snapToGrid spacing ind jc outlineLvl sectPr",
    "rPr": "rFonts b color spacing sz szCs lang",
    "tblPr": "tblpPr tblOverlap tblW jc tblBorders tblLayout tblCellMar",
    "tcPr": "tcW gridSpan vAlign",
    "sectPr": "headerReference footerReference pgSz pgMar docGrid",
    "style": "name basedOn qFormat pPr rPr",
    "settings": "zoom evenAndOddHeaders drawingGridVerticalSpacing characterSpacingControl compat themeFontLang",
    "font": "altName charset",
    "tblBorders": "top left bottom right insideH insideV",
}
"""Of what we write: ISO/IEC 29500-1, the sequences of these types."""


def elements(kind: PaperKind) -> Iterator[Element]:
    for place, text in unpacked(template(kind)).items():
        if place.startswith("word/") and place.endswith(".xml"):
            yield from fromstring(text).iter()


@pytest.mark.parametrize("kind", BODIES, ids=lambda kind: kind.value)
def test_properties_stand_in_the_order_of_the_schema(kind: PaperKind) -> None:
    for element in elements(kind):
        order = ORDERS.get(element.tag.removeprefix(W), "").split()
        if not order:
            continue
        names = [child.tag.removeprefix(W) for child in element]
        assert set(names) <= set(order), f"{element.tag}: {names}"
        assert names == sorted(names, key=order.index), f"{element.tag}: {names}"


@pytest.mark.parametrize("kind", BODIES, ids=lambda kind: kind.value)
def test_every_style_that_is_used_exists_and_every_cell_ends_with_a_paragraph(kind: PaperKind) -> None:
    found = [*elements(kind)]
    styles = {one.get(f"{W}styleId") for one in found if one.tag == f"{W}style"}
    used = {one.get(f"{W}val") for one in found if one.tag in {f"{W}pStyle", f"{W}basedOn"}}
    cells = [one for one in found if one.tag == f"{W}tc"]

    assert used <= styles
    assert all(cell[-1].tag == f"{W}p" for cell in cells)
