"""Files (photos, documents), named by what they are: the SHA-256 of their bytes. A folder when embedded, a table in service."""

import asyncio
import hashlib
import os
import tempfile
from pathlib import Path
from typing import Protocol

from sqlalchemy import delete, select

from domain.ids import BlobId
from store.connection import Connection
from store.database import Database
from store.tables.talk import blobs
from store.upsert import insert_into


class Blobs(Protocol):
    """Where files lie."""

    async def put(self, content: bytes) -> BlobId:
        """Keep the bytes; the same bytes are kept once."""

    async def get(self, blob: BlobId) -> bytes | None:
        """The bytes of that name; None when there are none, or they are no longer those they were."""

    async def delete(self, blob: BlobId) -> None:
        """Its time is over; nothing happens where it is gone already."""


def name_of(content: bytes) -> BlobId:
    """A file is named by what it is."""
    return BlobId(hashlib.sha256(content).hexdigest())


class FolderBlobs:
    """A folder of our own, or one shared by all workers."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def put(self, content: bytes) -> BlobId:
        """Written aside, synced, then named: a crash leaves no half file under a name."""
        blob = name_of(content)
        await asyncio.to_thread(self._write, blob, content)
        return blob

    async def get(self, blob: BlobId) -> bytes | None:
        """The bytes of that name."""
        return await asyncio.to_thread(self._read, blob)

    async def delete(self, blob: BlobId) -> None:
        """Take the file away."""
        await asyncio.to_thread(self._path(blob).unlink, missing_ok=True)

    def _write(self, blob: BlobId, content: bytes) -> None:
        path = self._path(blob)
        if path.exists():
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".new-", delete=False) as aside:
            aside.write(content)
            aside.flush()
            os.fsync(aside.fileno())
        Path(aside.name).replace(path)

    def _read(self, blob: BlobId) -> bytes | None:
        try:
            content = self._path(blob).read_bytes()
        except FileNotFoundError:
            return None
        return content if name_of(content) == blob else None

    def _path(self, blob: BlobId) -> Path:
        if len(blob) != hashlib.sha256().digest_size * 2 or not set(blob) <= set("0123456789abcdef"):
            raise ValueError("a blob is named by 64 hexadecimal digits")
        return self._folder / blob[:2] / blob


class TableBlobs:
    """A table of the service's database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def put(self, content: bytes) -> BlobId:
        """In a transaction of its own: a file is stored before anything speaks of it."""
        blob = name_of(content)

        async def keep(connection: Connection) -> None:
            await connection.execute(
                insert_into(blobs, connection)
                .values(id=blob, content=content)
                .on_conflict_do_nothing(index_elements=["id"])
            )

        await self._database.write(keep)
        return blob

    async def get(self, blob: BlobId) -> bytes | None:
        """The bytes of that name."""

        async def look(connection: Connection) -> bytes | None:
            found: bytes | None = (
                await connection.execute(select(blobs.c.content).where(blobs.c.id == blob))
            ).scalar()
            return found

        content = await self._database.read(look)
        return content if content is not None and name_of(content) == blob else None

    async def delete(self, blob: BlobId) -> None:
        """Take the row away."""

        async def gone(connection: Connection) -> None:
            await connection.execute(delete(blobs).where(blobs.c.id == blob))

        await self._database.write(gone)
