"""Validated values out of a file of the centre's, and the one clear sentence when something in it is wrong."""

import difflib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Protocol, TypeVar

from pydantic import TypeAdapter, ValidationError

from config.texts import misconfigured as wrong
from domain.failures import Misconfigured

Value = TypeVar("Value")

HIDDEN = ("secret", "password", "token", "url")
"""Parts of names whose values may be or hold a secret: never shown."""


class Located(Protocol):
    """A file that knows its lines."""

    @property
    def name(self) -> str:
        """The file's name."""

    def line_of(self, *path: str) -> int | None:
        """The line of a setting, or of what it stands in."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where values come from. `expected` says what a setting must look like; `sources`: those of the environment."""

    file: Located
    expected: Callable[[tuple[str, ...]], str]
    sources: Mapping[tuple[str, ...], str] = field(default_factory=dict)


def validated(wanted: type[Value], data: Mapping[str, object], origin: Origin) -> Value:
    """`data` as a value of `wanted`. Raises `Misconfigured` for the first thing that is wrong."""
    try:
        return TypeAdapter(wanted).validate_python(data)
    except ValidationError as faults:
        fault = faults.errors(include_url=False)[0]
        path = tuple(str(step) for step in fault["loc"])
        raise Misconfigured(_sentence(wanted, data, origin, path, fault["type"])) from None


def _sentence(
    wanted: type[object], data: Mapping[str, object], origin: Origin, path: tuple[str, ...], kind: str
) -> str:
    file, expected, shown = origin.file, origin.expected(path), ".".join(path)
    line = file.line_of(*path)
    if kind in ("unexpected_keyword_argument", "extra_forbidden"):
        known = known_keys(wanted, path[:-1])
        nearest = next(iter(difflib.get_close_matches(path[-1], known, n=1)), None)
        return wrong.unknown_key(file.name, line, shown, known, nearest)
    if kind in ("missing", "missing_argument"):
        return wrong.missing(file.name, file.line_of(*path[:-1]), shown, expected)
    if source := origin.sources.get(path):
        return wrong.secret(source, None, shown, expected)
    if any(word in path[-1] for word in HIDDEN):
        return wrong.secret(file.name, line, shown, expected)
    return wrong.value(file.name, line, shown, _at(data, path), expected)


def known_keys(wanted: type[object], path: tuple[str, ...]) -> list[str]:
    """The keys that may stand under a path of a dataclass of dataclasses."""
    known = {one.name: one.type for one in fields(wanted)} if is_dataclass(wanted) else {}
    if not path:
        return list(known)
    kind = known.get(path[0])
    return known_keys(kind, path[1:]) if isinstance(kind, type) else []


def _at(data: object, path: tuple[str, ...]) -> object:
    for step in path:
        data = data.get(step) if isinstance(data, Mapping) else None
    return data
