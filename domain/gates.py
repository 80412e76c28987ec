"""What still stands between an open matter and its end: the three tests of `domain.md` §8.2, each gate by name.

The same rules that refuse are asked here, so that what is shown as missing is what would be refused.
"""

from dataclasses import dataclass
from enum import StrEnum, auto

from domain.deciding.confirming import passed_visit
from domain.deciding.ending import still_to_ask
from domain.deciding.unit_work import OPEN_ITEM, open_assists
from domain.ids import ItemNo, UnitId
from domain.ticket import Ticket
from domain.vocabulary import BEFORE_DISPATCH, Rating, State, Track


class GateKind(StrEnum):
    """A gate nobody has passed yet, in the order they are passed."""

    DISPATCH = auto()
    ITEMS = auto()
    """事项办结: items without a done report."""
    ASSISTS = auto()
    REPORT = auto()
    """申请办结, or 申请销号 on the list track."""
    REVIEW = auto()
    VISIT = auto()
    """现场核实."""
    RATING = auto()
    """群众认可: so many still to ask."""
    DISSATISFIED = auto()
    """不满意 to be dealt with: rework, or a finding by two."""
    APPROVAL = auto()
    """销号审批."""
    SHELF = auto()


@dataclass(frozen=True, slots=True)
class Gate:
    """One gate, and which items, units or how many people it is about."""

    kind: GateKind
    items: tuple[ItemNo, ...] = ()
    units: tuple[UnitId, ...] = ()
    count: int = 0


def gates(ticket: Ticket) -> tuple[Gate, ...]:
    """Every gate still shut, in order; none: it is over, or ends by itself now."""
    if not ticket.is_open:
        return ()
    shut = [*_before_work(ticket), *_work(ticket), *_seen(ticket), *_people(ticket)]
    if ticket.track is Track.LIST and ticket.approval is None:
        shut.append(Gate(GateKind.APPROVAL))
    return tuple(shut)


def _before_work(ticket: Ticket) -> list[Gate]:
    if ticket.state is State.SHELVED:
        return [Gate(GateKind.SHELF)]
    return [Gate(GateKind.DISPATCH)] if ticket.state in BEFORE_DISPATCH else []


def _work(ticket: Ticket) -> list[Gate]:
    shut = []
    undone = tuple(item.no for item in ticket.items if item.state in OPEN_ITEM)
    if ticket.track is Track.LIST and undone:
        shut.append(Gate(GateKind.ITEMS, items=undone))
    if waiting := open_assists(ticket):
        shut.append(Gate(GateKind.ASSISTS, units=waiting))
    after_report = {
        State.HANDLED,
        State.CLOSEOUT_REQUESTED,
        State.SITE_CONFIRMED,
        State.CALLBACK,
        State.DISSATISFIED_REVIEW,
    }
    if ticket.state not in after_report:
        shut.append(Gate(GateKind.REPORT))
    return shut


def _seen(ticket: Ticket) -> list[Gate]:
    if ticket.track is Track.LIST:
        return [] if passed_visit(ticket) else [Gate(GateKind.VISIT)]
    reviewed = ticket.state in {State.CALLBACK, State.DISSATISFIED_REVIEW}
    return [] if reviewed else [Gate(GateKind.REVIEW)]


def _people(ticket: Ticket) -> list[Gate]:
    if ticket.state is State.DISSATISFIED_REVIEW:
        return [Gate(GateKind.DISSATISFIED)]
    if ticket.callback and any(r.rating is Rating.DISSATISFIED for r in ticket.callback.ratings):
        return [Gate(GateKind.DISSATISFIED)] if ticket.finding is None else []
    count = len(still_to_ask(ticket)) if ticket.state is State.CALLBACK else len(ticket.appellants)
    return [Gate(GateKind.RATING, count=count)] if count else []
