"""Many tickets out of a few hundred real ones: rows copied by SQL under new ids, numbers and short codes.

Copies are laid down in the order of their new ids, as time would have done, the open ones among the youngest. What a
look-up meets besides the tickets grows along: units, appellants, items, sealed words and their keys, keys of events, the
outbox, the facts for figures. The event log does not: nothing measured reads it. Sealed words are bound to their rows, so a
copy's body points at the words of its original; the sealed rows copied beside it only make that table as large as it would be.
"""

import asyncio
import random
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import date, timedelta
from itertools import chain, cycle, islice
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Table
from sqlalchemy.engine import make_url

from bench.service.postgres import connected, without_triggers
from store.columns import UtcTime
from store.migrate import upgrade
from store.tables.facts import happenings, opinions, ticket_facts, work_rounds
from store.tables.tickets import items, ticket_appellants, ticket_units, tickets
from store.tables.traffic import outbox

SEALED_EACH = 3
YOUNGEST = 5
"""The open ones lie among so many times as many of the youngest."""
_FIRST_DAY, _A_DAY = date(2020, 1, 1), 1000
_COLUMNS = ("original", "id", "seq", "number", "code", "shift")
EACH_DAY = 250
"""So many are received on each day (`domain.md` §1.2), however many there are in all."""
FACTS = (ticket_facts, work_rounds, opinions, happenings)
_BEFORE = (
    "tickets",
    "ticket_units",
    "ticket_appellants",
    "items",
    "sealed",
    "subject_keys",
    "outbox",
    *(table.name for table in FACTS),
)


class Copy(NamedTuple):
    """One new ticket. `shift`: seconds its due moment lies from its original's."""

    original: int
    id: int
    seq: int
    number: str
    code: str
    shift: int


def copies(ended: Sequence[int], under_way: Sequence[int], total: int, open_total: int) -> list[Copy]:
    """So many tickets, so many of them open, the originals among them; always the same ones."""
    chance = random.Random(1)
    opened = list(islice(cycle(under_way), max(0, open_total - len(under_way))))
    closed = list(islice(cycle(ended), max(0, total - open_total - len(ended))))
    old = max(0, len(closed) - (YOUNGEST - 1) * len(opened))
    young = [*closed[old:], *opened]
    chance.shuffle(young)
    is_open, first, turn = frozenset(under_way), max(*ended, *under_way) + 1, 0
    made = []
    for seq, original in enumerate(chain(closed[:old], young)):
        turn += original in is_open
        day, place = divmod(seq, _A_DAY)
        made.append(
            Copy(
                original,
                first + seq,
                seq,
                f"NX{_FIRST_DAY + timedelta(days=day):%Y%m%d}{place:05d}",
                f"Z{10_000 + turn}" if original in is_open else "",
                chance.randrange(-20 * 86_400, 10 * 86_400),
            )
        )
    return made


async def lay_down(url: str, total: int, open_total: int) -> list[Copy]:
    """Copy until there are so many; the copies. The triggers are away meanwhile, and made anew afterwards."""
    if url.startswith("sqlite"):
        made = await asyncio.to_thread(_on_sqlite, Path(make_url(url).database or ""), total, open_total)
    else:
        made = await _on_postgres(url, total, open_total)
    await upgrade(url)
    return made


async def _on_postgres(url: str, total: int, open_total: int) -> list[Copy]:
    await without_triggers(url)
    async with connected(url) as connection:
        rows = [(row[0], row[1]) for row in await connection.fetch(_ORIGINALS)]
        made = copies(*_parted(rows), total, open_total)
        await connection.execute("SET session_replication_role = replica")  # foreign keys are triggers too
        await connection.execute(_CLONES)
        await connection.copy_records_to_table("bench_clones", records=made, columns=_COLUMNS)
        await connection.execute("ANALYZE bench_clones")
        for statement in _statements("shift * INTERVAL '1 second'", _aged(total, "INTERVAL '1 day'")):
            await connection.execute(statement)
        await connection.execute(
            "INSERT INTO outbox_keys (key, id) SELECT 'bench:' || c.seq, o.id FROM bench_clones c"
            " JOIN outbox o ON o.key = 'bench:' || c.seq"
        )
        for statement in _swept():
            await connection.execute(statement)
        # As autovacuum leaves tables that have been there for a while.
        await connection.execute("VACUUM ANALYZE")
        await connection.execute("CHECKPOINT")
    return made


def _on_sqlite(path: Path, total: int, open_total: int) -> list[Copy]:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        triggers = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for (name,) in triggers:
            connection.execute(f'DROP TRIGGER "{name}"')
        made = copies(*_parted(connection.execute(_ORIGINALS).fetchall()), total, open_total)
        connection.execute("BEGIN")
        connection.execute(_CLONES)
        connection.executemany("INSERT INTO bench_clones VALUES (?, ?, ?, ?, ?, ?)", made)
        for statement in (*_statements("shift * 1000000", _aged(total, "86400000000")), *_swept()):
            connection.execute(statement)
        connection.execute("COMMIT")
    return made


