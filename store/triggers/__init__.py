"""What the databases themselves hold, whoever writes the SQL. Made anew after every migration and listed, never assumed.

Alembic's batch mode rebuilds a SQLite table without its triggers and says nothing; so triggers are no part of any
migration: `store/migrate.py` makes them all after each one.
"""

from sqlalchemy import Connection, text

from store.triggers import postgres, sqlite


def expected(dialect: str) -> frozenset[str]:
    """The names of every trigger there must be."""
    return frozenset(sqlite.statements() if dialect == "sqlite" else postgres.statements())


def listed(connection: Connection) -> frozenset[str]:
    """The names of our triggers there are; on PostgreSQL only those that fire always."""
    if connection.dialect.name == "sqlite":
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'duban%'"
    else:
        query = (
            "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'A' AND tgname LIKE 'duban%' "
            "AND tgrelid IN (SELECT oid FROM pg_class WHERE relnamespace = current_schema()::regnamespace)"
        )
    return frozenset(connection.execute(text(query)).scalars())


def install(connection: Connection) -> None:
    """Make every trigger anew, and take away those of ours that no longer belong."""
    if connection.dialect.name == "sqlite":
        for name in listed(connection):
            connection.exec_driver_sql(f"DROP TRIGGER {name}")
        for statement in sqlite.statements().values():
            connection.exec_driver_sql(statement)
        return
    for name in listed(connection) - expected("postgresql"):
        connection.exec_driver_sql(f"DROP FUNCTION {name}() CASCADE")
    for statements in postgres.statements().values():
        for statement in statements:
            connection.exec_driver_sql(statement)
