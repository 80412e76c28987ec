"""What the databases themselves hold, whoever writes the SQL. Made anew after every migration and listed, never assumed.

Alembic's batch mode rebuilds a SQLite table without its triggers and says nothing; so triggers are no part of any
migration: `store/migrate.py` makes them all after each one.
"""

from sqlalchemy import Connection, text

from store.triggers import postgres, sqlite

_FIRING = """
SELECT t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
WHERE t.tgname LIKE 'duban%' AND c.relnamespace = current_schema()::regnamespace AND NOT c.relispartition
AND NOT EXISTS (
    SELECT 1 FROM pg_partition_tree(c.oid) p
    LEFT JOIN pg_trigger own ON own.tgrelid = p.relid AND own.tgname = t.tgname
    WHERE own.tgenabled IS DISTINCT FROM 'A')
AND t.tgenabled = 'A'
"""
"""A table that is not partitioned has no tree."""


def expected(dialect: str) -> frozenset[str]:
    """The names of every trigger there must be."""
    return frozenset(sqlite.statements() if dialect == "sqlite" else postgres.statements())


def listed(connection: Connection) -> frozenset[str]:
    """The names of our triggers there are; on PostgreSQL only those that fire always, on every partition of their table."""
    if connection.dialect.name == "sqlite":
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'duban%'"
    else:
        query = _FIRING
    return frozenset(connection.execute(text(query)).scalars())


def remove(connection: Connection) -> None:
    """Take every trigger of ours away, within the transaction that brings them back."""
    for name in _present(connection):
        drop = (
            f"DROP TRIGGER {name}"
            if connection.dialect.name == "sqlite"
            else f"DROP FUNCTION {name}() CASCADE"
        )
        connection.exec_driver_sql(drop)


def install(connection: Connection) -> None:
    """Make every trigger anew."""
    remove(connection)
    if connection.dialect.name == "sqlite":
        for statement in sqlite.statements().values():
            connection.exec_driver_sql(statement)
        return
    for statements in postgres.statements().values():
        for statement in statements:
            connection.exec_driver_sql(statement)


def _present(connection: Connection) -> frozenset[str]:
    """Those there are, firing or not."""
    if connection.dialect.name == "sqlite":
        return listed(connection)
    query = (
        "SELECT proname FROM pg_proc WHERE proname LIKE 'duban%' "
        "AND pronamespace = current_schema()::regnamespace"
    )
    return frozenset(connection.execute(text(query)).scalars())
