"""A card remembers which revision its holder last certainly saw, so that an update that shows nothing new may be spared."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("cards", sa.Column("revision", sa.Integer(), nullable=False, server_default="0"))
