"""Duty rosters in words: what is wrong with a file, what was taken over, who is on duty. No name of a person in a fault."""

from datetime import datetime
from typing import Protocol

from config.texts import times
from domain.calendar_clock import local, local_date
from domain.rosters.turns import Span


class Spot(Protocol):
    """Where something stands in a file."""

    @property
    def line(self) -> int: ...  # noqa: D102 - the class says it
    @property
    def sheet(self) -> str: ...  # noqa: D102
    @property
    def event(self) -> bool: ...  # noqa: D102


def _spot(place: Spot) -> str:
    if place.event:
        return f"第{place.line}个日程"
    sheet = f"工作表“{place.sheet}”" if place.sheet else ""
    return f"{sheet}第{place.line}行"


# --- the file as a whole ------------------------------------------------------------------------------------------


def unreadable_file(name: str) -> str:
    """No such file, or not ours to read."""
    return f"读不到文件 {name}，请核对路径；没有导入任何内容。"


def changed_meanwhile() -> str:
    """Others keep changing the same roster."""
    return "值班表正被别人修改，没有导入任何内容，请稍后重试。"


def too_big(largest: int) -> str:
    """Nobody's roster is so long."""
    return f"值班表文件超过{largest // 1024 // 1024}MB，请只保留值班表后重发。"


def wrong_encoding() -> str:
    """No text."""
    return "值班表不是文本，或编码无法识别；请另存为UTF-8编码的CSV，或直接用 .xlsx。"


def not_a_table(line: int) -> str:
    """Quotes that do not end."""
    return f"第{line}行的引号或分隔符不成对，请改好后重新导入。"


def too_many_rows(most: int) -> str:
    """More rows than any roster has."""
    return f"表格超过{most}行，请只保留值班表后重新导入。"


def broken_workbook() -> str:
    """Cut off, or no workbook at all."""
    return "这个 .xlsx 打不开（可能没有传完整），请在表格软件里另存一份后重新导入。"


def workbook_too_big() -> str:
    """Unpacked it would fill the machine."""
    return "这个 .xlsx 解开后过大，请把值班表复制到新的工作簿后重新导入。"


def hostile_workbook() -> str:
    """It asks for other files."""
    return "这个 .xlsx 含有外部引用，已拒绝打开；请把值班表复制到新的工作簿后重新导入。"


def old_workbook() -> str:
    """The format of before 2007."""
    return "这是旧版 .xls（或加密的表格），请另存为不加密的 .xlsx 后重新导入。"


def broken_calendar() -> str:
    """No calendar, or one without events."""
    return "这个日历文件打不开或没有日程，请重新导出 .ics 后再导入。"


def no_headings() -> str:
    """The row of headings was not found."""
    return (
        "没有找到表头：前12行里应有一行含“日期”和“值班人”（可另有 班次、开始、结束、电话、单位、带班领导）；"
        "若表头是乱码，请另存为UTF-8后重新导入。"
    )


def no_turns() -> str:
    """Headings and nothing under them."""
    return "表头下面没有值班安排，请核对后重新导入。"


def and_more(count: int) -> str:
    """There are more of the same."""
    return f"另有{count}处，改好以上各处后再导入时列出。"


# --- a line -------------------------------------------------------------------------------------------------------


def unreadable_day(place: Spot) -> str:
    """No date."""
    return f"{_spot(place)}：看不懂日期，请写成 2019/7/5 或 7月5日。"


def no_such_day(place: Spot) -> str:
    """30 February."""
    return f"{_spot(place)}：没有这一天，请核对日期。"


def too_far(place: Spot) -> str:
    """A slip of the pen."""
    return f"{_spot(place)}：日期离今天超过一年，或一班超过8天，请核对年份和起止。"


def no_day(place: Spot) -> str:
    """Nothing above it either."""
    return f"{_spot(place)}：没有日期，请填上日期。"


def no_such_time(place: Spot) -> str:
    """25 o'clock."""
    return f"{_spot(place)}：没有这个时间，请写成 08:00、20:00、24:00 或 次日8:00。"


def half_hours(place: Spot) -> str:
    """Only one end of it."""
    return f"{_spot(place)}：开始和结束只写了一个，请补全，或两个都不写、只写班次。"


def ends_before(place: Spot) -> str:
    """It ends before it begins."""
    return f"{_spot(place)}：结束不晚于开始，请核对起止时间。"


def nobody_named(place: Spot) -> str:
    """A turn without a person."""
    return f"{_spot(place)}：没有写值班人，请填上姓名，没有人值班就删去这一行。"


def unknown_person(place: Spot) -> str:
    """Not in the directory."""
    return f"{_spot(place)}：值班人或带班领导不在人员名册中，请核对姓名，或先把本人加入 people.csv。"


def suspended_person(place: Spot) -> str:
    """Has left."""
    return f"{_spot(place)}：值班人或带班领导已停用（离职或调走），请换人。"


def namesakes(place: Spot) -> str:
    """Several people of that name."""
    return f"{_spot(place)}：本单位有同名的人，请在电话一栏写本人手机，或在值班人一栏写人员编号。"


def not_of_unit(place: Spot) -> str:
    """Of another unit."""
    return f"{_spot(place)}：值班人或带班领导不是该单位的人，请核对单位和姓名。"


def no_unit(place: Spot) -> str:
    """Whose roster it is."""
    return f"{_spot(place)}：没有写单位，请加“单位”一栏，或用 --unit 指明。"


def unknown_unit(place: Spot) -> str:
    """Not in units.csv."""
    return f"{_spot(place)}：单位不在单位名册中，请写全称、简称或编码。"


def another_unit(place: Spot) -> str:
    """Not the unit whose roster this is to be."""
    return f"{_spot(place)}：单位与所导入的单位不同，请分开导入。"


def repeating_event(place: Spot) -> str:
    """Rules are not unrolled."""
    return f"{_spot(place)}：是重复日程，请把每一班分别列出后重新导出。"


def broken_event(place: Spot) -> str:
    """One property nobody can read."""
    return f"{_spot(place)}：起止时间或标题看不懂，请在日历里改好后重新导出。"


# --- what is looked at all the same -------------------------------------------------------------------------------


def hours_assumed(count: int) -> str:
    """Neither hours nor a known shift."""
    return f"有{count}班没有写时间，按当日8:00至次日8:00计。"


def overlap(first: Spot, second: Spot) -> str:
    """Two at once."""
    return f"{_spot(second)}与{_spot(first)}时间重叠：重叠时以先列的为准，后列的为副班。"


def gap(unit: str, span: Span) -> str:
    """Nobody is there."""
    return f"{unit}空岗：{stretch(span)}无人值班，请补排后再导入该时段。"


def stretch(span: Span) -> str:
    """7月5日（周五）20:00至7月6日（周六）08:00."""
    today = local_date(span.since)
    since = times.moment(span.since, today)
    return f"{since}至{_end(span.until, span.since)}"


def _end(until: datetime, since: datetime) -> str:
    same_day = local(until).date() == local(since).date()
    return times.clock(until) if same_day else times.deadline(until, local_date(since))
