"""A TOML file that knows its lines: what it says, and where each setting stands, for telling an operator what is wrong."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from config.texts import misconfigured as wrong
from domain.failures import Misconfigured

_HEADER = re.compile(r"^\s*\[{1,2}\s*([^\[\]]+?)\s*\]{1,2}\s*(?:#.*)?$")
_KEY = re.compile(
    r"""^\s*([A-Za-z0-9_\-]+|"[^"]*"|'[^']*')((?:\s*\.\s*(?:[A-Za-z0-9_\-]+|"[^"]*"|'[^']*'))*)\s*="""
)
_ERROR_LINE = re.compile(r"at line (\d+)")
_TRIPLES = ('"""', "'''")


@dataclass(frozen=True, slots=True)
class TomlFile:
    """What the file says, and the line on which each key and table stands, from 1."""

    name: str
    data: Mapping[str, object]
    lines: Mapping[tuple[str, ...], int]

    def line_of(self, *path: str) -> int | None:
        """The line of a setting, or of the nearest table it stands in."""
        for end in range(len(path), 0, -1):
            if path[:end] in self.lines:
                return self.lines[path[:end]]
        return None


def read_text(path: Path) -> str:
    """A file of the centre's, UTF-8 with or without byte order mark; Misconfigured where that cannot be."""
    try:
        octets = path.read_bytes()
    except OSError as missing:
        raise Misconfigured(wrong.unreadable_file(path.name)) from missing
    try:
        return octets.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Misconfigured(wrong.not_utf8(path.name, looks_like_gbk=_is_gbk(octets))) from None


def read_toml(path: Path) -> TomlFile:
    """The file, read and located. Misconfigured where it is missing, not UTF-8 or not TOML."""
    text = read_text(path)
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as broken:
        # The error's own words may quote a secret; only its line is taken.
        found = _ERROR_LINE.search(str(broken))
        line = int(found[1]) if found else len(text.splitlines())
        raise Misconfigured(wrong.not_toml(path.name, line)) from None
    return TomlFile(path.name, data, _lines(text))


def _lines(text: str) -> dict[tuple[str, ...], int]:
    """Where each table and key stands. Text in triple quotes is passed over; tables in one line count as their key."""
    lines: dict[tuple[str, ...], int] = {}
    table: tuple[str, ...] = ()
    closing = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if closing:
            closing = "" if line.count(closing) % 2 else closing
            continue
        if header := _HEADER.match(line):
            table = _path(header[1])
            for end in range(1, len(table) + 1):
                lines.setdefault(table[:end], number)
        elif key := _KEY.match(line):
            lines.setdefault((*table, *_path(key[1] + key[2])), number)
            closing = next((mark for mark in _TRIPLES if line.count(mark) % 2), "")
    return lines


def _path(written: str) -> tuple[str, ...]:
    return tuple(part.strip().strip("\"'") for part in written.split("."))


def _is_gbk(octets: bytes) -> bool:
    try:
        octets.decode("gb18030")
    except UnicodeDecodeError:
        return False
    return True
