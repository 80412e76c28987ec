"""A roster is read as people write it, whole or not at all, and whatever is wrong is said with its place."""

import io
import zipfile
from datetime import date, datetime, time

import pytest

from config.rosters.reading import LARGEST, RosterRead, read_roster
from config.rosters.written import RosterFaulty
from domain.ids import UnitId
from domain.rosters.turns import Turn
from tests.config.rosters.files import DIRECTORY, UNIT, calendar, rezipped, table, workbook
from tests.world import at

TODAY = date(2019, 7, 1)


def read(octets: bytes, unit: UnitId | None = UNIT) -> RosterRead:
    return read_roster(octets, DIRECTORY, TODAY, unit)


def only(octets: bytes) -> Turn:
    """The one turn of the one unit."""
    (turns,) = read(octets).turns.values()
    (turn,) = turns
    return turn


def wrong(octets: bytes, unit: UnitId | None = UNIT) -> str:
    with pytest.raises(RosterFaulty) as fault:
        read(octets, unit)
    assert "张三" not in str(fault.value)
    assert "李四" not in str(fault.value)
    return str(fault.value)


ROWS = ("日期,班次,值班人,电话,带班领导", "7月5日,白班,张三,13911110001,王主任", "7月5日,夜班,李四,,")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
def test_whatever_encoding_a_spreadsheet_saved_it_in(encoding: str) -> None:
    turns = read("\n".join(ROWS).encode(encoding)).turns[UNIT]

    assert [(turn.person, turn.deputy, turn.shift) for turn in turns] == [
        ("w1", "w3", "白班"),
        ("w2", None, "夜班"),
    ]
    assert turns[0].since == at("2019-07-05 08:00")
    assert turns[1].since == at("2019-07-05 20:00")
    assert turns[1].until == at("2019-07-06 08:00"), "a night ends the next morning"


def test_columns_stand_in_any_order_under_a_title_and_an_empty_day_is_the_one_above() -> None:
    rows = (
        "水务局7月值班表,,,",
        "值班电话,值班员,开始时间,值班日期,结束时间",
        ",李四,8:00,7月5日,20:00",
        ",张三,20:00,,8:00",
    )

    turns = read(table(*rows)).turns[UNIT]

    assert [(turn.person, turn.since, turn.until) for turn in turns] == [
        ("w2", at("2019-07-05 08:00"), at("2019-07-05 20:00")),
        ("w1", at("2019-07-05 20:00"), at("2019-07-06 08:00")),
    ]


@pytest.mark.parametrize(
    "written",
    [
        "7月5日",
        "七月五日",
        "7月5号（周五）",
        "2019/7/5",
        "2019-07-05",
        "2019年7月5日 星期五",
        "20190705",
        "７月５日",
        "7.5",
        "7/5",
        "2019-07-05 00:00:00",
        "43651",
    ],
)
def test_days_as_people_write_them(written: str) -> None:
    assert only(table("日期,值班人", f"{written},张三")).since == at("2019-07-05 08:00")


@pytest.mark.parametrize("cell", [datetime(2019, 7, 5), date(2019, 7, 5), 43651, "7月5日"])  # noqa: DTZ001 - as a cell holds it
def test_days_as_a_workbook_holds_them(cell: object) -> None:
    assert only(workbook(["日期", "值班人"], [cell, "张三"])).since == at("2019-07-05 08:00")


@pytest.mark.parametrize(
    ("since", "until"),
    [
        ("20:00", "8:00"),
        ("20：00", "次日8点"),
        ("晚8点", "早上8时"),
        ("20时", "次日08:00"),
        ("2019-07-05 20:00", "2019-07-06 08:00"),
        ("7月5日20:00", "7月6日8:00"),
    ],
)
def test_hours_as_people_write_them(since: str, until: str) -> None:
    turn = only(table("日期,开始,结束,值班人", f"7月5日,{since},{until},张三"))

    assert (turn.since, turn.until) == (at("2019-07-05 20:00"), at("2019-07-06 08:00"))


@pytest.mark.parametrize(("since", "until"), [(time(20), time(8)), (20 / 24, 8 / 24), (20, 8)])
def test_hours_as_a_workbook_holds_them(since: object, until: object) -> None:
    turn = only(workbook(["日期", "开始", "结束", "值班人"], [date(2019, 7, 5), since, until, "张三"]))

    assert (turn.since, turn.until) == (at("2019-07-05 20:00"), at("2019-07-06 08:00"))


def test_hours_may_stand_in_the_shift() -> None:
    turn = only(table("日期,班次,值班人", "7月5日,夜班（17:30-次日8:30）,张三"))

    assert (turn.since, turn.until) == (at("2019-07-05 17:30"), at("2019-07-06 08:30"))


