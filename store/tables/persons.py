"""Personal data under seal, citizens behind a blind index, and who belongs to which unit."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, LargeBinary, String, Table, text

from store.columns import Number, UtcTime
from store.tables.metadata import metadata

subject_keys = Table(
    "subject_keys",
    metadata,
    Column("id", Number, primary_key=True, autoincrement=False),
    Column("kind", String(20), nullable=False),
    Column("subject", String(200), nullable=False),
    Column("wrapped", LargeBinary),  # None: destroyed, and with it everything sealed under it
    Column("wrapped_by", String(32), nullable=False),
    Column("erased_at", UtcTime),
    Index(
        "uq_subject_keys_living",
        "kind",
        "subject",
        unique=True,
        sqlite_where=text("wrapped IS NOT NULL"),
        postgresql_where=text("wrapped IS NOT NULL"),
    ),
)

sealed = Table(
    "sealed",
    metadata,
    Column("id", Number, primary_key=True, autoincrement=False),
    Column("key", Number, ForeignKey("subject_keys.id"), nullable=False),
    Column("box", LargeBinary, nullable=False),
    Index("ix_sealed_key", "key"),
)

appellants = Table(
    "appellants",
    metadata,
    Column("id", Number, primary_key=True, autoincrement=False),
    Column("phone_index", LargeBinary, unique=True),  # None: erased
    Column("phone", Number),
    Column("name", Number),
    Column("opted_out", Boolean, nullable=False),
)

texts_received = Table(
    "texts_received",
    metadata,
    Column("id", Number, primary_key=True, autoincrement=False),
    Column("appellant", Number, nullable=False),
    Column("at", UtcTime, nullable=False),
    Index("ix_texts_received_appellant", "appellant", "at"),
)

members = Table(
    "members",
    metadata,
    Column("person", String(64), primary_key=True),
    Column("unit", String(64), primary_key=True),
)

staff = Table(
    "staff",
    metadata,
    Column("person", String(64), primary_key=True),
    Column("staff_id", String(128), nullable=False),
    Column("found_at", UtcTime, nullable=False),
)

departures = Table(
    "departures",
    metadata,
    Column("person", String(64), primary_key=True),
    Column("left_at", UtcTime, nullable=False),
)
