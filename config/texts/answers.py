"""What is answered straight back in chat, whatever the occasion: not understood, not allowed, read back, done.

First the result, then what to do next; short enough for a phone. Answers to commands: `answers_commands.py`; to plain
replies: `answers_replies.py`.
"""

from datetime import date
from typing import assert_never

from config.texts import answer_check, duetime, facts, gates, labels, times, whistle_facts
from config.texts.heard.items import ItemFault
from domain.commands import (
    AnyCommand,
    Assign,
    OrderRework,
    ProposeFinding,
    Redispatch,
    ReportHandled,
    RequestCloseout,
    RequestExtension,
    RequestReturn,
    Shelve,
    WithdrawCloseout,
)
from domain.view import TicketView
from domain.vocabulary import State

LIMIT_BY_ORDER = "指令指定"
"""The source shown beside a limit somebody set by hand."""


def ticket_name(view: TicketView) -> str:
    """工单编号 with its short code."""
    return f"{view.ticket.number}（{view.ticket.short_code}）"


# --- who and where ------------------------------------------------------------------------------------------------


def outsider() -> str:
    """To somebody who is not in the centre's files."""
    return "您好，我只为本市督办工作人员服务，您的消息未作处理。反映问题请拨打12345。"


def other_organisation() -> str:
    """To somebody of another organisation."""
    return "您好，您不在本组织通讯录内，消息未作处理。反映问题请拨打12345。"


def cannot_read() -> str:
    """A sticker, a location, a red packet."""
    return "这种消息我看不懂，未作登记。请发文字、图片或语音。"


def only_one_to_one(command: str) -> str:
    """A command in a group that is not bound, or one whose answer is not for a group."""
    return f"“/{command}”请在与我的单聊里发送，本群未作处理。"


def group_only_commands() -> str:
    """Plain words in a group."""
    return "群里只处理指令（以“/”开头）。报进度、提申请请与我单聊；指令清单请发：/帮助"


# --- not understood -----------------------------------------------------------------------------------------------


def unknown_command(name: str) -> str:
    """No such command, and nothing like it."""
    return f"没有“/{name[:12]}”这个指令，未作任何改动。您可用的指令请发：/帮助"


def did_you_mean(name: str, nearest: str, example: str) -> str:
    """No such command, but one like it."""
    return f"没有“/{name[:12]}”这个指令，是不是“/{nearest}”？\n例：{example}"


def not_your_command(name: str) -> str:
    """The person's offices do not give this right."""
    return f"您的岗位不能使用“/{name}”，未作任何改动。您可用的指令请发：/帮助"


def missing(what: str, usage: str, example: str) -> str:
    """An argument is missing."""
    return f"缺少{what}，未作任何改动。\n写法：{usage}\n例：{example}"


def missing_ticket(usage: str, example: str) -> str:
    """No ticket named or quoted."""
    return missing("工单号（或引用该工单的卡片、消息）", usage, example)


def no_such_ticket(code: str) -> str:
    """Nobody has that number."""
    return f"没有找到工单“{code}”，未作任何改动。请核对编号，或发 /清单 查看。"


def no_such_person(name: str) -> str:
    """Nobody of that name in the files."""
    return f"没有找到“{name}”，未作任何改动。请@本人，或核对姓名。"


def several_people(name: str) -> str:
    """Two people share the name."""
    return f"有多人叫“{name}”，未作任何改动。请直接@本人。"


def no_such_unit(name: str) -> str:
    """No unit of that name, or two."""
    return f"没有找到单位“{name[:20]}”，未作任何改动。请核对单位名称。"


def no_such_date(words: str) -> str:
    """A day that does not exist."""
    return f"日期“{words}”不对，未作任何改动。请写成“7月10日”。"


def date_past(on: date, today: date) -> str:
    """A day that lies behind us."""
    return f"{times.full_day(on, today)}已经过去，未作任何改动。请写以后的日期。"


def item_fault(line: int, fault: ItemFault, words: str) -> str:
    """A line of the list that cannot be read."""
    shown = words[:20]
    match fault:
        case ItemFault.NO_WORDS:
            why = "没有写条目内容"
        case ItemFault.TOO_MANY_COLUMNS:
            why = "栏目太多"
        case ItemFault.NO_DATE:
            why = f"时限“{shown}”看不懂"
        case ItemFault.IMPOSSIBLE_DATE:
            why = f"日期“{shown}”不对"
        case _:
            assert_never(fault)
    return f"第{line}行{why}，未作任何改动。\n每行写：1. 条目 | 到位标准 | 单位 | 时限（后三项可省）"


