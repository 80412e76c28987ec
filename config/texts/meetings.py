"""The words of dispatch meetings (调度会): agenda, list, minutes, look-back, and why something cannot be done."""

from collections.abc import Mapping, Sequence
from datetime import date

from config.texts import facts, labels, times
from domain.calendar import WorkCalendar
from domain.figures.rate import Rate
from domain.ids import TicketId
from domain.meetings.deciding import Fault, No
from domain.meetings.meeting import LookedBackAt, Meeting, MeetingItem, MeetingKind, Stage, Why
from domain.ticket import Limit
from domain.view import TicketView
from domain.vocabulary import LimitKind, LookBackResult

Views = Mapping[TicketId, TicketView]

TITLE = "调度会"
CHAIR = "会议主持人"
SENT_TO = "各参会单位，市委督查室、市政府督查室"
"""Who gets the minutes (分送)."""
SITE_OFFICE = "现场"
"""How the site offices' own numbers begin."""
NEXT_MEETING = "11 下次调度会"
"""The rule that sets a meeting item's limit where the chair says no date."""
_MOST_LINES = 30

_WHY = {
    Why.DISSATISFIED_TWICE: "两次不满意",
    Why.LONG_OVERDUE: "超期5个工作日以上",
    Why.UNITS_DISAGREE: "单位意见不一、两次退单",
    Why.MANY_PEOPLE: "10天内5人以上反映",
    Why.SAFETY: "涉及安全",
    Why.SHELF_REVIEW: "挂账到期复核",
    Why.SPECIAL_GRADE: "专项督办",
    Why.LEFT_OVER: "上次会议暂缓",
    Why.PICKED: "领导点题",
}


def why(reasons: Sequence[Why]) -> str:
    """The reasons, in a few words."""
    return "、".join(_WHY[one] for one in reasons)


def name(meeting: Meeting) -> str:
    """第27批调度会."""
    what = "现场办公" if meeting.kind is MeetingKind.SITE_OFFICE else "调度会"
    return (
        f"第{meeting.batch}批{what}" if meeting.kind is MeetingKind.DISPATCH else f"{what}（{meeting.batch}）"
    )


_REFUSED = {
    Fault.ALREADY_PREPARED: "{on}的调度会已在准备，尚未散会；查看发 /调度会，改日子发 /调度会 改期 日期 原因。",
    Fault.DATE_PAST: "{on}已经过去，请写今天或以后的日期。",
    Fault.NOT_OPEN: "会议还没有开始，请先发 /调度会 开会。",
    Fault.OVER: "会议已散会，议定事项不再改动；要调整承办单位请发 /改派 或 /交办。",
    Fault.ALREADY_OPEN: "会议已经开始；议定事项发 /调度会 定 序号 牵头单位。",
    Fault.NO_SUCH_ITEM: "清单上没有{lines}，查看清单发 /调度会。",
    Fault.ON_LIST: "该工单已在清单上（{lines}）。",
    Fault.DECIDED: "{lines}已经议定，不能重复议定；要调整承办单位请发 /改派 或 /交办。",
    Fault.NOT_DECIDED: "{lines}还没有议定，请先发 /调度会 定 序号 牵头单位，再记表态。",
    Fault.UNDECIDED_LEFT: "还有{lines}没有议定；逐件发 /调度会 定 序号 牵头单位，或 /调度会 缓 序号 原因，再散会。",
    Fault.NOT_OF_LAST: "上一批清单没有议定的{lines}，查看发 /调度会 回头看。",
}


def batch(meeting: Meeting) -> str:
    """第27批."""
    return f"第{meeting.batch}批"


def units(names: Sequence[str]) -> str:
    """Several units."""
    return "、".join(names)


def result(look: LookedBackAt | None) -> str:
    """What the look-back found; nothing where nobody looked."""
    if look is None:
        return ""
    return labels.look_back_result(look.result) if look.result else "未办结"


def again(nos: Sequence[int]) -> str:
    """What was put off."""
    return "、".join(f"{no}号" for no in nos) + "暂缓，下次调度会再议。"


def refused(no: No, today: date) -> str:
    """Why not, and what to do."""
    lines = "、".join(f"{one}号" for one in no.nos)
    return _REFUSED[no.fault].format(lines=lines, on=times.full_day(no.on, today) if no.on else "")


def no_meeting() -> str:
    """None is being prepared."""
    return "现在没有准备中的调度会，请先发 /调度会 准备 [日期]。"


