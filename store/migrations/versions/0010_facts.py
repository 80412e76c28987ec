"""What figures count, as moments beside the tickets; how far each ticket is counted; and by which channel it came.

Tickets that are there already are counted from their logs by the workers, little by little (`store/facts.py`): replaying them
all in here would hold up whoever works for minutes.
"""

import sqlalchemy as sa
from alembic import op

from store.columns import Number, UtcTime

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_MOMENTS = ("answered_at", "passed_on_at", "declined_at", "merged_at", "closed_at")


def upgrade() -> None:
    # An old worker beside us writes neither: its tickets came by text message, and are counted later.
    op.add_column("tickets", sa.Column("channel", sa.String(20), nullable=False, server_default="sms"))
    op.add_column("tickets", sa.Column("counted", sa.Integer(), nullable=False, server_default="0"))
    channel = (
        "json_extract(body, '$.channel')"
        if op.get_bind().dialect.name == "sqlite"
        else "body::json ->> 'channel'"
    )
    op.execute(f"UPDATE tickets SET channel = {channel} WHERE {channel} <> 'sms'")  # noqa: S608 - our own words
    op.create_index("ix_tickets_received_at", "tickets", ["received_at"])
    op.create_index(
        "ix_tickets_uncounted",
        "tickets",
        ["id"],
        sqlite_where=sa.text("counted < version"),
        postgresql_where=sa.text("counted < version"),
    )
    _ticket_facts()
    _work_rounds()
    _opinions_and_happenings()


def _ticket_facts() -> None:
    op.create_table(
        "ticket_facts",
        sa.Column("ticket", Number, autoincrement=False, nullable=False),
        sa.Column("nature", sa.String(20)),
        sa.Column("category", sa.String(40), nullable=False),
        sa.Column("enterprise", sa.Boolean(), nullable=False),
        sa.Column("difficult", sa.Boolean(), nullable=False),
        sa.Column("appellants", sa.Integer(), nullable=False),
        *(sa.Column(moment, UtcTime()) for moment in _MOMENTS),
        sa.Column("body", sa.Text(), nullable=False),
        *_of_a_ticket("ticket_facts", "ticket"),
    )
    for moment in _MOMENTS:
        _known("ticket_facts", moment)


def _work_rounds() -> None:
    op.create_table(
        "work_rounds",
        sa.Column("ticket", Number, autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("unit", sa.String(64), nullable=False),
        sa.Column("role", sa.String(10), nullable=False),
        sa.Column("begun_at", UtcTime(), nullable=False),
        sa.Column("again", sa.Boolean(), nullable=False),
        sa.Column("due_at", UtcTime()),
        sa.Column("acknowledged_at", UtcTime()),
        sa.Column("acknowledged_late", sa.Boolean(), nullable=False),
        sa.Column("contacted_at", UtcTime()),
        sa.Column("contacted_late", sa.Boolean(), nullable=False),
        sa.Column("urgent_at", UtcTime()),
        sa.Column("arrived_at", UtcTime()),
        sa.Column("arrived_late", sa.Boolean(), nullable=False),
        sa.Column("arrival_missed", sa.Boolean(), nullable=False),
        sa.Column("claimed_at", UtcTime()),
        sa.Column("paused_at", UtcTime()),
        sa.Column("shelved_at", UtcTime()),
        sa.Column("unshelved_at", UtcTime()),
        sa.Column("ended_at", UtcTime()),
        sa.Column("ending", sa.String(10)),
        *_of_a_ticket("work_rounds", "ticket", "seq", "unit"),
    )
    op.create_index("ix_work_rounds_ended_at", "work_rounds", ["ended_at"])
    _known("work_rounds", "urgent_at")


def _opinions_and_happenings() -> None:
    op.create_table(
        "opinions",
        sa.Column("ticket", Number, autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("appellant", Number, nullable=False),
        sa.Column("unit", sa.String(64), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("rating", sa.String(20), nullable=False),
        sa.Column("way", sa.String(20), nullable=False),
        sa.Column("solved", sa.Boolean(), nullable=False),
        sa.Column("superseded_at", UtcTime()),
        sa.Column("excluded", sa.Boolean(), nullable=False),
        *_of_a_ticket("opinions", "ticket", "seq"),
    )
    op.create_index("ix_opinions_at", "opinions", ["at"])
    op.create_table(
        "happenings",
        sa.Column("ticket", Number, autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("unit", sa.String(64), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("degree", sa.Integer(), nullable=False),
        *_of_a_ticket("happenings", "ticket", "seq"),
    )
    op.create_index("ix_happenings_at", "happenings", ["at"])


def _of_a_ticket(table: str, *keys: str) -> tuple[sa.Constraint, ...]:
    return (
        sa.PrimaryKeyConstraint(*keys, name=f"pk_{table}"),
        sa.ForeignKeyConstraint(["ticket"], ["tickets.id"], name=f"fk_{table}_ticket_tickets"),
    )


def _known(table: str, column: str) -> None:
    there = sa.text(f"{column} IS NOT NULL")
    op.create_index(f"ix_{table}_{column}", table, [column], sqlite_where=there, postgresql_where=there)


def downgrade() -> None:
    raise NotImplementedError("the record is never taken down: restore a backup instead")
