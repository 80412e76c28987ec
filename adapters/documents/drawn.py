"""A paper drawn as a table on one picture, for chat where no office program is installed. Runs in the process that makes papers."""

from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from adapters.documents.fonts import chinese_font
from adapters.documents.orders import Order

_WIDTH = 1080
_EDGE, _PAD = 48, 16
_TITLE, _WORDS, _SMALL = 40, 28, 20
_LABELS = 220
_LEADING = 1.4
_MOST_LINES = 120
"""A picture longer than this is not read in a chat."""
_BLACK, _GREY, _SHADE, _LINE = "#1A1A1A", "#808080", "#EEF3F8", "#9AA7B4"


def drawn(order: Order) -> bytes | None:
    """A PNG 1,080 pixels wide; None where no font can write Chinese."""
    font = chinese_font(order["fonts"])
    if font is None:
        return None
    title, words, small = (
        ImageFont.truetype(font.path, size, index=font.face) for size in (_TITLE, _WORDS, _SMALL)
    )
    space = _WIDTH - 2 * _EDGE - _LABELS - 2 * _PAD
    rows = [
        (wrapped(label, words, _LABELS - 2 * _PAD), wrapped(value, words, space))
        for label, value in order["lines"]
    ]
    rows = _shortened(rows)
    step = round(_WORDS * _LEADING)
    heights = [max(len(left), len(right), 1) * step + 2 * _PAD for left, right in rows]
    top = _EDGE + round(_TITLE * _LEADING) + _PAD
    page = Image.new("RGB", (_WIDTH, top + sum(heights) + round(_SMALL * 3) + _EDGE), "white")
    pen = ImageDraw.Draw(page)
    pen.text((_WIDTH / 2, _EDGE), order["properties"]["title"], font=title, fill=_BLACK, anchor="ma")
    for (left, right), height in zip(rows, heights, strict=True):
        pen.rectangle((_EDGE, top, _EDGE + _LABELS, top + height), fill=_SHADE, outline=_LINE)
        pen.rectangle((_EDGE + _LABELS, top, _WIDTH - _EDGE, top + height), outline=_LINE)
        for place, line in enumerate(left):
            pen.text((_EDGE + _PAD, top + _PAD + place * step), line, font=words, fill=_BLACK)
        for place, line in enumerate(right):
            pen.text((_EDGE + _LABELS + _PAD, top + _PAD + place * step), line, font=words, fill=_BLACK)
        top += height
    pen.text((_WIDTH - _EDGE, top + _PAD), order["mark"], font=small, fill=_GREY, anchor="ra")
    kept = BytesIO()
    page.save(kept, format="PNG")
    return kept.getvalue()


def wrapped(text: str, font: ImageFont.FreeTypeFont, space: int) -> list[str]:
    """Lines that are no wider than `space` pixels; Chinese breaks anywhere."""
    lines = []
    for paragraph in text.split("\n"):
        line = ""
        for letter in paragraph:
            if line and font.getlength(line + letter) > space:
                lines.append(line)
                line = ""
            line += letter
        lines.append(line)
    return lines


def _shortened(rows: list[tuple[list[str], list[str]]]) -> list[tuple[list[str], list[str]]]:
    kept, lines = [], 0
    for row in rows:
        lines += max(map(len, row))
        if lines > _MOST_LINES:
            kept.append((["……"], ["……"]))
            break
        kept.append(row)
    return kept
