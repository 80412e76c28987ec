"""Answers to slash-commands: what now stands, and the next step. Masked by `facts` for whoever reads them."""

from collections.abc import Callable, Sequence
from datetime import date
from enum import Enum
from typing import TypeVar

from config.texts import duetime, facts, labels, times
from config.texts.answers import ticket_name
from domain.calendar_clock import day_end
from domain.callers import CallerData
from domain.deciding.ending import awaits_town
from domain.ids import UnitId
from domain.running import back_after_the_end, moves_with_pauses
from domain.ticket import Limit
from domain.view import TicketView
from domain.vocabulary import (
    CauseClass,
    LimitKind,
    LookBackResult,
    Rating,
    ReturnReason,
    State,
    UnreasonableGround,
)

E = TypeVar("E", bound=Enum)


def choices(members: type[E], label: Callable[[E], str]) -> str:
    """The words one may choose from."""
    return "、".join(label(member) for member in members)


def _limit(limit: Limit | None, today: date) -> str:
    if limit is None:
        return "规定时限"
    if limit.kind is LimitKind.WORKING_DAYS:
        return f"{limit.amount}个工作日"
    return f"{times.full_day(limit.on, today)}前" if limit.on else "规定时限"


# --- intake and dispatch ------------------------------------------------------------------------------------------


def accepted(view: TicketView) -> str:
    """受理."""
    kind = labels.nature(view.ticket.nature) if view.ticket.nature else ""
    return f"{ticket_name(view)} 已受理（{kind}），待派单。\n下一步：/派单 {view.ticket.short_code} 单位"


def answered(view: TicketView) -> str:
    """答复."""
    return f"{ticket_name(view)} 已在线办结，答复已发诉求人。"


def citizen_asked(view: TicketView) -> str:
    """补充."""
    during = duetime.during_pause(view.ticket.limit)
    return f"{ticket_name(view)} 已请诉求人补充" + (f"，期间{during}。" if during else "。")


def declined(view: TicketView) -> str:
    """不予受理."""
    why = labels.decline_reason(view.ticket.declined) if view.ticket.declined else ""
    return (
        f"{ticket_name(view)} 不予受理（{why}），已告知诉求人。\n如需重新受理：/受理 {view.ticket.short_code}"
    )


def dispatched(view: TicketView) -> str:
    """派单."""
    assists = facts.assists(view)
    with_whom = f"，协办{assists}" if assists else ""
    return f"{ticket_name(view)} 已派{facts.lead(view)}{with_whom}，{facts.due(view)}办结。"


def assigned(view: TicketView) -> str:
    """交办."""
    lines = [f"{dispatched(view)}\n条目清单："] if view.ticket.items else [dispatched(view)]
    return "\n".join((*lines, *facts.item_lines(view)))


def items_proposed(view: TicketView, items: Sequence[str]) -> str:
    """Items read out of the request, for a yes or an edit."""
    lines = [f"{no}. {words}" for no, words in enumerate(items, start=1)]
    return "\n".join(
        (
            f"{ticket_name(view)} 建议条目：",
            *lines,
            "回复“是”按此交办，或按“1. 条目 | 到位标准 | 单位 | 时限”逐行发来，回复“取消”放弃。确认前不生效。",
        )
    )


def item_list(view: TicketView) -> str:
    """条目 as they stand."""
    lines = facts.item_lines(view, standards=True) or ["还没有条目。"]
    return "\n".join((ticket_name(view), *lines))


def items_changed(view: TicketView) -> str:
    """After a change of the list."""
    return "\n".join((f"{ticket_name(view)} 条目已更新：", *facts.item_lines(view, standards=True)))


def redispatch_wish(view: TicketView, lead: UnitId | None) -> str:
    """改派, read back."""
    now = facts.lead(view) or "未派单"
    if lead is None:
        return f"{ticket_name(view)} 将从{now}收回，回到待派单，对吗？"
    return f"{ticket_name(view)} 将由{now}改派{view.unit_name(lead)}，新单位时限重新计算，对吗？"


