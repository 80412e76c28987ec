"""吹哨报到 as people type it (`domain.md` §12, §15.3): read back, sent out, arrived, rated, confirmed, and again."""

import pytest

from domain.ids import PersonId
from domain.notices import CardKind, NoticeKind, RecipientKind
from domain.vocabulary import (
    Area,
    Attendance,
    Channel,
    Grade,
    Nature,
    State,
    Track,
    Urgency,
    WhistleKind,
    WhistleMark,
)
from tests.handlers.house import House

PLAIN = "/吹哨 Y村河边 非法采砂没人管 水务局 交警大队 限时 2小时"
HURRY = "/吹哨 Y村洗砂厂 洗砂机又响了，举报，请马上来 水务局 交警大队 供电公司 应急处置"


async def blown(house: House, words: str = HURRY, who: str = "town-duty") -> str:
    """Out it goes; gives the answer."""
    said = await house.says(who, words)
    return await house.says(who, "是") if "回复“是”确认" in said else said


async def reported(house: House) -> None:
    """Everybody was there, the lead has handed in its result."""
    code = (await house.ticket()).short_code
    for unit in ("police", "power"):
        await house.says(f"{unit}-liaison", f"/到场 {code}")
        await house.says(f"{unit}-liaison", f"/办结 {code} 本单位工作已完成")
    await house.says("water-duty", f"/到场 {code} 三人已到，机器还在运转")
    await house.says(
        "water-leader",
        f"/办结 {code} 7月5日上午经查该厂无证洗砂，已责令停产并断电，已联系属地现场确认，设备当日贴封条。",
    )


async def test_a_whistle_is_read_back_before_people_are_called_out(house: House) -> None:
    # When a whistle is typed that is not urgent
    said = await house.says("town-duty", PLAIN)
    # Then it is read out: who is called, what for, until when; nothing has gone out yet
    for part in (
        "某镇",
        "综合执法",
        "非法采砂没人管",
        "Y村河边",
        "牵头：水务局",
        "协同：交警大队",
        "2小时内",
    ):
        assert part in said
    assert not await house.tickets()
    # When it is confirmed
    said = await house.says("town-duty", "是")
    # Then the ticket is there, on the list, and the units are called with two hours
    ticket = await house.ticket()
    assert ticket.short_code in said
    assert (ticket.channel, ticket.track, ticket.state) == (Channel.WHISTLE, Track.LIST, State.DISPATCHED)
    assert ticket.whistle is not None
    assert (ticket.whistle.kind, ticket.whistle.minutes) == (WhistleKind.JOINT, 120)
    assert ticket.area is Area.VILLAGE
    assert await house.words_of(ticket) == ["非法采砂没人管"]
    assert {card.person for card in await house.cards() if card.kind is CardKind.WHISTLE} == {"town-duty"}


async def test_no_means_nobody_is_called(house: House) -> None:
    await house.says("town-duty", PLAIN)
    assert "未作任何改动" in await house.says("town-duty", "取消")
    assert not await house.tickets()


async def test_an_urgent_one_goes_out_at_once(house: House) -> None:
    said = await house.says("town-duty", HURRY)
    ticket = await house.ticket()
    assert "紧急，已立即发出" in said
    assert ticket.urgency is Urgency.URGENT
    assert ticket.nature is Nature.REPORT
    assert ticket.confidential
    assert {n.to.person for n in await house.notices(NoticeKind.ASSIGNED)} >= {
        PersonId(f"{unit}-{office}")
        for unit in ("water", "police", "power")
        for office in ("leader", "liaison", "duty")
    }
    group = await house.notices(NoticeKind.WHISTLE_PUBLIC)
    assert [n.to.kind for n in group] == [RecipientKind.GROUP]


