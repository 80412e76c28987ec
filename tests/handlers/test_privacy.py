"""Personal data (domain.md §14; invariant 5): only for those who must call, every look logged, never in a group."""

import pytest

from domain.ids import PersonId
from domain.notices import NoticeKind
from store.tables.record import looks
from tests.handlers.house import PHONE, House

GROUP = "cid-group"
WITH_DATA = "我叫王小明，电话13912345678，幸福小区楼下音响夜里太吵"
SECRETS = (PHONE, "13912345678", "王小明", "12号")


async def _in_group(house: House, person: str, words: str) -> str:
    await house.says("admin", "/绑定 督办群", group=GROUP)
    return await house.says(person, words, group=GROUP)


@pytest.mark.parametrize("command", ["/进度 {}", "/查 {}", "/清单", "/条目 {}"])
async def test_nothing_personal_is_read_in_the_group(house: House, command: str) -> None:
    ticket = await house.dispatched(WITH_DATA)

    answer = await _in_group(house, "supervisor", command.format(ticket.number))

    assert answer
    assert not [secret for secret in SECRETS if secret in answer]


async def test_proposed_items_are_masked(house: House) -> None:
    ticket = await house.filed(WITH_DATA)
    await house.says("operator", f"/受理 {ticket.number} 投诉 幸福路12号")

    answer = await house.says("supervisor", f"/交办 {ticket.number} @某transport-leader")

    assert "13912345678" not in answer


async def test_a_unit_that_must_call_gets_the_number_and_the_look_is_logged(house: House) -> None:
    ticket = await house.dispatched()

    answer = await house.says("transport-liaison", f"/联系 {ticket.number} 电话了解情况")

    assert PHONE in answer
    assert await house.count(looks) == 1


async def test_without_a_reason_nothing_is_shown(house: House) -> None:
    ticket = await house.dispatched()

    answer = await house.says("transport-liaison", f"/联系 {ticket.number}")

    assert "事由" in answer
    assert await house.count(looks) == 0


async def test_another_unit_never_sees_the_number(house: House) -> None:
    ticket = await house.dispatched()

    assert PHONE not in await house.says("water-liaison", f"/联系 {ticket.number} 了解情况")


@pytest.mark.parametrize("words", ["我要举报某店夜里偷倒垃圾", "楼下音响太吵，请替我保密"])
async def test_a_reporter_or_a_secret_caller_is_never_shown_to_a_unit(house: House, words: str) -> None:
    ticket = await house.dispatched(words)

    answer = await house.says("transport-liaison", f"/联系 {ticket.number} 了解情况")

    assert PHONE not in answer
    assert "保密" in answer
    assert await house.count(looks) == 0


async def test_the_callback_officer_may_call_a_secret_caller(house: House) -> None:
    ticket = await house.dispatched("楼下音响太吵，请替我保密")

    assert PHONE in await house.says("caller", f"/联系 {ticket.number} 回访")


async def test_the_number_is_never_shown_in_the_group(house: House) -> None:
    ticket = await house.dispatched()

    answer = await _in_group(house, "caller", f"/联系 {ticket.number} 回访")

    assert PHONE not in answer
    assert "单聊" in answer


async def test_searching_by_phone_in_the_group_is_refused(house: House) -> None:
    await house.filed()

    answer = await _in_group(house, "dispatcher", f"/查 {PHONE} 核对重复")

    assert "单聊" in answer
    assert await house.count(looks) == 0


async def test_a_search_by_phone_is_logged(house: House) -> None:
    await house.filed()

    await house.says("dispatcher", f"/查 {PHONE} 核对重复")

    assert await house.count(looks) == 1


async def test_whoever_leaves_is_suspended_and_their_tickets_alarm(house: House) -> None:
    await house.dispatched()

    await house.leaves("transport-leader")

    told = await house.notices(NoticeKind.PERSON_LEFT)
    assert {notice.to.person for notice in told} >= {"supervisor", "transport-head"}
    assert all(notice.person == PersonId("transport-leader") for notice in told)
