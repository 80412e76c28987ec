"""The first tables."""

import sqlalchemy as sa
from alembic import op

from store.columns import Day, Number, UtcTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:  # noqa: PLR0915 - one statement per table and index
    op.create_table(
        "appellants",
        sa.Column("id", Number, autoincrement=False, nullable=False),
        sa.Column("phone_index", sa.LargeBinary(), nullable=True),
        sa.Column("phone", Number, nullable=True),
        sa.Column("name", Number, nullable=True),
        sa.Column("opted_out", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appellants")),
        sa.UniqueConstraint("phone_index", name=op.f("uq_appellants_phone_index")),
    )
    op.create_table(
        "asks",
        sa.Column("id", Number, autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=True),
        sa.Column("appellant", Number, nullable=True),
        sa.Column("ticket", Number, nullable=True),
        sa.Column("asked_at", UtcTime(), nullable=False),
        sa.Column("expires_at", UtcTime(), nullable=False),
        sa.Column("open", sa.Boolean(), nullable=False),
        sa.Column("command_kind", sa.String(length=40), nullable=True),
        sa.Column("command", sa.Text(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_asks")),
    )
    op.create_index(
        "ix_asks_open_appellant",
        "asks",
        ["appellant", "id"],
        unique=False,
        sqlite_where=sa.text("open = 1"),
        postgresql_where=sa.text("open"),
    )
    op.create_index(
        "ix_asks_open_person",
        "asks",
        ["person", "id"],
        unique=False,
        sqlite_where=sa.text("open = 1"),
        postgresql_where=sa.text("open"),
    )
    op.create_index(
        "ix_asks_open_ticket",
        "asks",
        ["ticket"],
        unique=False,
        sqlite_where=sa.text("open = 1"),
        postgresql_where=sa.text("open"),
    )
    op.create_table(
        "blobs",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_blobs")),
    )
    op.create_table(
        "cards",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("ticket", Number, nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("delivered", sa.Boolean(), nullable=False),
        sa.Column("message_id", sa.String(length=200), nullable=False),
        sa.Column("shown", sa.String(length=64), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cards")),
        sa.UniqueConstraint("ticket", "person", "kind", name=op.f("uq_cards_ticket_person_kind")),
    )
    op.create_table(
        "counters",
        sa.Column("series", sa.String(length=60), nullable=False),
        sa.Column("next", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("series", name=op.f("pk_counters")),
    )
    op.create_table(
        "day_roots",
        sa.Column("day", Day(), nullable=False),
        sa.Column("first_seal", Number, nullable=False),
        sa.Column("last_seal", Number, nullable=False),
        sa.Column("root", sa.String(length=64), nullable=False),
        sa.Column("closed_at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_day_roots")),
        sa.UniqueConstraint("last_seal", name=op.f("uq_day_roots_last_seal")),
    )
    op.create_table(
        "evidence",
        sa.Column("id", Number, autoincrement=False, nullable=False),
        sa.Column("blob", sa.String(length=64), nullable=False),
        sa.Column("ticket", Number, nullable=False),
        sa.Column("by_person", sa.String(length=64), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
        sa.UniqueConstraint("blob", "ticket", name=op.f("uq_evidence_blob_ticket")),
    )
    op.create_table(
        "groups",
        sa.Column("purpose", sa.String(length=20), nullable=False),
        sa.Column("conversation", sa.String(length=200), nullable=False),
        sa.Column("bound_by", sa.String(length=64), nullable=False),
        sa.Column("bound_at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("purpose", name=op.f("pk_groups")),
    )
    op.create_table(
        "inbox_keys",
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("key", sa.String(length=300), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("done", sa.Boolean(), nullable=False),
        sa.Column("answer", Number, nullable=True),
        sa.PrimaryKeyConstraint("source", "key", name=op.f("pk_inbox_keys")),
    )
    op.create_index("ix_inbox_keys_at", "inbox_keys", ["at"], unique=False)
    op.create_table(
        "inbox_raw",
        sa.Column("id", Number, autoincrement=False, nullable=False),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("key", sa.String(length=300), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("body", Number, nullable=False),
        sa.Column("parked_at", UtcTime(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_try_at", UtcTime(), nullable=True),
        sa.Column("quarantined_at", UtcTime(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbox_raw")),
        sa.UniqueConstraint("source", "key", name=op.f("uq_inbox_raw_source_key")),
    )
    op.create_index(
        "ix_inbox_raw_pending",
        "inbox_raw",
        ["next_try_at"],
        unique=False,
        sqlite_where=sa.text("quarantined_at IS NULL"),
        postgresql_where=sa.text("quarantined_at IS NULL"),
    )
    op.create_table(
        "leases",
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("holder", sa.String(length=64), nullable=False),
        sa.Column("until", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_leases")),
    )
    op.create_table(
        "looks",
        sa.Column("id", Number, autoincrement=False, nullable=False),
        sa.Column("appellant", Number, nullable=False),
        sa.Column("looker", sa.String(length=64), nullable=False),
        sa.Column("ticket", Number, nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_looks")),
    )
    op.create_index("ix_looks_appellant", "looks", ["appellant", "at"], unique=False)
    op.create_table(
        "members",
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("unit", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("person", "unit", name=op.f("pk_members")),
    )
    op.create_table(
        "messages",
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("ticket", Number, nullable=True),
        sa.Column("outbox", Number, nullable=False),
        sa.Column("read_at", UtcTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_messages")),
    )
    op.create_index("ix_messages_outbox", "messages", ["outbox"], unique=False)
    op.create_table(
        "outbox",
        sa.Column("id", Number, autoincrement=False, nullable=False),
        sa.Column("key", sa.String(length=300), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("ticket", Number, nullable=True),
        sa.Column("recipient", sa.String(length=100), nullable=False),
        sa.Column("card", sa.String(length=64), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("ordinary", sa.Boolean(), nullable=False),
        sa.Column("held", sa.Boolean(), nullable=False),
        sa.Column("put_at", UtcTime(), nullable=False),
        sa.Column("not_before", UtcTime(), nullable=False),
        sa.Column("retry_at", UtcTime(), nullable=True),
        sa.Column("worker", sa.String(length=64), nullable=True),
        sa.Column("lease_until", UtcTime(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("started_before", sa.Boolean(), nullable=False),
        sa.Column("code", sa.String(length=200), nullable=False),
        sa.Column("provider_id", sa.String(length=200), nullable=False),
        sa.Column("words", Number, nullable=True),
        sa.Column("fate", sa.String(length=20), nullable=True),
        sa.Column("settled_at", UtcTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("key", name=op.f("uq_outbox_key")),
    )
    op.create_index(
        "ix_outbox_held",
        "outbox",
        ["recipient"],
        unique=False,
        sqlite_where=sa.text("held = 1"),
        postgresql_where=sa.text("held"),
    )
    op.create_index(
        "ix_outbox_leased",
        "outbox",
        ["lease_until"],
        unique=False,
        sqlite_where=sa.text("state IN ('claimed', 'started')"),
        postgresql_where=sa.text("state IN ('claimed', 'started')"),
    )
    op.create_index("ix_outbox_provider_id", "outbox", ["provider_id"], unique=False)
    op.create_index("ix_outbox_ticket", "outbox", ["ticket"], unique=False)
    op.create_index(
        "ix_outbox_waiting",
        "outbox",
        ["urgent", "not_before", "id"],
        unique=False,
        sqlite_where=sa.text("state = 'waiting' AND held = 0"),
        postgresql_where=sa.text("state = 'waiting' AND NOT held"),
    )
    op.create_index(
        "uq_outbox_waiting_card",
        "outbox",
        ["card"],
        unique=True,
        sqlite_where=sa.text("state = 'waiting' AND card IS NOT NULL"),
        postgresql_where=sa.text("state = 'waiting' AND card IS NOT NULL"),
    )
    op.create_table(
        "quota",
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("month", "kind", name=op.f("pk_quota")),
    )
    op.create_table(
        "seals",
        sa.Column("no", Number, autoincrement=False, nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("leaves", sa.Integer(), nullable=False),
        sa.Column("root", sa.String(length=64), nullable=False),
        sa.Column("prev", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("no", name=op.f("pk_seals")),
    )
    op.create_table(
        "settings",
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_settings")),
    )
    op.create_table(
        "departures",
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("left_at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("person", name=op.f("pk_departures")),
    )
    op.create_table(
        "staff",
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("staff_id", sa.String(length=128), nullable=False),
        sa.Column("found_at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("person", name=op.f("pk_staff")),
    )
    op.create_table(
        "subject_keys",
        sa.Column("id", Number, autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=True),
        sa.Column("wrapped_by", sa.String(length=32), nullable=False),
        sa.Column("erased_at", UtcTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subject_keys")),
    )
    op.create_index(
        "uq_subject_keys_living",
        "subject_keys",
        ["kind", "subject"],
        unique=True,
        sqlite_where=sa.text("wrapped IS NOT NULL"),
        postgresql_where=sa.text("wrapped IS NOT NULL"),
    )
    op.create_table(
        "texts_received",
        sa.Column("id", Number, autoincrement=False, nullable=False),
        sa.Column("appellant", Number, nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_texts_received")),
    )
    op.create_index("ix_texts_received_appellant", "texts_received", ["appellant", "at"], unique=False)
    op.create_table(
        "tickets",
        sa.Column("id", Number, autoincrement=False, nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("short_code", sa.String(length=6), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("head", sa.String(length=64), nullable=False),
        sa.Column("unsealed", sa.Boolean(), nullable=False),
        sa.Column("open", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=30), nullable=False),
        sa.Column("track", sa.String(length=10), nullable=False),
        sa.Column("nature", sa.String(length=20), nullable=True),
        sa.Column("grade", sa.Integer(), nullable=False),
        sa.Column("received_at", UtcTime(), nullable=False),
        sa.Column("due_at", UtcTime(), nullable=True),
        sa.Column("ended_at", UtcTime(), nullable=True),
        sa.Column("visit_confirmer", sa.String(length=64), nullable=True),
        sa.Column("parts", sa.String(length=64), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tickets")),
        sa.UniqueConstraint("number", name=op.f("uq_tickets_number")),
    )
    op.create_index(
        "ix_tickets_open_due",
        "tickets",
        ["due_at", "id"],
        unique=False,
        sqlite_where=sa.text("open = 1"),
        postgresql_where=sa.text("open"),
    )
    op.create_index(
        "ix_tickets_unsealed",
        "tickets",
        ["id"],
        unique=False,
        sqlite_where=sa.text("unsealed = 1"),
        postgresql_where=sa.text("unsealed"),
    )
    op.create_index(
        "ix_tickets_visit_confirmer",
        "tickets",
        ["visit_confirmer"],
        unique=False,
        sqlite_where=sa.text("visit_confirmer IS NOT NULL"),
        postgresql_where=sa.text("visit_confirmer IS NOT NULL"),
    )
    op.create_index(
        "uq_tickets_open_short_code",
        "tickets",
        ["short_code"],
        unique=True,
        sqlite_where=sa.text("open = 1"),
        postgresql_where=sa.text("open"),
    )
    op.create_table(
        "timers",
        sa.Column("id", Number, autoincrement=False, nullable=False),
        sa.Column("ticket", Number, nullable=True),
        sa.Column("step", sa.String(length=100), nullable=False),
        sa.Column("due_at", UtcTime(), nullable=False),
        sa.Column("waiting", sa.Boolean(), nullable=False),
        sa.Column("worker", sa.String(length=64), nullable=True),
        sa.Column("lease_until", UtcTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_timers")),
    )
    op.create_index(
        "ix_timers_claimed",
        "timers",
        ["lease_until"],
        unique=False,
        sqlite_where=sa.text("waiting = 0"),
        postgresql_where=sa.text("NOT waiting"),
    )
    op.create_index(
        "ix_timers_due",
        "timers",
        ["due_at"],
        unique=False,
        sqlite_where=sa.text("waiting = 1"),
        postgresql_where=sa.text("waiting"),
    )
    op.create_index(
        "uq_timers_general_step",
        "timers",
        ["step"],
        unique=True,
        sqlite_where=sa.text("ticket IS NULL"),
        postgresql_where=sa.text("ticket IS NULL"),
    )
    op.create_index("uq_timers_ticket_step", "timers", ["ticket", "step"], unique=True)
    op.create_table(
        "touches",
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("ticket", Number, nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("person", name=op.f("pk_touches")),
    )
    op.create_table(
        "visit_sessions",
        sa.Column("visit", Number, autoincrement=False, nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("device", sa.String(length=200), nullable=False),
        sa.Column("opened_at", UtcTime(), nullable=False),
        sa.Column("submitted_at", UtcTime(), nullable=True),
        sa.Column("revoked_at", UtcTime(), nullable=True),
        sa.PrimaryKeyConstraint("visit", name=op.f("pk_visit_sessions")),
    )
    op.create_table(
        "events",
        sa.Column("ticket", Number, autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", Number, nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("by_kind", sa.String(length=10), nullable=False),
        sa.Column("by_person", sa.String(length=64), nullable=True),
        sa.Column("by_appellant", Number, nullable=True),
        sa.Column("work", sa.Boolean(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("prev", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["ticket"], ["tickets.id"], name=op.f("fk_events_ticket_tickets")),
        sa.PrimaryKeyConstraint("ticket", "seq", name=op.f("pk_events")),
        sa.UniqueConstraint("id", name=op.f("uq_events_id")),
    )
    op.create_index("ix_events_at", "events", ["at"], unique=False)
    op.create_table(
        "items",
        sa.Column("ticket", Number, nullable=False),
        sa.Column("no", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("unit", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("due_on", Day(), nullable=True),
        sa.Column("reported_seq", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["ticket"], ["tickets.id"], name=op.f("fk_items_ticket_tickets")),
        sa.PrimaryKeyConstraint("ticket", "no", name=op.f("pk_items")),
    )
    op.create_table(
        "seal_leaves",
        sa.Column("seal", Number, autoincrement=False, nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("ticket", Number, nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("head", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["seal"], ["seals.no"], name=op.f("fk_seal_leaves_seal_seals")),
        sa.PrimaryKeyConstraint("seal", "place", name=op.f("pk_seal_leaves")),
    )
    op.create_index("ix_seal_leaves_ticket", "seal_leaves", ["ticket", "seq"], unique=False)
    op.create_table(
        "sealed",
        sa.Column("id", Number, autoincrement=False, nullable=False),
        sa.Column("key", Number, nullable=False),
        sa.Column("box", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["key"], ["subject_keys.id"], name=op.f("fk_sealed_key_subject_keys")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sealed")),
    )
    op.create_index("ix_sealed_key", "sealed", ["key"], unique=False)
    op.create_table(
        "ticket_appellants",
        sa.Column("ticket", Number, nullable=False),
        sa.Column("appellant", Number, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["ticket"], ["tickets.id"], name=op.f("fk_ticket_appellants_ticket_tickets")),
        sa.PrimaryKeyConstraint("ticket", "appellant", name=op.f("pk_ticket_appellants")),
    )
    op.create_index(
        "ix_ticket_appellants_appellant", "ticket_appellants", ["appellant", "ticket"], unique=False
    )
    op.create_table(
        "ticket_units",
        sa.Column("ticket", Number, nullable=False),
        sa.Column("unit", sa.String(length=64), nullable=False),
        sa.Column("role", sa.String(length=10), nullable=False),
        sa.Column("leader", sa.String(length=64), nullable=False),
        sa.Column("liaison", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(["ticket"], ["tickets.id"], name=op.f("fk_ticket_units_ticket_tickets")),
        sa.PrimaryKeyConstraint("ticket", "unit", name=op.f("pk_ticket_units")),
    )
    op.create_index("ix_ticket_units_unit", "ticket_units", ["unit", "ticket"], unique=False)
    op.create_table(
        "approvals",
        sa.Column("ticket", Number, autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("approver", sa.String(length=64), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["ticket", "seq"], ["events.ticket", "events.seq"], name=op.f("fk_approvals_ticket_seq_events")
        ),
        sa.PrimaryKeyConstraint("ticket", "seq", name=op.f("pk_approvals")),
    )
    op.create_table(
        "site_confirmations",
        sa.Column("ticket", Number, autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("visit", Number, nullable=False),
        sa.Column("confirmer", sa.String(length=64), nullable=False),
        sa.Column("passed", sa.Boolean(), nullable=False),
        sa.Column("failed_items", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["ticket", "seq"],
            ["events.ticket", "events.seq"],
            name=op.f("fk_site_confirmations_ticket_seq_events"),
        ),
        sa.PrimaryKeyConstraint("ticket", "seq", name=op.f("pk_site_confirmations")),
    )


def downgrade() -> None:
    raise NotImplementedError("the record is never taken down: restore a backup instead")