def no_such_caller(tail: str) -> str:
    """No appellant whose number ends so."""
    return f"该工单没有尾号{tail}的诉求人，未作登记。"


def not_yours_to_read() -> str:
    """Another unit's ticket."""
    return "这不是本单位承办的工单，不能查看。"


def phone_not_yours() -> str:
    """Searching by phone is for dispatch and callback."""
    return "按电话号码查询仅限派单员、回访员，未作查询。请用工单号查询。"


def caller_not_shown(*, secret: bool) -> str:
    """The citizen's number is not for this person."""
    if secret:
        return "该诉求人要求保密，联系方式不提供给承办单位。如需联系请找派单员转达。"
    return "联系方式只提供给须联系诉求人的人员，您不能查看。"


# --- read back, done ----------------------------------------------------------------------------------------------


def confirm(words: str) -> str:
    """The wish read back; nothing is done before the yes."""
    return f"{words}\n回复“是”确认，回复“取消”放弃。确认前不生效。"


def not_done() -> str:
    """They said no."""
    return "已取消，未作任何改动。"


def nothing_to_confirm() -> str:
    """A yes to nothing."""
    return "现在没有等您确认的事项。"


def carried_out(view: TicketView, command: AnyCommand) -> str:
    """After the yes: what now stands."""
    name = ticket_name(view)
    match command:
        case RequestExtension():
            on = times.full_day(command.until, view.context.today)
            return f"{name} 已提交延期申请，拟延到{on}，等中心主任审批；审批前原时限照算。"
        case RequestReturn():
            return f"{name} 已提交退单申请（{labels.return_reason(command.reason)}），等派单员审核；期间时限照算。"
        case RequestCloseout():
            return f"{name} 已提交销号申请，中心将派人现场核实。如还要继续办理，请回复“继续办理”。"
        case WithdrawCloseout():
            return f"{name} 已撤回销号申请，请继续办理。"
        case ReportHandled():
            return handed_in(view)
        case OrderRework():
            return f"{name} 已发回重办，{facts.due(view)}完成。"
        case Shelve():
            on = times.full_day(command.review_on, view.context.today)
            during = duetime.during_pause(view.ticket.limit)
            return f"{name} 已挂账，{on}复核" + (f"，期间{during}。" if during else "。")
        case Redispatch():
            lead = facts.lead(view)
            return f"{name} 已改派{lead}，{facts.due(view)}办结。" if lead else f"{name} 已收回，待派单。"
        case ProposeFinding():
            return f"{name} 已提出不合理诉求认定，请另一位同事复核：/认定 {view.ticket.short_code} 同意"
        case Assign():
            return f"{name} 已交办{facts.lead(view)}，共{len(view.ticket.items)}条，{facts.due(view)}完成。"
        case _:
            return f"{name} 已办理，现为“{labels.state(view.ticket.state)}”。"


def handed_in(view: TicketView) -> str:
    """申请办结: on its way to the reviewer, or back once because the answer does not answer (§8.5)."""
    ticket = view.ticket
    back = ticket.returned_answers[-1] if ticket.returned_answers else None
    if back is not None and back.at == view.context.now and ticket.state is not State.HANDLED:
        why = answer_check.reason(back.findings)
        return f"{ticket_name(view)} 的答复先退回补充（只退这一次）：{why}；请把完整的答复再发一次。"
    return f"{ticket_name(view)} 已申请办结，等派单员审核。"


def only_tried(words: str, missing: str) -> str:
    """--试算."""
    told = f"【试算，未作任何改动】\n{words}"
    return f"{told}\n{missing}" if missing else told


def progress(view: TicketView) -> str:
    """/进度: where it stands, its items, the latest report, and how the due time came about.

    The first line is what a locked screen shows: the number alone.
    """
    lines = [
        ticket_name(view),
        facts.title(view),
        " ".join(filter(None, (labels.state(view.ticket.state), facts.grade(view), facts.light(view)))),
    ]
    if lead := facts.lead(view):
        lines.append(f"牵头：{lead}" + (f"　协办：{facts.assists(view)}" if facts.assists(view) else ""))
    if came := whistle_facts.attendance(view) or facts.arrivals(view):
        lines.append(f"到场：{came}")
    lines += facts.item_lines(view)
    if latest := facts.latest(view):
        lines.append(f"最新进展：{latest}")
    due = facts.due_time(view)
    if due is not None:
        remaining = facts.remaining(view)
        lines.append(f"时限：{facts.due(view)}" + (f"（{remaining}）" if remaining else ""))
        lines += duetime.explain(due, view.context.today)
    lines.append(gates.missing(view))
    return "\n".join(line for line in lines if line)
