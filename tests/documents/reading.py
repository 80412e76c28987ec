"""What stands in a finished file, read by other means than it was made with."""

import re
from io import BytesIO
from zipfile import ZipFile

from openpyxl import Workbook, load_workbook

LEAKS = re.compile(r"(?<!\d)(?:1[3-9]\d{9}|\d{17}[\dXx]|0\d{2,3}-\d{7,8})(?!\d)")
"""Full numbers of a phone or a person."""
_TEXT = re.compile(r"<w:t(?: [^>]*)?>([^<]*)</w:t>|<w:(?:p|br|tab)[ />]")


def parts(content: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def words_of(docx: bytes) -> str:
    """Every word that is printed, headers included; a line a paragraph."""
    shown = [
        text.decode()
        for name, text in sorted(parts(docx).items())
        if re.match(r"word/(document|header)", name)
    ]
    return "".join(
        match[1] if match[1] is not None else "\n" for text in shown for match in _TEXT.finditer(text)
    )


def book(xlsx: bytes) -> Workbook:
    return load_workbook(BytesIO(xlsx))
