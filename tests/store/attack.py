"""Somebody with a database client and no manners: foreign keys off, constraints ignored, any SQL."""

import sqlite3
from typing import Any

import asyncpg
from sqlalchemy.engine import make_url

from store.triggers import postgres, sqlite


async def attack(url: str, *statements: str) -> None:
    """Run the statements past all of our code; raises whatever the database raises."""
    target = make_url(url)
    if target.get_backend_name() == "sqlite":
        client = sqlite3.connect(str(target.database), isolation_level=None)
        try:
            for statement in ("PRAGMA foreign_keys=OFF", "PRAGMA ignore_check_constraints=ON", *statements):
                client.execute(statement)
        finally:
            client.close()
        return
    session: Any = await asyncpg.connect(url, timeout=3, command_timeout=10)
    try:
        # Superusers may switch ordinary triggers and foreign keys off like this; ours fire always.
        for statement in ("SET session_replication_role = replica", *statements):
            await session.execute(statement)
    finally:
        await session.close()


async def disarm(url: str, table: str, statement: str) -> None:
    """Tamper thoroughly: take our triggers away for one statement, as only the owner of the database can."""
    if url.startswith("sqlite"):
        ours = {n: s for n, s in sqlite.statements().items() if f" ON {table} " in s}
        await attack(url, *(f"DROP TRIGGER {name}" for name in ours), statement, *ours.values())
        return
    names = [n for n, s in postgres.statements().items() if f" ON {table} " in s[1]]
    await attack(
        url,
        *(f"ALTER TABLE {table} DISABLE TRIGGER {name}" for name in names),
        statement,
        *(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}" for name in names),
    )
