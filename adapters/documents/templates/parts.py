"""The parts of a template's package beside its body: styles, fonts, footers, settings (`domain.md` §13.8)."""

from adapters.documents.packing import packed
from adapters.documents.templates.wordml import INNER, p
from config.texts.papers.labels import EXPORT_MARK
from config.texts.papers.words import (
    BODY_FONT,
    FALLBACKS,
    HEADING_FONT,
    STYLES,
    SUBHEADING_FONT,
    TITLE_FONT,
)

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_LATIN = "Times New Roman"
_EXACT = '<w:spacing w:line="579" w:lineRule="exact"/>'
_INDENT = '<w:ind w:firstLineChars="200" w:firstLine="632"/>'
_NO_GRID = '<w:snapToGrid w:val="0"/>'
_CENTRE, _RIGHT = ('<w:jc w:val="center"/>', '<w:jc w:val="right"/>')
_TABLE_LINE = '<w:spacing w:before="20" w:after="20" w:line="360" w:lineRule="exact"/>'
_SMALL_LINE = '<w:spacing w:before="20" w:after="20" w:line="280" w:lineRule="exact"/>'
_FOUR_CHARACTERS = '<w:ind w:rightChars="400" w:right="1264"/>'
_RED_RULE = '<w:pBdr><w:bottom w:val="single" w:sz="18" w:space="11" w:color="FF0000"/></w:pBdr>'
_INNER_LINE = f'<w:pBdr><w:top w:val="single" w:sz="{INNER}" w:space="1" w:color="000000"/></w:pBdr>'
_COLOPHON = (
    '{line}<w:tabs><w:tab w:val="right" w:pos="8500"/></w:tabs><w:snapToGrid w:val="0"/>'
    '<w:spacing w:before="20" w:after="20" w:line="460" w:lineRule="exact"/>'
    '<w:ind w:left="1120" w:right="280" w:hanging="840"/>'
)


def package(body: str) -> bytes:
    """A whole template around its body."""
    document = f'{_HEAD}<w:document xmlns:w="{_W}" xmlns:r="{_R}"><w:body>{body}</w:body></w:document>'
    parts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relationships(("rId1", f"{_R}/officeDocument", "word/document.xml")),
        "word/document.xml": document,
        "word/_rels/document.xml.rels": _relationships(
            ("rId1", f"{_R}/styles", "styles.xml"),
            ("rId2", f"{_R}/settings", "settings.xml"),
            ("rId3", f"{_R}/fontTable", "fontTable.xml"),
            ("rId4", f"{_R}/header", "header1.xml"),
            ("rId5", f"{_R}/footer", "footer1.xml"),
            ("rId6", f"{_R}/footer", "footer2.xml"),
        ),
        "word/styles.xml": _styles(),
        "word/settings.xml": _settings(),
        "word/fontTable.xml": _fonts(),
        "word/header1.xml": _around("hdr", p(f"{{{{ {EXPORT_MARK} }}}}", "ExportMark")),
        "word/footer1.xml": _around(
            "ftr", _page_number('<w:ind w:rightChars="100" w:right="280"/>' + _RIGHT)
        ),
        "word/footer2.xml": _around("ftr", _page_number('<w:ind w:leftChars="100" w:left="280"/>')),
    }
    return packed({place: text.encode() for place, text in parts.items()})


def _around(element: str, inside: str) -> str:
    return f'{_HEAD}<w:{element} xmlns:w="{_W}" xmlns:r="{_R}">{inside}</w:{element}>'


def _page_number(placed: str) -> str:
    """— 1 —: odd pages right, even pages left, one character from the edge."""
    return (
        f'<w:p><w:pPr><w:pStyle w:val="PageNumber"/>{placed}</w:pPr><w:r><w:t xml:space="preserve">— </w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
        '<w:r><w:t xml:space="preserve"> —</w:t></w:r></w:p>'
    )


def _content_types() -> str:
    kinds = {
        "document": "document.main",
        "styles": "styles",
        "settings": "settings",
        "fontTable": "fontTable",
        "header1": "header",
        "footer1": "footer",
        "footer2": "footer",
    }
    overrides = "".join(
        f'<Override PartName="/word/{part}.xml" ContentType="{_TYPES}.{kind}+xml"/>'
        for part, kind in kinds.items()
    )
    return (
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-'
        'package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
        f"{overrides}</Types>"
    )


def _relationships(*targets: tuple[str, str, str]) -> str:
    inside = "".join(f'<Relationship Id="{one}" Type="{kind}" Target="{to}"/>' for one, kind, to in targets)
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{inside}</Relationships>'


def _settings() -> str:
    return _around(
        "settings",
        '<w:zoom w:percent="100"/><w:evenAndOddHeaders/><w:drawingGridVerticalSpacing w:val="579"/>'
        '<w:characterSpacingControl w:val="compressPunctuation"/>'
        '<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
        "</w:compat>"
        '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/>',
    )


