"""A unit's open tickets are found without looking at all it ever had: whether the ticket is open stands beside the part."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # An old worker beside us writes neither: a new part counts as open until a new worker says otherwise, and whoever asks
    # looks at the ticket itself too.
    op.add_column("ticket_units", sa.Column("open", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.execute(
        "UPDATE ticket_units SET open = false WHERE EXISTS"
        " (SELECT 1 FROM tickets WHERE tickets.id = ticket_units.ticket AND NOT tickets.open)"
    )
    op.create_index(
        "ix_ticket_units_open",
        "ticket_units",
        ["unit", "ticket"],
        sqlite_where=sa.text("open = 1"),
        postgresql_where=sa.text("open"),
    )


def downgrade() -> None:
    raise NotImplementedError("the record is never taken down: restore a backup instead")