# --- review, supervision ------------------------------------------------------------------------------------------


def review_passed(view: TicketView) -> str:
    """审核通过."""
    return f"{ticket_name(view)} 审核通过，转回访。"


def review_failed(view: TicketView) -> str:
    """审核退回."""
    return f"{ticket_name(view)} 已退回{facts.lead(view)}继续办理，原时限不变（{facts.due(view)}）。"


def urged(view: TicketView) -> str:
    """催办."""
    return f"{ticket_name(view)} 已催办{facts.lead(view)}（第{view.ticket.urges}次）。"


def supervised(view: TicketView) -> str:
    """督办."""
    sheet = view.ticket.supervision
    if sheet is None:
        return f"{ticket_name(view)} 督办已调整。"
    due = times.deadline(sheet.due_at, view.context.today)
    number = f"，督办单{facts.sheet_number(view)}" if sheet.number else ""
    return f"{ticket_name(view)} 已列{labels.grade(sheet.grade)}{number}，{due}前反馈；工单时限不变。"


def confirmer_named(view: TicketView) -> str:
    """踏勘."""
    visit = view.ticket.visit
    if visit is None:
        return f"{ticket_name(view)} 已指定核查员。"
    due = times.deadline(visit.due_at, view.context.today)
    return (
        f"{ticket_name(view)} 已指定{view.person_name(visit.confirmer)}现场核实，{due}前完成，卡片已发本人。"
    )


def confirm_by_page(number: str, link: str) -> str:
    """现场核实 needs a photo and a position: by page."""
    return f"{number} 现场核实须拍照并定位，仅文字不能登记。\n请打开页面逐条核实：{link}\n（24小时内打开有效，仅限本人）"


def site_passed(view: TicketView) -> str:
    """到位."""
    return f"{ticket_name(view)} 核实到位已登记，转回访和销号审批。"


def site_failed(view: TicketView) -> str:
    """未到位."""
    return f"{ticket_name(view)} 核实未到位已登记，退回{facts.lead(view)}继续办理，原时限不变。"


def approved(view: TicketView) -> str:
    """销号."""
    if view.ticket.state in {State.CLOSED_OUT, State.CLOSED}:
        return f"{ticket_name(view)} 已销号。"
    waits = "吹哨单位确认" if awaits_town(view.ticket) else "诉求人评价"
    return f"{ticket_name(view)} 已批准销号，待{waits}后自动销号。"


def closeout_rejected(view: TicketView) -> str:
    """不予销号."""
    return f"{ticket_name(view)} 不予销号，已退回{facts.lead(view)}，原时限不变（{facts.due(view)}）。"


def rework_wish(view: TicketView, cause: CauseClass, limit: Limit | None) -> str:
    """重办, read back."""
    until = _limit(limit, view.context.today)
    return f"{ticket_name(view)} 将发回{facts.lead(view)}重办（{labels.cause(cause)}），时限{until}，不低于重点督办，对吗？"


def finding_wish(view: TicketView, ground: UnreasonableGround) -> str:
    """认定, first hand, read back."""
    return f"{ticket_name(view)} 拟认定为不合理诉求（{labels.unreasonable_ground(ground)}），须另一人复核，对吗？"


def finding_confirmed(view: TicketView) -> str:
    """认定, second hand."""
    return f"{ticket_name(view)} 已认定为不合理诉求，不计满意率，已告知诉求人。"


def extension_wish(view: TicketView, until: date) -> str:
    """延期, read back with the date in full."""
    on = times.full_day(until, view.context.today)
    return f"{ticket_name(view)} 申请延期到{on}，对吗？延期只能申请一次，批准前仍按{facts.due(view)}。"


def extension_granted(view: TicketView) -> str:
    """延期批准."""
    return f"{ticket_name(view)} 已批准延期，新时限{facts.due(view)}。"