def none_yet(on: date, today: date) -> str:
    """None is in preparation."""
    return f"下一次调度会：{times.full_day(on, today)}，议程尚未拟定。现在就拟：/调度会 准备"


def not_open_any_more(number: str) -> str:
    """Only open matters come before a meeting."""
    return f"{number} 已办结，不能上会；如有反弹请先发 /回头看 {number} 反弹。"


def agenda(meeting: Meeting, views: Views, today: date, calendar: WorkCalendar) -> str:
    """The proposed list, or how far the meeting has come; chat-sized."""
    stage = {Stage.PREPARED: "拟定议程", Stage.OPEN: "正在开会", Stage.CLOSED: "已散会"}[meeting.stage]
    head = f"{name(meeting)}｜{times.full_day(meeting.on, today)}｜{stage}｜{len(meeting.items)}件"
    provisional = "\n注意：该年放假安排尚未公布，会期为暂定。" if calendar.is_provisional(meeting.on) else ""
    lines = [_agenda_line(item, views, today) for item in meeting.items[:_MOST_LINES]]
    if len(meeting.items) > _MOST_LINES:
        lines.append(f"……另有{len(meeting.items) - _MOST_LINES}件")
    return "\n".join((head + provisional, *(lines or ["清单为空：/调度会 加 工单号"]), _next_step(meeting)))


def _next_step(meeting: Meeting) -> str:
    match meeting.stage:
        case Stage.PREPARED:
            return "增减：/调度会 加 工单号、/调度会 减 序号；开会：/调度会 开会"
        case Stage.OPEN if meeting.undecided:
            return "议定：/调度会 定 序号 牵头单位 协办 单位 时限 日期；暂缓：/调度会 缓 序号 原因"
        case Stage.OPEN:
            return "全部议定，散会：/调度会 散会"
        case Stage.CLOSED:
            return "查看纪要：/调度会 纪要"


def _agenda_line(item: MeetingItem, views: Views, today: date) -> str:
    view = views.get(item.ticket)
    what = _what(view) if view else "（已不可查）"
    if item.decision is not None:
        return f"{item.no}. {what}｜议定：{_decided(item, view, today)}"
    if item.put_off:
        return f"{item.no}. {what}｜暂缓"
    return f"{item.no}. {what}｜上会原因：{why(item.why)}"


def _what(view: TicketView) -> str:
    people = facts.people_count(view)
    told = f"{facts.number(view)} {facts.title(view, 24)}"
    place = facts.place(view)
    return told + (f"｜{place}" if place else "") + (f"｜{people}人反映" if people > 1 else "")


def _decided(item: MeetingItem, view: TicketView | None, today: date) -> str:
    decision = item.decision
    if decision is None or view is None:
        return ""
    lead = view.unit_name(decision.lead)
    leader = view.person_name(decision.leader)
    assists = "、".join(view.unit_name(unit) for unit in decision.assists)
    told = f"{lead}牵头" + (f"（{leader}）" if leader else "")
    return told + (f"，{assists}协办" if assists else "") + f"，{limit(decision.limit, today)}"


def limit(one: Limit, today: date) -> str:
    """Until when, as said at the meeting."""
    if one.kind is LimitKind.WORKING_DAYS:
        return f"{one.amount}个工作日"
    return f"{times.full_day(one.on, today)}前" if one.on else "规定时限"


def prepared(meeting: Meeting, views: Views, today: date, calendar: WorkCalendar) -> str:
    """The keepers are told what is proposed."""
    return "已按规则拟出议程，请审定。\n" + agenda(meeting, views, today, calendar)


def today_is_the_day(meeting: Meeting, today: date) -> str:
    """Its morning."""
    return f"今天召开{name(meeting)}，清单{len(meeting.items)}件，{times.full_day(meeting.on, today)}。开会发 /调度会 开会。"


def put_on(meeting: Meeting, no: int) -> str:
    """上会."""
    return f"已列入{name(meeting)}，第{no}号。撤下发 /调度会 减 {no}。"


def taken_off(meeting: Meeting, no: int) -> str:
    """Off the list."""
    return f"{no}号已从{name(meeting)}清单撤下。"


def moved(meeting: Meeting, today: date) -> str:
    """改期."""
    return f"{name(meeting)}改到{times.full_day(meeting.on, today)}。"


