"""Frozen dataclasses to canonical JSON and back, strictly: an unknown field or a wrong type is an error, never a guess.

Several classes behind one union are told apart by the name of the class, kept beside the text. A field at its default is
not written: most fields of most tickets are, and a row is then a third as long. Fields added later come with a default, so
that old texts still read (`domain/events.py`); for the same reason a default never changes, a new meaning is a new field.
"""

import json
from collections.abc import Callable
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass
from datetime import UTC, date, datetime
from functools import cache
from operator import attrgetter
from types import UnionType
from typing import Any, Generic, TypeVar, cast, get_args

from pydantic import ConfigDict, TypeAdapter, ValidationError

from domain.asks import Ask
from domain.commands import AnyCommand
from domain.events import Event
from domain.faces import Answer
from domain.failures import Unreadable
from domain.inbound import Inbound
from domain.outgoing import Outgoing
from domain.ticket import Ticket

T = TypeVar("T")

_WRITER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
_AS_IT_IS = frozenset({str, int, bool, float, type(None)})
"""Most values by far: told by their very class, which is quicker than asking what they are instances of."""
_STRICT = ConfigDict(extra="forbid", strict=True)


def canonical(value: Any) -> str:  # noqa: ANN401 - whatever JSON can hold
    """The one way of writing a JSON value: sorted names, no spaces, letters as they are."""
    return _WRITER.encode(value)


def _plain(value: Any) -> object:  # noqa: ANN401 - whatever our dataclasses hold
    """What JSON can hold, from what our dataclasses hold."""
    if type(value) in _AS_IT_IS or isinstance(value, str | int | float):
        return value
    if (shape := _shape(type(value))) is not None:  # type: ignore[arg-type]  # mypy doubts that classes hash
        return {
            name: part if type(part) in _AS_IT_IS else _plain(part)
            for name, default, part in zip(shape.names, shape.defaults, shape.parts(value), strict=True)
            if part is not default and part != default
        }
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, frozenset):
        return sorted(str(part) for part in value)
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    raise TypeError(f"{type(value).__name__} has no place in a stored text")


@dataclass(frozen=True, slots=True)
class _Shape:
    """The fields of a dataclass, what they are when nothing is said, and how to take them all out at once."""

    names: tuple[str, ...]
    defaults: tuple[object, ...]
    parts: Callable[[object], tuple[object, ...]]


@cache
def _shape(kind: type) -> _Shape | None:
    """None for whatever is no dataclass."""
    if not is_dataclass(kind):
        return None
    names = tuple(field.name for field in fields(kind))
    return _Shape(names, tuple(_default(field) for field in fields(kind)), _taking(names))


def _taking(names: tuple[str, ...]) -> Callable[[object], tuple[object, ...]]:
    """A getter of one name would give the bare value, and of none there is no getter."""
    if len(names) > 1:
        return attrgetter(*names)
    return lambda value: tuple(getattr(value, name) for name in names)


def _default(field: "Field[Any]") -> object:
    if field.default_factory is not MISSING:
        return field.default_factory()
    return field.default  # MISSING, where there is none, equals no value


class Codec(Generic[T]):
    """One class and its text."""

    def __init__(self, kind: type[T]) -> None:
        self._name = kind.__name__
        # A dataclass takes no configuration of its own through an adapter, but passes on that of what holds it.
        self._adapter: TypeAdapter[T | None] = TypeAdapter(cast("type[T]", kind | None), config=_STRICT)

    def encode(self, value: T) -> str:
        """Canonical JSON. Sets are written in order, moments in UTC."""
        return canonical(_plain(value))

    def decode(self, text: str) -> T:
        """The value of a text. Raises `Unreadable`, without quoting it."""
        try:
            value = self._adapter.validate_json(text)
        except ValidationError as wrong:
            where = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['type']}" for e in wrong.errors()[:3])
            raise Unreadable(f"a stored {self._name} does not read: {where}") from None
        if value is None:
            raise Unreadable(f"a stored {self._name} is empty")
        return value


class UnionCodec(Generic[T]):
    """Several classes, told apart by name."""

    def __init__(self, union: UnionType | tuple[type[T], ...]) -> None:
        kinds = union if isinstance(union, tuple) else get_args(union)
        self._codecs: dict[str, Codec[T]] = {kind.__name__: Codec(cast("type[T]", kind)) for kind in kinds}

    def encode(self, value: T) -> tuple[str, str]:
        """The class's name, and canonical JSON."""
        kind = type(value).__name__
        return kind, self._codecs[kind].encode(value)

    def decode(self, kind: str, text: str) -> T:
        """The value of a text. Raises `Unreadable` for a class we do not know or a text that does not fit it."""
        codec = self._codecs.get(kind)
        if codec is None:
            raise Unreadable(f"a stored {kind} is of no class this version knows")
        return codec.decode(text)


@cache
def ticket_codec() -> Codec[Ticket]:
    """Whole tickets."""
    return Codec(Ticket)


@cache
def ask_codec() -> Codec[Ask]:
    """Questions; the command of one is kept beside it, because it is one of many classes."""
    return Codec(Ask)


@cache
def answer_codec() -> Codec[Answer]:
    """What went straight back on the wire."""
    return Codec(Answer)


@cache
def event_codec() -> UnionCodec[Event]:
    """What happened to a ticket."""
    return UnionCodec(Event)


@cache
def command_codec() -> UnionCodec[AnyCommand]:
    """What is asked of a ticket."""
    return UnionCodec(AnyCommand)


@cache
def outgoing_codec() -> UnionCodec[Outgoing]:
    """What waits in the outbox."""
    return UnionCodec(Outgoing)


@cache
def inbound_codec() -> UnionCodec[Inbound]:
    """What reached us and could not be handled yet."""
    return UnionCodec(Inbound)
