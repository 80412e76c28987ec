"""Facts for figures: what can be counted about tickets, as moments, one row a thing. A projection of the event log."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, Text, text

from store.columns import Number, UtcTime
from store.tables.metadata import metadata


def _known(name: str, column: str) -> Index:
    """An index over the moments that came at all: most of these never do."""
    return Index(
        name,
        column,
        sqlite_where=text(f"{column} IS NOT NULL"),
        postgresql_where=text(f"{column} IS NOT NULL"),
    )


ticket_facts = Table(
    "ticket_facts",
    metadata,
    Column("ticket", Number, ForeignKey("tickets.id"), primary_key=True, autoincrement=False),
    Column("nature", String(20)),
    Column("category", String(40), nullable=False),
    Column("enterprise", Boolean, nullable=False),
    Column("difficult", Boolean, nullable=False),
    Column("appellants", Integer, nullable=False),
    Column("answered_at", UtcTime),
    Column("passed_on_at", UtcTime),
    Column("declined_at", UtcTime),
    Column("merged_at", UtcTime),
    Column("closed_at", UtcTime),
    Column("body", Text, nullable=False),  # all the facts as canonical JSON: what the next event is added to
    _known("ix_ticket_facts_answered_at", "answered_at"),
    _known("ix_ticket_facts_passed_on_at", "passed_on_at"),
    _known("ix_ticket_facts_declined_at", "declined_at"),
    _known("ix_ticket_facts_merged_at", "merged_at"),
    _known("ix_ticket_facts_closed_at", "closed_at"),
)

work_rounds = Table(
    "work_rounds",
    metadata,
    Column("ticket", Number, ForeignKey("tickets.id"), primary_key=True, autoincrement=False),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("unit", String(64), primary_key=True),
    Column("role", String(10), nullable=False),
    Column("begun_at", UtcTime, nullable=False),
    Column("again", Boolean, nullable=False),
    Column("due_at", UtcTime),
    Column("acknowledged_at", UtcTime),
    Column("acknowledged_late", Boolean, nullable=False),
    Column("contacted_at", UtcTime),
    Column("contacted_late", Boolean, nullable=False),
    Column("urgent_at", UtcTime),
    Column("arrived_at", UtcTime),
    Column("arrived_late", Boolean, nullable=False),
    Column("arrival_missed", Boolean, nullable=False),
    Column("claimed_at", UtcTime),
    Column("paused_at", UtcTime),
    Column("shelved_at", UtcTime),
    Column("unshelved_at", UtcTime),
    Column("ended_at", UtcTime),
    Column("ending", String(10)),
    Index("ix_work_rounds_ended_at", "ended_at"),  # those still open among them
    _known("ix_work_rounds_urgent_at", "urgent_at"),
)

opinions = Table(
    "opinions",
    metadata,
    Column("ticket", Number, ForeignKey("tickets.id"), primary_key=True, autoincrement=False),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("appellant", Number, nullable=False),
    Column("unit", String(64), nullable=False),  # empty: answered by the centre itself
    Column("at", UtcTime, nullable=False),
    Column("rating", String(20), nullable=False),
    Column("way", String(20), nullable=False),
    Column("solved", Boolean, nullable=False),
    Column("superseded_at", UtcTime),
    Column("excluded", Boolean, nullable=False),
    Index("ix_opinions_at", "at"),
)

happenings = Table(
    "happenings",
    metadata,
    Column("ticket", Number, ForeignKey("tickets.id"), primary_key=True, autoincrement=False),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("kind", String(20), nullable=False),
    Column("unit", String(64), nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("degree", Integer, nullable=False),
    Index("ix_happenings_at", "at"),
)
