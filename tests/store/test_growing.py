"""What an intake costs does not grow with the tickets there are."""

import sqlite3
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.dialects.sqlite import dialect as sqlite_dialect

from domain.ids import UnitId
from domain.listing import ListWish
from store.migrate import upgrade
from store.tables.tickets import tickets
from store.tickets import _conditions
from store.triggers.rules import CODE_TAKEN, YES


async def test_a_new_ticket_finds_its_short_code_by_the_index_of_the_open_ones(tmp_path: Path) -> None:
    await upgrade(f"sqlite:///{tmp_path / 'duban.db'}")
    looked = CODE_TAKEN.replace(YES, "1").replace("NEW.short_code", "'E100'").replace("NEW.id", "7")

    with sqlite3.connect(tmp_path / "duban.db") as connection:
        plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN SELECT {looked}")]
    connection.close()

    assert any("uq_tickets_open_short_code" in step for step in plan), plan


async def test_a_unit_s_open_tickets_are_found_by_the_index_of_its_open_parts(tmp_path: Path) -> None:
    await upgrade(f"sqlite:///{tmp_path / 'duban.db'}")
    wanted = select(func.count()).select_from(tickets).where(*_conditions(ListWish(unit=UnitId("roads"))))
    asked = wanted.compile(dialect=sqlite_dialect(), compile_kwargs={"literal_binds": True})

    with sqlite3.connect(tmp_path / "duban.db") as connection:
        plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {asked}")]
    connection.close()

    assert any("ix_ticket_units_open" in step for step in plan), plan


async def test_the_parts_of_tickets_closed_before_are_closed_by_the_migration(tmp_path: Path) -> None:
    await upgrade(f"sqlite:///{tmp_path / 'duban.db'}")
    with sqlite3.connect(tmp_path / "duban.db") as connection:
        for ticket, is_open in ((1, True), (2, False)):
            connection.execute(
                "INSERT INTO tickets (id, number, short_code, version, head, unsealed, open, state, track, grade,"
                " received_at, parts, body) VALUES (?, ?, 'E100', 1, '', 0, ?, 'received', 'ordinary', 0, 0, '', '')",
                (ticket, f"NX2019070500{ticket:03d}", is_open),
            )
            connection.execute(
                "INSERT INTO ticket_units (ticket, unit, role, leader) VALUES (?, 'roads', 'lead', 'somebody')",
                (ticket,),
            )
        connection.execute("DROP INDEX ix_ticket_units_open")
        connection.execute("ALTER TABLE ticket_units DROP COLUMN open")
        connection.execute("UPDATE alembic_version SET version_num = '0005'")
    connection.close()

    await upgrade(f"sqlite:///{tmp_path / 'duban.db'}")

    with sqlite3.connect(tmp_path / "duban.db") as connection:
        parts = connection.execute("SELECT ticket, open FROM ticket_units ORDER BY ticket").fetchall()
    connection.close()
    assert parts == [(1, 1), (2, 0)]
