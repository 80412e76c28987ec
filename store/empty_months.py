"""Months that retention has emptied go as tables (docs/decisions/0011): every one left costs each claim a look.

Only a month that is over, of which nothing is kept any longer, and in which no row is left: the record's own rows never go, so
a month of events goes only where no ticket came in. A row that should come with so old an id all the same finds the partition for
the rest.
"""

import re
from collections.abc import Mapping
from datetime import date, datetime
from functools import partial

import structlog
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from store.connection import Connection
from store.database import Database
from store.faults import is_race
from store.partitions import BY_MONTH, THERE, month_after

_MONTH = re.compile(r"(\w+?)_(\d{4})_(\d{2})")
_GIVES_WAY = text("SET LOCAL lock_timeout = '300ms'")
"""While we wait for a table, everybody who comes later waits behind us."""

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


async def empty_months(database: Database, before: Mapping[str, datetime]) -> tuple[str, ...]:
    """The partitions that may go: over before their table's moment, and empty. None on SQLite."""
    if database.dialect != "postgresql":
        return ()

    async def look(connection: Connection) -> tuple[str, ...]:
        there = [(row.parent, row.name) for row in await connection.execute(THERE)]
        over = [name for table, name in there if _is_over(table, name, before)]
        return tuple([name for name in over if await _is_empty(connection, name)])

    return await database.read(look)


async def drop_empty_months(database: Database, before: Mapping[str, datetime]) -> tuple[str, ...]:
    """Detach and drop them, each in a transaction of its own; the names of those that went.

    What another worker takes away is left to it; all months of a table that is in use are left for the next time.
    """
    gone: list[str] = []
    in_use: set[str] = set()
    for name in await empty_months(database, before):
        if _table_of(name) in in_use:
            continue
        try:
            if await database.write(partial(_drop, name)):
                gone.append(name)
        except DBAPIError as busy:
            if not is_race(busy):
                raise
            in_use.add(_table_of(name))
            log.info("Empty months are left for the next time: their table is in use.", table=_table_of(name))
    return tuple(gone)


async def _drop(name: str, connection: Connection) -> bool:
    """Looked at again under the lock: nothing may come in between."""
    table = _table_of(name)
    await connection.execute(_GIVES_WAY)
    await connection.execute(text(f"LOCK TABLE ONLY {table} IN ACCESS EXCLUSIVE MODE"))
    there = {row.name for row in await connection.execute(THERE)}
    if name not in there or not await _is_empty(connection, name):
        return False
    await connection.execute(text(f"ALTER TABLE {table} DETACH PARTITION {name}"))
    await connection.execute(text(f"DROP TABLE {name}"))
    return True


async def _is_empty(connection: Connection, name: str) -> bool:
    found = await connection.execute(text(f"SELECT EXISTS (SELECT 1 FROM {name})"))  # noqa: S608 - the catalogue's own name
    return not found.scalar_one()


def _is_over(table: str, name: str, before: Mapping[str, datetime]) -> bool:
    named = _MONTH.fullmatch(name)
    if named is None or named[1] != table or table not in BY_MONTH:
        return False
    return month_after(date(int(named[2]), int(named[3]), 1)) <= before[table].date()


def _table_of(name: str) -> str:
    named = _MONTH.fullmatch(name)
    if named is None or named[1] not in BY_MONTH:
        raise ValueError(f"{name} is no month of ours")
    return named[1]
