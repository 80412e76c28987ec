"""Dockets (案卷): what the centre keeps beside its tickets, each a projection of its own append-only chain."""

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from store.columns import Number, UtcTime
from store.tables.metadata import metadata

dockets = Table(
    "dockets",
    metadata,
    Column("id", Number, primary_key=True, autoincrement=False),
    Column("kind", String(30), nullable=False),
    Column("name", String(100), nullable=False),  # its label among its kind
    Column("version", Integer, nullable=False),
    Column("head", String(64), nullable=False),  # hash of the last entry of the chain
    Column("unsealed", Boolean, nullable=False),  # the head is not yet in a seal
    Column("open", Boolean, nullable=False),
    Column("changed_at", UtcTime, nullable=False),
    Column("body", Text, nullable=False),  # the whole docket as canonical JSON
    UniqueConstraint("kind", "name"),
    Index("ix_dockets_open", "kind", "id", sqlite_where=text("open = 1"), postgresql_where=text("open")),
    Index("ix_dockets_unsealed", "id", sqlite_where=text("unsealed = 1"), postgresql_where=text("unsealed")),
)

docket_entries = Table(
    "docket_entries",
    metadata,
    Column("docket", Number, ForeignKey("dockets.id"), primary_key=True, autoincrement=False),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("kind", String(40), nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("by_kind", String(10), nullable=False),
    Column("by_person", String(64)),
    Column("by_appellant", Number),
    Column("payload", Text, nullable=False),
    Column("prev", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
)
