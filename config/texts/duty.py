"""Who is on duty, in words (值班): answers to /值班, what is told of gaps, swaps and absences, what an import did."""

from collections.abc import Sequence
from datetime import date, datetime

from config.texts import rosters, times
from domain.calendar_clock import local_date
from domain.figures.counts import Workload
from domain.figures.period import Period
from domain.people import Person
from domain.rosters.refusals import NoTurn
from domain.rosters.statistics import Served
from domain.rosters.turns import Span, Turn, Turns

GAP_TITLE, SWAP_TITLE = "值班空岗提醒", "换班"
_MOST_LINES = 60


def _called(person: Person | None, *, phone: bool, masked: bool) -> str:
    """A name as it may be shown there, with the number for those who may call."""
    if person is None:
        return "（不在人员名册）"
    name = in_group(person) if masked else person.name
    return f"{name} {person.mobile}" if phone and person.mobile else name


def in_group(person: Person) -> str:
    """Somebody's name where many read it."""
    return f"{person.name[0]}同志"


def turn(one: Turn) -> str:
    """7月5日（周五）20:00至7月6日（周六）08:00夜班."""
    shift = one.shift if one.shift and not any(letter.isdigit() for letter in one.shift) else ""
    return f"{rosters.stretch(one.span)}{shift}"


# --- in advance ---------------------------------------------------------------------------------------------------


def gap_ahead(unit: str, gap: Span, seen_until: datetime) -> str:
    """Nobody is there in the next days."""
    when = rosters.stretch(gap)
    if gap.until >= seen_until:
        when = f"{times.moment(gap.since, local_date(gap.since))}起"
    remedy = "请补排后重新导入值班表，或由本单位联络员用 /值班 换班 调整"
    return f"{unit}{when}无人值班。{remedy}；空岗期间紧急件按岗位找值班员、联络员。"


def unreachable(unit: str, one: Turn, person: str) -> str:
    """Somebody on the roster cannot be called."""
    why = "已停用、不是本单位人员，或没有钉钉和手机号"
    remedy = f"请换人：/值班 换班 {times.day(local_date(one.since))}{one.shift} @接班人"
    return f"{unit}{turn(one)}排的{person}联系不上（{why}）。{remedy}"


# --- import -------------------------------------------------------------------------------------------------------


def imported(unit: str, turns: Turns, *, dry_run: bool) -> str:
    """One unit's part of a file."""
    whole = Span(min(one.since for one in turns), max(one.until for one in turns))
    verb = "将替换" if dry_run else "已替换"
    return f"{unit}：{rosters.stretch(whole)}，{len(turns)}班，{verb}该时段原有安排。"


def reading_roster() -> str:
    """A roster came in chat."""
    return "收到值班表，正在核对，稍后回复结果。"


def roster_refused(sentences: Sequence[str]) -> str:
    """What is wrong with it."""
    return "\n".join(("值班表没有导入，请改好后重发：", *sentences))


def not_your_roster() -> str:
    """A unit the sender does not keep."""
    return "表中有您不负责的单位，请只发本单位的值班表。"


def roster_not_here() -> str:
    """The file could not be fetched, or is none."""
    return "值班表没有收到，请重发一次（不超过4MB）。"


DRY_RUN = "以上为试算，没有导入；去掉 --dry-run 再运行即生效。"


# --- who is on duty -----------------------------------------------------------------------------------------------


def on_duty(unit: str, at: datetime, called: Sequence[Person], *, phone: bool, masked: bool) -> str:
    """Who is called at that moment."""
    when = times.moment(at, local_date(at))
    if not called:
        return f"{unit} {when} 空岗。"
    first, *deputies = (_called(one, phone=phone, masked=masked) for one in called)
    beside = f"，副班：{'、'.join(deputies)}" if deputies else ""
    return f"{unit} {when} 值班：{first}{beside}"


def by_office(unit: str, person: Person | None, *, phone: bool, masked: bool) -> str:
    """No roster, or a gap in it: who is called all the same."""
    if person is None:
        return f"{unit}没有值班员，也没有联络员，请到 offices.csv 登记。"
    return f"按岗位由 {_called(person, phone=phone, masked=masked)} 负责。"


def no_roster(unit: str) -> str:
    """Never imported."""
    return f"{unit}未导入值班表。"


def next_turn(one: Turn, person: Person | None, *, masked: bool) -> str:
    """The turn after this one."""
    return f"下一班：{_called(person, phone=False, masked=masked)} {turn(one)}"


def of_the_day(unit: str, day: date, lines: Sequence[str]) -> str:
    """Every turn of a day."""
    if not lines:
        return f"{unit} {times.day_and_weekday(day)} 没有值班安排。"
    return "\n".join((f"{unit} {times.day_and_weekday(day)} 值班安排：", *lines))


def day_line(one: Turn, officer: Person | None, deputy: Person | None, *, masked: bool) -> str:
    """One turn of it."""
    who = "空岗（请假）" if one.absent else _called(officer, phone=False, masked=masked)
    beside = f"，副班：{_called(deputy, phone=False, masked=masked)}" if one.deputy else ""
    return f"{turn(one)}　{who}{beside}"


def unit_line(unit: str, called: Sequence[Person], *, masked: bool) -> str:
    """One unit among all."""
    who = _called(called[0], phone=False, masked=masked) if called else "空岗"
    return f"{unit}　{who}"


