"""Heartbeats of the jobs that watch, what the auditor found, and on every outbox row the event that caused it."""

import sqlalchemy as sa
from alembic import op

from store.columns import UtcTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "heartbeats",
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("worker", sa.String(length=64), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("heard_at", UtcTime(), nullable=True),
        sa.Column("place", sa.String(length=100), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_heartbeats")),
    )
    op.create_table(
        "findings",
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("subject", sa.String(length=60), nullable=False),
        sa.Column("example", sa.String(length=60), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("since", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "subject", name=op.f("pk_findings")),
    )
    op.add_column("outbox", sa.Column("cause", sa.String(length=120), nullable=False, server_default=""))
