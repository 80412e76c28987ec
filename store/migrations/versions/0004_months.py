"""PostgreSQL: outbox, parked raw events and the event log in partitions by month (docs/decisions/0011).

What is there already is not copied: each table becomes the first partition of the new one, up to the next month. Keys that
guard against repeats cannot be unique over partitions, so they move into narrow tables that triggers keep.
"""

import sqlalchemy as sa
from alembic import op

from store.ids import first_of
from store.partitions import BY_MONTH, KEYS_OF_ROWS, NEXT_MONTH

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_UNIQUE_NO_MORE = {
    "events": ["uq_events_id"],
    "outbox": ["uq_outbox_key"],
    "inbox_raw": ["uq_inbox_raw_source_key"],
}
_POINT_AT_EVENTS = ("site_confirmations", "approvals")


def upgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    # All at once and in one order: two half-taken tables and a busy worker would wait for each other.
    op.execute(
        "LOCK TABLE tickets, events, site_confirmations, approvals, outbox, inbox_raw IN ACCESS EXCLUSIVE MODE"
    )
    _narrow_keys()
    for table in _POINT_AT_EVENTS:
        op.drop_constraint(f"fk_{table}_ticket_seq_events", table, type_="foreignkey")
    until = first_of(op.get_bind().execute(sa.text(NEXT_MONTH)).scalar_one())
    for table, column in BY_MONTH.items():
        _partition(table, column, until)
    for table in _POINT_AT_EVENTS:
        op.create_foreign_key(
            f"fk_{table}_ticket_seq_events", table, "events", ["ticket", "seq"], ["ticket", "seq"]
        )


def _narrow_keys() -> None:
    op.create_table(
        "inbox_raw_keys",
        sa.Column("source", sa.String(40), nullable=False),
        sa.Column("key", sa.String(300), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("source", "key", name="pk_inbox_raw_keys"),
    )
    op.create_table(
        "outbox_keys",
        sa.Column("key", sa.String(300), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_outbox_keys"),
    )
    op.create_table(
        "outbox_cards",
        sa.Column("card", sa.String(64), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("card", name="pk_outbox_cards"),
    )
    for statement in KEYS_OF_ROWS:
        op.execute(statement)


def _partition(table: str, column: str, until: int) -> None:
    before = f"{table}_before"
    for name in _UNIQUE_NO_MORE[table]:
        op.drop_constraint(name, table, type_="unique")
    if table == "outbox":
        op.drop_index("uq_outbox_waiting_card", table)
    constraints = _written(
        table,
        "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = to_regclass(:table) ORDER BY 1",
    )
    indexes = _written(
        table,
        "SELECT c.relname, pg_get_indexdef(c.oid) FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid "
        "WHERE i.indrelid = to_regclass(:table) AND NOT i.indisprimary ORDER BY 1",
    )
    op.rename_table(table, before)
    for name, _ in constraints:
        op.execute(f"ALTER TABLE {before} RENAME CONSTRAINT {name} TO {name}_before")
    for name, _ in indexes:
        op.execute(f"ALTER INDEX {name} RENAME TO {name}_before")
    op.execute(f"CREATE TABLE {table} (LIKE {before} INCLUDING DEFAULTS) PARTITION BY RANGE ({column})")
    for name, definition in constraints:
        op.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}")
    for _, definition in indexes:
        op.execute(definition)
    op.execute(f"CREATE TABLE {table}_rest PARTITION OF {table} DEFAULT")
    op.execute(
        f"WITH late AS (DELETE FROM {before} WHERE {column} >= {until} RETURNING *) "  # noqa: S608 - our own names
        f"INSERT INTO {table}_rest SELECT * FROM late"
    )
    op.execute(f"ALTER TABLE {table} ATTACH PARTITION {before} FOR VALUES FROM (MINVALUE) TO ({until})")


def _written(table: str, query: str) -> list[tuple[str, str]]:
    return [(row[0], row[1]) for row in op.get_bind().execute(sa.text(query), {"table": table})]


def downgrade() -> None:
    raise NotImplementedError("the record is never taken down: restore a backup instead")
