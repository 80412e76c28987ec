"""The store of answers in chat: looked up, kept up, and answered with (在线答复)."""

from datetime import date

import pytest

from domain.notices import NoticeKind
from domain.vocabulary import State
from store.tables.answers import library
from tests.handlers.house import House

CARD = "老年卡办理 / 满六十五岁，带身份证到公交总站办理，当场领取，免费乘车。"
FUND = "公积金提取 / 带身份证和购房合同，到政务大厅三号窗口办理，当场审核。"
QUESTION = "请问老年卡怎么办理，要带什么材料"


async def kept(house: House) -> None:
    await house.says("operator", f"/答复库 增 {CARD}")
    await house.says("operator", f"/答复库 增 {FUND}")


async def test_what_was_added_is_found_by_anybody_of_the_centre(house: House) -> None:
    assert "库1" in await house.says("operator", f"/答复库 增 {CARD}")

    assert "公交总站" in await house.says("supervisor", "/答复库 老年卡")
    assert "没有找到" in await house.says("supervisor", "/答复库 停车")
    assert "当场领取" in await house.says("caller", "/答复库 1")


async def test_it_is_kept_with_class_source_and_days(house: House) -> None:
    words = f"/答复库 增 {CARD}\n分类：0102\n来源：交通局\n有效期：2019-07-01至2019-12-31"
    await house.says("operator", words)

    whole = await house.says("operator", "/答复库 库1")

    assert "分类：0102" in whole
    assert "来源：交通局" in whole
    assert "2019-07-01至2019-12-31" in whole
    house.clock("2020-01-02 09:00")
    assert "没有找到" in await house.says("operator", "/答复库 老年卡")


async def test_a_change_and_a_stop_are_new_versions(house: House) -> None:
    await kept(house)

    assert "第2版" in await house.says(
        "operator", "/答复库 改 1 老年卡 / 满六十岁即可办理，带身份证到公交总站，当场领取。"
    )
    assert "已停用" in await house.says("operator", "/答复库 停用 库1")

    assert "没有找到" in await house.says("operator", "/答复库 老年卡")
    assert await house.count(library) == 4


async def test_the_same_again_changes_nothing(house: House) -> None:
    await kept(house)

    assert "没有重复" in await house.says("operator", f"/答复库 增 {CARD}")
    assert "没有重复" in await house.says("operator", f"/答复库 改 1 {CARD}")
    await house.says("operator", "/答复库 停用 1")
    assert "已经停用" in await house.says("operator", "/答复库 停用 1")
    assert await house.count(library) == 3


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("/答复库", "关键词"),
        ("/答复库 增", "标题"),
        ("/答复库 增 老年卡", "正文"),
        ("/答复库 增 老年卡 / 到公交总站", "不足10字"),
        (f"/答复库 增 {'长' * 61} / 带身份证到公交总站办理，当场领取。", "超过60字"),
        (f"/答复库 增 老年卡 / {'长' * 501}", "超过500字"),
        ("/答复库 增 老年卡 / 请打王师傅电话13812345678，带身份证办理。", "手机号"),
        ("/答复库 增 老年卡 / 例如身份证号 330106196001010018 的可以办理。", "身份证号"),
        (f"/答复库 增 {CARD}\n有效期：明年", "有效期"),
        (f"/答复库 增 {CARD}\n有效期：2019-02-30至2019-12-31", "有效期"),
        (f"/答复库 增 {CARD}\n有效期：2019-12-31至2019-01-01", "止日早于起日"),
        (f"/答复库 增 {CARD}\n分类：9999", "分类编码"),
        ("/答复库 改 老年卡 / 带身份证到公交总站办理，当场领取。", "编号"),
        ("/答复库 改 9 老年卡 / 带身份证到公交总站办理，当场领取。", "没有库9"),
        ("/答复库 停用 9", "没有库9"),
    ],
)
async def test_what_cannot_be_kept_is_said_in_a_sentence_and_nothing_is(
    house: House, words: str, why: str
) -> None:
    assert why in await house.says("operator", words)
    assert await house.count(library) == 0


async def test_an_offices_own_number_is_nobodys(house: House) -> None:
    await house.says("operator", "/答复库 增 咨询电话 / 请拨打0571-87654321或12345咨询，工作日有人接听。")

    assert await house.count(library) == 1


async def test_who_does_not_answer_may_look_but_not_change(house: House) -> None:
    assert "由话务员" in await house.says("supervisor", f"/答复库 增 {CARD}")
    assert "/帮助" in await house.says("transport-liaison", "/答复库 老年卡")
    assert await house.count(library) == 0


async def test_an_entry_answers_a_ticket(house: House) -> None:
    await kept(house)
    ticket = await house.filed(QUESTION)

    assert "已在线办结" in await house.says("operator", f"/答复 {ticket.number} 库1")

    ticket = await house.ticket()
    assert ticket.state is State.ANSWERED
    assert ticket.answer is not None
    assert "公交总站" in await house.opened(ticket.answer)
    assert NoticeKind.ANSWERED in await house.texted_back()


async def test_without_words_the_best_entries_are_proposed_and_a_number_chooses(house: House) -> None:
    await kept(house)
    ticket = await house.filed(QUESTION)

    proposed = await house.says("operator", f"/答复 {ticket.number}")
    assert "1. 库1 老年卡办理" in proposed
    assert (await house.ticket()).state is State.RECEIVED
    assert "已在线办结" in await house.says("operator", "1")

    assert (await house.ticket()).state is State.ANSWERED


async def test_a_number_that_was_not_offered_answers_nothing(house: House) -> None:
    await kept(house)
    ticket = await house.filed(QUESTION)
    await house.says("operator", f"/答复 {ticket.number}")

    await house.says("operator", "7")

    assert (await house.ticket()).state is State.RECEIVED


async def test_where_nothing_fits_the_words_are_asked_for(house: House) -> None:
    await kept(house)
    ticket = await house.filed("楼上天天半夜装修，吵得人睡不着")

    assert "答复内容" in await house.says("operator", f"/答复 {ticket.number}")


async def test_an_entry_that_is_not_in_force_is_not_given(house: House) -> None:
    await kept(house)
    await house.says("operator", "/答复库 停用 1")
    ticket = await house.filed(QUESTION)

    assert "已停用" in await house.says("operator", f"/答复 {ticket.number} 库1")
    assert "没有库9" in await house.says("operator", f"/答复 {ticket.number} 库9")
    assert (await house.ticket()).state is State.RECEIVED


async def test_what_ran_out_between_the_offer_and_the_choice_is_not_given(house: House) -> None:
    today = date(2019, 7, 5).isoformat()
    await house.says("operator", f"/答复库 增 {CARD}\n有效期：至{today}")
    ticket = await house.filed(QUESTION)
    await house.says("operator", f"/答复 {ticket.number}")
    house.later(hours=20)

    assert "有效期" in await house.says("operator", "1")
    assert (await house.ticket()).state is State.RECEIVED
