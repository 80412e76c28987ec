"""The rows one real intake writes, taken from our own database and written again by plain sqlite3 with fresh ids."""

import itertools
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

ID_FROM = 1 << 40
"""Our ids are 64-bit and time-ordered: whatever is as large as this is one of them (or a moment, which may move too)."""
STEP = 1 << 32
_OURS = "name NOT LIKE 'sqlite_%' ORDER BY rowid"

Row = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Template:
    """One table's rows of one intake, the statement that writes them, and which columns no two rows may share."""

    statement: str
    rows: tuple[Row, ...]
    unique: frozenset[int]


@contextmanager
def one_intake(database: Path) -> Iterator[Callable[[], dict[str, Template]]]:
    """Run one intake inside the block, then call what it gave: the rows by table, those first that others point at.

    Taken from one snapshot right after the answer, before a row is sent or reported. Counters that only moved are
    left out.
    """
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        tables = _tables(connection)
        before = {name: _count(connection, name) for name in tables}

        def look() -> dict[str, Template]:
            connection.execute("BEGIN")
            return {
                name: _added(connection, name, before[name])
                for name in tables
                if name != "counters" and _count(connection, name) > before[name]
            }

        yield look


def copies(templates: Iterable[Template]) -> Callable[[], list[tuple[str, list[Row]]]]:
    """Each call gives the same rows under fresh ids and keys."""
    runs, kept = itertools.count(1), tuple(templates)

    def fresh() -> list[tuple[str, list[Row]]]:
        run = next(runs)
        return [(one.statement, [_fresh(row, one.unique, run) for row in one.rows]) for one in kept]

    return fresh


def bare_copy(source: Path, target: Path) -> None:
    """An empty database with our tables and indexes, without our triggers."""
    with sqlite3.connect(source) as ours, sqlite3.connect(target) as bare:
        for kind in ("table", "index"):
            wanted = f"SELECT sql FROM sqlite_master WHERE type = ? AND sql IS NOT NULL AND {_OURS}"  # noqa: S608
            for (statement,) in ours.execute(wanted, (kind,)):
                bare.execute(statement)


def _added(connection: sqlite3.Connection, table: str, before: int) -> Template:
    columns = [row[1] for row in connection.execute(f'PRAGMA table_info("{table}")')]
    quoted, marks = ", ".join(f'"{column}"' for column in columns), ", ".join("?" * len(columns))
    wanted = f'SELECT * FROM "{table}" ORDER BY rowid LIMIT -1 OFFSET ?'  # noqa: S608 - a table of ours
    statement = f'INSERT INTO "{table}" ({quoted}) VALUES ({marks})'  # noqa: S608 - a table of ours
    unique = _unique(connection, table)
    return Template(
        statement,
        tuple(connection.execute(wanted, (before,))),
        frozenset(place for place, column in enumerate(columns) if column in unique),
    )


def _count(connection: sqlite3.Connection, table: str) -> int:
    return int(connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0])  # noqa: S608 - a table of ours


def _tables(connection: sqlite3.Connection) -> list[str]:
    return [
        name
        for (name,) in connection.execute(f"SELECT name FROM sqlite_master WHERE type = 'table' AND {_OURS}")  # noqa: S608
    ]


def _unique(connection: sqlite3.Connection, table: str) -> set[str]:
    columns = {row[1] for row in connection.execute(f'PRAGMA table_info("{table}")') if row[5]}
    for index in connection.execute(f'PRAGMA index_list("{table}")'):
        if index[2]:
            columns |= {row[2] for row in connection.execute(f'PRAGMA index_info("{index[1]}")')}
    return columns


def _fresh(row: Row, unique: frozenset[int], run: int) -> Row:
    """Ids move on by the run; texts and bytes no two rows may share end in it, at their own length."""
    return tuple(_ending_in(value, run, column in unique) for column, value in enumerate(row))


def _ending_in(value: object, run: int, unique: bool) -> object:
    if isinstance(value, int) and value >= ID_FROM:
        return value + run * STEP
    mark = f"{run:06d}"
    if unique and isinstance(value, str):
        return value[: max(0, len(value) - len(mark))] + mark
    if unique and isinstance(value, bytes):
        return value[: -len(mark)] + mark.encode()
    return value
