"""The record: what happened, who confirmed, who approved, who looked, and the seals over it. Append-only by trigger."""

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from store.columns import Day, Number, UtcTime
from store.tables.metadata import metadata

events = Table(
    "events",
    metadata,
    Column("ticket", Number, ForeignKey("tickets.id"), primary_key=True, autoincrement=False),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("id", Number, nullable=False, unique=True),
    Column("kind", String(40), nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("by_kind", String(10), nullable=False),
    Column("by_person", String(64)),
    Column("by_appellant", Number),
    Column("work", Boolean, nullable=False),  # reported work or a rework: what was confirmed before is void
    Column("payload", Text, nullable=False),
    Column("prev", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
    Index("ix_events_at", "at"),
)

site_confirmations = Table(
    "site_confirmations",
    metadata,
    Column("ticket", Number, primary_key=True, autoincrement=False),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("visit", Number, nullable=False),
    Column("confirmer", String(64), nullable=False),
    Column("passed", Boolean, nullable=False),
    Column("failed_items", Text, nullable=False),  # ",2,5," - or "," when every item passed
    Column("kind", String(30), nullable=False),
    Column("at", UtcTime, nullable=False),
    ForeignKeyConstraint(["ticket", "seq"], ["events.ticket", "events.seq"]),
)

approvals = Table(
    "approvals",
    metadata,
    Column("ticket", Number, primary_key=True, autoincrement=False),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("approver", String(64), nullable=False),
    Column("at", UtcTime, nullable=False),
    ForeignKeyConstraint(["ticket", "seq"], ["events.ticket", "events.seq"]),
)

looks = Table(
    "looks",
    metadata,
    Column("id", Number, primary_key=True, autoincrement=False),
    Column("appellant", Number, nullable=False),
    Column("looker", String(64), nullable=False),
    Column("ticket", Number),
    Column("reason", Text, nullable=False),
    Column("at", UtcTime, nullable=False),
    Index("ix_looks_appellant", "appellant", "at"),
)

seals = Table(
    "seals",
    metadata,
    Column("no", Number, primary_key=True, autoincrement=False),
    Column("at", UtcTime, nullable=False),
    Column("leaves", Integer, nullable=False),
    Column("root", String(64), nullable=False),
    Column("prev", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
)

seal_leaves = Table(
    "seal_leaves",
    metadata,
    Column("seal", Number, ForeignKey("seals.no"), primary_key=True, autoincrement=False),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("ticket", Number, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("head", String(64), nullable=False),
    Index("ix_seal_leaves_ticket", "ticket", "seq"),
)

day_roots = Table(
    "day_roots",
    metadata,
    Column("day", Day, primary_key=True),
    Column("first_seal", Number, nullable=False),
    Column("last_seal", Number, nullable=False),
    Column("root", String(64), nullable=False),
    Column("closed_at", UtcTime, nullable=False),
    UniqueConstraint("last_seal"),
)
