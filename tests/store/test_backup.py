"""A backup is one moment of a running database, comes back into either kind, and anything that is not one is refused."""

import asyncio
import gzip
import io
import json
import tarfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from domain.ids import BlobId, TicketId
from store.backup.archive import MANIFEST, Manifest, NotRestorable
from store.backup.copytext import Kind, line_of, values_of
from store.backup.making import kept_tables, make
from store.backup.restoring import Restored, restore, verify_backup
from store.blobs import Blobs, FolderBlobs, TableBlobs, name_of
from store.connection import Connection
from store.database import Database, open_database
from store.evidence import SqlEvidence
from store.ids import TimeOrderedIds
from store.migrate import check
from store.sealing import KeyRing
from store.tables.running import settings
from store.tables.talk import groups
from store.tables.tickets import tickets
from store.work import SqlWork, Tools
from tests.databases import PostgresServer
from tests.store.attack import attack, disarm
from tests.store.moments import CONFIRMER, NOON, Story, at, enrolled
from tests.store.record import fill

WHEN = datetime(2026, 11, 24, 1, 2, 3, tzinfo=UTC)
ODD = "一行\n二行\t制表\\反斜\r\x0b\x0c\x08 \\N \\. 😀 '\"\u2028;"
PHOTO = bytes(range(256)) * 40


@dataclass(frozen=True)
class Centre:
    """A database with something in it, and its files."""

    url: str
    folder: Path
    database: Database
    tools: Tools

    @property
    def blobs(self) -> Blobs:
        return FolderBlobs(self.folder) if self.database.dialect == "sqlite" else TableBlobs(self.database)

    async def backed_up(self, target: Path) -> Manifest:
        return await make(self.url, self.folder, target, ring=self.tools.ring, program="0.0.test", at=WHEN)


@pytest.fixture
async def centre(database: Database, database_url: str, tools: Tools, tmp_path: Path) -> Centre:
    made = Centre(database_url, tmp_path / "blobs", database, tools)
    await enrolled(database)
    story = await Story(database, tools).approved()
    await fill(database, tools)

    async def more(connection: Connection) -> None:
        work = SqlWork(connection, tools)
        await work.appellants.with_phone("13800001111")
        await connection.execute(settings.insert().values(name="odd", value=ODD))
        await connection.execute(
            groups.insert().values(
                purpose="", conversation="\\N", bound_by="", bound_at=NOON.replace(microsecond=7)
            )
        )
        await SqlEvidence(connection, TimeOrderedIds(lambda: NOON)).use(
            name_of(PHOTO), story.now.id, CONFIRMER, at(3)
        )

    await database.write(more)
    await made.blobs.put(PHOTO)
    return made


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database without any table, of either kind whatever the first is."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'restored' / 'duban.db'}"
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    url = server.bare()
    yield url
    server.drop(url)


async def everything(url: str) -> dict[str, list[Any]]:
    """Every row of every table."""
    database = open_database(url)

    async def read(connection: Connection) -> dict[str, list[Any]]:
        return {
            table.name: sorted((tuple(row) for row in await connection.execute(select(table))), key=repr)
            for table in kept_tables()
        }

    try:
        return await database.read(read)
    finally:
        await database.close()


async def test_what_was_saved_comes_back_row_by_row_on_either_database(
    centre: Centre, empty_url: str, tmp_path: Path
) -> None:
    manifest = await centre.backed_up(tmp_path / "one.tar")

    came = await restore(tmp_path / "one.tar", empty_url, tmp_path / "files", centre.tools.ring)

    saved = await everything(centre.url)
    assert await everything(empty_url) == saved
    assert {name: len(rows) for name, rows in saved.items()} == {
        name: table.rows for name, table in manifest.tables.items()
    }
    assert all(
        saved[name] for name in ("events", "site_confirmations", "approvals", "seals", "day_roots", "looks")
    )
    assert came == Restored(len(saved), sum(map(len, saved.values())), 1, 0)
    assert await check(empty_url) == ()
    restored = open_database(empty_url)
    there = Centre(empty_url, tmp_path / "files", restored, centre.tools)
    assert await there.blobs.get(name_of(PHOTO)) == PHOTO
    words = await restored.read(
        lambda connection: SqlWork(connection, centre.tools).appellants.known("13800001111")
    )
    assert words is not None
    await restored.close()


async def test_a_restored_database_takes_no_more_than_the_old_one(
    centre: Centre, empty_url: str, tmp_path: Path
) -> None:
    await centre.backed_up(tmp_path / "one.tar")
    await restore(tmp_path / "one.tar", empty_url, tmp_path / "files", centre.tools.ring)

    with pytest.raises(Exception, match="rows of events take no DELETE"):
        await attack(empty_url, "DELETE FROM events")