def test_a_turn_ends_at_24() -> None:
    assert only(table("日期,开始,结束,值班人", "7月5日,0:00,24:00,张三")).until == at("2019-07-06 00:00")


def test_without_hours_a_day_runs_from_eight_to_eight_and_that_is_said() -> None:
    found = read(table("日期,值班人", "7月5日,张三"))

    assert "8:00至次日8:00" in found.remarks[0]


@pytest.mark.parametrize("names", ["张三、李四", "张三 李四", "张 三，李 四", "张三(13911110001)/李四"])
def test_several_names_are_several_people_the_first_on_duty(names: str) -> None:
    found = read(table("日期,值班人", f'7月5日,"{names}"'))

    assert [turn.person for turn in found.turns[UNIT]] == ["w1", "w2"]
    assert not any("重叠" in remark for remark in found.remarks)


def test_a_year_that_is_not_written_is_the_nearest() -> None:
    december = read_roster(table("日期,值班人", "1月2日,张三"), DIRECTORY, date(2019, 12, 28), UNIT)

    assert december.turns[UNIT][0].since == at("2020-01-02 08:00")


def test_several_units_in_one_table_and_a_merged_cell_for_each() -> None:
    rows = ("单位,日期,值班人", "水务局,7月5日,张三", ",7月6日,李四", "供电,7月5日,孙七")

    turns = read(table(*rows), None).turns

    assert {unit: [turn.person for turn in listed] for unit, listed in turns.items()} == {
        "water": ["w1", "w2"],
        "power": ["p1"],
    }


def test_namesakes_are_told_apart_by_their_phone() -> None:
    assert only(table("日期,值班人,电话", "7月5日,张伟,139 1111 0005")).person == "w5"
    assert "同名" in wrong(table("日期,值班人", "7月5日,张伟"))


def test_gaps_and_overlaps_are_told_and_taken_all_the_same() -> None:
    rows = (
        "日期,开始,结束,值班人",
        "7月5日,8:00,20:00,张三",
        "7月5日,18:00,22:00,李四",
        "7月6日,8:00,20:00,张三",
    )

    found = read(table(*rows))

    assert len(found.turns[UNIT]) == 3
    assert "第3行与第2行时间重叠" in found.remarks[0]
    assert "水务局空岗：7月5日（周五）22:00至7月6日（周六）08:00" in found.remarks[1]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (("日期,值班人", "7月5日,张三", "7月6日,钱八"), "第3行：值班人或带班领导不在人员名册"),
        (("日期,值班人", "7月5日,赵六"), "第2行：值班人或带班领导已停用"),
        (("日期,值班人", "7月5日,孙七"), "第2行：值班人或带班领导不是该单位的人"),
        (("日期,值班人,带班领导", "7月5日,张三,钱八"), "第2行：值班人或带班领导不在人员名册"),
        (("日期,值班人", "2月30日,张三"), "第2行：没有这一天"),
        (("日期,值班人", "星期五,张三"), "第2行：看不懂日期"),
        (("日期,值班人", ",张三"), "第2行：没有日期"),
        (("日期,值班人", "2091-07-05,张三"), "第2行：日期离今天超过一年"),
        (("日期,开始,结束,值班人", "7月5日,25:00,8:00,张三"), "第2行：没有这个时间"),
        (("日期,开始,结束,值班人", "7月5日,8:60,20:00,张三"), "第2行：没有这个时间"),
        (("日期,开始,结束,值班人", "7月5日,8:00,,张三"), "第2行：开始和结束只写了一个"),
        (("日期,开始,结束,值班人", "7月5日,7月5日8:00,7月4日8:00,张三"), "第2行：结束不晚于开始"),
        (("日期,班次,值班人", "7月5日,25:00-8:00,张三"), "第2行：没有这个时间"),
        (("日期,值班人", '7月5日,"、"'), "第2行：没有写值班人"),
        (("日期,姓氏", "7月5日,张三"), "没有找到表头"),
        (("日期,值班人", ""), "没有值班安排"),
        (("单位,日期,值班人", "供电公司,7月5日,孙七"), "第2行：单位与所导入的单位不同"),
    ],
)
def test_what_is_wrong_is_said_with_its_line_and_a_remedy(rows: tuple[str, ...], said: str) -> None:
    assert said in wrong(table(*rows))


def test_whose_roster_it_is_must_be_known() -> None:
    assert "没有写单位" in wrong(table("日期,值班人", "7月5日,张三"), None)
    assert "单位不在单位名册中" in wrong(table("日期,单位,值班人", "7月5日,气象局,张三"), None)


def test_everything_wrong_is_told_at_once_and_one_wrong_line_stops_the_whole() -> None:
    said = wrong(table("日期,值班人", "7月5日,张三", "7月6日,钱八", "7月40日,李四"))

    assert len(said.splitlines()) == 2


