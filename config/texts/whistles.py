"""Answers about whistles (吹哨报到): the read-back, what has gone out, what was confirmed and rated (`domain.md` §12)."""

from collections.abc import Sequence
from datetime import timedelta

from config.texts import facts, labels, times
from config.texts.answers import ticket_name
from config.texts.whistle_facts import there_by, town
from domain.commands import BlowWhistle
from domain.context import Context
from domain.ids import UnitId
from domain.view import TicketView
from domain.vocabulary import Urgency, WhistleMark

# --- blowing ------------------------------------------------------------------------------------------------------

WANTS_PLACE, WANTS_MATTER = "地点", "事由"
WANTS_UNITS = "需到场的单位（牵头单位写在最前）"
WANTS_TOWN = "代哪个乡镇（街道）吹哨，例如“代 东湖街道”"
"""What a whistle may still want."""


def read_back(
    command: BlowWhistle, units: Sequence[str], context: Context, *, place: str, matter: str, again: str
) -> str:
    """Who is called, until when, what for: read before it goes out, because it calls people out."""
    lead, *assists = units
    span = timedelta(minutes=command.minutes) if command.minutes else context.policy.whistle_arrival
    lines = [
        f"将以{_name(command.unit, context)}名义吹哨（{labels.whistle_kind(command.kind)}）：{matter}",
        f"地点：{place}",
        f"牵头：{lead}" + (f"　协同：{'、'.join(assists)}" if assists else ""),
        f"到场时限：发出后{times.stretch(span)}内",
    ]
    if again:
        lines.append(f"与{again}为同一问题再次吹哨，列清单件、重点督办")
    return "\n".join(lines)


def blown(view: TicketView) -> str:
    """已吹哨: the number, who was called and until when."""
    until = there_by(view)
    listed = "" if view.ticket.urgency is Urgency.NORMAL else "（紧急，已立即发出）"
    assists = facts.assists(view)
    lines = [
        f"{ticket_name(view)} 已吹哨{listed}：牵头{facts.lead(view)}"
        + (f"，协同{assists}" if assists else ""),
        f"到场时限：{until}前" if until else "",
        "属同一问题再次吹哨，已列清单件、重点督办。"
        if view.ticket.whistle and view.ticket.whistle.again
        else "",
        f"各单位签收、到场情况见卡片；处置完毕后请发：/吹哨 确认 {view.ticket.short_code}",
    ]
    return "\n".join(line for line in lines if line)


def blown_already(number: str) -> str:
    """The same words once more, while it is open."""
    return f"{number} 已就此吹哨，没有重复发出；到场情况请发：/进度 {number}"


def no_such_limit(words: str, example: str) -> str:
    """限时 that cannot be understood."""
    return f"到场时限“{words[:12]}”看不懂，未吹哨。请写“限时 30分钟”或“限时 2小时”。\n例：{example}"


def _name(unit: UnitId, context: Context) -> str:
    found = context.directory.units.get(unit)
    return found.name if found else unit


# --- afterwards ---------------------------------------------------------------------------------------------------


def confirmed(view: TicketView) -> str:
    """属地确认."""
    if not view.ticket.is_open:
        return f"{ticket_name(view)} 已确认，{labels.state(view.ticket.state)}。"
    return f"{ticket_name(view)} 已确认处置到位；还须中心核实、审批后结案，现为“{labels.state(view.ticket.state)}”。"


def refused(view: TicketView) -> str:
    """不认可."""
    return f"{ticket_name(view)} 已登记不认可，转中心分析后发回处置。"


def units_rated(view: TicketView, mark: WhistleMark) -> str:
    """双向评价 by the town."""
    whistle = view.ticket.whistle
    rated = tuple(one.unit for one in whistle.called if one.mark is mark) if whistle else ()
    return f"{ticket_name(view)} 已评价：{facts.units(view, rated)} {labels.unit_mark(mark)}。"


def whistle_rated(view: TicketView, mark: WhistleMark) -> str:
    """双向评价 by a unit."""
    return f"{ticket_name(view)} 已评价本次吹哨：{labels.whistle_mark(mark)}。"


def excused(view: TicketView, unit: UnitId) -> str:
    """免到."""
    return f"{ticket_name(view)} 已同意{view.unit_name(unit)}免到，其未完成条目由{facts.lead(view)}负责，已告知双方。"


def no_citizen(view: TicketView) -> str:
    """/联系 on a whistle: nobody's number is kept; whom to ask instead."""
    whistle = view.ticket.whistle
    by = view.person_name(whistle.by) if whistle else ""
    return f"{ticket_name(view)} 是吹哨件，没有诉求人号码，请联系{town(view)}（吹哨人{by}）。"
