"""Bringing a backup back, into an empty database of either kind, and proving that it is what was saved.

All rows come in one transaction; then counts, the ends of the record and every chain are compared. Only what passes all
of it counts as restored, and a backup that was not brought back once, into a scratch database, does not count as one.
"""

import re
import sqlite3
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import asyncpg
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from config.texts import backup as words
from domain.failures import Misconfigured
from store.audit import verify
from store.backup.archive import Archive, NotRestorable, opened
from store.backup.copytext import values_of
from store.backup.making import connected, kept_tables, looking_at
from store.blobs import FolderBlobs
from store.database import open_database
from store.migrate import fill, knows
from store.sealing import KeyRing

_NAME = re.compile(r"[a-z_]{1,60}")
_BLOCK = 1 << 18


@dataclass(frozen=True, slots=True)
class Restored:
    """What came back. `missing`: files the record speaks of that were gone before the backup was made."""

    tables: int
    rows: int
    blobs: int
    missing: int


async def restore(path: Path, url: str, blobs: Path, ring: KeyRing | None) -> Restored:
    """Bring a backup back. Raises NotRestorable; whether anything was written then is said in its sentence.

    `ring`: the keys it must have been made with; None: not looked at.
    """
    with opened(path) as archive:
        _fits(path, archive, ring)
        await _empty(url, blobs)
        return await _brought_back(archive, url, blobs)


async def verify_backup(path: Path, ring: KeyRing | None) -> Restored:
    """Bring it back into a scratch database beside the file, which is gone afterwards. Raises NotRestorable."""
    with opened(path) as archive:
        _fits(path, archive, ring)
        try:
            with tempfile.TemporaryDirectory(dir=path.parent, prefix=".duban-verify-") as scratch:
                # The files are not unpacked: their names are their hashes, and those were compared.
                return await _brought_back(archive, f"sqlite:///{scratch}/verify.db", None)
        except OSError as broken:
            raise NotRestorable(words.not_written(str(path.parent), broken.strerror or "")) from None


def _fits(path: Path, archive: Archive, ring: KeyRing | None) -> None:
    manifest = archive.manifest
    if not knows(manifest.revision):
        raise NotRestorable(words.newer(str(path), manifest.revision, manifest.program))
    if ring is not None and not manifest.fits(ring):
        raise NotRestorable(words.other_key(str(path)))


async def _empty(url: str, blobs: Path) -> None:
    target = make_url(url)
    if target.get_backend_name() == "sqlite":
        _nothing_in(Path(target.database or ""), blobs)
        return
    connection = await connected(url)
    try:
        found = await connection.fetchval(
            "SELECT count(*) FROM pg_class WHERE relnamespace = current_schema()::regnamespace "
            "AND relkind IN ('r', 'p', 'v', 'm', 'S')"
        )
    finally:
        await connection.close()
    if found:
        raise NotRestorable(words.not_empty(target.database or ""))


def _nothing_in(file: Path, blobs: Path) -> None:
    if file.exists() and file.stat().st_size:
        raise NotRestorable(words.not_empty(str(file)))
    if blobs.is_dir() and any(blobs.iterdir()):
        raise NotRestorable(words.not_empty(str(blobs)))


async def _brought_back(archive: Archive, url: str, blobs: Path | None) -> Restored:
    manifest = archive.manifest

    def on_sqlite(connection: sqlite3.Connection) -> None:
        for name in _in_order(archive):
            _load_sqlite(archive, name, connection)

    async def on_postgres(connection: asyncpg.Connection) -> None:
        for name in _in_order(archive):
            await _load_postgres(archive, name, connection)
        for blob, content in archive.blobs():
            await connection.execute("INSERT INTO blobs (id, content) VALUES ($1, $2)", blob, content)

    if blobs is not None and url.startswith("sqlite"):
        folder = FolderBlobs(blobs)
        for _, content in archive.blobs():
            await folder.put(content)
    try:
        await fill(url, manifest.revision, on_sqlite, on_postgres)
    except (sqlite3.Error, asyncpg.PostgresError, SQLAlchemyError, Misconfigured) as refused:
        # The text may quote a row; the kind is enough to know that the file is not what a backup writes.
        raise NotRestorable(words.differs(type(refused).__name__)) from None
    missing = await _compare(archive, url)
    await _verify(url)
    return Restored(len(manifest.tables), manifest.rows(), len(manifest.blobs), missing)


def _in_order(archive: Archive) -> list[str]:
    """What others point at first; tables this version no longer knows before all."""
    names = [table.name for table in kept_tables()]
    return sorted(archive.manifest.tables, key=lambda name: names.index(name) if name in names else -1)


def _load_sqlite(archive: Archive, name: str, connection: sqlite3.Connection) -> None:
    table = archive.manifest.tables[name]
    kinds = table.kinds
    places = ", ".join("?" * len(kinds))
    with archive.table(name) as lines:
        rows = (values_of(line.decode().removesuffix("\n"), kinds) for line in lines)
        connection.executemany(f"INSERT INTO {_into(archive, name)} VALUES ({places})", rows)  # noqa: S608 - checked names


async def _load_postgres(archive: Archive, name: str, connection: asyncpg.Connection) -> None:
    table = archive.manifest.tables[name]
    _into(archive, name)
    with archive.table(name) as lines:
        await connection.copy_to_table(
            name,
            columns=[column for column, _ in table.columns],
            source=_Blocks(iter(lambda: lines.read(_BLOCK), b"")),
            format="text",
            timeout=None,
        )


class _Blocks:
    """An iterator as the driver wants it: asynchronous."""

    def __init__(self, blocks: Iterator[bytes]) -> None:
        self._blocks = blocks

    def __aiter__(self) -> "_Blocks":
        return self

    async def __anext__(self) -> bytes:
        for block in self._blocks:
            return block
        raise StopAsyncIteration


def _into(archive: Archive, name: str) -> str:
    """The table with its columns, as SQL; names from a file are looked at before they become SQL."""
    columns = [column for column, _ in archive.manifest.tables[name].columns]
    if not all(_NAME.fullmatch(one) for one in (name, *columns)):
        raise archive.damaged(name)
    listed = ", ".join(f'"{column}"' for column in columns)
    return f'"{name}" ({listed})'


async def _compare(archive: Archive, url: str) -> int:
    """Counts and ends; gives how many files are spoken of that are not there."""
    manifest = archive.manifest
    async with looking_at(url, Path()) as there:
        for table in kept_tables():
            saved = manifest.tables.get(table.name)
            if saved is not None and (found := await there.count(table)) != saved.rows:
                raise NotRestorable(words.differs(f"{table.name}：{found} ≠ {saved.rows}"))
        ends = await there.ends()
        if (ends.heads, ends.last_seal, ends.last_day) != (
            manifest.heads,
            manifest.last_seal,
            manifest.last_day,
        ):
            raise NotRestorable(words.differs("heads"))
        return len(await there.files_used() - set(manifest.blobs))


async def _verify(url: str) -> None:
    database = open_database(url)
    try:
        findings = await verify(database)
    finally:
        await database.close()
    if findings:
        raise NotRestorable(words.broken_record(len(findings), str(findings[0])))