def opened(meeting: Meeting, last: Meeting | None) -> str:
    """开会."""
    told = f"{name(meeting)}开始，共{len(meeting.items)}件。"
    if last is not None and last.decided:
        told += f"\n先看上一批：/调度会 回头看（第{last.batch}批{len(last.decided)}件）。"
    return told + "\n议定：/调度会 定 序号 牵头单位 协办 单位 时限 日期"


def decided(meeting: Meeting, item: MeetingItem, view: TicketView, today: date) -> str:
    """议定: the receipt."""
    left = len(meeting.undecided)
    rest = f"还有{left}件未议定。" if left else "全部议定，可散会：/调度会 散会"
    return f"第{meeting.batch}批{item.no}号已交办：{_decided(item, view, today)}，卡片已发责任领导。\n{rest}"


def put_off(meeting: Meeting, no: int) -> str:
    """暂缓."""
    return f"{no}号暂缓，下次调度会再议。" + (
        f"还有{len(meeting.undecided)}件未议定。" if meeting.undecided else ""
    )


def pledged(no: int) -> str:
    """表态."""
    return f"{no}号表态已记录。"


def looked_back(no: int, result: LookBackResult | None) -> str:
    """回头看上批 one line."""
    return f"上批{no}号已记录：{labels.look_back_result(result) if result else '未办结'}。"


def last_list(meeting: Meeting, last: Meeting, views: Views) -> str:
    """The list looked back at, item by item."""
    seen = {one.ticket: one for one in meeting.looked_back}
    lines = []
    for item in last.decided:
        view = views.get(item.ticket)
        state = labels.state(view.ticket.state) if view else "（已不可查）"
        look = seen.get(item.ticket)
        done = f"｜{labels.look_back_result(look.result) if look.result else '未办结'}" if look else ""
        lines.append(f"{item.no}. {_what(view) if view else ''}｜{state}{done}")
    tail = "逐件记录：/调度会 回头看 序号 巩固|反弹|未到位 说明；未办结的写原因"
    return "\n".join((f"第{last.batch}批交办{len(last.decided)}件：", *lines, tail))


def no_last() -> str:
    """There is no earlier list."""
    return "没有上一批清单。"


def minutes(meeting: Meeting, views: Views, last: Meeting | None, today: date) -> str:
    """调度会纪要 in chat: what was looked back at, what was decided, what was put off."""
    parts = [f"{name(meeting)}纪要（{times.full_day(meeting.on, today)}）"]
    if last is not None and last.decided:
        parts.append(_looked_back(meeting, last))
    parts.append(f"交办{len(meeting.decided)}件：")
    for item in meeting.decided:
        view = views.get(item.ticket)
        parts.append(f"{item.no}. {_what(view) if view else ''}｜{_decided(item, view, today)}")
        if view and item.decision and (demand := view.read(item.decision.demand)):
            parts.append(f"　办理要求：{demand}")
        if view and (pledge := view.read(item.pledge)):
            parts.append(f"　表态（{view.person_name(item.pledged_by) or '现场'}）：{pledge}")
    off = [item for item in meeting.items if item.put_off]
    if off:
        parts.append("暂缓：" + "、".join(f"{item.no}号" for item in off))
    return "\n".join(parts)


def _looked_back(meeting: Meeting, last: Meeting) -> str:
    results = [one.result for one in meeting.looked_back]
    counted = "，".join(
        f"{labels.look_back_result(result)}{results.count(result)}件"
        for result in LookBackResult
        if result in results
    )
    open_ones = results.count(None)
    told = "，".join(part for part in (counted, f"未办结{open_ones}件" if open_ones else "") if part)
    return f"回头看第{last.batch}批：{told or '未逐件记录'}"


def not_printed(meeting: Meeting, why: str) -> str:
    """The papers could not be made; the minutes stand in chat."""
    return f"{name(meeting)}的纪要和交办清单文件没有制作成功：{why}\n文字纪要发 /调度会 纪要 查看。"


def statistics(rows: Sequence[tuple[str, int, int]], rate: Rate) -> str:
    """Per batch 交办 and 办结, and all together."""
    assigned, ended = sum(row[1] for row in rows), sum(row[2] for row in rows)
    percent = "—" if rate.percent is None else f"{rate.percent}%"
    lines = [f"第{batch}批：交办{given}件，办结{done}件" for batch, given, done in rows[:10]]
    head = f"累计{len(rows)}批，交办{assigned}件，办结{ended}件，未办结{assigned - ended}件，办结率{percent}"
    return "\n".join((head, *lines))
