"""A TOML file that knows its lines: what it says, and where each setting stands, for telling an operator what is wrong."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from config.textfile import control_within, read_text
from config.texts import misconfigured as wrong
from domain.failures import Misconfigured

_HEADER = re.compile(r"^\s*\[{1,2}\s*([^\[\]]+?)\s*\]{1,2}\s*(?:#.*)?$")
_KEY = re.compile(
    r"""^\s*([A-Za-z0-9_\-]+|"[^"]*"|'[^']*')((?:\s*\.\s*(?:[A-Za-z0-9_\-]+|"[^"]*"|'[^']*'))*)\s*="""
)
_ERROR_LINE = re.compile(r"at line (\d+)")
_TWICE = ("Cannot overwrite", "Cannot declare", "Duplicate inline table key")
_DEEPEST = 16
_PART = r"""(?:[A-Za-z0-9_\-]+|"[^"\n]*"|'[^'\n]*')"""
_DEEP_NAME = re.compile(rf"(?<![A-Za-z0-9_\-])(?:{_PART}[ \t]*\.[ \t]*){{{_DEEPEST}}}")
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


def read_toml(path: Path) -> TomlFile:
    """The file, read and located. Misconfigured where it is missing, no text, not TOML, or deeper than any settings."""
    text = read_text(path)
    if deep := _DEEP_NAME.search(text):
        # The library takes minutes for a name of ten thousand parts.
        raise Misconfigured(wrong.too_deep(path.name, text.count("\n", 0, deep.start()) + 1, _DEEPEST))
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as broken:
        # The error's own words may quote a secret; only its line is taken.
        found = _ERROR_LINE.search(str(broken))
        line = int(found[1]) if found else len(text.splitlines())
        twice = str(broken).startswith(_TWICE)
        sentence = wrong.said_twice(path.name, line) if twice else wrong.not_toml(path.name, line)
        raise Misconfigured(sentence) from None
    except RecursionError:
        raise Misconfigured(wrong.too_deep(path.name, None, _DEEPEST)) from None
    except ValueError:
        # A number of thousands of digits, or a day that does not exist.
        raise Misconfigured(wrong.not_toml(path.name, None)) from None
    file = TomlFile(path.name, data, _lines(text))
    for where, letter in control_within(data):
        raise Misconfigured(wrong.control(path.name, file.line_of(*where), letter))
    return file


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
