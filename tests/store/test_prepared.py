"""Statements compiled once mean the same as through SQLAlchemy, on both databases, and refuse what they cannot hold."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import bindparam, select, update
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import DBAPIError, IntegrityError

from store.connection import Connection
from store.database import Database
from store.prepared import Found, prepared
from store.tables.persons import appellants
from store.tables.traffic import inbox_keys
from store.upsert import insert_unless_there
from tests.store.moments import NOON

KEEP = insert_unless_there(inbox_keys, "source", "key")
ROW = {"source": "sms", "key": "一", "at": NOON, "done": False, "answer": None}
OF_KEY = prepared(
    select(inbox_keys.c.at, inbox_keys.c.done, inbox_keys.c.answer).where(inbox_keys.c.key == bindparam("of"))
)
DONE = prepared(update(inbox_keys).where(inbox_keys.c.key == bindparam("of")).values(done=True))


def running(statement: Any, values: dict[str, object]) -> Any:
    async def job(connection: Connection) -> Found:
        return await connection.run(statement, values)

    return job


async def test_a_value_comes_out_as_it_went_in(database: Database) -> None:
    kept = await database.write(running(KEEP, ROW))

    found = await database.read(running(OF_KEY, {"of": "一"}))

    assert kept.touched == 1
    assert found.one() == (NOON, False, None)
    assert isinstance(found.scalar(), datetime)
    assert found.scalar().utcoffset() == timedelta()


async def test_a_repeat_touches_nothing(database: Database) -> None:
    await database.write(running(KEEP, ROW))

    again = await database.write(running(KEEP, {**ROW, "done": True}))

    assert again.touched == 0
    assert (await database.read(running(OF_KEY, {"of": "一"}))).one() == (NOON, False, None)


async def test_a_value_fixed_in_the_statement_need_not_be_given(database: Database) -> None:
    await database.write(running(KEEP, ROW))

    changed = await database.write(running(DONE, {"of": "一"}))

    assert changed.touched == 1
    assert (await database.read(running(OF_KEY, {"of": "一"}))).one() == (NOON, True, None)


async def test_nothing_found_is_no_row(database: Database) -> None:
    found = await database.read(running(OF_KEY, {"of": "nobody"}))

    assert (found.one(), found.scalar(), found.rows) == (None, None, [])


async def test_it_is_part_of_its_transaction(database: Database) -> None:
    async def broken(connection: Connection) -> None:
        await connection.run(KEEP, ROW)
        raise LookupError

    with pytest.raises(LookupError):
        await database.write(broken)

    assert (await database.read(running(OF_KEY, {"of": "一"}))).one() is None


async def test_many_rows_at_once(database: Database) -> None:
    async def job(connection: Connection) -> None:
        await connection.run_many(KEEP, [{**ROW, "key": str(n)} for n in range(3)])

    await database.write(job)

    for n in range(3):
        assert (await database.read(running(OF_KEY, {"of": str(n)}))).one() is not None


async def test_a_refusal_of_the_database_is_of_sqlalchemys_kind_and_quotes_no_value(
    database: Database,
) -> None:
    new = prepared(appellants.insert())
    row = {"id": 1, "phone_index": b"\x01\x02", "phone": None, "name": None, "opted_out": None}

    with pytest.raises(IntegrityError) as refused:
        await database.write(running(new, row))

    assert "opted_out" in str(refused.value)
    assert "[SQL: INSERT INTO appellants" in str(refused.value)
    assert "x0102" not in str(refused.value)


async def test_the_slow_way_quotes_no_value_either(database: Database) -> None:
    async def job(connection: Connection) -> None:
        await connection.execute(appellants.insert().values(id=1, phone_index=b"\x01\x02", opted_out=None))

    with pytest.raises(IntegrityError) as refused:
        await database.write(job)

    assert "opted_out" in str(refused.value)
    assert "x0102" not in str(refused.value)


async def test_a_reader_cannot_write_this_way_either(database: Database) -> None:
    with pytest.raises(DBAPIError):
        await database.read(running(KEEP, ROW))


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({}, "wants a value for 'of'"),
        ({"of": "x", "off": 1}, r"has no place for \['off'\]"),
    ],
)
async def test_a_value_too_few_or_too_many_is_a_fault(
    database: Database, values: dict[str, object], says: str
) -> None:
    with pytest.raises(ValueError, match=says):
        await database.read(running(OF_KEY, values))


def test_a_statement_whose_text_depends_on_its_values_cannot_be_prepared() -> None:
    several = prepared(select(inbox_keys.c.at).where(inbox_keys.c.key.in_(["a", "b"])))

    with pytest.raises(ValueError, match="cannot be prepared"):
        several.ready(sqlite.dialect())  # type: ignore[no-untyped-call]
