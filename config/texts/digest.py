"""One morning digest (早报) per person instead of many single reminders (`domain.md` §7.4): counted, grouped, short."""

from collections.abc import Sequence
from enum import Enum

from config.texts import facts
from config.texts.wording import Wording
from domain.faces import ChatText
from domain.notices import Notice, NoticeKind
from domain.view import TicketView

_SHOWN = 10
"""Lines in one group; the rest is counted and found by /清单."""


class Heading(Enum):
    """Groups of a digest, the most pressing first."""

    LATE = "已超期"
    TODAY = "今日到期"
    SOON = "即将到期"
    TO_SIGN = "待签收"
    TO_DECIDE = "待您处理"
    TO_REPORT = "待报进展"
    OTHER = "其他动态"


_ORDER = tuple(Heading)

Told = tuple[Notice, TicketView | None, Wording]


def digest(told: Sequence[Told]) -> ChatText:
    """All of them as one message: each ticket once, under its most pressing heading."""
    groups = _grouped(told)
    counts = "，".join(f"{heading.value}{len(lines)}件" for heading, lines in groups)
    parts = [f"**督办早报**　{counts}"]
    for heading, lines in groups:
        parts.append(f"**{heading.value}（{len(lines)}）**")
        parts += [f"- {line}" for line in lines[:_SHOWN]]
        if len(lines) > _SHOWN:
            parts.append(f"- 另有{len(lines) - _SHOWN}件，请发：/清单")
    parts.append("回复工单号加进展即可登记，例如：工单号 已安排人员现场处理")
    return ChatText(title=f"督办早报：{counts}", markdown="\n\n".join(parts))


def _grouped(told: Sequence[Told]) -> list[tuple[Heading, list[str]]]:
    first: dict[object, tuple[Heading, str]] = {}
    for place, (notice, view, wording) in enumerate(told):
        key: object = notice.ticket if notice.ticket is not None else ("none", place)
        heading = _heading(notice.kind)
        known = first.get(key)
        if known is None or _ORDER.index(heading) < _ORDER.index(known[0]):
            first[key] = (heading, _line(notice, view, wording))
    return [
        (heading, lines)
        for heading in _ORDER
        if (lines := [line for found, line in first.values() if found is heading])
    ]


def _line(notice: Notice, view: TicketView | None, wording: Wording) -> str:
    late = "（补发）" if notice.late else ""
    if view is None:
        return f"{wording.short}{late}"
    until = facts.remaining(view) or facts.due(view) if view.ticket.is_open else ""
    told = [facts.title(view, 20), until]
    return f"{facts.number(view)} {wording.short}{late}：" + "，".join(part for part in told if part)


def _heading(kind: NoticeKind) -> Heading:
    match kind:
        case NoticeKind.OVERDUE | NoticeKind.LATE_LADDER | NoticeKind.VISIT_LATE | NoticeKind.ARRIVAL_MISSED:
            return Heading.LATE
        case NoticeKind.DUE_TODAY:
            return Heading.TODAY
        case NoticeKind.DUE_SOON:
            return Heading.SOON
        case NoticeKind.ACK_REMINDER | NoticeKind.ASSIGNED | NoticeKind.UNACKNOWLEDGED:
            return Heading.TO_SIGN
        case (
            NoticeKind.NEW_TICKET
            | NoticeKind.RETURN_ASKED
            | NoticeKind.EXTENSION_ASKED
            | NoticeKind.HANDLED_TO_REVIEW
            | NoticeKind.CONFIRMER_NEEDED
            | NoticeKind.VISIT_ASSIGNED
            | NoticeKind.APPROVAL_WANTED
            | NoticeKind.CALL_WANTED
            | NoticeKind.REVIEW_WANTED
            | NoticeKind.FINDING_TO_CONFIRM
            | NoticeKind.SHELF_REVIEW
            | NoticeKind.LOOK_BACK_DUE
            | NoticeKind.TOO_FAST
            | NoticeKind.DISPATCH_WAITS
            | NoticeKind.REOPENED
        ):
            return Heading.TO_DECIDE
        case NoticeKind.SILENT_HALF | NoticeKind.ITEM_SILENT | NoticeKind.URGED | NoticeKind.SUPERVISED:
            return Heading.TO_REPORT
        case _:
            return Heading.OTHER
