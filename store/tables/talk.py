"""What the conversation remembers: cards, questions, messages, who last touched what, groups, visit pages, evidence."""

from sqlalchemy import (
    Boolean,
    Column,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from store.columns import Number, UtcTime
from store.tables.metadata import metadata

cards = Table(
    "cards",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("ticket", Number, nullable=False),
    Column("person", String(64), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("delivered", Boolean, nullable=False),
    Column("message_id", String(200), nullable=False),
    Column("shown", String(64), nullable=False, server_default=""),
    Column("revision", Integer, nullable=False, server_default="0"),
    UniqueConstraint("ticket", "person", "kind"),
)

asks = Table(
    "asks",
    metadata,
    Column("id", Number, primary_key=True, autoincrement=False),
    Column("kind", String(30), nullable=False),
    Column("person", String(64)),
    Column("appellant", Number),
    Column("ticket", Number),
    Column("asked_at", UtcTime, nullable=False),
    Column("expires_at", UtcTime, nullable=False),
    Column("open", Boolean, nullable=False),
    Column("command_kind", String(40)),
    Column("command", Text),
    Column("body", Text, nullable=False),
    Index(
        "ix_asks_open_person", "person", "id", sqlite_where=text("open = 1"), postgresql_where=text("open")
    ),
    Index(
        "ix_asks_open_appellant",
        "appellant",
        "id",
        sqlite_where=text("open = 1"),
        postgresql_where=text("open"),
    ),
    Index("ix_asks_open_ticket", "ticket", sqlite_where=text("open = 1"), postgresql_where=text("open")),
)

touches = Table(
    "touches",
    metadata,
    Column("person", String(64), primary_key=True),
    Column("ticket", Number, nullable=False),
    Column("at", UtcTime, nullable=False),
)

messages = Table(
    "messages",
    metadata,
    Column("id", String(200), primary_key=True),
    Column("ticket", Number),
    Column("outbox", Number, nullable=False),
    Column("read_at", UtcTime),
    Index("ix_messages_outbox", "outbox"),
)

groups = Table(
    "groups",
    metadata,
    Column("purpose", String(20), primary_key=True),
    Column("conversation", String(200), nullable=False),
    Column("bound_by", String(64), nullable=False),
    Column("bound_at", UtcTime, nullable=False),
)

visit_sessions = Table(
    "visit_sessions",
    metadata,
    Column("visit", Number, primary_key=True, autoincrement=False),
    Column("person", String(64), nullable=False),
    Column("device", String(200), nullable=False),
    Column("opened_at", UtcTime, nullable=False),
    Column("submitted_at", UtcTime),
    Column("revoked_at", UtcTime),
)

evidence = Table(
    "evidence",
    metadata,
    Column("id", Number, primary_key=True, autoincrement=False),
    Column("blob", String(64), nullable=False),
    Column("ticket", Number, nullable=False),
    Column("by_person", String(64), nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("erased_at", UtcTime),  # the file's time is over; that it was used stays known
    UniqueConstraint("blob", "ticket"),
)

blobs = Table(
    "blobs",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("content", LargeBinary, nullable=False),
)
