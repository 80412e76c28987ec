"""Tickets as rows: projections of the event log, for looking up and for the close-out rule's triggers."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, Text, false, text, true

from store.columns import Day, Number, UtcTime
from store.tables.metadata import metadata

tickets = Table(
    "tickets",
    metadata,
    Column("id", Number, primary_key=True, autoincrement=False),
    Column("number", String(20), nullable=False, unique=True),
    Column("short_code", String(6), nullable=False),
    Column("version", Integer, nullable=False),
    Column("head", String(64), nullable=False),  # hash of the last event of the chain
    Column("unsealed", Boolean, nullable=False),  # the head is not yet in a seal
    Column("open", Boolean, nullable=False),
    Column("state", String(30), nullable=False),
    Column("track", String(10), nullable=False),
    Column("nature", String(20)),
    Column("grade", Integer, nullable=False),  # of the open supervision sheet, else 0
    Column("weighty", Boolean, nullable=False, server_default=false()),  # may belong before a meeting
    Column("channel", String(20), nullable=False, server_default="sms"),
    Column("received_at", UtcTime, nullable=False),
    Column("due_at", UtcTime),
    Column("ended_at", UtcTime),
    Column("visit_confirmer", String(64)),  # whose site visit is waiting to be made
    Column(
        "parts", String(64), nullable=False
    ),  # digest of units, appellants and items, so that unchanged ones are left alone
    Column("counted", Integer, nullable=False, server_default="0"),  # so far go the facts for figures
    Column("body", Text, nullable=False),  # the whole ticket as canonical JSON
    Index("ix_tickets_received_at", "received_at"),
    Index(
        "ix_tickets_uncounted",
        "id",
        sqlite_where=text("counted < version"),
        postgresql_where=text("counted < version"),
    ),
    Index(
        "uq_tickets_open_short_code",
        "short_code",
        unique=True,
        sqlite_where=text("open = 1"),
        postgresql_where=text("open"),
    ),
    Index(
        "ix_tickets_open_due", "due_at", "id", sqlite_where=text("open = 1"), postgresql_where=text("open")
    ),
    Index(
        "ix_tickets_weighty",
        "id",
        sqlite_where=text("open = 1 AND weighty = 1"),
        postgresql_where=text("open AND weighty"),
    ),
    Index("ix_tickets_unsealed", "id", sqlite_where=text("unsealed = 1"), postgresql_where=text("unsealed")),
    Index(
        "ix_tickets_visit_confirmer",
        "visit_confirmer",
        sqlite_where=text("visit_confirmer IS NOT NULL"),
        postgresql_where=text("visit_confirmer IS NOT NULL"),
    ),
)

ticket_units = Table(
    "ticket_units",
    metadata,
    Column("ticket", Number, ForeignKey("tickets.id"), primary_key=True),
    Column("unit", String(64), primary_key=True),
    Column("role", String(10), nullable=False),  # lead, assist, or released: rows stay, for independence
    Column("leader", String(64), nullable=False),
    Column("liaison", String(64)),
    Column(
        "open", Boolean, nullable=False, server_default=true()
    ),  # as the ticket is: a unit's past grows, its present not
    Column("due_at", UtcTime),  # as the ticket's: a unit's list is read in its order
    Index("ix_ticket_units_unit", "unit", "ticket"),
    Index(
        "ix_ticket_units_open",
        "unit",
        "ticket",
        sqlite_where=text("open = 1"),
        postgresql_where=text("open"),
    ),
)

Index(
    "ix_ticket_units_listed",
    ticket_units.c.unit,
    ticket_units.c.due_at,
    ticket_units.c.ticket,
    sqlite_where=text("open = 1 AND role <> 'released'"),
    postgresql_where=text("open AND role <> 'released'"),
)

ticket_appellants = Table(
    "ticket_appellants",
    metadata,
    Column("ticket", Number, ForeignKey("tickets.id"), primary_key=True),
    Column("appellant", Number, primary_key=True),
    Column("place", Integer, nullable=False),  # 0: the first; words about the ticket are sealed under them
    Index("ix_ticket_appellants_appellant", "appellant", "ticket"),
)

items = Table(
    "items",
    metadata,
    Column("ticket", Number, ForeignKey("tickets.id"), primary_key=True),
    Column("no", Integer, primary_key=True, autoincrement=False),
    Column("unit", String(64), nullable=False),
    Column("state", String(20), nullable=False),
    Column("due_on", Day),
    Column("reported_seq", Integer, nullable=False),
)
