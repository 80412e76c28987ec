"""Statements of the hot paths: written in SQLAlchemy Core, compiled once, run by the driver itself.

Core spends three times as long on a statement as SQLite does running it (`bench/`), nearly all of it on finding the
compiled form again and wrapping its rows. What is the same every time is kept here instead: the text, the order of the
parameters, and how each value goes in and comes out.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from sqlalchemy import ClauseElement, Insert, Select, Table
from sqlalchemy.engine import Dialect
from sqlalchemy.sql import visitors
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.selectable import ReturnsRows

from store.tables import metadata
from store.triggers.append_only import APPEND_ONLY, KEPT
from store.triggers.rules import RULES

Values = Mapping[str, Any]
Convert = Callable[[Any], Any]
Row = tuple[Any, ...]

_WATCHED = frozenset({one.table for one in (*APPEND_ONLY, *KEPT, *RULES)})
"""Triggers of these look at tables the statement does not name."""
_PLACE = {table.name: place for place, table in enumerate(metadata.sorted_tables)}


@dataclass(frozen=True, slots=True)
class Found:
    """What a statement gave: its rows, in the order of its columns, and how many rows it touched."""

    rows: Sequence[Row]
    touched: int

    def one(self) -> Row | None:
        """The first row, if any."""
        return self.rows[0] if self.rows else None

    def scalar(self) -> Any:  # noqa: ANN401 - a column's value
        """The first value of the first row; None where there is no row."""
        return self.rows[0][0] if self.rows else None


@dataclass(frozen=True, slots=True)
class Ready:
    """A statement as one driver takes it."""

    text: str
    returns: bool
    inserts: bool
    looks_at: frozenset[str] | None
    """Tables whose rows decide what it does; None where that may be any."""
    writes: str
    """The table it changes; empty for a look."""
    place: int
    """Where that table stands among all, those first that others point at."""
    _names: tuple[str, ...]
    _pick: Callable[[Values], Row]
    _fixed: Values
    _free: int
    _into: tuple[tuple[int, Convert], ...]
    _out: tuple[tuple[int, Convert], ...]

    def arguments(self, values: Values) -> Row:
        """The values in the statement's order. One that is missing, or has no place there, is a fault: ValueError."""
        try:
            found = list(self._pick({**self._fixed, **values} if self._fixed else values))
        except KeyError as missing:
            raise ValueError(f"the statement wants a value for {missing}") from None
        if len(values) != self._free:
            raise ValueError(f"the statement has no place for {sorted(values.keys() - set(self._names))}")
        for place, convert in self._into:
            found[place] = convert(found[place])
        return tuple(found)

    def rows(self, raw: Sequence[Sequence[Any]]) -> list[Row]:
        """Rows of the driver with every value of its column's own type."""
        if not self._out:
            return [tuple(row) for row in raw]
        read: list[Row] = []
        for row in raw:
            values = list(row)
            for place, convert in self._out:
                values[place] = convert(values[place])
            read.append(tuple(values))
        return read


class Prepared:
    """One statement, compiled when it is first run on a kind of database and kept for the life of the process.

    `make` gives the statement for a dialect by name, because an upsert is spelt for each. A statement whose text depends
    on its values (`IN` over a list) cannot be prepared: ValueError.
    """

    def __init__(self, make: Callable[[str], ClauseElement]) -> None:
        self._make = make
        self._ready: dict[str, Ready] = {}

    def ready(self, dialect: Dialect) -> Ready:
        """The form that dialect's driver takes."""
        found = self._ready.get(dialect.name)
        if found is None:
            found = self._ready[dialect.name] = _compiled(self._make(dialect.name), dialect)
        return found


def prepared(statement: ClauseElement) -> Prepared:
    """A statement that both databases spell alike."""
    return Prepared(lambda _dialect: statement)


def _compiled(statement: ClauseElement, dialect: Dialect) -> Ready:
    compiled = statement.compile(dialect=dialect)
    if not isinstance(compiled, SQLCompiler) or compiled.positiontup is None:
        raise ValueError("only statements with positional parameters can be prepared")
    if compiled.post_compile_params or compiled.insert_prefetch or compiled.update_prefetch:
        raise ValueError("a statement whose text or values are worked out on each run cannot be prepared")
    names = tuple(compiled.positiontup)
    columns = tuple(statement.exported_columns) if isinstance(statement, ReturnsRows) else ()
    fixed = {name: value for name, value in compiled.params.items() if not compiled.binds[name].required}
    return Ready(
        text=compiled.string,
        returns=bool(columns),
        inserts=isinstance(statement, Insert),
        looks_at=_looked_at(statement),
        writes=(writes := _written(statement)),
        place=_PLACE.get(writes, len(_PLACE)),
        _names=names,
        _pick=_picking(names),
        _fixed=fixed,
        _free=len(set(names) - fixed.keys()),
        _into=_where_needed(
            compiled.binds[name].type.dialect_impl(dialect).bind_processor(dialect) for name in names
        ),
        _out=_where_needed(
            column.type.dialect_impl(dialect).result_processor(dialect, None) for column in columns
        ),
    )


def _written(statement: ClauseElement) -> str:
    table = getattr(statement, "table", None)
    return table.name if isinstance(table, Table) else ""


def _looked_at(statement: ClauseElement) -> frozenset[str] | None:
    if isinstance(statement, Select):
        return frozenset(part.name for part in visitors.iterate(statement) if isinstance(part, Table))
    if isinstance(statement, Insert) and (table := _written(statement)) and table not in _WATCHED:
        pointed_at = {key.column.table.name for key in metadata.tables[table].foreign_keys}
        return frozenset({table} | pointed_at)
    return None


def _picking(names: tuple[str, ...]) -> Callable[[Values], Row]:
    """All the named values at once; a getter of one name would give the bare value."""
    if len(names) > 1:
        return itemgetter(*names)
    return lambda values: tuple(values[name] for name in names)


def _where_needed(converts: Iterable[Convert | None]) -> tuple[tuple[int, Convert], ...]:
    return tuple((place, convert) for place, convert in enumerate(converts) if convert is not None)
