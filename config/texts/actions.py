"""What a card's buttons say, and what to type instead: button and words do the same thing (`domain.md` §15.1)."""

from collections.abc import Sequence
from enum import StrEnum
from typing import assert_never

from domain.asks import Ask
from domain.may import Action

_REPLIES = {"yes": ("确认", "是"), "no": ("取消", "否")}
"""The two buttons under a question that was read back (`handlers/cards.py`)."""
_ORDER = (*_REPLIES, *(action.value for action in Action))


def ordered(actions: Sequence[StrEnum]) -> list[StrEnum]:
    """The actions in the order of the card, answers to an open question first."""
    return sorted(actions, key=lambda action: _ORDER.index(action.value))


def text(action: StrEnum) -> str:
    """What the button says."""
    return _worded(action)[0]


def typed(action: StrEnum, number: str) -> str:
    """What to type instead."""
    return _worded(action)[1].format(number=number)


def argument(action: StrEnum, ask: Ask | None) -> str:
    """What else the button carries: yes and no name the question they answer."""
    return str(ask.id) if ask and action.value in _REPLIES else ""


def _worded(action: StrEnum) -> tuple[str, str]:
    return _action(action) if isinstance(action, Action) else _REPLIES[action.value]


def _action(action: Action) -> tuple[str, str]:
    match action:
        case Action.ACKNOWLEDGE:
            return "签收", "{number} 收到"
        case Action.ARRIVAL:
            return "已到场", "/到场 {number}"
        case Action.REPORT_PROGRESS:
            return "报进度", "{number} 加进展内容"
        case Action.REQUEST_EXTENSION:
            return "申请延期", "{number} 申请延期到几月几日，原因"
        case Action.REQUEST_RETURN:
            return "申请退单", "{number} 申请退单，原因"
        case Action.REPORT_HANDLED:
            return "申请办结", "/办结 {number} 调查情况和办理结果"
        case Action.REQUEST_CLOSEOUT:
            return "申请销号", "{number} 申请销号"
        case Action.WITHDRAW_CLOSEOUT:
            return "撤回销号申请", "{number} 撤回销号申请"
        case Action.CONTACT_SUPERVISOR:
            return "联系督办员", "{number} 联系督办员"
        case Action.GRANT_EXTENSION:
            return "批准延期", "/延期 {number} 批准（或 驳回 原因）"
        case Action.GRANT_RETURN:
            return "批准退单", "/退单 {number} 批准（或 驳回 原因）"
        case Action.PASS_REVIEW:
            return "审核通过", "/审核 {number} 通过（或 退回 原因）"
        case Action.APPROVE:
            return "同意销号", "/销号 {number}（不同意：/不予销号 {number} 原因）"
        case Action.CONFIRM_FINDING:
            return "同意认定", "/认定 {number} 同意"
        case Action.OPEN_SITE_PAGE:
            return "现场核实", "/核实 {number} 到位"
        case Action.CALL_FAILED:
            return "未接通", "/回访 {number} 未接通"
        case Action.CONFIRM_WHISTLE:
            return "确认到位", "/吹哨 确认 {number}（不认可：/吹哨 不认可 {number} 原因）"
        case Action.RATE_UNITS_GOOD:
            return "评价：均到位", "/吹哨 评价 {number} 单位 到位（或 一般、未到位）"
        case Action.RATE_WHISTLE_GOOD:
            return "评哨：合理", "/吹哨 评价 {number} 合理（或 一般、不合理）"
    assert_never(action)