def _fonts() -> str:
    """Every font with what stands in for it: Word takes the first of the alternatives it has."""
    known = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{others}"/><w:charset w:val="86"/></w:font>'
        for name, others in FALLBACKS.items()
    )
    return _around("fonts", f'{known}<w:font w:name="{_LATIN}"><w:charset w:val="00"/></w:font>')


def _style(name: str, font: str, half_points: int, paragraph: str, *, look: str = "") -> str:
    return (
        f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{name}"><w:name w:val="{STYLES[name]}"/>'
        f'<w:basedOn w:val="Normal"/><w:qFormat/><w:pPr>{paragraph}</w:pPr><w:rPr>{_font(font)}{look}'
        f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/></w:rPr></w:style>'
    )


def _font(name: str) -> str:
    return f'<w:rFonts w:ascii="{_LATIN}" w:hAnsi="{_LATIN}" w:eastAsia="{name}" w:cs="{_LATIN}"/>'


def _styles() -> str:
    """Sizes in half points: 44 is 2号, 32 is 3号, 28 is 4号, 24 is 小四, 21 is 五号, 18 is 小五."""
    small_centre = f"{_NO_GRID}{_SMALL_LINE}{_CENTRE}"
    keep = "<w:keepNext/>"
    plain = (
        f'<w:docDefaults><w:rPrDefault><w:rPr>{_font(BODY_FONT)}<w:sz w:val="32"/><w:szCs w:val="32"/>'
        '<w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:pPr>'
        '<w:widowControl w:val="0"/><w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/></w:pPr>'
        '<w:rPr><w:sz w:val="32"/><w:szCs w:val="32"/></w:rPr></w:style>'
    )
    styles = [
        plain,
        _style("Body", BODY_FONT, 32, f"{_EXACT}{_INDENT}"),
        _style("Flush", BODY_FONT, 32, _EXACT),
        _style(
            "Title",
            TITLE_FONT,
            44,
            f'{keep}{_NO_GRID}<w:spacing w:before="0" w:after="240" w:line="700" w:lineRule="exact"/>{_CENTRE}',
        ),
        _style("Heading1", HEADING_FONT, 32, f'{keep}{_EXACT}{_INDENT}<w:outlineLvl w:val="0"/>'),
        _style("Heading2", SUBHEADING_FONT, 32, f'{keep}{_EXACT}{_INDENT}<w:outlineLvl w:val="1"/>'),
        _style(
            "RedHead",
            TITLE_FONT,
            80,
            f'{_NO_GRID}<w:spacing w:before="1320" w:after="400" w:line="1000" w:lineRule="exact"/>{_CENTRE}',
            look='<w:color w:val="FF0000"/>',
        ),
        _style(
            "Number",
            BODY_FONT,
            32,
            f'{_RED_RULE}<w:tabs><w:tab w:val="right" w:pos="8844"/></w:tabs><w:spacing w:after="579" w:line="579"'
            ' w:lineRule="exact"/>',
        ),
        _style("Marking", HEADING_FONT, 32, _EXACT),
        _style("Cell", BODY_FONT, 24, f"{_NO_GRID}{_TABLE_LINE}"),
        _style("CellCentre", BODY_FONT, 24, f"{_NO_GRID}{_TABLE_LINE}{_CENTRE}"),
        _style("CellHead", HEADING_FONT, 24, f"{_NO_GRID}{_TABLE_LINE}{_CENTRE}"),
        _style("Small", BODY_FONT, 21, f"{_NO_GRID}{_SMALL_LINE}"),
        _style("SmallCentre", BODY_FONT, 21, small_centre),
        _style("SmallHead", HEADING_FONT, 21, small_centre),
        _style(
            "Note", BODY_FONT, 21, f'{_NO_GRID}<w:spacing w:before="60" w:line="320" w:lineRule="exact"/>'
        ),
        _style("Picture", BODY_FONT, 24, f'{_NO_GRID}<w:spacing w:before="120" w:after="120"/>{_CENTRE}'),
        _style(
            "Caption",
            HEADING_FONT,
            24,
            f'{keep}{_NO_GRID}<w:spacing w:before="200" w:after="80" w:line="360" w:lineRule="exact"/>{_CENTRE}',
        ),
        _style("Sign", BODY_FONT, 32, f"{keep}{_EXACT}{_FOUR_CHARACTERS}{_RIGHT}"),
        _style("Colophon", BODY_FONT, 28, _COLOPHON.format(line="")),
        _style("ColophonLast", BODY_FONT, 28, _COLOPHON.format(line=_INNER_LINE)),
        _style("Tail", BODY_FONT, 2, f'{_NO_GRID}<w:spacing w:line="20" w:lineRule="exact"/>'),
        _style("PageNumber", BODY_FONT, 28, _NO_GRID),
        _style("ExportMark", BODY_FONT, 18, f"{_NO_GRID}{_RIGHT}", look='<w:color w:val="7F7F7F"/>'),
    ]
    return _around("styles", "".join(styles))
