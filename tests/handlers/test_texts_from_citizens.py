"""Texts from citizens (design §3): request, addition, repeat, question, opt-out, flood, emergency, secrecy."""

import pytest

from domain.notices import NoticeKind
from domain.vocabulary import Nature, State, Urgency
from tests.handlers.house import NOISE, OTHER_PHONE, PHONE, House

LIGHTS = "人民路路灯坏了三盏，走路看不见"


async def test_words_are_a_request_with_a_number_and_one_receipt(house: House) -> None:
    await house.texts(NOISE)

    (ticket,) = await house.tickets()
    assert ticket.state is State.RECEIVED
    assert ticket.number.startswith("NX20190705")
    assert await house.texted_back() == [NoticeKind.RECEIPT]


async def test_the_same_words_within_a_day_are_one_request(house: House) -> None:
    await house.texts(NOISE)
    house.later(hours=3)

    await house.texts(NOISE + "。")

    assert len(await house.tickets()) == 1
    assert await house.texted_back() == [NoticeKind.RECEIPT, NoticeKind.REPEAT_KNOWN]


async def test_the_same_words_from_another_phone_are_another_request(house: House) -> None:
    await house.texts(NOISE)
    await house.texts(NOISE, OTHER_PHONE)

    assert len(await house.tickets()) == 2


async def test_a_second_text_within_ten_minutes_joins_the_first(house: House) -> None:
    await house.texts(NOISE)
    house.later(minutes=9)

    await house.texts("就在12号楼下")

    (ticket,) = await house.tickets()
    assert await house.words_of(ticket) == [NOISE, "就在12号楼下"]


async def test_other_words_after_ten_minutes_are_a_new_request(house: House) -> None:
    await house.texts(NOISE)
    house.later(minutes=11)

    await house.texts(LIGHTS)

    assert len(await house.tickets()) == 2


async def test_words_that_plainly_concern_the_open_request_are_added(house: House) -> None:
    await house.texts(NOISE)
    house.later(hours=5)

    await house.texts("幸福小区那家音响今天中午又开始放了")

    assert len(await house.tickets()) == 1
    assert await house.texted_back() == [NoticeKind.RECEIPT, NoticeKind.ADDED]


async def test_the_same_place_with_another_matter_is_a_new_request(house: House) -> None:
    await house.texts(NOISE)
    house.later(hours=5)

    await house.texts("幸福小区停水了")

    assert len(await house.tickets()) == 2


async def test_bu_adds_to_the_only_open_request_whatever_it_says(house: House) -> None:
    await house.texts(NOISE)
    house.later(hours=5)

    await house.texts("补 老板姓张")

    (ticket,) = await house.tickets()
    assert (await house.words_of(ticket))[1] == "老板姓张"


async def test_bu_with_several_open_requests_asks_which_and_keeps_the_words(house: House) -> None:
    await house.texts(NOISE)
    house.later(hours=1)
    await house.texts(LIGHTS)
    house.later(hours=1)

    await house.texts("补 拍了照片")
    noise = (await house.tickets())[0]
    assert (await house.texted_back())[-1] is NoticeKind.ASK_WHICH
    await house.texts(noise.number)
    await house.texts(f"编号{noise.number}")

    assert "拍了照片" in await house.words_of(await house.ticket(noise.number))


async def test_an_addition_can_be_made_a_new_request(house: House) -> None:
    await house.texts(NOISE)
    house.later(minutes=5)

    await house.texts("新诉求 人民路路灯坏了")

    assert len(await house.tickets()) == 2


async def test_what_was_asked_of_the_citizen_is_answered_by_any_words(house: House) -> None:
    ticket = await house.filed()
    await house.says("operator", f"/补充 {ticket.number} 哪个小区")
    house.later(hours=5)

    await house.texts("阳光花园")

    assert (await house.ticket()).state is State.RECEIVED


async def test_a_request_declined_for_silence_is_taken_up_again_by_words(house: House) -> None:
    ticket = await house.filed()
    await house.says("operator", f"/不予受理 {ticket.number} 信息不足")
    house.later(days=2)

    await house.texts("补充一下，是12号楼")

    assert (await house.ticket()).state is State.RECEIVED
    assert len(await house.tickets()) == 1


