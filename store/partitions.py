"""Partitions by month on PostgreSQL: made ahead, never missed (docs/decisions/0011).

Ids are time-ordered, so a month is a range of them. The event log goes by its ticket's id: a ticket's whole history lies
in the month it came in, and every question about a ticket meets one partition. What has no partition yet goes into the
one for the rest, so nobody is ever turned away. SQLite has the same tables in one piece.
"""

from collections.abc import Callable, Iterable
from datetime import date
from functools import partial

from sqlalchemy import Connection, ForeignKeyConstraint, text
from sqlalchemy.schema import SchemaItem

from store.connection import Connection as Transaction
from store.database import Database
from store.ids import first_of
from store.triggers.postgres import guards_of

BY_MONTH = {"events": "ticket", "outbox": "id", "inbox_raw": "id"}
"""The tables and the column that decides."""
AHEAD = 3
"""Months with a partition beside the running one: a tick that fails for a quarter is noticed before."""
NEXT_MONTH = "SELECT (date_trunc('month', now() AT TIME ZONE 'UTC') + interval '1 month')::date"
"""The database's own clock: every worker makes the same ones."""

ONLY_HERE = ("inbox_raw_keys", "outbox_keys", "outbox_cards")
"""Narrow tables with the keys that cannot be unique over partitions; triggers keep them (`store/triggers/postgres.py`)."""
KEPT_ELSEWHERE = frozenset(
    {"uq_outbox_key", "uq_outbox_waiting_card", "uq_events_id", "uq_inbox_raw_source_key"}
)
"""In those tables; only an event's own id is not, which nobody looks an event up by."""
KEYS_OF_ROWS = (
    "INSERT INTO inbox_raw_keys (source, key, id) SELECT source, key, id FROM inbox_raw",
    "INSERT INTO outbox_keys (key, id) SELECT key, id FROM outbox",
    "INSERT INTO outbox_cards (card, id) SELECT card, id FROM outbox WHERE state = 'waiting' AND card IS NOT NULL",
)
THERE = text(
    "SELECT p.relname AS parent, c.relname AS name FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid "
    "JOIN pg_class p ON p.oid = i.inhparent "
    "WHERE p.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' ORDER BY 1, 2"
)
"""Every partition there is: parent, name."""


def make_ahead(connection: Connection) -> None:
    """Within a migration: every partition there should be, with what guards it."""
    if connection.dialect.name != "postgresql":
        return
    month = connection.execute(text(NEXT_MONTH)).scalar_one()
    there = {(row.parent, row.name) for row in connection.execute(THERE)}
    for statements in _missing(month, there).values():
        for statement in statements:
            connection.exec_driver_sql(statement)


def guard(connection: Connection) -> None:
    """After the triggers were made anew: those that partitions do not inherit."""
    if connection.dialect.name == "postgresql":
        for row in connection.execute(THERE).all():
            for statement in guards_of(row.parent, row.name):
                connection.exec_driver_sql(statement)


def take_keys(connection: Connection) -> None:
    """After rows were loaded past the triggers: the keys they hold."""
    if connection.execute(text("SELECT to_regclass('outbox_keys')")).scalar() is None:
        return
    for statement in KEYS_OF_ROWS:
        connection.exec_driver_sql(statement)


def partly_ours(connection: Connection) -> Callable[..., bool]:
    """For comparing schemas: what is not a table of `metadata` by itself."""
    parts = set(ONLY_HERE)
    if connection.dialect.name == "postgresql":
        parts |= {row.name for row in connection.execute(THERE)}
    return lambda name, kind, _within: kind != "table" or name not in parts


def spelt_here(connection: Connection) -> Callable[..., bool]:
    """For comparing schemas: PostgreSQL keeps some unique keys in other ways, and a foreign key again for every partition."""
    if connection.dialect.name != "postgresql":
        return lambda *_compared: True
    parts = {row.name for row in connection.execute(THERE)}

    def counts(found: SchemaItem, name: str | None, kind: str, *_compared: object) -> bool:
        if kind == "foreign_key_constraint" and isinstance(found, ForeignKeyConstraint):
            return found.elements[0].target_fullname.partition(".")[0] not in parts
        return name not in KEPT_ELSEWHERE

    return counts


async def keep_ahead(database: Database) -> tuple[str, ...]:
    """The tick: makes what is missing, each in a transaction of its own; the names of those made.

    Two workers at once: one of them fails, and finds them made when it comes again.
    """
    if database.dialect != "postgresql":
        return ()

    async def look(connection: Transaction) -> dict[str, tuple[str, ...]]:
        month = (await connection.execute(text(NEXT_MONTH))).scalar_one()
        there = {(row.parent, row.name) for row in await connection.execute(THERE)}
        return _missing(month, there)

    missing = await database.read(look)
    for statements in missing.values():
        await database.write(partial(_run, statements))
    return tuple(missing)


async def _run(statements: Iterable[str], connection: Transaction) -> None:
    # Whoever works goes first: while this waits for the table, everybody who comes later waits behind it.
    await connection.execute(text("SET LOCAL lock_timeout = '1s'"))
    for statement in statements:
        await connection.execute(text(statement))


def _missing(month: date, there: set[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    wanted: dict[str, tuple[str, ...]] = {}
    for begins in _months(month, AHEAD):
        for table in BY_MONTH:
            name = f"{table}_{begins:%Y_%m}"
            if (table, name) not in there:
                until = first_of(month_after(begins))
                made = (
                    f"CREATE TABLE {name} PARTITION OF {table} "
                    f"FOR VALUES FROM ({first_of(begins)}) TO ({until})"
                )
                wanted[name] = (made, *guards_of(table, name))
    return wanted


def _months(first: date, count: int) -> list[date]:
    months = [first]
    while len(months) < count:
        months.append(month_after(months[-1]))
    return months


def month_after(month: date) -> date:
    """The first day of the next one."""
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)
