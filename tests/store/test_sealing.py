"""Keys outside, words inside, and erasing by destroying a key."""

from pathlib import Path

import pytest
from sqlalchemy import update

from domain.failures import Misconfigured
from domain.subjects import Subject, SubjectKind
from store.appellants import subject_of
from store.connection import Connection
from store.database import Database
from store.sealing import KeyRing, seal, unseal
from store.tables.persons import sealed
from store.work import SqlWork, Tools
from tests.store.moments import NOON, at

LI = Subject(SubjectKind.OFFICIAL, "li")


def test_a_key_file_is_its_owners_alone_and_reads_back(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"

    made = KeyRing.create(path)

    assert path.stat().st_mode & 0o777 == 0o600
    assert KeyRing.load(path) == made
    assert made.masters[made.current].hex() not in repr(made)


def test_a_key_file_is_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    made = KeyRing.create(path)

    with pytest.raises(Misconfigured, match="已有主密钥文件"):
        KeyRing.create(path)
    assert KeyRing.load(path) == made


@pytest.mark.parametrize(
    "content", ["", "{}", '{"current":"a","masters":{"a":"AAAA"},"index":"AAAA"}', "[1]"]
)
def test_a_damaged_key_file_is_said_to_be_one(tmp_path: Path, content: str) -> None:
    path = tmp_path / "keys.json"
    path.write_text(content)
    path.chmod(0o600)

    with pytest.raises(Misconfigured, match="不是完整的主密钥文件"):
        KeyRing.load(path)


def test_a_missing_or_readable_key_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    with pytest.raises(Misconfigured, match=r"没有主密钥文件.*duban init"):
        KeyRing.load(path)

    KeyRing.create(path)
    path.chmod(0o640)
    with pytest.raises(Misconfigured, match="chmod 600"):
        KeyRing.load(path)


def test_a_box_moved_to_another_row_does_not_open() -> None:
    key = bytes(32)
    box, digest = seal(key, 1, "路灯不亮")

    assert unseal(key, 1, box) == ("路灯不亮", digest)
    with pytest.raises(Misconfigured, match="打不开"):
        unseal(key, 2, box)
    with pytest.raises(Misconfigured, match="打不开"):
        unseal(bytes([1] * 32), 1, box)


async def test_a_changed_box_is_noticed(database: Database, tools: Tools) -> None:
    async def tamper(connection: Connection) -> None:
        words = SqlWork(connection, tools).words
        ref = await words.seal("路灯不亮", LI)
        await connection.execute(update(sealed).where(sealed.c.id == ref.ref).values(box=bytes(60)))
        await words.open([ref])

    with pytest.raises(Misconfigured, match="打不开"):
        await database.write(tamper)


async def test_an_erased_citizen_is_gone_and_a_new_one_when_they_come_again(
    database: Database, tools: Tools
) -> None:
    async def erase(connection: Connection) -> None:
        work = SqlWork(connection, tools)
        citizen = (await work.appellants.with_phone("13800001111")).appellant
        await work.appellants.named(citizen, "张三")
        said = await work.words.seal("路灯不亮", subject_of(citizen))
        other = await work.words.seal("收到", LI)
        known = await work.appellants.data(citizen)
        assert known is not None
        assert known.name == "张三"

        assert await work.appellants.erase(citizen, at(1))

        assert await work.appellants.data(citizen) is None
        assert await work.appellants.known("13800001111") is None
        assert await work.words.open([said, other]) == {other.ref: "收到"}
        assert not await work.words.erase(subject_of(citizen), at(2))
        again = await work.appellants.with_phone("13800001111")
        assert again.first_time
        assert again.appellant != citizen

    await database.write(erase)


async def test_words_sealed_after_an_erasure_have_a_key_of_their_own(
    database: Database, tools: Tools
) -> None:
    async def erase_between(connection: Connection) -> None:
        words = SqlWork(connection, tools).words
        before = await words.seal("早", LI)
        await words.erase(LI, NOON)
        after = await words.seal("晚", LI)
        assert await words.open([before, after]) == {after.ref: "晚"}

    await database.write(erase_between)
