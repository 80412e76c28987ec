"""The file a backup is: a tar with a gzipped member per table, every blob under its hash, and last of all the manifest.

The manifest names every member with its SHA-256, so a file without its end has no manifest and is no backup. It is marked
with the index key of the key ring: a restore with other keys is refused instead of giving rows nobody can read.
"""

import gzip
import hashlib
import io
import json
import tarfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

from config.texts import backup as words
from domain.failures import DubanError
from store.backup.copytext import Kind
from store.sealing import KeyRing

FORMAT = 1
MANIFEST = "manifest.json"
_BLOCK = 1 << 20
_SHA256 = 64
_BROKEN = (tarfile.TarError, EOFError, OSError, zlib.error)


class NotRestorable(DubanError):
    """A backup that cannot be made, or cannot be used; the text says why and what to do, in Chinese."""


@dataclass(frozen=True, slots=True)
class TableCopy:
    """A table in a backup: its columns with their kinds, its rows, and the hash of its member."""

    columns: tuple[tuple[str, str], ...]
    rows: int
    sha256: str

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """What the columns hold."""
        return tuple(Kind(kind) for _, kind in self.columns)


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds. `heads` is a hash over the head of every ticket's chain; `made_at` is ISO in UTC."""

    program: str
    made_at: str
    dialect: str
    revision: str
    tables: dict[str, TableCopy]
    blobs: tuple[str, ...]
    heads: str
    last_seal: str
    last_day: str
    format: int = FORMAT
    mark: str = ""

    def marked(self, ring: KeyRing) -> "Manifest":
        """With the mark of these keys."""
        return replace(self, mark=self._mark(ring))

    def fits(self, ring: KeyRing) -> bool:
        """Whether it was made with these keys, and is as it was."""
        return self.mark == self._mark(ring)

    def rows(self) -> int:
        """Of all tables."""
        return sum(table.rows for table in self.tables.values())

    def _mark(self, ring: KeyRing) -> str:
        return ring.blind(f"duban backup {_json(replace(self, mark=''))}").hex()


class Writer:
    """Writes a backup, member by member, into a new file. Raises FileExistsError when there is one."""

    def __init__(self, path: Path) -> None:
        self._tar = tarfile.open(path, "x", format=tarfile.PAX_FORMAT)  # noqa: SIM115 - closed by __exit__

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._tar.close()

    def table(self, name: str, packed: Path) -> str:
        """Add a table's gzipped lines; gives the member's SHA-256."""
        self._tar.add(packed, _table(name), recursive=False, filter=_plain)
        return digest_of(packed)

    def blob(self, name: str, content: bytes) -> None:
        """Add a file under its hash."""
        self._member(_blob(name), content)

    def manifest(self, manifest: Manifest) -> None:
        """Add the end."""
        self._member(MANIFEST, _json(manifest).encode())

    def _member(self, name: str, content: bytes) -> None:
        about = tarfile.TarInfo(name)
        about.size = len(content)
        self._tar.addfile(about, io.BytesIO(content))


class Archive:
    """A backup to read from. Nothing is ever unpacked by a name the file gives."""

    def __init__(self, path: Path, tar: tarfile.TarFile) -> None:
        self._path = path
        self._tar = tar
        try:
            self._members = {member.name: member for member in tar.getmembers() if member.isfile()}
            self.manifest = _manifest(json.loads(self._bytes(MANIFEST)))
        except (*_BROKEN, KeyError, TypeError, ValueError, AttributeError):
            raise NotRestorable(words.cut_off(str(path))) from None

    def check(self) -> None:
        """Every member is there and what it was when the backup was made. Raises NotRestorable."""
        for name, table in self.manifest.tables.items():
            if self._hash(_table(name)) != table.sha256:
                raise self.damaged(_table(name))
        for blob in self.manifest.blobs:
            if self._hash(_blob(blob)) != blob:
                raise self.damaged(_blob(blob))

    def damaged(self, member: str) -> NotRestorable:
        """What to raise about a member."""
        return NotRestorable(words.damaged(str(self._path), member))

    @contextmanager
    def table(self, name: str) -> Iterator[gzip.GzipFile]:
        """The lines of a table, to iterate over or to hand to a driver."""
        try:
            with self._open(_table(name)) as packed, gzip.GzipFile(fileobj=packed) as lines:
                yield lines
        except (*_BROKEN, KeyError, ValueError):
            raise self.damaged(_table(name)) from None

    def blobs(self) -> Iterator[tuple[str, bytes]]:
        """Every file with its name."""
        for name in self.manifest.blobs:
            yield name, self._bytes(_blob(name))

    def _bytes(self, name: str) -> bytes:
        with self._open(name) as found:
            return found.read()

    def _open(self, name: str) -> IO[bytes]:
        found = self._tar.extractfile(self._members[name])
        if found is None:
            raise KeyError(name)
        return found

    def _hash(self, name: str) -> str:
        try:
            with self._open(name) as member:
                return _digest(iter(lambda: member.read(_BLOCK), b""))
        except (*_BROKEN, KeyError):
            return ""


@contextmanager
def opened(path: Path) -> Iterator[Archive]:
    """A backup with its members checked. Raises NotRestorable."""
    if not path.is_file():
        raise NotRestorable(words.no_file(str(path)))
    try:
        tar = tarfile.open(path, "r:")  # noqa: SIM115 - closed below
    except _BROKEN:
        raise NotRestorable(words.cut_off(str(path))) from None
    with tar:
        archive = Archive(path, tar)
        archive.check()
        yield archive


def digest_of(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as file:
        return _digest(iter(lambda: file.read(_BLOCK), b""))


def _digest(blocks: Iterable[bytes]) -> str:
    whole = hashlib.sha256()
    for block in blocks:
        whole.update(block)
    return whole.hexdigest()


def _plain(about: tarfile.TarInfo) -> tarfile.TarInfo:
    """Nothing of this machine: neither owner nor time."""
    plain = tarfile.TarInfo(about.name)
    plain.size = about.size
    return plain


def _table(name: str) -> str:
    return f"tables/{name}.copy.gz"


def _blob(name: str) -> str:
    return f"blobs/{name}"


def _json(manifest: Manifest) -> str:
    return json.dumps(asdict(manifest), sort_keys=True, ensure_ascii=False)


def _manifest(read: dict[str, Any]) -> Manifest:
    if read.get("format") != FORMAT:
        # Made by a later duban: what else it says may mean something else.
        return Manifest(
            str(read["program"]), "", "", f"?{read['format']}", {}, (), "", "", "", int(read["format"])
        )
    blobs = tuple(str(blob) for blob in read["blobs"])
    if any(len(blob) != _SHA256 or not set(blob) <= set("0123456789abcdef") for blob in blobs):
        raise ValueError("a blob is named by its hash")
    tables = {
        str(name): TableCopy(
            tuple((str(column), Kind(kind).value) for column, kind in table["columns"]),
            int(table["rows"]),
            str(table["sha256"]),
        )
        for name, table in read["tables"].items()
    }
    return Manifest(
        program=str(read["program"]),
        made_at=str(read["made_at"]),
        dialect=str(read["dialect"]),
        revision=str(read["revision"]),
        tables=tables,
        blobs=blobs,
        heads=str(read["heads"]),
        last_seal=str(read["last_seal"]),
        last_day=str(read["last_day"]),
        mark=str(read["mark"]),
    )
