"""How dispatch changes a ticket: its parts, its track, its list of items, and what is taken back."""

from dataclasses import replace
from typing import assert_never

from domain.events import (
    AssignedByMeeting,
    Dispatched,
    ItemRemoved,
    ItemSet,
    LimitMoved,
    Recorded,
    TakenBack,
    TrackChanged,
)
from domain.evolving.marks import moved, opened
from domain.ticket import Item, Ticket
from domain.vocabulary import State, UnitRole

DispatchEvent = Dispatched | AssignedByMeeting | TrackChanged | ItemSet | ItemRemoved | TakenBack | LimitMoved


def dispatching(ticket: Ticket, recorded: Recorded, event: DispatchEvent) -> Ticket:
    """The ticket after an event of dispatch."""
    match event:
        case Dispatched():
            return _dispatched(ticket, recorded, event)
        case AssignedByMeeting(line):
            return replace(ticket, meetings=(*ticket.meetings, line))
        case TrackChanged():
            return replace(ticket, track=event.track)
        case ItemSet():
            return _item_set(ticket, recorded, event)
        case ItemRemoved():
            return replace(ticket, items=tuple(i for i in ticket.items if i.no != event.no))
        case TakenBack():
            released = (*ticket.released, *ticket.assignments)
            back = replace(ticket, assignments=(), released=released, limit=None, extension=None)
            return moved(back, State.PENDING_DISPATCH, recorded)
        case LimitMoved():
            return replace(ticket, limit=event.limit)
        case _:
            assert_never(event)


def _dispatched(ticket: Ticket, recorded: Recorded, event: Dispatched) -> Ticket:
    units = {part.unit for part in event.parts}
    gone = tuple(a for a in ticket.assignments if a.unit not in units)
    lead = next((a.unit for a in event.parts if a.role is UnitRole.LEAD), event.parts[0].unit)
    items = tuple(i if i.unit in units else replace(opened(i, recorded), unit=lead) for i in ticket.items)
    given = replace(
        ticket,
        assignments=event.parts,
        released=(*ticket.released, *gone),
        items=items,
        limit=event.limit,
        demand=event.demand or ticket.demand,
        dispatched_at=recorded.at,
        extension=None,
        closeout=None,
        approval=None,
        state_since=recorded.at,
    )
    return moved(given, State.DISPATCHED, recorded)


def _item_set(ticket: Ticket, recorded: Recorded, event: ItemSet) -> Ticket:
    new = Item(
        no=event.no,
        words=event.words,
        standard=event.standard,
        unit=event.unit,
        due_on=event.due_on,
        opened_seq=recorded.seq,
        last_word_at=recorded.at,
    )
    if ticket.item(event.no) is None:
        return replace(ticket, items=(*ticket.items, new), next_item=max(ticket.next_item, event.no + 1))
    return replace(ticket, items=tuple(new if i.no == event.no else i for i in ticket.items))