_ORIGINALS = "SELECT id, open FROM tickets ORDER BY id"
_CLONES = (
    "CREATE TABLE bench_clones (original BIGINT NOT NULL, id BIGINT NOT NULL, seq BIGINT NOT NULL,"
    " number TEXT NOT NULL, code TEXT NOT NULL, shift BIGINT NOT NULL)"
)


def _parted(rows: Sequence[tuple[int, bool]]) -> tuple[list[int], list[int]]:
    return [ticket for ticket, is_open in rows if not is_open], [
        ticket for ticket, is_open in rows if is_open
    ]


def _aged(total: int, day: str) -> str:
    """By how much a copy is older than its original, which is of the last day: so many are of each day before."""
    return f"(({total - 1} - c.seq) / {EACH_DAY}) * {day}"


def _older(table: Table, age: str) -> dict[str, str]:
    """Every moment of a row, as it was for the copy."""
    return {
        column.name: f"o.{column.name} - {age}"
        for column in table.columns
        if isinstance(column.type, UtcTime)
    }


def _statements(shift: str, age: str) -> Iterator[str]:
    """In order. What is copied is set apart first, so that no statement reads the table it writes."""
    for table in _BEFORE:
        yield f"CREATE TABLE bench_{table} AS SELECT * FROM {table}"  # noqa: S608 - our own names, here and below
    renamed = "replace(replace(o.body, CAST(o.id AS TEXT), CAST(c.id AS TEXT)), o.number, c.number)"
    yield _copying(
        tickets,
        {
            "id": "c.id",
            "number": "c.number",
            "short_code": "CASE c.code WHEN '' THEN o.short_code ELSE c.code END",
            "unsealed": "false",
            **_older(tickets, age),
            "due_at": f"o.due_at + c.{shift}",
            "body": f"CASE c.code WHEN '' THEN {renamed} ELSE replace({renamed}, o.short_code, c.code) END",
        },
        "o.id = c.original",
    )
    parts = {"ticket": "c.id", "due_at": f"o.due_at + c.{shift}"}
    yield _copying(ticket_units, parts, "o.ticket = c.original")
    yield _copying(items, {"ticket": "c.id"}, "o.ticket = c.original")
    yield _copying(ticket_appellants, {"ticket": "c.id", "appellant": "c.id"}, "o.ticket = c.original")
    for table in FACTS:
        yield _copying(table, {**_older(table, age), "ticket": "c.id"}, "o.ticket = c.original")
    yield (
        "INSERT INTO subject_keys (id, kind, subject, wrapped, wrapped_by)"
        " SELECT m.top + 1 + c.seq, 'appellant', 'bench-' || c.seq, o.wrapped, o.wrapped_by FROM bench_clones c"
        " CROSS JOIN (SELECT max(id) AS top FROM bench_subject_keys) m"
        " CROSS JOIN (SELECT * FROM bench_subject_keys ORDER BY id LIMIT 1) o"
    )
    for turn in range(SEALED_EACH):
        yield (
            "INSERT INTO sealed (id, key, box)"  # noqa: S608
            f" SELECT m.top + 1 + c.seq * {SEALED_EACH} + {turn}, k.top + 1 + c.seq, o.box FROM bench_clones c"
            " CROSS JOIN (SELECT max(id) AS top FROM bench_sealed) m"
            " CROSS JOIN (SELECT max(id) AS top FROM bench_subject_keys) k"
            f" CROSS JOIN (SELECT * FROM bench_sealed ORDER BY id LIMIT 1 OFFSET {turn}) o"
        )
    yield (
        "INSERT INTO inbox_keys (source, key, at, done)"
        " SELECT 'bench-old', CAST(c.seq AS TEXT), m.at, true FROM bench_clones c"
        " CROSS JOIN (SELECT max(at) AS at FROM inbox_keys) m"
    )
    yield _copying(
        outbox,
        {
            "id": "(SELECT max(id) FROM bench_outbox) + 1 + c.seq",
            "key": "'bench:' || c.seq",
            "ticket": "c.id",
            "state": "'done'",
            "held": "false",
            "card": "NULL",
        },
        "o.id = (SELECT max(id) FROM bench_outbox)",
    )


def _swept() -> Iterator[str]:
    for table in (*_BEFORE, "clones"):
        yield f"DROP TABLE bench_{table}"


def _copying(table: Table, changed: dict[str, str], join: str) -> str:
    names = [column.name for column in table.columns]
    values = ", ".join(changed.get(name, f"o.{name}") for name in names)
    return (
        f"INSERT INTO {table.name} ({', '.join(names)}) SELECT {values}"  # noqa: S608
        f" FROM bench_clones c CROSS JOIN bench_{table.name} o WHERE {join}"
    )