async def test_a_closed_matter_that_comes_again_is_a_new_ticket_and_a_look_back(house: House) -> None:
    ticket = await house.filed()
    await house.says("operator", f"/受理 {ticket.number} 投诉 幸福路12号")
    await house.says("dispatcher", f"/派单 {ticket.number} 交通局")
    result = "7月6日现场检查，已责令商户22点后停止播放，并电话告知诉求人，持续巡查"
    await house.says("transport-liaison", f"/办结 {ticket.number} {result}")
    await house.says("dispatcher", f"/审核 {ticket.number} 通过")
    await house.texts("1")
    house.later(days=3)

    await house.texts("幸福小区楼下音响又响了")

    old, new = await house.tickets()
    assert old.state is State.CLOSED
    assert new.linked_to == old.id
    assert old.look_back is not None
    assert old.look_back.because_again


async def test_a_greeting_is_asked_back_once_and_makes_no_ticket(house: House) -> None:
    await house.texts("你好")
    await house.texts("在吗")
    await house.texts("😀")

    assert await house.texted_back() == [NoticeKind.ASK_WORDS]
    assert not await house.tickets()


async def test_the_words_after_a_greeting_are_the_request(house: House) -> None:
    await house.texts("你好")
    await house.texts(NOISE)

    assert await house.texted_back() == [NoticeKind.ASK_WORDS, NoticeKind.RECEIPT]


async def test_opting_out_stops_surveys_and_still_takes_requests(house: House) -> None:
    await house.texts("退订")
    await house.texts(NOISE)

    assert await house.texted_back() == [NoticeKind.OPTED_OUT, NoticeKind.RECEIPT]


async def test_a_query_tells_the_state_of_ones_own_matter(house: House) -> None:
    await house.texts(NOISE)

    await house.texts("查")

    told = (await house.notices(NoticeKind.CITIZEN_STATE))[0]
    assert told.ticket == (await house.ticket()).id


async def test_a_citizen_never_learns_of_anothers_matter(house: House) -> None:
    ticket = await house.filed()

    await house.texts(f"查 {ticket.number}", OTHER_PHONE)
    await house.texts(f"补 {ticket.number} 我也是", OTHER_PHONE)

    (told,) = await house.notices(NoticeKind.CITIZEN_STATE)
    assert told.ticket is None
    assert len(await house.words_of(await house.ticket(ticket.number))) == 1


@pytest.mark.parametrize("number", ["10086", "106900001234", "95588", "12345", "4001234567"])
async def test_a_machines_number_is_never_answered(house: House, number: str) -> None:
    await house.texts(NOISE, number)

    assert not await house.rows()


async def test_a_phone_with_its_country_code_is_the_same_phone(house: House) -> None:
    await house.texts(NOISE)
    await house.texts(NOISE, f"+86{PHONE}")

    assert len(await house.tickets()) == 1


async def test_a_flood_is_kept_whole_and_answered_with_one_summary(house: House) -> None:
    for place in range(20):
        await house.texts(f"新诉求 人民路{place}号门口积水")

    assert len(await house.tickets()) == 20
    told = await house.texted_back()
    assert told.count(NoticeKind.RECEIPT) == 8
    assert told.count(NoticeKind.MANY_TEXTS) == 1


async def test_words_of_danger_raise_the_urgency(house: House) -> None:
    await house.texts("幸福小区门口有很浓的汽油味")

    assert (await house.ticket()).urgency is Urgency.URGENT


async def test_an_addition_with_words_of_danger_raises_it_too(house: House) -> None:
    await house.texts("加油站旁边味道不对")
    await house.texts("汽油味很浓，怕要爆炸")

    assert (await house.ticket()).urgency is Urgency.CRITICAL


async def test_an_emergency_is_told_at_once_to_citizen_and_duty(house: House) -> None:
    await house.texts("快来人，楼上正在着火，有人被困")

    ticket = await house.ticket()
    assert ticket.urgency is Urgency.CRITICAL
    assert NoticeKind.EMERGENCY_CITIZEN in await house.texted_back()
    (told,) = await house.notices(NoticeKind.EMERGENCY)
    assert told.to.person == "dispatcher"
    assert told.urgent


async def test_a_wish_for_secrecy_is_kept(house: House) -> None:
    await house.texts("隔壁店占道经营，请替我保密")

    assert (await house.ticket()).confidential


async def test_a_report_of_wrongdoing_is_secret_by_itself(house: House) -> None:
    await house.texts("我要举报某店卖假药")

    ticket = await house.ticket()
    assert ticket.nature is Nature.REPORT
    assert ticket.confidential
