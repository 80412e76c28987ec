"""What comes in, what goes out, and the moments waited for."""

from sqlalchemy import Boolean, Column, Index, Integer, String, Table, Text, UniqueConstraint, text

from store.columns import Number, UtcTime
from store.tables.metadata import metadata

inbox_keys = Table(
    "inbox_keys",
    metadata,
    Column("source", String(40), primary_key=True),
    Column("key", String(300), primary_key=True),
    Column("at", UtcTime, nullable=False),
    Column("done", Boolean, nullable=False),
    Column("answer", Number),  # sealed: a face shows a citizen's words
    Index("ix_inbox_keys_at", "at"),
)

inbox_raw = Table(
    "inbox_raw",
    metadata,
    Column("id", Number, primary_key=True, autoincrement=False),
    Column("source", String(40), nullable=False),
    Column("key", String(300), nullable=False),
    Column("kind", String(40), nullable=False),
    Column("body", Number, nullable=False),  # sealed
    Column("parked_at", UtcTime, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("next_try_at", UtcTime),
    Column("quarantined_at", UtcTime),
    Column("reason", Text, nullable=False),
    UniqueConstraint("source", "key"),
    Index(
        "ix_inbox_raw_pending",
        "next_try_at",
        sqlite_where=text("quarantined_at IS NULL"),
        postgresql_where=text("quarantined_at IS NULL"),
    ),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Number, primary_key=True, autoincrement=False),
    Column("key", String(300), nullable=False, unique=True),
    Column("kind", String(20), nullable=False),
    Column("body", Text, nullable=False),
    Column("ticket", Number),
    Column("recipient", String(100), nullable=False),
    Column("card", String(64)),
    Column("state", String(10), nullable=False),
    Column("urgent", Boolean, nullable=False),
    Column("ordinary", Boolean, nullable=False),
    Column("held", Boolean, nullable=False),  # an ordinary row before its recipient's digest
    Column("put_at", UtcTime, nullable=False),
    Column("not_before", UtcTime, nullable=False),
    Column("retry_at", UtcTime),  # real time: back-off never follows the moved clock
    Column("worker", String(64)),
    Column("lease_until", UtcTime),
    Column("attempts", Integer, nullable=False),
    Column("started_before", Boolean, nullable=False),
    Column("code", String(200), nullable=False),
    Column("provider_id", String(200), nullable=False),
    Column("words", Number),  # what was said, sealed
    Column("fate", String(20)),
    Column("settled_at", UtcTime),
    Column("cause", String(120), nullable=False, server_default=""),  # the key of the event that queued it
    Index(
        "ix_outbox_waiting",
        "urgent",
        "not_before",
        "id",
        sqlite_where=text("state = 'waiting' AND held = 0"),
        postgresql_where=text("state = 'waiting' AND NOT held"),
    ),
    Index(
        "ix_outbox_held",
        "recipient",
        sqlite_where=text("held = 1"),
        postgresql_where=text("held"),
    ),
    Index(
        "ix_outbox_leased",
        "lease_until",
        sqlite_where=text("state IN ('claimed', 'started')"),
        postgresql_where=text("state IN ('claimed', 'started')"),
    ),
    Index(
        "uq_outbox_waiting_card",
        "card",
        unique=True,
        sqlite_where=text("state = 'waiting' AND card IS NOT NULL"),
        postgresql_where=text("state = 'waiting' AND card IS NOT NULL"),
    ),
    Index("ix_outbox_provider_id", "provider_id"),
    Index("ix_outbox_ticket", "ticket"),
)

timers = Table(
    "timers",
    metadata,
    Column("id", Number, primary_key=True, autoincrement=False),
    Column("ticket", Number),
    Column("step", String(100), nullable=False),
    Column("due_at", UtcTime, nullable=False),
    Column("waiting", Boolean, nullable=False),
    Column("worker", String(64)),
    Column("lease_until", UtcTime),
    Index("ix_timers_due", "due_at", sqlite_where=text("waiting = 1"), postgresql_where=text("waiting")),
    Index(
        "ix_timers_claimed",
        "lease_until",
        sqlite_where=text("waiting = 0"),
        postgresql_where=text("NOT waiting"),
    ),
    Index("uq_timers_ticket_step", "ticket", "step", unique=True),
    Index(
        "uq_timers_general_step",
        "step",
        unique=True,
        sqlite_where=text("ticket IS NULL"),
        postgresql_where=text("ticket IS NULL"),
    ),
)
