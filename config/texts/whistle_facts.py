"""What a whistle (吹哨报到) has to tell: who called, who came and who did not, and the foot of the cards (`domain.md` §12).

Units are named, people are not: the same lines go to the town, the called units and the supervision group.
"""

from config.texts import facts, labels, times
from domain.deciding.clocks import arrival_due
from domain.view import TicketView
from domain.vocabulary import Attendance
from domain.whistle import Called

# --- facts --------------------------------------------------------------------------------------------------------


def town(view: TicketView) -> str:
    """哨源."""
    whistle = view.ticket.whistle
    return view.unit_name(whistle.unit) if whistle else ""


def kind(view: TicketView) -> str:
    """吹哨类型, and whether it is the same thing again."""
    whistle = view.ticket.whistle
    if whistle is None:
        return ""
    return labels.whistle_kind(whistle.kind) + ("（再次吹哨）" if whistle.again else "")


def attendance(view: TicketView) -> str:
    """水务局 20:41到场（按时）；城管局 未到场：every called unit by name."""
    whistle = view.ticket.whistle
    if whistle is None:
        return ""
    return "；".join(
        f"{view.unit_name(one.unit)} {came(view, one)}" for one in whistle.called if one.let_go_at is None
    )


def came(view: TicketView, one: Called) -> str:
    """How one called unit stands."""
    match one.attendance:
        case Attendance.ON_TIME | Attendance.LATE:
            when = times.clock(one.arrived_at) if one.arrived_at else ""
            return f"{when}到场（{labels.attendance(one.attendance)}）"
        case Attendance.AWAITED if _over(view, one):
            return labels.attendance(Attendance.MISSED)
        case Attendance.AWAITED:
            return "已签收，未到场" if one.signed_at else "未签收"
        case _:
            return labels.attendance(one.attendance)


def missing(view: TicketView) -> str:
    """Who should be there by now and is not."""
    whistle = view.ticket.whistle
    if whistle is None:
        return ""
    return facts.units(view, tuple(one.unit for one in whistle.awaited() if _over(view, one)))


def there_by(view: TicketView) -> str:
    """到场时限 of the lead, for lines about the whole."""
    lead = view.ticket.lead
    due = arrival_due(view.ticket, lead, view.context) if lead else None
    return times.deadline(due, view.context.today) if due else ""


def _over(view: TicketView, one: Called) -> bool:
    part = view.ticket.part_of(one.unit)
    due = arrival_due(view.ticket, part, view.context) if part else None
    return due is not None and view.context.now >= due


# --- cards --------------------------------------------------------------------------------------------------------


def on_unit_card(view: TicketView) -> list[str]:
    """What a called unit's card says besides: who whistles, until when to be there, who is there."""
    whistle = view.ticket.whistle
    if whistle is None:
        return []
    until = there_by(view) if whistle.awaited() else ""
    lines = [f"{town(view)}吹哨：{kind(view)}" + (f"，请在{until}前到场" if until else "")]
    return [*lines, f"到场：{attendance(view)}"]


def on_town_card(view: TicketView) -> list[str]:
    """The foot of the town's card: who came, what was said of whom, what the town still owes."""
    whistle = view.ticket.whistle
    if whistle is None:
        return []
    until = there_by(view)
    lines = [
        f"状态：{labels.state(view.ticket.state)}",
        f"吹哨类型：{kind(view)}" + (f"　到场时限：{until}前" if until else ""),
    ]
    lines += [
        f"{view.unit_name(one.unit)}：{_line(view, one)}" for one in whistle.called if one.let_go_at is None
    ]
    if whistle.confirmation:
        lines.append("属地已确认处置到位")
    elif whistle.refusal:
        lines.append(f"属地未认可：{facts.words(view, whistle.refusal, 60)}")
    elif whistle.reported_at and view.ticket.is_open:
        lines.append("牵头单位已报送处置结果，请确认并评价到场单位")
    return lines


def _line(view: TicketView, one: Called) -> str:
    said = facts.words(view, one.words, 40) or facts.words(view, one.excuse, 40)
    parts = [came(view, one) + (f"，{said}" if said else "")]
    if one.mark:
        parts.append(f"属地评价：{labels.unit_mark(one.mark)}")
    if one.own_mark:
        parts.append(f"评哨：{labels.whistle_mark(one.own_mark)}")
    return "；".join(parts)
