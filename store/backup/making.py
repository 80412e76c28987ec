"""Making a backup of a running database: one moment of it, read past everybody who goes on writing.

SQLite is first copied whole by its online backup (one step, so that the WAL grows for seconds, not for the length of the
packing); PostgreSQL is read in one REPEATABLE READ transaction. Both give the same rows in the same spelling.
"""

import gzip
import hashlib
import sqlite3
import tempfile
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

import asyncpg
from sqlalchemy import Table
from sqlalchemy.engine import URL, make_url

from config.texts import backup as words
from store.backup.archive import Manifest, NotRestorable, TableCopy, Writer
from store.backup.copytext import kind_of, line_of
from store.migrate import newest
from store.sealing import KeyRing
from store.tables import metadata

BLOBS = "blobs"
"""The one table whose rows are members of their own, because an embedded centre keeps them in a folder."""
_HEADS = "SELECT id, version, head FROM tickets ORDER BY id"
_LAST_SEAL = "SELECT no, hash FROM seals ORDER BY no DESC LIMIT 1"
_LAST_DAY = "SELECT day, root FROM day_roots ORDER BY day DESC LIMIT 1"
_FILES = "SELECT DISTINCT blob FROM evidence WHERE erased_at IS NULL"
_PAGE = 500
_QUICKLY = 1
"""Most of it is sealed and does not shrink."""

Say = Callable[[bytes], Any]


@dataclass(frozen=True, slots=True)
class Ends:
    """Where the record ends: what a restored one must end with, too."""

    heads: str
    last_seal: str
    last_day: str


class Source(Protocol):
    """One moment of a database."""

    dialect: str

    async def revision(self) -> str | None:
        """Of its schema."""

    async def lines(self, table: Table, say: Say) -> int:
        """Every row of a table, as lines; how many."""

    async def count(self, table: Table) -> int:
        """How many rows a table has."""

    async def ends(self) -> Ends:
        """Where the record ends."""

    async def files_used(self) -> set[str]:
        """The names of all files the record speaks of."""

    def blobs(self) -> AsyncIterator[tuple[str, bytes]]:
        """Every file with its name."""


def kept_tables() -> list[Table]:
    """What goes into a backup row by row, what others point at first."""
    return [table for table in metadata.sorted_tables if table.name != BLOBS]


async def make(url: str, blobs: Path, target: Path, *, ring: KeyRing, program: str, at: datetime) -> Manifest:
    """Write a backup into the new file `target`. Raises NotRestorable; what was begun is taken away again."""
    try:
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".duban-backup-") as scratch:
            async with source_of(url, blobs, Path(scratch)) as source:
                await _current(source)
                with Writer(target) as writer:
                    manifest = replace(
                        await _written(source, writer, Path(scratch)), program=program, made_at=at.isoformat()
                    ).marked(ring)
                    writer.manifest(manifest)
    except FileExistsError:
        raise NotRestorable(words.exists(str(target))) from None
    except OSError as broken:
        _gone(target)
        raise NotRestorable(words.not_written(str(target), broken.strerror or "")) from None
    except BaseException:
        _gone(target)
        raise
    return manifest


def _gone(begun: Path) -> None:
    begun.unlink(missing_ok=True)


async def _current(source: Source) -> None:
    if (found := await source.revision()) != newest():
        raise NotRestorable(words.not_migrated(found or "-", newest() or ""))


async def _written(source: Source, writer: Writer, scratch: Path) -> Manifest:
    """Everything but the end; gives what the end has to say."""
    tables: dict[str, TableCopy] = {}
    for table in kept_tables():
        packed = scratch / f"{table.name}.gz"
        with gzip.GzipFile(packed, "wb", compresslevel=_QUICKLY, mtime=0) as lines:
            rows = await source.lines(table, lines.write)
        columns = tuple((column.name, kind_of(column).value) for column in table.columns)
        tables[table.name] = TableCopy(columns, rows, writer.table(table.name, packed))
        packed.unlink()
    ends = await source.ends()
    # After the rows: a file is stored before anything speaks of it, so none that is spoken of can be missing.
    names = []
    async for name, content in source.blobs():
        writer.blob(name, content)
        names.append(name)
    return Manifest(
        program="",
        made_at="",
        dialect=source.dialect,
        revision=newest() or "",
        tables=tables,
        blobs=tuple(names),
        heads=ends.heads,
        last_seal=ends.last_seal,
        last_day=ends.last_day,
    )


@asynccontextmanager
async def source_of(url: str, blobs: Path, scratch: Path) -> AsyncIterator[Source]:
    """One moment of the database behind a URL. Raises NotRestorable when there is none."""
    path: Path | None = None
    if make_url(url).get_backend_name() == "sqlite":
        path = Path(make_url(url).database or "")
        if not path.is_file():
            raise NotRestorable(words.no_database(str(path)))
        copy = scratch / "copy.db"
        with closing(sqlite3.connect(path, timeout=30)) as running, closing(sqlite3.connect(copy)) as still:
            running.backup(still)
        path = copy
    async with looking_at(make_url(url).set(database=str(path)) if path else url, blobs) as source:
        yield source


