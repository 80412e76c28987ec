"""A YAML file that knows its lines: plain values, and where each of them stands."""

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.constructor import DuplicateKeyError
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import CollectionEndEvent, CollectionStartEvent, ScalarEvent

from config.textfile import control_in, read_text
from config.texts import misconfigured as wrong
from config.texts import policy as words
from domain.failures import Misconfigured

_DEEPEST = 16
_DAY = re.compile(r"(\d{4})-(\d\d?)-(\d\d?)")


@dataclass(frozen=True, slots=True)
class YamlFile:
    """What the file says, and the line of each key and list entry, from 1. List entries are named by their place."""

    name: str
    data: Mapping[str, object]
    lines: Mapping[tuple[str, ...], int]
    text: str = ""
    """The file as it was read."""

    def line_of(self, *path: str) -> int | None:
        """The line of a value, or of the nearest one it stands in."""
        for end in range(len(path), 0, -1):
            if path[:end] in self.lines:
                return self.lines[path[:end]]
        return None


def read_yaml(path: Path) -> YamlFile:
    """The file, read and located. Misconfigured where it is missing, no text, not YAML, or no table at its top.

    What repeats itself or makes objects (anchors, aliases, tags) is refused: a page of it may mean gigabytes.
    """
    text = read_text(path)
    try:
        _look_over(path.name, text)
        found = YAML(typ="rt", pure=True).load(text)
    except DuplicateKeyError as twice:
        line = twice.problem_mark.line + 1 if twice.problem_mark else None
        raise Misconfigured(wrong.said_twice(path.name, line)) from None
    except MarkedYAMLError as broken:
        # The error's own words quote the file; only its line is taken.
        line = broken.problem_mark.line + 1 if broken.problem_mark else None
        raise Misconfigured(wrong.not_yaml(path.name, line)) from None
    except (YAMLError, ValueError):
        raise Misconfigured(wrong.not_yaml(path.name, None)) from None
    if found is None:
        return YamlFile(path.name, {}, {})
    if not isinstance(found, CommentedMap):
        raise Misconfigured(wrong.not_yaml(path.name, 1))
    lines: dict[tuple[str, ...], int] = {}
    plain = _plain(found, (), lines)
    if not isinstance(plain, dict):
        raise Misconfigured(wrong.not_yaml(path.name, 1))
    return YamlFile(path.name, plain, lines, text)


def _look_over(name: str, text: str) -> None:
    """Refuse what must not be built, before anything is built."""
    depth = 0
    for event in YAML(typ="rt", pure=True).parse(io.StringIO(text)):
        line = event.start_mark.line + 1
        if getattr(event, "anchor", None) is not None or getattr(event, "ctag", None) is not None:
            raise Misconfigured(wrong.repeats(name, line))
        if isinstance(event, CollectionStartEvent):
            depth += 1
        elif isinstance(event, CollectionEndEvent):
            depth -= 1
        elif isinstance(event, ScalarEvent):
            _look_at(name, line, event)
        if depth > _DEEPEST:
            raise Misconfigured(wrong.too_deep(name, line, _DEEPEST))


def _look_at(name: str, line: int, event: ScalarEvent) -> None:
    if letter := control_in(event.value):
        raise Misconfigured(wrong.control(name, line, letter[0]))
    if event.style is None and (day := _DAY.fullmatch(event.value)):
        try:
            date(int(day[1]), int(day[2]), int(day[3]))
        except ValueError:
            raise Misconfigured(wrong.value(name, line, words.A_DAY, event.value, words.DATE)) from None


def _plain(value: object, path: tuple[str, ...], lines: dict[tuple[str, ...], int]) -> object:
    if isinstance(value, CommentedMap):
        table: dict[str, object] = {}
        for key, inner in value.items():
            here = (*path, str(key))
            lines[here] = value.lc.key(key)[0] + 1
            table[str(key)] = _plain(inner, here, lines)
        return table
    if isinstance(value, CommentedSeq):
        entries: list[object] = []
        for place, inner in enumerate(value):
            here = (*path, str(place))
            lines[here] = value.lc.item(place)[0] + 1
            entries.append(_plain(inner, here, lines))
        return entries
    if value is None or isinstance(value, bool | date):
        return value
    if isinstance(value, int):
        return int(value)
    if isinstance(value, float):
        return float(value)
    return str(value)