def everywhere(at: datetime, lines: Sequence[str], without: int) -> str:
    """All units at a moment."""
    shown = list(lines[:_MOST_LINES])
    if len(lines) > _MOST_LINES:
        shown.append(f"（显示前{_MOST_LINES}个单位，其余请写单位查询）")
    head = f"{times.moment(at, local_date(at))} 值班："
    tail = [f"未导入值班表的单位：{without}个。"] if without else []
    return "\n".join((head, *(shown or ["没有单位导入值班表。"]), *tail))


def gaps(lines: Sequence[str], without: int) -> str:
    """/值班 空岗."""
    shown = [*lines[:_MOST_LINES]] or ["今后7天没有空岗。"]
    if len(lines) > _MOST_LINES:
        shown.append(f"另有{len(lines) - _MOST_LINES}处。")
    tail = [f"未导入值班表的单位：{without}个。"] if without else []
    return "\n".join(("今后7天空岗：" if lines else "", *shown, *tail)).strip()


def gap_line(unit: str, gap: Span, until: datetime) -> str:
    """One gap of it."""
    if gap.until >= until:
        return f"{unit}　{times.moment(gap.since, local_date(gap.since))}起"
    return f"{unit}　{rosters.stretch(gap)}"


def figures(period: Period, lines: Sequence[str]) -> str:
    """/值班 统计."""
    head = f"值班和到场统计（{times.day(period.first)}至{times.day(period.last)}，截至目前）："
    return "\n".join((head, *(lines or ["没有值班表，也没有紧急件。"])))


def figures_line(unit: str, roster: Served | None, work: Workload) -> str:
    """One unit of it."""
    kept = "未导入值班表"
    if roster is not None:
        open_for = f"空岗{times.stretch(roster.unmanned)}" if roster.unmanned else "无空岗"
        kept = f"{roster.turns}班 {open_for}"
    came = f"到场 按时{work.arrived_on_time} 晚到{work.arrived_late} 未到{work.arrival_missed}"
    return f"{unit}　{kept}　{came if work.urgent_calls else '无紧急件'}"


def unknown_words(word: str, example: str) -> str:
    """Something nobody understands."""
    return f"“{word[:12]}”不是单位、日期或时间。\n例：{example}"


def missing_turn() -> str:
    """Which turn it is about."""
    return f"请写明日期和班次。\n{_EXAMPLE}"


def which_unit() -> str:
    """Somebody of several units, or of none."""
    return "请写明单位。\n例：/值班 水务局 换班 7月6日夜班 @李四"


def only_own() -> str:
    """Gaps are shown to the centre, and to a unit its own."""
    return "只能查看本单位的空岗。"


# --- swaps and absences -------------------------------------------------------------------------------------------


def swap_asked(one: Turn, officer: str, to: str, back: Turn | None) -> str:
    """To whoever said it first."""
    return f"已记下：{_exchange(one, officer, to, back)}。待对方确认后生效，已通知对方。"


def swap_offered(one: Turn, officer: str, to: str, back: Turn | None) -> str:
    """To the other of the two."""
    command = f"/值班 换班 {times.day(local_date(one.since))}{one.shift}"
    wish = _exchange(one, officer, to, back)
    return f"{wish}，请确认。\n同意请发：{command} 同意\n不同意请发：{command} 不同意"


def swapped(one: Turn, officer: str, to: str, back: Turn | None) -> str:
    """It stands."""
    return f"换班已生效：{_exchange(one, officer, to, back)}。"


def swap_dropped(one: Turn) -> str:
    """It is off."""
    return f"{turn(one)}的换班已取消，原安排不变。"


def absence_noted(one: Turn, officer: str, *, absent: bool) -> str:
    """请假 or 销假."""
    if not absent:
        return f"已恢复：{turn(one)}由{officer}值班。"
    then = "由副班顶岗" if one.deputy else "该时段空岗，请尽快换班补上：/值班 换班"
    return f"已登记{officer}{turn(one)}请假，{then}。"


def _exchange(one: Turn, officer: str, to: str, back: Turn | None) -> str:
    in_return = f"，{officer}值{turn(back)}" if back else ""
    return f"{turn(one)}由{officer}改为{to}值班{in_return}"


_EXAMPLE = "例：/值班 换班 7月6日夜班 @李四"


def cannot(reason: NoTurn) -> str:
    """Why not, and what to do."""
    match reason:
        case NoTurn.NO_SUCH_TURN:
            return f"没有找到这一班，请写明日期和班次，可先发 /值班 单位 日期 查看。\n{_EXAMPLE}"
        case NoTurn.WHICH_TURN:
            return f"这一天有几班，请写明是哪一班。\n{_EXAMPLE}"
        case NoTurn.OVER:
            return "这一班已经结束，不能再改。"
        case NoTurn.NOT_OF_UNIT:
            return "接班人不是本单位在岗人员，请换人。"
        case NoTurn.NOBODY_NAMED:
            return f"请写明接班人。\n{_EXAMPLE}"
        case NoTurn.SAME_PERSON:
            return "接班人就是这一班的值班人，不用换。"
        case NoTurn.NOT_YOURS:
            return "只有这一班的值班人、接班人或本单位联络员、领导可以调整。"
        case NoTurn.ALREADY_ASKED:
            return "已经登记过，正等对方确认。"
        case NoTurn.NOTHING_ASKED:
            return "这一班没有待确认的换班。"
        case NoTurn.ALREADY:
            return "已经是这样，没有改动。"
