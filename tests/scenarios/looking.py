"""Looks into a running program's database from outside, on a connection of its own, in the same words for both."""

import asyncio
import itertools
import re
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import asyncpg

Rows = list[tuple[object, ...]]
Question = tuple[str, tuple[object, ...]]


def asked(url: str, *questions: Question) -> list[Rows]:
    """The rows of each statement (`?` stands for a value), all on one connection; what they change is committed."""
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"), timeout=10)) as connection, connection:
            return [list(connection.execute(wanted, values)) for wanted, values in questions]
    with ThreadPoolExecutor(1) as pool:  # the test's own loop is already running
        return pool.submit(lambda: asyncio.run(_asked_of_postgres(url, questions))).result()


async def _asked_of_postgres(url: str, questions: tuple[Question, ...]) -> list[Rows]:
    connection: asyncpg.Connection[asyncpg.Record] = await asyncpg.connect(url, timeout=5, command_timeout=30)
    try:
        return [
            [tuple(row) for row in await connection.fetch(_numbered(wanted), *values)]
            for wanted, values in questions
        ]
    finally:
        await connection.close()


def _numbered(wanted: str) -> str:
    """PostgreSQL counts its values: $1, $2, and so on."""
    numbers = itertools.count(1)
    return re.sub(r"\?", lambda _: f"${next(numbers)}", wanted)
