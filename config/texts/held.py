"""What was not said at once, and why (待发): gathered for the morning digest, or given up for the month's budget."""

from collections.abc import Sequence
from datetime import datetime

from config.texts import facts, notices, times
from domain.calendar_clock import local_date
from domain.notices import Notice
from domain.view import TicketView

SHORT = "本月钉钉额度紧张，先保紧急和办理事项"
"""Why a nicety was dropped; the row keeps these words."""
_SHOWN = 15

Seen = Sequence[tuple[Notice, TicketView | None]]


def held(waiting: Seen, dropped: Seen, comes_at: datetime, today_at: datetime) -> str:
    """/待发."""
    if not waiting and not dropped:
        return "没有待发的提醒：紧急和需要您办的事都是随时发送。"
    told = []
    if waiting:
        at = times.moment(comes_at, local_date(today_at))
        told.append(f"待发{len(waiting)}条，普通提醒合并到{at}的督办早报：")
        told += _lines(waiting)
    if dropped:
        told.append(f"近7天未发{len(dropped)}条，原因：{SHORT}：")
        told += _lines(dropped)
    return "\n".join(told)


def _lines(found: Seen) -> list[str]:
    lines = [_line(notice, view) for notice, view in found[:_SHOWN]]
    return [*lines, f"……另有{len(found) - _SHOWN}条"] if len(found) > _SHOWN else lines


def _line(notice: Notice, view: TicketView | None) -> str:
    what = notices.wording(notice.kind).short
    return f"- {what}" + (f"｜{facts.number(view)} {facts.title(view, 16)}" if view else "")
