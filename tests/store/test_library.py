"""The store of answers: versions are only added, the newest are found by their words, rare ones before common ones."""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime
from typing import TypeVar

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from domain.ids import PersonId
from domain.library import AnswerDraft
from store.database import Connection, Database
from store.library import SqlLibrary

T = TypeVar("T")
NOW, LATER = datetime(2026, 7, 6, 1, tzinfo=UTC), datetime(2026, 7, 7, 1, tzinfo=UTC)
ME, OTHER = PersonId("zx01"), PersonId("zx02")
FUND = AnswerDraft(
    "公积金提取", "带身份证和购房合同，到政务大厅三号窗口办理，当场审核。", source="公积金中心"
)
CARD = AnswerDraft("老年卡办理", "满六十五岁，带身份证到公交总站办理，当场领取，免费乘车。")
WATER = AnswerDraft("水费缴纳", "可在政务大厅水务窗口或者手机上缴纳，每月十号出账单。")


async def on(database: Database, job: Callable[[SqlLibrary], Awaitable[T]]) -> T:
    async def within(connection: Connection) -> T:
        return await job(SqlLibrary(connection))

    return await database.write(within)


async def filled(library: SqlLibrary) -> None:
    for draft in (FUND, CARD, WATER):
        await library.add(draft, ME, NOW)


async def test_entries_are_numbered_from_one_and_read_back_whole(database: Database) -> None:
    await on(database, filled)

    entry = await on(database, lambda library: library.get(1))

    assert entry is not None
    assert (entry.entry, entry.version, entry.draft, entry.by, entry.at) == (1, 1, FUND, ME, NOW)
    assert await on(database, lambda library: library.get(9)) is None


async def test_the_title_counts_more_than_the_body(database: Database) -> None:
    await on(database, filled)

    found = await on(database, lambda library: library.search("怎么提取公积金", 3))
    hall = await on(database, lambda library: library.search("政务大厅", 3))

    assert [one.entry for one in found] == [1]
    assert [one.entry for one in hall] == [1, 3]
    assert await on(database, lambda library: library.search("噪音", 3)) == ()
    assert await on(database, lambda library: library.search("！？", 3)) == ()


async def test_an_entry_named_after_it_comes_before_one_that_mentions_it(database: Database) -> None:
    async def two(library: SqlLibrary) -> None:
        await library.add(CARD, ME, NOW)
        await library.add(AnswerDraft("公交线路", "请看各站站牌，或者拨打客服热线咨询。"), ME, NOW)

    await on(database, two)

    found = await on(database, lambda library: library.search("公交", 3))
    assert [one.entry for one in found] == [2, 1]


async def test_a_whole_request_finds_the_entry_it_is_about(database: Database) -> None:
    await on(database, filled)

    words = "请问我母亲今年六十六岁，想办老年卡坐公交车，需要带什么材料，去哪里办？"
    found = await on(database, lambda library: library.search(words, 3))

    assert found[0].entry == 2


async def test_a_change_is_a_new_version_and_the_old_one_stays(database: Database) -> None:
    async def changed(library: SqlLibrary) -> None:
        await filled(library)
        old = await library.get(1)
        assert old is not None
        await library.change(
            old, AnswerDraft("住房补贴", "补贴标准每年六月公布，请看政务公开栏。"), OTHER, LATER
        )

    await on(database, changed)

    versions = await on(database, lambda library: library.history(1))
    assert [(one.version, one.draft.title, one.by) for one in versions] == [
        (1, "公积金提取", ME),
        (2, "住房补贴", OTHER),
    ]
    assert await on(database, lambda library: library.search("公积金", 3)) == ()
    assert [one.entry for one in await on(database, lambda library: library.search("住房补贴", 3))] == [1]
    assert await on(database, lambda library: library.titled("公积金提取")) == ()


async def test_what_was_stopped_is_not_found_until_it_is_changed(database: Database) -> None:
    async def stopped(library: SqlLibrary) -> None:
        await filled(library)
        old = await library.get(2)
        assert old is not None
        gone = await library.stop(old, OTHER, LATER)
        assert await library.search("老年卡", 3) == ()
        assert (await library.titled("老年卡办理"))[0].stopped
        await library.change(gone, CARD, ME, LATER)

    await on(database, stopped)

    found = await on(database, lambda library: library.search("老年卡", 3))
    assert [(one.entry, one.version) for one in found] == [(2, 3)]


async def test_numbers_of_what_was_undone_are_used_again(database: Database) -> None:
    async def undone(library: SqlLibrary) -> None:
        await library.add(FUND, ME, NOW)
        raise LookupError

    with suppress(LookupError):
        await on(database, undone)

    assert (await on(database, lambda library: library.add(CARD, ME, NOW))).entry == 1


@pytest.mark.parametrize("statement", ["UPDATE library SET body = 'x'", "DELETE FROM library"])
async def test_no_version_is_changed_or_taken_away(database: Database, statement: str) -> None:
    await on(database, filled)

    with pytest.raises(IntegrityError, match="duban"):
        await on(database, lambda library: library._connection.execute(text(statement)))

    assert (await on(database, lambda library: library.history(1)))[0].draft == FUND
