"""A unit's list is read off an index in the order of due moments, which stand beside its parts: its length does not matter."""

import sqlalchemy as sa
from alembic import op

from store.columns import UtcTime

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # An old worker beside us does not write it: a limit it moves keeps its old place in its unit's list until the ticket's
    # next event, and a part it adds comes last. What the list shows, and whether it is late, is read from the ticket itself.
    op.add_column("ticket_units", sa.Column("due_at", UtcTime()))
    op.execute(
        "UPDATE ticket_units SET due_at = (SELECT due_at FROM tickets WHERE tickets.id = ticket_units.ticket) WHERE open"
    )
    op.create_index(
        "ix_ticket_units_listed",
        "ticket_units",
        ["unit", "due_at", "ticket"],
        sqlite_where=sa.text("open = 1 AND role <> 'released'"),
        postgresql_where=sa.text("open AND role <> 'released'"),
    )


def downgrade() -> None:
    raise NotImplementedError("the record is never taken down: restore a backup instead")
