"""What a card's buttons say, and what to type instead: button and words do the same thing (`domain.md` §15.1)."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from domain.asks import Ask

_BUTTONS: Mapping[str, tuple[str, str]] = {
    "acknowledge": ("签收", "{number} 收到"),
    "arrival": ("已到场", "{number} 已到场"),
    "report_progress": ("报进度", "{number} 加进展内容"),
    "request_extension": ("申请延期", "{number} 申请延期到几月几日，原因"),
    "request_return": ("申请退单", "{number} 申请退单，原因"),
    "report_handled": ("申请办结", "{number} 申请办结，处理结果"),
    "request_closeout": ("申请销号", "{number} 申请销号"),
    "withdraw_closeout": ("撤回销号申请", "{number} 还要继续办理"),
    "contact_supervisor": ("联系督办员", "{number} 联系督办员"),
    "grant_extension": ("批准延期", "/延期 {number} 批准"),
    "grant_return": ("批准退单", "/退单 {number} 批准"),
    "pass_review": ("审核通过", "/审核 {number} 通过"),
    "approve": ("同意销号", "/销号 {number}"),
    "confirm_finding": ("同意认定", "/认定 {number} 确认"),
    "open_site_page": ("现场核实", "/踏勘 {number}"),
    "call_failed": ("未接通", "/回访 {number} 未接通"),
    "yes": ("确认", "是"),
    "no": ("取消", "否"),
}
"""In the order of the card: what the button says, and what to type."""


def ordered(actions: Sequence[StrEnum]) -> list[StrEnum]:
    """The actions in the order of the card; answers to an open question first."""
    places = list(_BUTTONS)
    return sorted(actions, key=lambda action: places.index(action) if action in places else len(places))


def text(action: StrEnum) -> str:
    """What the button says."""
    return _BUTTONS[action][0] if action in _BUTTONS else action.value


def typed(action: StrEnum, number: str) -> str:
    """What to type instead."""
    return _BUTTONS[action][1].format(number=number) if action in _BUTTONS else f"{number} {action.value}"


def argument(action: StrEnum, ask: Ask | None) -> str:
    """What else the button carries: the question it answers."""
    del action
    return str(ask.id) if ask else ""
