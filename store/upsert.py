"""INSERT … ON CONFLICT, which both databases speak and SQLAlchemy spells once for each."""

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite

from store.connection import Connection
from store.prepared import Prepared

Insert = sqlite.Insert | postgresql.Insert


def insert_into(table: Table, connection: Connection) -> Insert:
    """An INSERT that can be told what to do when the row is there already."""
    return insert_for(table, connection.dialect)


def insert_unless_there(table: Table, *unique: str) -> Prepared:
    """An INSERT of whole rows that does nothing where a row with the same unique columns stands."""
    return Prepared(
        lambda dialect: insert_for(table, dialect).on_conflict_do_nothing(index_elements=list(unique) or None)
    )


def insert_for(table: Table, dialect: str) -> Insert:
    """An INSERT in that dialect."""
    return sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)
