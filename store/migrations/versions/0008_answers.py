"""Marks by which a copied answer is known, and the centre's store of answers (答复库)."""

import sqlalchemy as sa
from alembic import op

from store.columns import Day, Number, UtcTime

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "answer_marks",
        sa.Column("ticket", Number, autoincrement=False, nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("ticket", name=op.f("pk_answer_marks")),
    )
    op.create_table(
        "answer_bands",
        sa.Column("band", Number, autoincrement=False, nullable=False),
        sa.Column("ticket", Number, autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("band", "ticket", name=op.f("pk_answer_bands")),
    )
    op.create_index("ix_answer_bands_ticket", "answer_bands", ["ticket"])
    op.create_table(
        "library",
        sa.Column("entry", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("category", sa.String(length=20), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("since", Day(), nullable=True),
        sa.Column("until", Day(), nullable=True),
        sa.Column("stopped", sa.Boolean(), nullable=False),
        sa.Column("by_person", sa.String(length=64), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("entry", "version", name=op.f("pk_library")),
    )
    op.create_table(
        "library_grams",
        sa.Column("gram", sa.String(length=40), nullable=False),
        sa.Column("entry", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("weight", sa.SmallInteger(), nullable=False),
        sa.PrimaryKeyConstraint("gram", "entry", name=op.f("pk_library_grams")),
    )
    op.create_index("ix_library_grams_entry", "library_grams", ["entry"])


def downgrade() -> None:
    raise NotImplementedError("the record is never taken down: restore a backup instead")