@contextmanager
def traffic(url: str, tools: Tools) -> Iterator[Callable[[int], None]]:
    """Tickets come in, in a thread of its own, until the block ends; call it to wait until so many more have come."""
    ended, grown = threading.Event(), threading.Semaphore(0)
    broken: list[BaseException] = []

    async def go_on() -> None:
        database = open_database(url)
        number = 200
        try:
            while not ended.is_set():
                await Story(database, tools).received(number, short_code=f"E{number}")
                number += 1
                grown.release()
        except BaseException as error:
            broken.append(error)
            grown.release(1000)
            raise
        finally:
            await database.close()

    thread = threading.Thread(target=lambda: asyncio.run(go_on()))
    thread.start()

    def more(count: int) -> None:
        for _ in range(count):
            assert grown.acquire(timeout=30)
        assert not broken

    try:
        yield more
    finally:
        ended.set()
        thread.join()


async def test_a_backup_is_one_moment_while_everybody_goes_on_writing(centre: Centre, tmp_path: Path) -> None:
    async def count(connection: Connection) -> int:
        return int((await connection.execute(select(func.count()).select_from(tickets))).scalar() or 0)

    with traffic(centre.url, centre.tools) as more:
        more(5)
        before = await centre.database.read(count)
        manifest = await centre.backed_up(tmp_path / "one.tar")
        more(1)
        after = await centre.database.read(count)

    assert before <= manifest.tables["tickets"].rows <= after
    await verify_backup(tmp_path / "one.tar", centre.tools.ring)
    target = f"sqlite:///{tmp_path / 'again.db'}"
    await restore(tmp_path / "one.tar", target, tmp_path / "files", centre.tools.ring)
    kept, running = await everything(target), await everything(centre.url)
    assert set(kept["events"]) <= set(running["events"])
    assert len(kept["events"]) < len(running["events"])


def lying_in(folder: Path) -> list[Path]:
    return sorted(folder.iterdir())


async def test_verifying_leaves_nothing_behind(centre: Centre, tmp_path: Path) -> None:
    await centre.backed_up(tmp_path / "one.tar")
    before = lying_in(tmp_path)

    came = await verify_backup(tmp_path / "one.tar", centre.tools.ring)

    assert came.blobs == 1
    assert lying_in(tmp_path) == before


async def test_a_file_that_was_gone_before_is_mentioned(centre: Centre, tmp_path: Path) -> None:
    async def use(connection: Connection) -> None:
        await SqlEvidence(connection, centre.tools.ids).use(BlobId("0" * 64), TicketId(1), CONFIRMER, at(4))

    await centre.database.write(use)
    await centre.backed_up(tmp_path / "one.tar")

    assert (await verify_backup(tmp_path / "one.tar", centre.tools.ring)).missing == 1


def rewritten(path: Path, change: Callable[[str, bytes], bytes | None]) -> Path:
    """A copy of the backup with some members changed, or (None) left out."""
    changed = path.with_name("changed.tar")
    with tarfile.open(path) as old, tarfile.open(changed, "w") as new:
        for member in old.getmembers():
            packed = old.extractfile(member)
            assert packed is not None
            content = change(member.name, packed.read())
            if content is not None:
                about = tarfile.TarInfo(member.name)
                about.size = len(content)
                new.addfile(about, io.BytesIO(content))
    return changed


def told(**changes: Any) -> Callable[[str, bytes], bytes]:
    """Other words in the manifest."""

    def change(name: str, content: bytes) -> bytes:
        return json.dumps(json.loads(content) | changes).encode() if name == MANIFEST else content

    return change


def without(start: str) -> Callable[[str, bytes], bytes | None]:
    return lambda name, content: None if name.startswith(start) else content


def other_events(name: str, content: bytes) -> bytes:
    if name != "tables/events.copy.gz":
        return content
    return gzip.compress(gzip.decompress(content).replace(b"Dispatched", b"dispatched"))


CHANGED = {
    "other rows": (other_events, "tables/events.copy.gz 与备份时不符"),
    "a table missing": (without("tables/events"), "tables/events.copy.gz 与备份时不符"),
    "a file missing": (without("blobs/"), "与备份时不符"),
    "another file": (lambda name, c: b"x" if name.startswith("blobs/") else c, "与备份时不符"),
    "no end": (without(MANIFEST), "不是完整的督办备份"),
    "no manifest": (lambda name, c: b"[]" if name == MANIFEST else c, "不是完整的督办备份"),
    "a later schema": (told(revision="9999", program="9.9"), "由其他版本（督办 9.9，表结构 9999）制作"),
    "a later format": (told(format=2, program="9.9"), "由其他版本（督办 9.9"),
    "another moment": (told(made_at="2020-01-01"), "不成对（或备份被改动）"),
}