async def test_the_centre_whistles_for_a_town_and_says_for_which(house: House) -> None:
    said = await house.says("operator", PLAIN)
    assert "代哪个乡镇" in said
    assert "未作任何改动" in said
    await blown(house, PLAIN.replace("/吹哨", "/吹哨 代 某镇"), "operator")
    ticket = await house.ticket()
    assert ticket.whistle is not None
    assert (ticket.whistle.unit, ticket.whistle.by) == ("town", "operator")
    assert {card.person for card in await house.cards() if card.kind is CardKind.WHISTLE} == {"town-duty"}


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("/吹哨", "缺少地点"),
        ("/吹哨 水务局", "缺少地点"),
        ("/吹哨 Y村河边 水务局", "缺少事由"),
        ("/吹哨 Y村河边 采砂没人管", "缺少需到场的单位"),
        ("/吹哨 Y村河边 采砂没人管 水务局 限时 尽快", "到场时限“尽快”看不懂"),
        ("/吹哨 Y村河边 采砂没人管 水务局 限时十点", "到场时限“限时十点”看不懂"),
        ("/吹哨 Y村河边 采砂没人管 水务局\n1. 停产 | 机器停 | 没有的局", "没有找到单位“没有的局”"),
    ],
)
async def test_what_is_missing_or_unclear_is_said_and_nothing_is_done(
    house: House, words: str, told: str
) -> None:
    assert told in await house.says("town-duty", words)
    await house.says("town-duty", "是")
    assert not await house.tickets()


async def test_departments_do_not_whistle(house: House) -> None:
    said = await house.says("water-duty", "/吹哨 代 某镇 Y村河边 采砂没人管 交警大队")
    assert "吹哨由乡镇（街道）" in said
    assert not await house.tickets()


async def test_the_same_words_twice_are_one_whistle(house: House) -> None:
    await blown(house)
    number = (await house.ticket()).number
    said = await house.says("town-duty", HURRY)
    assert f"{number} 已就此吹哨" in said
    assert len(await house.tickets()) == 1


async def test_each_unit_arrives_for_itself_with_words_and_pictures(house: House) -> None:
    await blown(house)
    code = (await house.ticket()).short_code
    said = await house.says("water-duty", f"/到场 {code} 三人已到，机器还在运转", files=1)
    assert "按时" in said
    await house.files_arrive()
    said, _ = await house.presses("police-duty", "arrival")
    assert "已登记到场" in said
    ticket = await house.ticket()
    assert ticket.whistle is not None
    assert [one.attendance for one in ticket.whistle.called] == [
        Attendance.ON_TIME,
        Attendance.ON_TIME,
        Attendance.AWAITED,
    ]
    assert ticket.whistle.called[0].words is not None
    assert len(ticket.progress[-1].evidence) == 1
    # Who is not there is named to the town, by unit
    said = await house.says("town-leader", f"/进度 {code}")
    assert "水务局" in said
    assert "供电公司 未签收" in said


async def test_the_town_rates_confirms_and_only_then_it_closes(house: House) -> None:
    await blown(house, HURRY.replace("又响", "响"))
    code = (await house.ticket()).short_code
    assert "牵头单位还没有报送" in await house.says("town-duty", f"/吹哨 确认 {code}")
    await reported(house)
    assert {n.to.person for n in await house.notices(NoticeKind.WHISTLE_TO_CONFIRM)} == {"town-duty"}
    # When the town rates several units in one line, and a unit the whistle
    said = await house.says("town-duty", f"/吹哨 评价 {code} 水务局 交警大队 到位 供电公司 一般 来得晚")
    assert "水务局、交警大队 到位" in said
    assert "供电公司 一般" in said
    assert "缺少评价" in await house.says("power-liaison", f"/吹哨 评价 {code}")
    assert "合理" in await house.says("power-liaison", f"/吹哨 评价 {code} 合理 情况属实")
    whistle = (await house.ticket()).whistle
    assert whistle is not None
    assert [one.mark for one in whistle.called] == [WhistleMark.GOOD, WhistleMark.GOOD, WhistleMark.FAIR]
    assert whistle.called[2].own_mark is WhistleMark.GOOD
    # When the centre has reviewed, it still waits for the town, and closes with its word
    await house.says("dispatcher", f"/审核 {code} 通过")
    assert (await house.ticket()).state is State.CALLBACK
    said, _ = await house.presses("town-duty", "confirm_whistle", CardKind.WHISTLE)
    assert "已结案" in said
    assert (await house.ticket()).state is State.CLOSED


async def test_one_wrong_rating_in_a_line_rates_nobody(house: House) -> None:
    await blown(house, HURRY.replace("又响", "响"))
    await reported(house)
    code = (await house.ticket()).short_code
    said = await house.says("town-duty", f"/吹哨 评价 {code} 水务局 到位 交通局 一般")
    assert "交通局不在本次吹哨的到场单位之列" in said
    whistle = (await house.ticket()).whistle
    assert whistle is not None
    assert not any(one.mark for one in whistle.called)


