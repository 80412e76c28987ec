"""What may belong before a dispatch meeting is found without reading every open ticket."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("tickets", sa.Column("weighty", sa.Boolean(), nullable=False, server_default=sa.false()))
    # Rows written before say nothing: all open ones are looked at until they change once.
    op.execute("UPDATE tickets SET weighty = true WHERE open")
    op.create_index(
        "ix_tickets_weighty",
        "tickets",
        ["id"],
        sqlite_where=sa.text("open = 1 AND weighty = 1"),
        postgresql_where=sa.text("open AND weighty"),
    )


def downgrade() -> None:
    raise NotImplementedError("the record is never taken down: restore a backup instead")
