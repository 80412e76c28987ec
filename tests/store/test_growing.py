"""What an intake costs does not grow with the tickets there are."""

import sqlite3
from pathlib import Path

from store.migrate import upgrade
from store.triggers.rules import CODE_TAKEN, YES


async def test_a_new_ticket_finds_its_short_code_by_the_index_of_the_open_ones(tmp_path: Path) -> None:
    await upgrade(f"sqlite:///{tmp_path / 'duban.db'}")
    looked = CODE_TAKEN.replace(YES, "1").replace("NEW.short_code", "'E100'").replace("NEW.id", "7")

    with sqlite3.connect(tmp_path / "duban.db") as connection:
        plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN SELECT {looked}")]
    connection.close()

    assert any("uq_tickets_open_short_code" in step for step in plan), plan
