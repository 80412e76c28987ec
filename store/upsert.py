"""INSERT … ON CONFLICT, which both databases speak and SQLAlchemy spells once for each."""

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite

from store.connection import Connection

Insert = sqlite.Insert | postgresql.Insert


def insert_into(table: Table, connection: Connection) -> Insert:
    """An INSERT that can be told what to do when the row is there already."""
    return sqlite.insert(table) if connection.dialect == "sqlite" else postgresql.insert(table)