def extension_refused(view: TicketView) -> str:
    """延期驳回."""
    return f"{ticket_name(view)} 已驳回延期，时限不变（{facts.due(view)}）。"


def return_wish(view: TicketView, reason: ReturnReason, suggested: UnitId | None) -> str:
    """退单, read back."""
    to = f"，建议{view.unit_name(suggested)}办理" if suggested else ""
    return f"{ticket_name(view)} 申请退单，原因：{labels.return_reason(reason)}{to}。只能申请一次，审核期间时限照算，对吗？"


def return_granted(view: TicketView) -> str:
    """退单批准."""
    lead = facts.lead(view)
    to = f"，已改派{lead}，{facts.due(view)}办结" if lead else "，回到待派单"
    return f"{ticket_name(view)} 已批准退单{to}。"


def return_refused(view: TicketView) -> str:
    """退单驳回."""
    return f"{ticket_name(view)} 已驳回退单，由{facts.lead(view)}继续办理，时限不变。"


def shelve_wish(view: TicketView, review_on: date) -> str:
    """挂账, read back."""
    on = times.full_day(review_on, view.context.today)
    running = view.ticket.limit
    during = duetime.during_pause(running)
    stands = f"，期间{during}" if during else ""
    if running is not None and not moves_with_pauses(running) and day_end(review_on) > running.due_at:
        stands += f"（{facts.due(view)}到期，到复核日已超期）"
    return f"{ticket_name(view)} 将挂账，{on}复核{stands}，并告知诉求人，对吗？"


def unshelved(view: TicketView) -> str:
    """恢复. A date that passed meanwhile was not moved: whoever brings it back hears how to name a new one."""
    told, running = f"{ticket_name(view)} 已恢复办理", view.ticket.limit
    if running is None:
        return f"{told}。"
    told += f"，时限{facts.due(view)}"
    if back_after_the_end(running) is None:
        return f"{told}。"
    code = view.ticket.short_code
    return (
        f"{told}，{facts.remaining(view)}。\n如需另定日期，请重新交办：/交办 {code} @责任领导 时限 几月几日"
    )


def corrected(view: TicketView) -> str:
    """更正."""
    return f"{ticket_name(view)} 已更正，原记录保留。"


def merged(view: TicketView, parts: Sequence[str]) -> str:
    """并单."""
    people = facts.people_count(view)
    return f"{'、'.join(parts)} 已并入 {ticket_name(view)}，共{people}位诉求人，办结后逐一回访。"


def merge_undone(view: TicketView) -> str:
    """并单撤销."""
    return f"{ticket_name(view)} 已恢复为单独工单，状态和时限照旧（{labels.state(view.ticket.state)}）。"


# --- callback, look back ------------------------------------------------------------------------------------------


def rated(view: TicketView, rating: Rating) -> str:
    """回访评价."""
    told = f"{ticket_name(view)} 已登记回访：{labels.rating(rating)}。"
    if view.ticket.state is State.DISSATISFIED_REVIEW:
        return f"{told}\n下一步：/重办 {view.ticket.short_code} 原因归类 要求，或 /认定 {view.ticket.short_code} 类型 依据"
    return f"{told}现为“{labels.state(view.ticket.state)}”。"


def call_tried(view: TicketView) -> str:
    """未接通."""
    tries = len(view.ticket.callback.tries) if view.ticket.callback else 0
    if tries and view.ticket.state is State.CALLBACK:
        return f"{ticket_name(view)} 已登记未接通（第{tries}次），请换半天再拨。"
    return f"{ticket_name(view)} 已登记未接通，现为“{labels.state(view.ticket.state)}”。"


def look_back_started(view: TicketView) -> str:
    """回头看 begins."""
    return f"{ticket_name(view)} 已启动回头看。\n结果请发：/回头看 {view.ticket.short_code} 巩固|反弹|未到位 说明"