def test_a_long_list_of_faults_ends() -> None:
    said = wrong(table("日期,值班人", *("7月5日,钱八" for _ in range(50))))

    assert len(said.splitlines()) == 21
    assert said.splitlines()[-1].startswith("另有30处")


def test_a_workbook_names_its_sheet() -> None:
    assert "工作表“7月”第2行" in wrong(workbook(["日期", "值班人"], ["7月5日", "钱八"]))


# --- calendars ------------------------------------------------------------------------------------------------------

NIGHT = "DTSTART:20190705T200000\r\nDTEND:20190706T080000"
ZONED = "DTSTART;TZID=Asia/Shanghai:20190705T200000\r\nDTEND;TZID=Asia/Shanghai:20190706T080000"


@pytest.mark.parametrize(
    ("event", "person", "until"),
    [
        ("DTSTART:20190705T120000Z\r\nDTEND:20190706T000000Z\r\nSUMMARY:夜班 张三", "w1", "2019-07-06 08:00"),
        (f"{ZONED}\r\nSUMMARY:张三（夜班）", "w1", "2019-07-06 08:00"),
        ("DTSTART:20190705T200000\r\nDURATION:PT12H\r\nSUMMARY:值班：李四", "w2", "2019-07-06 08:00"),
        (f"{NIGHT}\r\nSUMMARY:夜班\r\nDESCRIPTION:值班人：李四\\n带班领导：王主任", "w2", "2019-07-06 08:00"),
    ],
)
def test_an_event_is_a_turn(event: str, person: str, until: str) -> None:
    turn = only(calendar(event))

    assert (turn.person, turn.since, turn.until) == (person, at("2019-07-05 20:00"), at(until))


def test_a_whole_day_event_is_that_day() -> None:
    turn = only(calendar("DTSTART;VALUE=DATE:20190705\r\nSUMMARY:张三"))

    assert (turn.since, turn.until) == (at("2019-07-05 00:00"), at("2019-07-06 00:00"))


@pytest.mark.parametrize(
    ("event", "said"),
    [
        ("DTSTART:20190705T200000\r\nRRULE:FREQ=DAILY\r\nSUMMARY:张三", "第1个日程：是重复日程"),
        ("DTSTART:20190705T200000\r\nDTEND:20190705T080000\r\nSUMMARY:张三", "第1个日程：结束不晚于开始"),
        ("DTSTART:never\r\nSUMMARY:张三", "第1个日程：起止时间或标题看不懂"),
        ("SUMMARY:张三", "第1个日程：起止时间或标题看不懂"),
    ],
)
def test_what_is_wrong_with_an_event(event: str, said: str) -> None:
    assert said in wrong(calendar(event))


# --- hostile ones ---------------------------------------------------------------------------------------------------

GOOD = workbook(["日期", "值班人"], ["7月5日", "张三"])


def test_a_huge_file_is_not_even_looked_at() -> None:
    assert "超过4MB" in wrong(b"PK\x03\x04" + b"x" * LARGEST)


def test_a_bomb_is_not_unpacked() -> None:
    bomb = rezipped(GOOD, lambda name, part: part + b" " * 40_000_000 if "sheet1" in name else part)

    assert len(bomb) < 100_000
    assert "解开后过大" in wrong(bomb)


def test_too_many_parts_are_a_trap() -> None:
    out = io.BytesIO(GOOD)
    with zipfile.ZipFile(out, "a") as packed:
        for n in range(500):
            packed.writestr(f"x{n}.bin", b"")

    assert "解开后过大" in wrong(out.getvalue())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_workbook_that_asks_for_other_files_is_not_opened(encoding: str) -> None:
    dtd = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>'

    hostile = rezipped(
        GOOD, lambda name, part: dtd.encode(encoding) + b"<x>&f;</x>" if "sheet1" in name else part
    )

    assert "外部引用" in wrong(hostile)


@pytest.mark.parametrize(
    ("octets", "said"),
    [
        (b"", "没有找到表头"),
        (b"PK\x03\x04nothing", "打不开"),
        (GOOD[:-200], "打不开"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "旧版 .xls"),
        (bytes(range(256)), "编码无法识别"),
        (b"BEGIN:VCALENDAR\r\n", "日历文件打不开"),
        ('日期,值班人\n7月5日,"张三'.encode() + b"x" * 200_000, "引号或分隔符不成对"),
        ("日期,值班人\n".encode() + b"a,b\n" * 20_001, "表格超过20000行"),
    ],
)
def test_what_is_no_roster_is_said_in_one_sentence(octets: bytes, said: str) -> None:
    assert said in wrong(octets)
