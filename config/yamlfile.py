"""A YAML file that knows its lines: plain values, and where each of them stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from config.texts import misconfigured as wrong
from config.tomlfile import read_text
from domain.failures import Misconfigured

_MOST_VALUES = 50_000
"""A file that means more than this by repeating itself (anchors) is not a centre's policy."""


@dataclass(frozen=True, slots=True)
class YamlFile:
    """What the file says, and the line of each key and list entry, from 1. List entries are named by their place."""

    name: str
    data: Mapping[str, object]
    lines: Mapping[tuple[str, ...], int]

    def line_of(self, *path: str) -> int | None:
        """The line of a value, or of the nearest one it stands in."""
        for end in range(len(path), 0, -1):
            if path[:end] in self.lines:
                return self.lines[path[:end]]
        return None


def read_yaml(path: Path) -> YamlFile:
    """The file, read and located. Misconfigured where it is missing, not UTF-8, not YAML, or no table at its top."""
    text = read_text(path)
    try:
        found = YAML(typ="rt", pure=True).load(text)
    except MarkedYAMLError as broken:
        # The error's own words quote the file; only its line is taken.
        line = broken.problem_mark.line + 1 if broken.problem_mark else None
        raise Misconfigured(wrong.not_yaml(path.name, line)) from None
    except (YAMLError, ValueError, RecursionError):
        raise Misconfigured(wrong.not_yaml(path.name, None)) from None
    if found is None:
        return YamlFile(path.name, {}, {})
    if not isinstance(found, CommentedMap):
        raise Misconfigured(wrong.not_yaml(path.name, 1))
    lines: dict[tuple[str, ...], int] = {}
    plain = _plain(found, (), lines, path.name)
    if not isinstance(plain, dict):
        raise Misconfigured(wrong.not_yaml(path.name, 1))
    return YamlFile(path.name, plain, lines)


def _plain(value: object, path: tuple[str, ...], lines: dict[tuple[str, ...], int], name: str) -> object:
    if len(lines) > _MOST_VALUES:
        raise Misconfigured(wrong.not_yaml(name, lines.get(path[:1])))
    if isinstance(value, CommentedMap):
        table: dict[str, object] = {}
        for key, inner in value.items():
            here = (*path, str(key))
            lines[here] = value.lc.key(key)[0] + 1
            table[str(key)] = _plain(inner, here, lines, name)
        return table
    if isinstance(value, CommentedSeq):
        entries: list[object] = []
        for place, inner in enumerate(value):
            here = (*path, str(place))
            lines[here] = value.lc.item(place)[0] + 1
            entries.append(_plain(inner, here, lines, name))
        return entries
    if value is None or isinstance(value, bool | date):
        return value
    if isinstance(value, int):
        return int(value)
    if isinstance(value, float):
        return float(value)
    return str(value)