def looked_back(view: TicketView, result: LookBackResult) -> str:
    """回头看 recorded."""
    back = "" if result is LookBackResult.HOLDS else "，已发回重办"
    return f"{ticket_name(view)} 回头看：{labels.look_back_result(result)}{back}。"


def too_fast_cleared(view: TicketView) -> str:
    """复看."""
    return f"{ticket_name(view)} 已核看。"


# --- the unit -----------------------------------------------------------------------------------------------------


def acknowledged(view: TicketView) -> str:
    """签收."""
    return f"{ticket_name(view)} 已签收，{facts.due(view)}办结。有进展直接回复我即可。"


def arrived(view: TicketView) -> str:
    """到场, at what time it was put down and whether that was in time; late arrival is counted apart."""
    came = [part for part in view.ticket.assignments if part.arrived_at]
    when = f"（{facts.arrival(came[-1])}）" if came else ""
    return f"{ticket_name(view)} 已登记到场{when}。处置情况请直接回复。"


def callers(number: str, found: Sequence[CallerData]) -> str:
    """The citizen's number, for whoever must call; the look has been logged."""
    lines = [" ".join(filter(None, (data.name, data.phone))) for data in found] or ["联系方式已按规定删除"]
    return "\n".join((f"{number} 诉求人（本次查看已留痕，仅用于联系办理）：", *lines))


# --- reading ------------------------------------------------------------------------------------------------------


def summary(view: TicketView) -> str:
    """/查: one ticket in a few lines."""
    place, remaining = facts.place(view), facts.remaining(view)
    lines = [
        ticket_name(view),
        facts.title(view),
        f"状态：{labels.state(view.ticket.state)}　{facts.grade(view)} {facts.light(view)}".rstrip(),
        f"地点：{place}" if place else "",
        f"牵头：{facts.lead(view)}" if facts.lead(view) else "",
        f"时限：{facts.due(view)}" + (f"（{remaining}）" if remaining else "") if facts.due(view) else "",
    ]
    return "\n".join(line for line in lines if line)


def _line(view: TicketView) -> str:
    parts = (
        view.ticket.short_code,
        facts.light(view),
        facts.title(view, 16),
        facts.lead(view),
        labels.state(view.ticket.state),
        facts.remaining(view),
    )
    return " ".join(part for part in parts if part)


def listed(views: Sequence[TicketView], count: int) -> str:
    """/清单."""
    if not views:
        return "没有符合条件的在办工单。"
    more = f"（显示前{len(views)}件）" if count > len(views) else ""
    return "\n".join((f"共{count}件{more}：", *(_line(view) for view in views)))


def unknown_filter(word: str, example: str) -> str:
    """A filter nobody knows."""
    return f"“{word[:12]}”不是单位名称或筛选条件。\n例：{example}"


def only_own_unit() -> str:
    """A unit's people list their own unit."""
    return "只能查看本单位的清单。"


def nothing_under_phone() -> str:
    """/查 by phone finds nobody."""
    return "该号码没有诉求记录。"


def under_phone(views: Sequence[TicketView]) -> str:
    """/查 by phone."""
    if not views:
        return "该号码近30天没有诉求记录。本次查询已留痕。"
    return "\n".join(("该号码的诉求（本次查询已留痕）：", *(_line(view) for view in views)))


def bind_in_group() -> str:
    """/绑定 said one-to-one."""
    return "请在要绑定的群里@我发送：/绑定 督办群"


def bound() -> str:
    """绑定."""
    return "本群已设为督办群，今后督办动态发到这里。群里可用指令请发：/帮助"


def help_all(lines: Sequence[tuple[str, str]]) -> str:
    """Everything this person may do."""
    shown = [f"{usage}　{purpose}" for usage, purpose in lines]
    return "\n".join(("您可用的指令：", *shown, "承办单位报进度不用指令，直接回复文字、图片或语音即可。"))


def help_one(name: str, usage: str, example: str, purpose: str) -> str:
    """How one command is written."""
    return f"/{name}：{purpose}\n写法：{usage}\n例：{example}"
