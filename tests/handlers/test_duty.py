"""/值班: who is on duty, swaps with the other's word, absences, gaps; who may see numbers, and what a group is shown."""

from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import select

from bot.rosters import RosterReader
from config.rosters.reading import read_roster
from config.texts.texts import Texts
from domain.actor import official
from domain.ids import DocketId, PersonId
from domain.inbound import FileLost, RosterSent, TimerDue
from domain.outgoing import FetchFile, FilePurpose
from domain.rosters.roster import ROSTERS, Roster
from handlers import deadlines, files
from handlers.ports import Work
from handlers.rosters.importing import import_roster
from handlers.surroundings import Surroundings
from store.codec import inbound_codec
from store.tables.traffic import timers
from store.work import SqlWork
from tests.config.rosters.files import PEOPLE, table
from tests.handlers.house import House, PlainLinks
from tests.world import WATER, at

TWO_DAYS = (
    "日期,班次,值班人,带班领导",
    "7月5日,白班,张三,王主任",
    "7月5日,夜班,李四,",
    "7月6日,白班,张三,",
    "7月6日,夜班,李四,",
)


async def imported(house: House, *rows: str) -> Roster:
    """The water bureau's roster; its people have chat accounts named by their codes."""
    if "w1" not in house.world.directory.people:
        people = (replace(one, staff_id=f"staff-{one.id}") for one in PEOPLE)
        house.world = house.world.with_people(*people)

    async def take(work: Work, around: Surroundings) -> Roster:
        directory, today = around.context.directory, around.context.today
        read = read_roster(table(*(rows or TWO_DAYS)), directory, today, WATER)
        kept = await import_roster(read.turns, "digest", official(PersonId("admin")), work, around)
        return kept[WATER]

    return await house.handle(take)


async def look(house: House, roster: Roster) -> None:
    """The daily look comes."""
    event = TimerDue(house.key("timer"), None, "docket:roster:look", house.now, DocketId(roster.id))
    await house.handle(lambda work, around: deadlines.timer_due(event, work, around))


async def test_who_is_on_duty_now_and_next(house: House) -> None:
    await imported(house)

    said = await house.says("supervisor", "/值班 水务局")

    assert "水务局 7月5日（周五）09:30 值班：张三 13911110001，副班：王主任" in said
    assert "下一班：李四 7月5日（周五）20:00至7月6日（周六）08:00夜班" in said


@pytest.mark.parametrize(
    ("words", "who"),
    [("今晚9点", "李四"), ("7月6日 9:00", "张三"), ("明天上午9点", "张三"), ("21:00", "李四")],
)
async def test_who_is_on_duty_then(house: House, words: str, who: str) -> None:
    await imported(house)

    assert f"值班：{who}" in await house.says("water-liaison", f"/值班 {words}")


async def test_the_turns_of_a_day(house: House) -> None:
    await imported(house)

    said = await house.says("w1", "/值班 7月6日")

    assert said.splitlines()[1:] == [
        "7月6日（周六）08:00至20:00白班　张三",
        "7月6日（周六）20:00至7月7日（周日）08:00夜班　李四",
    ]


async def test_numbers_are_for_the_centre_and_the_unit_itself_and_never_in_a_group(house: House) -> None:
    await imported(house)
    await house.says("admin", "/绑定 督办群", group=house.group)

    assert "13911110001" in await house.says("water-liaison", "/值班")
    assert "13911110001" not in await house.says("power-liaison", "/值班 水务局")
    in_group = await house.says("supervisor", "/值班 水务局", group=house.group)
    assert "张同志" in in_group
    assert "张三" not in in_group
    assert "13911110001" not in in_group


async def test_the_centre_sees_every_unit_at_once(house: House) -> None:
    await imported(house)

    said = await house.says("supervisor", "/值班")

    assert "水务局　张三" in said
    assert "未导入值班表的单位：5个" in said


async def test_without_a_roster_the_office_is_called(house: House) -> None:
    said = await house.says("supervisor", "/值班 交通局")

    assert said.startswith("交通局未导入值班表。\n按岗位由 某transport-duty")


async def test_in_a_gap_somebody_is_called_all_the_same(house: House) -> None:
    await imported(house)

    said = await house.says("supervisor", "/值班 水务局 7月7日 9:00")

    assert said.startswith("水务局 7月7日（周日）09:00 空岗。\n按岗位由 某water-duty")


@pytest.mark.parametrize("words", ["天气", "2月30日"])
async def test_what_is_not_understood_is_said(house: House, words: str) -> None:
    await imported(house)

    said = await house.says("supervisor", f"/值班 水务局 {words}")

    assert "例：" in said or "日期“2月30日”不对" in said


# --- swaps ----------------------------------------------------------------------------------------------------------


