"""Dockets (案卷) beside the tickets, each with its own chain."""

import sqlalchemy as sa
from alembic import op

from store.columns import Number, UtcTime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "dockets",
        sa.Column("id", Number, autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("head", sa.String(length=64), nullable=False),
        sa.Column("unsealed", sa.Boolean(), nullable=False),
        sa.Column("open", sa.Boolean(), nullable=False),
        sa.Column("changed_at", UtcTime(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dockets")),
        sa.UniqueConstraint("kind", "name", name=op.f("uq_dockets_kind_name")),
    )
    op.create_index(
        "ix_dockets_open",
        "dockets",
        ["kind", "id"],
        sqlite_where=sa.text("open = 1"),
        postgresql_where=sa.text("open"),
    )
    op.create_index(
        "ix_dockets_unsealed",
        "dockets",
        ["id"],
        sqlite_where=sa.text("unsealed = 1"),
        postgresql_where=sa.text("unsealed"),
    )
    op.create_table(
        "docket_entries",
        sa.Column("docket", Number, autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("by_kind", sa.String(length=10), nullable=False),
        sa.Column("by_person", sa.String(length=64), nullable=True),
        sa.Column("by_appellant", Number, nullable=True),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("prev", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["docket"], ["dockets.id"], name=op.f("fk_docket_entries_docket_dockets")),
        sa.PrimaryKeyConstraint("docket", "seq", name=op.f("pk_docket_entries")),
    )


def downgrade() -> None:
    raise NotImplementedError("the record is never taken down: restore a backup instead")