@asynccontextmanager
async def looking_at(url: URL | str, blobs: Path) -> AsyncIterator[Source]:
    """A database nobody else writes to, or one moment of PostgreSQL."""
    if make_url(url).get_backend_name() == "sqlite":
        with closing(sqlite3.connect(make_url(url).database or "")) as still:
            yield SqliteSource(still, blobs)
        return
    connection = await connected(url)
    try:
        async with connection.transaction(isolation="repeatable_read", readonly=True):
            yield PostgresSource(connection)
    finally:
        await connection.close()


async def connected(url: URL | str) -> asyncpg.Connection:
    """A connection whose statements may take as long as they need. Raises NotRestorable."""
    plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    patient = {"statement_timeout": "0", "idle_in_transaction_session_timeout": "0", "lock_timeout": "5s"}
    spelling = {
        "timezone": "UTC",
        "datestyle": "ISO",
        "bytea_output": "hex",
        "application_name": "duban-backup",
    }
    try:
        return await asyncpg.connect(plain, timeout=10, server_settings={**patient, **spelling})
    except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError) as broken:
        raise NotRestorable(words.unreachable(type(broken).__name__)) from None


class SqliteSource:
    """A copy of the file, and the folder of blobs."""

    dialect = "sqlite"

    def __init__(self, copy: sqlite3.Connection, folder: Path) -> None:
        self._copy = copy
        self._folder = folder

    async def revision(self) -> str | None:
        """As Alembic wrote it down."""
        try:
            found = self._copy.execute("SELECT version_num FROM alembic_version").fetchone()
        except sqlite3.OperationalError:
            return None
        return found[0] if found else None

    async def lines(self, table: Table, say: Say) -> int:
        """Spelt by us."""
        kinds = [kind_of(column) for column in table.columns]
        count = 0
        for row in self._copy.execute(_all_of(table)):
            say(line_of(row, kinds).encode())
            count += 1
        return count

    async def count(self, table: Table) -> int:
        """How many rows."""
        return int(self._copy.execute(_count_of(table)).fetchone()[0])

    async def files_used(self) -> set[str]:
        """All of them."""
        return {row[0] for row in self._copy.execute(_FILES)}

    async def ends(self) -> Ends:
        """Where the record ends."""
        heads = hashlib.sha256()
        for row in self._copy.execute(_HEADS):
            heads.update(_head(row))
        seal, day = (self._copy.execute(query).fetchone() for query in (_LAST_SEAL, _LAST_DAY))
        return _ends(heads.hexdigest(), seal, day)

    async def blobs(self) -> AsyncIterator[tuple[str, bytes]]:
        """The folder, without what is just being written."""
        for path in sorted(self._folder.glob("??/*")):
            if not path.name.startswith("."):
                content = path.read_bytes()
                # A file that rotted is left out: under its name would lie something else.
                if hashlib.sha256(content).hexdigest() == path.name:
                    yield path.name, content


class PostgresSource:
    """One snapshot of the schema."""

    dialect = "postgresql"

    def __init__(self, connection: asyncpg.Connection) -> None:
        self._connection = connection

    async def revision(self) -> str | None:
        """As Alembic wrote it down."""
        if await self._connection.fetchval("SELECT to_regclass('alembic_version')") is None:
            return None
        found: str | None = await self._connection.fetchval("SELECT version_num FROM alembic_version")
        return found

    async def lines(self, table: Table, say: Say) -> int:
        """Spelt by PostgreSQL itself."""

        async def take(block: bytes) -> None:
            say(block)

        status = await self._connection.copy_from_query(_all_of(table), output=take, format="text")
        return int(status.rpartition(" ")[2])

    async def count(self, table: Table) -> int:
        """How many rows."""
        return int(await self._connection.fetchval(_count_of(table)))

    async def files_used(self) -> set[str]:
        """All of them."""
        return {row["blob"] for row in await self._connection.fetch(_FILES)}

    async def ends(self) -> Ends:
        """Where the record ends."""
        heads = hashlib.sha256()
        async for row in self._connection.cursor(_HEADS, prefetch=_PAGE):
            heads.update(_head(row))
        seal, day = [await self._connection.fetchrow(query) for query in (_LAST_SEAL, _LAST_DAY)]
        return _ends(heads.hexdigest(), seal, day)

    async def blobs(self) -> AsyncIterator[tuple[str, bytes]]:
        """The table, one by one."""
        async for row in self._connection.cursor("SELECT id, content FROM blobs ORDER BY id", prefetch=1):
            if hashlib.sha256(row["content"]).hexdigest() == row["id"]:
                yield row["id"], row["content"]


def _head(row: Sequence[Any]) -> bytes:
    """One spelling for both databases."""
    return f"{row[0]}:{row[1]}:{row[2]}\n".encode()


def _ends(heads: str, seal: Sequence[Any] | None, day: Sequence[Any] | None) -> Ends:
    return Ends(heads, f"{seal[0]}:{seal[1]}" if seal else "", f"{day[0]}:{day[1]}" if day else "")


def _all_of(table: Table) -> str:
    columns = ", ".join(f'"{column.name}"' for column in table.columns)
    return f'SELECT {columns} FROM "{table.name}"'  # noqa: S608 - our own names


def _count_of(table: Table) -> str:
    return f'SELECT count(*) FROM "{table.name}"'  # noqa: S608 - our own names
