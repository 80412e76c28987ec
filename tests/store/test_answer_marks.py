"""A copied answer is known by marks from which nothing can be read; old ones and those of the erased are gone."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

import pytest
from sqlalchemy import func, select

from config.texts.heard.answering import shingles
from domain.answering import COPIED_FROM
from domain.ids import TicketId
from store import answer_marks
from store.answer_marks import SqlAnswerMarks
from store.database import Connection, Database
from store.sealing import KeyRing
from store.tables.answers import answer_bands
from store.tables.answers import answer_marks as rows

T = TypeVar("T")
LAMPS = (
    "经现场检查，桃园小区南门外三盏路灯系电缆被施工挖断所致。我局于7月2日组织抢修，更换电缆四十米、灯具三盏，当晚试灯全部点亮，"
    "并与施工方约定今后开挖前先联系路灯所。已电话告知诉求人，对方表示认可。"
)
NEARLY = LAMPS.replace("7月2日", "7月9日").replace("四十米", "六十米")
OTHER = (
    "经调查，该门店夜间播放音乐超过十点。7月5日我大队对店主批评教育并下达责令改正通知书，店主已调整音响方向、加装隔音棉，"
    "连续三晚巡查未再超标，已当面告知诉求人。"
)


@pytest.fixture
def ring() -> KeyRing:
    """The same every time: a signature is a guess, with another key another one."""
    return KeyRing("a", {"a": b"a" * 32}, b"index" * 8)


async def on(database: Database, ring: KeyRing, job: Callable[[SqlAnswerMarks], Awaitable[T]]) -> T:
    async def within(connection: Connection) -> T:
        return await job(SqlAnswerMarks(connection, ring))

    return await database.write(within)


async def test_a_near_copy_is_found_and_another_answer_is_not(database: Database, ring: KeyRing) -> None:
    async def kept(marks: SqlAnswerMarks) -> tuple[tuple[TicketId, float], ...]:
        await marks.keep(TicketId(1), shingles(LAMPS))
        await marks.keep(TicketId(2), shingles(OTHER))
        return await marks.near(shingles(NEARLY), TicketId(3))

    found = await on(database, ring, kept)

    assert found[0][0] == TicketId(1)
    assert found[0][1] >= COPIED_FROM
    assert all(share < COPIED_FROM for ticket, share in found if ticket != TicketId(1))


async def test_an_answer_is_no_copy_of_its_own_first_writing(database: Database, ring: KeyRing) -> None:
    async def twice(marks: SqlAnswerMarks) -> tuple[tuple[TicketId, float], ...]:
        await marks.keep(TicketId(1), shingles(LAMPS))
        await marks.keep(TicketId(1), shingles(OTHER))
        assert await marks.near(shingles(LAMPS), TicketId(2)) == ()
        return await marks.near(shingles(OTHER), TicketId(1))

    assert await on(database, ring, twice) == ()


async def test_what_is_forgotten_leaves_nothing(database: Database, ring: KeyRing) -> None:
    async def forgotten(marks: SqlAnswerMarks) -> int:
        await marks.keep(TicketId(1), shingles(LAMPS))
        await marks.forget(TicketId(1))
        assert await marks.near(shingles(LAMPS), TicketId(2)) == ()
        found = await marks._connection.execute(select(func.count()).select_from(answer_bands))
        return int(found.scalar_one())

    assert await on(database, ring, forgotten) == 0


async def test_only_the_newest_are_remembered(
    database: Database, ring: KeyRing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answer_marks, "NEWEST", 2)

    async def three(marks: SqlAnswerMarks) -> list[int]:
        for number, words in enumerate((LAMPS, NEARLY, OTHER), start=1):
            await marks.keep(TicketId(number), shingles(words))
        found = await marks._connection.execute(select(rows.c.ticket).order_by(rows.c.ticket))
        return list(found.scalars())

    assert await on(database, ring, three) == [2, 3]


async def test_without_the_key_the_marks_say_nothing(database: Database, ring: KeyRing) -> None:
    await on(database, ring, lambda marks: marks.keep(TicketId(1), shingles(LAMPS)))

    found = await on(database, KeyRing.fresh(), lambda marks: marks.near(shingles(LAMPS), TicketId(2)))

    assert found == ()


async def test_words_too_short_to_look_like_anything_are_not_kept(database: Database, ring: KeyRing) -> None:
    async def kept(marks: SqlAnswerMarks) -> tuple[tuple[TicketId, float], ...]:
        await marks.keep(TicketId(1), shingles("好的"))
        return await marks.near(shingles("好的"), TicketId(2))

    assert await on(database, ring, kept) == ()
