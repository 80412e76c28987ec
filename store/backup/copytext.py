"""Rows as PostgreSQL's own COPY text: the one form both databases can give and take, a line a row.

PostgreSQL writes and reads it itself at full speed; for SQLite this module does. The kind of a column says how its value
is spelt: PostgreSQL's documentation of COPY, "Text Format", with times in ISO and UTC.
"""

import re
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, Integer, LargeBinary, String

from store.columns import Day, UtcTime

NULL = "\\N"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TICK = timedelta(microseconds=1)
_ESCAPES = {"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f", "\v": "\\v"}
_MEANINGS = {escape[1]: letter for letter, escape in _ESCAPES.items()}
_TO_ESCAPE = re.compile("[\\\\\n\r\t\b\f\v]")
_ESCAPED = re.compile(r"\\(.)")


class Kind(StrEnum):
    """What a column holds."""

    WHOLE = "whole"
    YES_NO = "yes_no"
    TEXT = "text"
    BYTES = "bytes"
    MOMENT = "moment"
    DAY = "day"


def kind_of(column: Column[Any]) -> Kind:
    """The kind of one of our columns."""
    match column.type:
        case UtcTime():
            return Kind.MOMENT
        case Day():
            return Kind.DAY
        case Boolean():
            return Kind.YES_NO
        case BigInteger() | Integer():
            return Kind.WHOLE
        case LargeBinary():
            return Kind.BYTES
        case String():
            return Kind.TEXT
    raise ValueError(f"nobody has said how {column} is written into a backup")


def line_of(values: Sequence[Any], kinds: Sequence[Kind]) -> str:
    """A row as SQLite's driver gives it, as a line with its end."""
    told = (
        NULL if value is None else _WRITTEN[kind](value) for value, kind in zip(values, kinds, strict=True)
    )
    return "\t".join(told) + "\n"


def values_of(line: str, kinds: Sequence[Kind]) -> list[Any]:
    """A line without its end, as SQLite's driver takes it. ValueError: it is no row of these columns."""
    fields = line.split("\t")
    return [None if field == NULL else _READ[kind](field) for field, kind in zip(fields, kinds, strict=True)]


def _escaped(text: str) -> str:
    return _TO_ESCAPE.sub(lambda found: _ESCAPES[found[0]], text)


def _meant(field: str) -> str:
    if "\\" not in field:
        return field
    return _ESCAPED.sub(lambda found: _MEANINGS.get(found[1], found[1]), field)


def _moment(ticks: int) -> str:
    return (_EPOCH + ticks * _TICK).isoformat(sep=" ")


def _ticks(field: str) -> int:
    return (datetime.fromisoformat(field) - _EPOCH) // _TICK


def _yes(field: str) -> int:
    if field not in ("t", "f"):
        raise ValueError("neither t nor f")
    return int(field == "t")


def _bytes(field: str) -> bytes:
    if not field.startswith("\\\\x"):
        raise ValueError("bytes begin with \\x")
    return bytes.fromhex(field[3:])


_WRITTEN: dict[Kind, Callable[[Any], str]] = {
    Kind.WHOLE: str,
    Kind.YES_NO: lambda value: "t" if value else "f",
    Kind.TEXT: _escaped,
    Kind.BYTES: lambda value: f"\\\\x{value.hex()}",
    Kind.MOMENT: _moment,
    Kind.DAY: str,
}
_READ: dict[Kind, Callable[[str], Any]] = {
    Kind.WHOLE: int,
    Kind.YES_NO: _yes,
    Kind.TEXT: _meant,
    Kind.BYTES: _bytes,
    Kind.MOMENT: _ticks,
    Kind.DAY: lambda field: date.fromisoformat(field).isoformat(),
}