async def test_what_was_changed_is_refused_in_one_sentence(centre: Centre, tmp_path: Path) -> None:
    await centre.backed_up(tmp_path / "one.tar")
    target = f"sqlite:///{tmp_path / 'never.db'}"

    for how, (change, sentence) in CHANGED.items():
        changed = rewritten(tmp_path / "one.tar", change)
        with pytest.raises(NotRestorable) as refused:
            await restore(changed, target, tmp_path / "files", centre.tools.ring)
        assert sentence in str(refused.value), how
        assert str(refused.value).count("。") == 1

    assert not {"never.db", "files"} & {path.name for path in lying_in(tmp_path)}


async def test_a_truncated_backup_is_refused_wherever_it_was_cut(centre: Centre, tmp_path: Path) -> None:
    whole = tmp_path / "one.tar"
    await centre.backed_up(whole)
    content = whole.read_bytes()
    cut = tmp_path / "cut.tar"

    for length in (0, 1, 511, 512, 1500, len(content) // 2, len(content) * 4 // 5):
        cut.write_bytes(content[:length])
        with pytest.raises(NotRestorable, match="不是完整的督办备份"):
            await verify_backup(cut, centre.tools.ring)


async def test_other_keys_are_refused_and_no_keys_are_not_looked_at(centre: Centre, tmp_path: Path) -> None:
    await centre.backed_up(tmp_path / "one.tar")

    with pytest.raises(NotRestorable, match="不成对"):
        await verify_backup(tmp_path / "one.tar", KeyRing.fresh())

    await verify_backup(tmp_path / "one.tar", None)


async def test_a_record_that_was_changed_before_the_backup_is_no_good_backup(
    centre: Centre, tmp_path: Path
) -> None:
    await disarm(centre.url, "events", "UPDATE events SET by_person = 'nobody' WHERE seq = 2")
    await centre.backed_up(tmp_path / "one.tar")

    with pytest.raises(NotRestorable, match=r"留痕有 [0-9]+ 处不符"):
        await verify_backup(tmp_path / "one.tar", centre.tools.ring)


async def test_nothing_is_mixed_and_nothing_is_written_over(centre: Centre, tmp_path: Path) -> None:
    await centre.backed_up(tmp_path / "one.tar")
    before = await everything(centre.url)

    with pytest.raises(NotRestorable, match="已有内容"):
        await restore(tmp_path / "one.tar", centre.url, tmp_path / "files", centre.tools.ring)
    with pytest.raises(NotRestorable, match="已经存在"):
        await centre.backed_up(tmp_path / "one.tar")

    assert await everything(centre.url) == before
    await verify_backup(tmp_path / "one.tar", centre.tools.ring)


async def test_files_are_not_mixed_either(centre: Centre, tmp_path: Path) -> None:
    await centre.backed_up(tmp_path / "one.tar")
    await FolderBlobs(tmp_path / "files").put(b"another centre's")

    with pytest.raises(NotRestorable, match="已有内容"):
        await restore(
            tmp_path / "one.tar", f"sqlite:///{tmp_path / 'new.db'}", tmp_path / "files", centre.tools.ring
        )


async def test_where_there_is_nothing_to_save_one_sentence_says_so(bare_url: str, tmp_path: Path) -> None:
    with pytest.raises(NotRestorable, match=r"找不到数据库|表结构是"):
        await make(bare_url, tmp_path, tmp_path / "one.tar", ring=KeyRing.fresh(), program="0", at=WHEN)

    assert not (tmp_path / "one.tar").exists()


VALUES = {
    Kind.WHOLE: st.integers(-(2**63), 2**63 - 1),
    Kind.YES_NO: st.integers(0, 1),
    Kind.TEXT: st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"])),
    Kind.BYTES: st.binary(),
    Kind.MOMENT: st.integers(-(10**15), 10**16),
    Kind.DAY: st.dates().map(lambda day: day.isoformat()),
}


@given(
    st.lists(
        st.sampled_from(list(Kind)).flatmap(lambda k: st.tuples(st.just(k), VALUES[k] | st.none())),
        min_size=1,
    )
)
def test_every_row_is_read_as_it_was_written(row: list[tuple[Kind, Any]]) -> None:
    kinds, values = [kind for kind, _ in row], [value for _, value in row]

    line = line_of(values, kinds)

    assert line.count("\n") == 1
    assert values_of(line.removesuffix("\n"), kinds) == values
