"""Reads one of the centre's own files as text, whatever lies there: too big, cut off, another encoding, no text at all."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from config.texts import misconfigured as wrong
from domain.failures import Misconfigured

LARGEST_TABLE = 4 * 1024 * 1024
"""Octets of a table: some fifty thousand people."""
LARGEST_SETTINGS = 512 * 1024
"""Octets of settings, rules or wording: more would take long to read, and nobody writes so much by hand."""
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def read_text(path: Path, largest: int = LARGEST_SETTINGS, *, gbk: bool = False) -> str:
    """A file of the centre's, UTF-8 with or without byte order mark.

    Misconfigured where it is missing, no plain file, larger than `largest` octets, not UTF-8, or has letters nobody types.
    """
    octets = _octets(path, largest)
    if octets.startswith(_UTF16):
        raise Misconfigured(wrong.looks_like_utf16(path.name))
    try:
        text = octets.decode("utf-8-sig")
    except UnicodeDecodeError as broken:
        if gbk and _is_gbk(octets):
            return octets.decode("gb18030")
        if _is_gbk(octets):
            raise Misconfigured(wrong.looks_like_gbk(path.name)) from None
        line = octets.count(b"\n", 0, broken.start) + 1
        if broken.end == len(octets) and broken.reason == "unexpected end of data":
            raise Misconfigured(wrong.cut_off(path.name, line)) from None
        raise Misconfigured(wrong.not_utf8(path.name, line)) from None
    if found := control_in(text):
        raise Misconfigured(wrong.control(path.name, text.count("\n", 0, found.start()) + 1, found[0]))
    return text


def control_in(text: str) -> re.Match[str] | None:
    """The first letter that nobody types and no database or screen takes; line breaks and tabs are none."""
    return _CONTROL.search(text)


def control_within(value: object, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    """Every text within tables and lists that holds such a letter (by an escape), with where it stands."""
    if isinstance(value, str):
        if found := control_in(value):
            yield path, found[0]
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from control_within(key, (*path, key))
            yield from control_within(inner, (*path, key))
    elif isinstance(value, list):
        for inner in value:
            yield from control_within(inner, path)


def _octets(path: Path, largest: int) -> bytes:
    try:
        # A pipe would keep us waiting; a device never ends.
        if not path.is_file():
            raise Misconfigured(wrong.unreadable_file(path.name))
        with path.open("rb") as file:
            octets = file.read(largest + 1)
    except (OSError, ValueError) as unreadable:
        raise Misconfigured(wrong.unreadable_file(path.name)) from unreadable
    if len(octets) > largest:
        raise Misconfigured(wrong.too_big(path.name, path.stat().st_size, largest))
    return octets


def _is_gbk(octets: bytes) -> bool:
    """Whether it reads as the encoding spreadsheets use by default, with a Chinese letter in it and nothing odd."""
    try:
        text = octets.decode("gb18030")
    except UnicodeDecodeError:
        return False
    return control_in(text) is None
