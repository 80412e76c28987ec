"""Opens a template's .docx without trusting it: no bombs, no macros, nothing embedded, nothing fetched from elsewhere."""

import re
from collections.abc import Mapping
from io import BytesIO
from xml.etree.ElementTree import Element, ParseError
from zipfile import BadZipFile, ZipFile, ZipInfo

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from config.texts.papers import sentences as wrong
from domain.failures import Misconfigured

_LARGEST_MB = 16
_LARGEST = _LARGEST_MB * 1024 * 1024
"""Octets of all parts unpacked: our own have 60 KB, one with a scanned picture some megabytes."""
_MOST_PARTS = 200
_MAY_BE_THERE = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|docProps/\w+\.(?:xml|jpeg|png|emf|wmf)|word/\w+\.xml|word/_rels/\w+\.xml\.rels"
    r"|word/theme/\w+\.xml|word/theme/_rels/\w+\.xml\.rels|word/media/[\w.-]+\.(?:png|jpe?g|gif|bmp)"
    r"|customXml/\w+\.xml|customXml/_rels/\w+\.xml\.rels"
)
_WORD_DOCUMENT = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_HIDDEN = re.compile(rb"<!--|<\?(?!xml\s)|<!DOCTYPE|<!\[CDATA\[", re.IGNORECASE)
"""Where tags could hide from the eye: comments, instructions, definitions. Word and WPS write none into a document."""
_NEVER_FILLED = "customXml/"
"""What document servers leave beside it, with instructions of their own."""


def open_package(name: str, content: bytes) -> Mapping[str, Element]:
    """Every XML part of a template by its place in the package. Raises `Misconfigured` for what must not be there."""
    if len(content) > _LARGEST:
        raise Misconfigured(wrong.too_big(name, _LARGEST_MB))
    try:
        with ZipFile(BytesIO(content)) as package:
            entries = [entry for entry in package.infolist() if not entry.is_dir()]
            _look_over(name, entries)
            parts = {entry.filename: package.read(entry) for entry in entries}
    except (BadZipFile, NotImplementedError, RuntimeError, ValueError, EOFError, OSError) as broken:
        raise Misconfigured(wrong.not_docx(name)) from broken
    if _WORD_DOCUMENT not in parts.get("[Content_Types].xml", b""):
        raise Misconfigured(wrong.not_docx(name))
    trees = {
        place: _parsed(name, place, text)
        for place, text in parts.items()
        if place.endswith((".xml", ".rels"))
    }
    if "word/document.xml" not in trees:
        raise Misconfigured(wrong.not_docx(name))
    for place, tree in trees.items():
        if place.endswith(".rels"):
            _no_way_out(name, tree)
    return trees


def _look_over(name: str, entries: list[ZipInfo]) -> None:
    places = [entry.filename for entry in entries]
    if len(entries) > _MOST_PARTS or sum(entry.file_size for entry in entries) > _LARGEST:
        raise Misconfigured(wrong.too_big(name, _LARGEST_MB))
    for place in places:
        if not _MAY_BE_THERE.fullmatch(place):
            raise Misconfigured(wrong.not_allowed(name, place[:60]))
    if len(set(places)) != len(places):
        raise Misconfigured(wrong.not_docx(name))


def _parsed(name: str, place: str, text: bytes) -> Element:
    if (_HIDDEN.search(text) and not place.startswith(_NEVER_FILLED)) or text.startswith(
        (b"\xff\xfe", b"\xfe\xff")
    ):
        raise Misconfigured(wrong.not_allowed(name, place))
    try:
        tree: Element = fromstring(text, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError) as broken:
        raise Misconfigured(wrong.not_docx(name)) from broken
    return tree


def _no_way_out(name: str, relationships: Element) -> None:
    for one in relationships:
        target = one.get("Target", "")
        if one.get("TargetMode", "Internal") != "Internal" or "://" in target:
            raise Misconfigured(wrong.outside_link(name))
        kind = one.get("Type", "").rpartition("/")[2]
        if kind in {"oleObject", "package", "aFChunk", "vbaProject", "control", "frame", "subDocument"}:
            raise Misconfigured(wrong.not_allowed(name, kind))
