"""What an intake costs does not grow with the tickets there are."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.dialects.sqlite import dialect as sqlite_dialect

from domain.ids import UnitId
from domain.listing import ListWish
from domain.vocabulary import Track
from store.migrate import fill, upgrade
from store.tables.tickets import tickets
from store.tickets import _with_part, counting, listing
from store.triggers.rules import CODE_TAKEN, YES


async def test_a_new_ticket_finds_its_short_code_by_the_index_of_the_open_ones(tmp_path: Path) -> None:
    await upgrade(f"sqlite:///{tmp_path / 'duban.db'}")
    looked = CODE_TAKEN.replace(YES, "1").replace("NEW.short_code", "'E100'").replace("NEW.id", "7")

    with sqlite3.connect(tmp_path / "duban.db") as connection:
        plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN SELECT {looked}")]
    connection.close()

    assert any("uq_tickets_open_short_code" in step for step in plan), plan


async def test_a_unit_s_open_tickets_are_found_by_the_index_of_its_open_parts(tmp_path: Path) -> None:
    wanted = select(func.count()).select_from(tickets).where(_with_part([UnitId("roads")]))

    plan = await planned(tmp_path, wanted)

    assert any(step.startswith("SEARCH ticket_units USING INDEX ix_ticket_units_") for step in plan), plan


async def test_the_first_page_of_a_unit_s_list_is_read_in_order_and_nothing_is_sorted(tmp_path: Path) -> None:
    plan = await planned(tmp_path, listing(ListWish(unit=UnitId("roads"), track=Track.LIST)))

    assert any("ix_ticket_units_listed" in step for step in plan), plan
    assert not any("TEMP B-TREE" in step for step in plan), plan


async def test_a_unit_s_tickets_are_counted_without_looking_at_one(tmp_path: Path) -> None:
    plan = await planned(tmp_path, counting(ListWish(unit=UnitId("roads"))))

    assert len(plan) == 1, plan
    assert "ix_ticket_units_" in plan[0]


async def planned(folder: Path, asked: Select[Any]) -> list[str]:
    """How SQLite would go about it, step by step."""
    await upgrade(f"sqlite:///{folder / 'duban.db'}")
    text = asked.compile(dialect=sqlite_dialect(), compile_kwargs={"literal_binds": True})
    with closing(sqlite3.connect(folder / "duban.db")) as connection:
        return [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {text}")]


TICKETS = ((1, True, 500), (2, False, 600), (3, True, None))
NEW_TICKET = (
    "INSERT INTO tickets (id, number, short_code, version, head, unsealed, open, state, track, grade, received_at, due_at,"
    " parts, body) VALUES (?, ?, ?, 1, '', 0, ?, 'received', 'ordinary', 0, 0, ?, '', '{}')"
)
NEW_PART = "INSERT INTO ticket_units (ticket, unit, role, leader) VALUES (?, 'roads', 'lead', 'somebody')"


async def test_what_stands_beside_the_parts_is_filled_in_by_the_migrations(tmp_path: Path) -> None:
    def before(connection: sqlite3.Connection) -> None:
        for ticket, is_open, due in TICKETS:
            number, code = f"NX2019070500{ticket:03d}", f"E10{ticket}"
            connection.execute(NEW_TICKET, (ticket, number, code, is_open, due))
            connection.execute(NEW_PART, (ticket,))

    async def elsewhere(_connection: object) -> None:
        raise AssertionError("this is SQLite")

    await fill(f"sqlite:///{tmp_path / 'duban.db'}", "0005", before, elsewhere)

    with closing(sqlite3.connect(tmp_path / "duban.db")) as connection:
        parts = connection.execute("SELECT ticket, open, due_at FROM ticket_units ORDER BY ticket").fetchall()
    assert parts == [(1, 1, 500), (2, 0, None), (3, 1, None)]