async def test_the_officer_asks_and_the_other_agrees(house: House) -> None:
    await imported(house)

    asked = await house.says("w2", "/值班 换班 7月6日夜班 @张三")
    assert "由李四改为张三值班。待对方确认后生效" in asked
    assert (await house.tells())[-1][0] == "w1"
    assert "同意请发：/值班 换班 7月6日夜班 同意" in (await house.tells())[-1][1]
    assert "值班：李四" in await house.says("supervisor", "/值班 水务局 7月6日 21:00")

    done = await house.says("w1", "/值班 换班 7月6日夜班 同意")

    assert "换班已生效" in done
    assert (await house.tells())[-1][0] == "w2"
    assert "值班：张三" in await house.says("supervisor", "/值班 水务局 7月6日 21:00")
    officer = house.world.directory.duty_officer_of(WATER, house.now.replace(day=6, hour=13))
    assert officer is not None
    assert officer.id == "w1", "who is called changes with it"


async def test_turn_against_turn(house: House) -> None:
    await imported(house)
    await house.says("w2", "/值班 换班 7月6日夜班 7月6日白班 @张三")

    await house.says("w1", "/值班 换班 7月6日夜班 同意")

    assert "值班：张三" in await house.says("supervisor", "/值班 水务局 7月6日 21:00")
    assert "值班：李四" in await house.says("supervisor", "/值班 水务局 7月6日 9:00")


async def test_the_other_declines_and_nothing_changes(house: House) -> None:
    await imported(house)
    await house.says("w2", "/值班 换班 7月6日夜班 @张三")

    said = await house.says("w1", "/值班 换班 7月6日夜班 不同意")

    assert "已取消" in said
    assert "没有待确认的换班" in await house.says("w1", "/值班 换班 7月6日夜班 不同意")
    assert "值班：李四" in await house.says("supervisor", "/值班 水务局 7月6日 21:00")


async def test_the_liaison_arranges_it_alone(house: House) -> None:
    await imported(house)

    said = await house.says("water-liaison", "/值班 换班 7月6日夜班 @张三")

    assert "换班已生效" in said
    assert {to for to, words in await house.tells() if "换班已生效" in words} == {"w1", "w2"}


@pytest.mark.parametrize(
    ("person", "words", "said"),
    [
        ("w1", "换班 7月6日夜班 @王主任", "只有这一班的值班人"),
        ("w2", "换班 7月6日夜班 @孙七", "不是本单位在岗人员"),
        ("w2", "换班 7月6日夜班", "请写明接班人"),
        ("w2", "换班 @张三", "请写明日期和班次"),
        ("w2", "换班 7月9日夜班 @张三", "没有找到这一班"),
        ("w3", "换班 7月6日 @张三", "这一天有几班"),
        ("w2", "换班 2月30日夜班 @张三", "日期“2月30日”不对"),
        ("supervisor", "换班 7月6日夜班 @张三", "请写明单位"),
        ("supervisor", "水务局 换班 7月6日夜班 @张三", "只有这一班的值班人"),
        ("power-liaison", "换班 7月6日夜班 @张三", "供电公司未导入值班表"),
        ("power-liaison", "空岗 水务局", "只能查看本单位的空岗"),
    ],
)
async def test_what_cannot_be_is_said_and_changes_nothing(
    house: House, person: str, words: str, said: str
) -> None:
    before = await imported(house)

    assert said in await house.says(person, f"/值班 {words}")

    after = await house.handle(lambda work, _: work.dockets.named(ROSTERS, WATER))
    assert after == before


# --- gaps -----------------------------------------------------------------------------------------------------------


async def test_an_absence_is_a_gap_the_liaison_hears_of_at_once(house: House) -> None:
    await imported(house)

    said = await house.says("w2", "/值班 请假 7月5日夜班")

    assert "该时段空岗" in said
    tells = [words for to, words in await house.tells() if to == "water-liaison"]
    assert any("水务局7月5日（周五）20:00至7月6日（周六）08:00无人值班" in words for words in tells)
    assert any(to == "operator" for to, _ in await house.tells()), "it is less than a day away"
    assert "7月5日（周五）20:00" in await house.says("water-liaison", "/值班 空岗")


async def test_where_a_deputy_stands_in_there_is_no_gap(house: House) -> None:
    await imported(house)

    assert "由副班顶岗" in await house.says("w1", "/值班 请假 7月5日白班")
    assert "值班：王主任" in await house.says("supervisor", "/值班 水务局")


async def test_gaps_are_told_three_days_ahead_once_and_the_administrator_on_the_last_day(
    house: House,
) -> None:
    house.clock("2019-07-03 16:00")
    roster = await imported(house)
    assert await house.tells() == [], "the roster ends in more than three days"

    house.clock("2019-07-04 16:00")
    await look(house, roster)
    await look(house, roster)
    assert [to for to, _ in await house.tells()] == ["water-liaison"]
    assert "水务局7月7日（周日）08:00起无人值班" in (await house.tells())[0][1]

    house.clock("2019-07-06 16:00")
    await look(house, roster)
    assert [to for to, _ in await house.tells()] == ["water-liaison", "operator"]


async def test_somebody_who_left_is_found_before_their_turn(house: House) -> None:
    roster = await imported(house)
    people = house.world.directory.people
    house.world = house.world.with_people(replace(people[PersonId("w2")], suspended=True))

    await look(house, roster)

    told = [words for to, words in await house.tells() if to == "water-liaison" and "联系不上" in words]
    assert len(told) == 2, "one for each of the turns"


