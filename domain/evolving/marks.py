"""Small changes many events share: a state with its moment, one part, one item, the hand that did it."""

from collections.abc import Callable
from dataclasses import replace

from domain.events import Recorded
from domain.ids import ItemNo, PersonId, UnitId
from domain.ticket import Assignment, Item, Ticket
from domain.vocabulary import ItemState, State, Urgency


def hand(recorded: Recorded) -> PersonId:
    """The official who did it; the guards saw to it that there is one."""
    return recorded.by.person or PersonId("")


def moved(ticket: Ticket, state: State, recorded: Recorded) -> Ticket:
    """The ticket in another state, and since when; in the same state nothing is new."""
    return ticket if ticket.state is state else replace(ticket, state=state, state_since=recorded.at)


def working(ticket: Ticket, recorded: Recorded) -> Ticket:
    """办理中 begins with the first report or contact; a rework stays a rework until close-out is asked for."""
    if ticket.state in {State.DISPATCHED, State.ACKNOWLEDGED}:
        return moved(ticket, State.IN_PROGRESS, recorded)
    return ticket


def with_part(ticket: Ticket, unit: UnitId, change: Callable[[Assignment], Assignment]) -> Ticket:
    """One unit's part changed."""
    return replace(ticket, assignments=tuple(change(a) if a.unit == unit else a for a in ticket.assignments))


def with_items(ticket: Ticket, numbers: tuple[ItemNo, ...], change: Callable[[Item], Item]) -> Ticket:
    """The named items changed."""
    return replace(ticket, items=tuple(change(i) if i.no in numbers else i for i in ticket.items))


def opened(item: Item, recorded: Recorded) -> Item:
    """An item that is open (again): what was said and shown before does not count any more."""
    return replace(
        item,
        state=ItemState.OPEN,
        reported_by=None,
        reported_at=None,
        opened_seq=recorded.seq,
        last_word_at=recorded.at,
    )


def urgent_now(ticket: Ticket, urgency: Urgency, recorded: Recorded) -> Ticket:
    """The urgency set, and since when it is more than normal."""
    since = None if urgency is Urgency.NORMAL else ticket.urgent_since or recorded.at
    return replace(ticket, urgency=urgency, urgent_since=since)