async def test_a_town_that_is_not_content_says_why(house: House) -> None:
    await blown(house, HURRY.replace("又响", "响"))
    await reported(house)
    code = (await house.ticket()).short_code
    assert "缺少不认可的原因" in await house.says("town-duty", f"/吹哨 不认可 {code}")
    assert "发回处置" in await house.says("town-duty", f"/吹哨 不认可 {code} 机器还在厂里")
    assert (await house.ticket()).state is State.DISSATISFIED_REVIEW
    assert {n.to.person for n in await house.notices(NoticeKind.WHISTLE_REFUSED)} == {"caller", "head"}


async def test_a_unit_is_let_off_by_the_supervisor_with_a_reason(house: House) -> None:
    await blown(house)
    code = (await house.ticket()).short_code
    assert "应由督办员办理" in await house.says("town-duty", f"/吹哨 免到 {code} 供电公司 不涉及用电")
    assert "缺少免到的原因" in await house.says("supervisor", f"/吹哨 免到 {code} 供电公司")
    assert "已同意供电公司免到" in await house.says("supervisor", f"/吹哨 免到 {code} 供电公司 不涉及用电")


async def test_the_same_thing_again_finds_the_closed_case_and_looks_at_it_once_more(house: House) -> None:
    # Given a whistle that was dealt with
    await blown(house, HURRY.replace("又响", "响"))
    await reported(house)
    first = await house.ticket()
    await house.says("dispatcher", f"/审核 {first.short_code} 通过")
    await house.says("town-duty", f"/吹哨 确认 {first.short_code}")
    # When the machine runs again three weeks later, at the same place in other words
    house.clock("2019-07-26 20:00")
    said = await house.says("town-duty", "/吹哨 Y村洗砂厂附近 洗砂机又响了 水务局 应急处置")
    # Then it is the same case again: linked, listed, grade 3, and the earlier one is looked at
    second = await house.ticket()
    assert "同一问题再次吹哨" in said
    assert second.linked_to == first.id
    assert (second.track, second.grade) == (Track.LIST, Grade.KEY)
    assert second.whistle is not None
    assert second.whistle.again
    earlier = await house.ticket(first.number)
    assert earlier.look_back is not None
    assert earlier.look_back.because_again


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        ("2019-07-26 20:00", "/吹哨 Z村砖厂 洗砂机又响了 水务局 应急处置"),
        ("2019-07-26 20:00", "/吹哨 Y村洗砂厂 门前路面塌了 水务局 综合执法"),
        ("2019-11-01 20:00", "/吹哨 Y村洗砂厂 洗砂机又响了 水务局 应急处置"),
    ],
)
async def test_another_place_another_kind_or_another_season_is_another_case(
    house: House, moment: str, words: str
) -> None:
    await blown(house, HURRY.replace("又响", "响"))
    await reported(house)
    first = await house.ticket()
    await house.says("dispatcher", f"/审核 {first.short_code} 通过")
    await house.says("town-duty", f"/吹哨 确认 {first.short_code}")
    house.clock(moment)
    await blown(house, words)
    assert (await house.ticket()).linked_to is None


async def test_an_open_case_is_linked_and_not_looked_back_at(house: House) -> None:
    await blown(house, HURRY.replace("又响", "响"))
    first = await house.ticket()
    house.later(days=2)
    await house.says("town-duty", "/吹哨 Y村洗砂厂 又开工了 水务局 应急处置")
    assert (await house.ticket()).linked_to == first.id
    assert (await house.ticket(first.number)).look_back is None


async def test_nobodys_number_is_behind_a_whistle(house: House) -> None:
    await blown(house)
    ticket = await house.ticket()
    await house.says("dispatcher", "在")
    said = await house.says("dispatcher", f"/联系 {ticket.short_code} 问情况")
    assert "whistle" not in said
    assert "没有诉求人号码" in said
    assert not await house.texted_back()


async def test_help_shows_how_to_whistle(house: House) -> None:
    assert "/吹哨 地点 事由" in await house.says("town-duty", "/帮助")
    said = await house.says("town-duty", "/帮助 吹哨")
    for way in ("确认", "不认可", "评价", "免到"):
        assert f"/吹哨 {way}" in said
