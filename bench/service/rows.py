"""The rows one real intake writes on PostgreSQL, as `bench/rows.py` takes them on SQLite."""

from collections.abc import Callable

import asyncpg

from bench.rows import Row, Template
from bench.service.postgres import connected
from store.tables import metadata

Snapshot = dict[str, dict[Row, Row]]
"""By table: its rows by their primary keys."""

_LEFT_OUT = frozenset({"counters", "quota", "leases", "heartbeats", "findings", "settings"})
"""What the running of the program writes, and counters that only moved."""
_UNIQUE = (
    "SELECT DISTINCT a.attname FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid "
    "AND a.attnum = ANY(i.indkey) WHERE i.indrelid = $1::regclass AND i.indisunique"
)


async def one_intake(url: str) -> Callable[[], object]:
    """Look before; the coroutine function this gives is called right after one intake and gives the templates."""
    async with connected(url) as connection:
        before = await _snapshot(connection)

    async def look() -> dict[str, Template]:
        async with connected(url) as connection:
            after = await _snapshot(connection)
            added = {
                table: [row for key, row in rows.items() if key not in before[table]]
                for table, rows in after.items()
            }
            return {table: await _template(connection, table, rows) for table, rows in added.items() if rows}

    return look


async def _snapshot(connection: asyncpg.Connection) -> Snapshot:
    found: Snapshot = {}
    async with connection.transaction(isolation="repeatable_read", readonly=True):
        for table in metadata.sorted_tables:
            if table.name in _LEFT_OUT:
                continue
            keys = [column.name for column in table.primary_key]
            rows = await connection.fetch(f'SELECT * FROM "{table.name}"')  # noqa: S608 - a table of ours
            found[table.name] = {tuple(row[key] for key in keys): tuple(row) for row in rows}
    return found


async def _template(connection: asyncpg.Connection, table: str, rows: list[Row]) -> Template:
    prepared = await connection.prepare(f'SELECT * FROM "{table}"')  # noqa: S608 - a table of ours
    columns = [attribute.name for attribute in prepared.get_attributes()]
    unique = {name for (name,) in await connection.fetch(_UNIQUE, table)}
    quoted = ", ".join(f'"{column}"' for column in columns)
    marks = ", ".join(f"${place}" for place in range(1, len(columns) + 1))
    statement = f'INSERT INTO "{table}" ({quoted}) VALUES ({marks})'  # noqa: S608 - a table of ours
    return Template(
        statement, tuple(rows), frozenset(at for at, column in enumerate(columns) if column in unique)
    )
