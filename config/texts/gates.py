"""What still stands between a matter and its end, in a few words (销号、结案还差什么)."""

from config.texts import facts
from domain.gates import Gate, GateKind, gates
from domain.view import TicketView
from domain.vocabulary import State, Track


def missing(view: TicketView) -> str:
    """One line for /进度 and /试算; nothing where nothing is missing."""
    shut = gates(view.ticket)
    if not shut:
        return ""
    end = "销号" if view.ticket.track is Track.LIST else "结案"
    return f"{end}还差：" + "；".join(_gate(one, view) for one in shut)


def _gate(gate: Gate, view: TicketView) -> str:
    match gate.kind:
        case GateKind.DISPATCH:
            return "派单"
        case GateKind.SHELF:
            return "挂账恢复办理"
        case GateKind.ITEMS:
            return f"条目{facts.item_numbers(gate.items)}未办结"
        case GateKind.ASSISTS:
            return "、".join(view.unit_name(unit) for unit in gate.units) + "协办未完成"
        case GateKind.REPORT:
            return "责任领导申请销号" if view.ticket.track is Track.LIST else "承办单位申请办结"
        case _:
            return _at_the_centre(gate, view)


def _at_the_centre(gate: Gate, view: TicketView) -> str:
    match gate.kind:
        case GateKind.VISIT:
            return "现场核实通过"
        case GateKind.REVIEW:
            return "中心审核答复" if view.ticket.state is State.HANDLED else "中心审核"
        case GateKind.RATING:
            return "群众评价" + (f"（{gate.count}人）" if gate.count > 1 else "")
        case GateKind.DISSATISFIED:
            return "不满意分析（重办或认定）"
        case _:
            return "中心主任审批"