async def test_the_centre_sees_the_gaps_of_all(house: House) -> None:
    await imported(house)

    said = await house.says("supervisor", "/值班 空岗")

    assert "水务局　7月7日（周日）08:00起" in said
    assert "未导入值班表的单位：5个" in said


async def test_the_look_comes_again_every_day_and_is_no_event_of_the_roster(house: House) -> None:
    roster = await imported(house)
    assert await waiting(house) == [at("2019-07-05 16:00")]

    house.clock("2019-07-05 16:00")
    await look(house, roster)

    assert await waiting(house) == [at("2019-07-06 16:00")]
    assert await house.handle(lambda work, _: work.dockets.named(ROSTERS, WATER)) == roster


async def waiting(house: House) -> list[datetime]:
    """When the rosters are looked at."""

    async def read(work: Work, _: Surroundings) -> list[datetime]:
        assert isinstance(work, SqlWork)
        found = await work.connection.execute(
            select(timers.c.due_at).where(timers.c.step == "docket:roster:look")
        )
        return list(found.scalars())

    return await house.handle(read)


# --- sent in chat ---------------------------------------------------------------------------------------------------


async def sends(house: House, person: str, name: str) -> tuple[str, list[int]]:
    """A file without words; the answer, and the rows that will fetch it as a roster."""
    said = await house.says_with_file(person, name)
    found = [
        row
        for row, one in await house.rows()
        if isinstance(one, FetchFile) and one.purpose is FilePurpose.ROSTER
    ]
    return said, found


async def arrives(house: House, row: int, *lines: str) -> str:
    """It is downloaded and read, as the errand does it; the answer to its sender."""
    request = next(one for place, one in await house.rows() if place == row)
    assert isinstance(request, FetchFile)
    around = Surroundings(house.world.context(house.now), Texts(), PlainLinks())
    key = house.key("file")
    event = await RosterReader(lambda: around).read(key, request, row, table(*lines))
    assert isinstance(event, RosterSent)
    event = inbound_codec().decode(*inbound_codec().encode(event))
    await house.handle(lambda work, around: files.file_came(event, work, around))  # type: ignore[arg-type]  # as decoded
    return await house.answer_to(key)


async def test_the_liaison_sends_the_roster_to_the_bot(house: House) -> None:
    await imported(house)
    said, rows = await sends(house, "water-liaison", "7月值班表.xlsx")
    assert "正在核对" in said

    answer = await arrives(house, rows[0], "日期,值班人", "7月5日,李四")

    assert "水务局：7月5日（周五）08:00至7月6日（周六）08:00，1班，已替换" in answer
    assert "值班：李四" in await house.says("supervisor", "/值班 水务局")


async def test_a_roster_with_a_fault_changes_nothing_and_says_where(house: House) -> None:
    before = await imported(house)
    _, rows = await sends(house, "water-liaison", "值班.csv")

    answer = await arrives(house, rows[0], "日期,值班人", "7月5日,钱八")

    assert "值班表没有导入" in answer
    assert "第2行" in answer
    assert await house.handle(lambda work, _: work.dockets.named(ROSTERS, WATER)) == before


async def test_nobody_imports_for_another_unit(house: House) -> None:
    before = await imported(house)
    _, rows = await sends(house, "power-liaison", "值班.csv")

    answer = await arrives(house, rows[0], "单位,日期,值班人", "水务局,7月5日,李四")

    assert "单位与所导入的单位不同" in answer
    assert await house.handle(lambda work, _: work.dockets.named(ROSTERS, WATER)) == before


@pytest.mark.parametrize(
    ("person", "name"), [("water-liaison", "现场情况.xlsx"), ("water-duty", "值班表.xlsx")]
)
async def test_any_other_file_goes_its_way_as_evidence(house: House, person: str, name: str) -> None:
    _, rows = await sends(house, person, name)

    assert rows == []


async def test_a_roster_that_could_not_be_fetched_is_asked_for_again(house: House) -> None:
    _, rows = await sends(house, "water-liaison", "值班.csv")
    event = FileLost(house.key("file"), house.now, rows[0], "gone")

    await house.handle(lambda work, around: files.file_came(event, work, around))

    assert "请重发" in await house.answer_to(event.key)


# --- figures --------------------------------------------------------------------------------------------------------


async def test_the_figures_of_a_month_are_turns_gaps_and_arrivals(house: House) -> None:
    await imported(house)
    house.clock("2019-07-05 21:00")
    ticket = await house.filed("加油站汽油味很浓，大家很害怕，请快来看看")
    await house.says("dispatcher", f"/派单 {ticket.number} 水务局 求助 地点：幸福路加油站 城区")
    house.later(minutes=20)
    await house.says("w2", f"/到场 {ticket.number}")
    house.clock("2019-07-07 10:00")

    said = await house.says("supervisor", "/值班 统计 本月")

    assert "水务局　4班 空岗2小时　到场 按时1 晚到0 未到0" in said
    assert "7月1日至7月31日" in said
    assert "水务局" not in await house.says("power-liaison", "/值班 统计")
