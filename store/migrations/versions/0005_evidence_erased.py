"""A photo whose time is over goes; that it was used once stays known, so it proves nothing a second time."""

import sqlalchemy as sa
from alembic import op

from store.columns import UtcTime

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("evidence", sa.Column("erased_at", UtcTime(), nullable=True))


def downgrade() -> None:
    raise NotImplementedError("the record is never taken down: restore a backup instead")
