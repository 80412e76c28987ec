"""Dispatch (派单、交办、改派) and the list of items (条目): `domain.md` §5.4, §6.3; design §3."""

from collections.abc import Iterable

from domain.actor import Actor
from domain.calendar_clock import local_date
from domain.commands import AddItem, Assign, ChangeItem, Dispatch, NewItem, Redispatch, RemoveItem
from domain.context import Context
from domain.deciding.answers import Outcome, after, unless_in
from domain.deciding.intake import accepted_first
from domain.deciding.listing import onto_list_track, put_on_list, sheet
from domain.deciding.parts import Parts, new_parts
from domain.deciding.rights import official_of, unless_office, unless_office_or_rule
from domain.deciding.supervising import off_the_shelf
from domain.events import (
    AssignedByMeeting,
    Dispatched,
    Event,
    ItemRemoved,
    ItemSet,
    ReturnDecided,
    TakenBack,
)
from domain.ids import ItemNo, Sealed, UnitId
from domain.refusals import Reason, Refusal
from domain.running import running_limit
from domain.ticket import Assignment, Limit, RunningLimit, Ticket
from domain.vocabulary import WITH_UNIT, Grade, LimitKind, Office, State, Track, UnitRole

ASSIGNERS = (Office.SUPERVISOR,)
STUCK = 2
"""Assigned by so many meetings, a matter is stuck: 专项督办."""
_KEEPERS = (Office.SECRETARY,)
_MEETING_TOO = (State.RETURN_REQUESTED, State.SHELVED)


def dispatch(ticket: Ticket, command: Dispatch, context: Context) -> Outcome:
    """派单 by the dispatcher or a rule; a received ticket is accepted with it."""
    if refusal := unless_office_or_rule(command.by, context, Office.DISPATCHER):
        return refusal
    lead = ticket.lead
    if ticket.state in WITH_UNIT and lead and lead.unit == command.lead:
        return Refusal(Reason.ALREADY, state=ticket.state)
    if refusal := unless_in(ticket, State.RECEIVED, State.PENDING_DISPATCH):
        return refusal
    accepted = accepted_first(ticket, command.by, command.nature, command.category, command.place)
    if isinstance(accepted, Refusal):
        return accepted
    known = after(ticket, accepted, command.by, context)
    wish = Parts(command.lead, command.assists, None, command.limit, command.demand)
    given = sent_out(known, wish, command.by, context)
    return given if isinstance(given, Refusal) else (*accepted, *given)


def assign(ticket: Ticket, command: Assign, context: Context) -> Outcome:
    """交办 to the leader in person: the list track, grade 3 at least, and items.

    By a meeting also out of an undecided return, which is decided with it, and off the shelf.
    """
    at_meeting = command.meeting is not None
    if refusal := unless_office(command.by, context, *ASSIGNERS, *(_KEEPERS if at_meeting else ())):
        return refusal
    states = (State.RECEIVED, State.PENDING_DISPATCH, State.HANDLED, *WITH_UNIT)
    if refusal := unless_in(ticket, *states, *(_MEETING_TOO if at_meeting else ())):
        return refusal
    accepted = accepted_first(ticket, command.by, command.nature, command.category, command.place)
    if isinstance(accepted, Refusal):
        return accepted
    if not command.items and not ticket.items:
        return Refusal(Reason.NO_ITEMS)
    if _as_it_is(ticket, command):
        return Refusal(Reason.ALREADY, state=ticket.state)
    # The line comes first, so that whoever hears of the assignment hears of the meeting.
    line = (AssignedByMeeting(command.meeting),) if command.meeting else ()
    freed = (*accepted, *_freed(ticket, command, context), *line)
    known = after(ticket, freed, command.by, context)
    wish = Parts(command.lead, command.assists, command.leader, command.limit, command.demand, in_person=True)
    given = sent_out(known, wish, command.by, context, tuple(command.items))
    return given if isinstance(given, Refusal) else (*freed, *given)


def _freed(ticket: Ticket, command: Assign, context: Context) -> tuple[Event, ...]:
    """What a meeting's decision ends first: an undecided return, or lying on the shelf."""
    if ticket.state is State.SHELVED:
        return off_the_shelf(ticket, context, missed=False)
    if ticket.state is not State.RETURN_REQUESTED:
        return ()
    granted = command.lead != ticket.returns[-1].unit
    decided = ReturnDecided(granted=granted, reason=command.demand)
    return (decided, TakenBack(command.demand)) if granted else (decided,)


def redispatch(ticket: Ticket, command: Redispatch, context: Context) -> Outcome:
    """改派: back to 待派单, and on to another unit with a full limit."""
    if refusal := unless_office(command.by, context, Office.DISPATCHER, Office.SUPERVISOR):
        return refusal
    if command.lead is None and ticket.state is State.PENDING_DISPATCH:
        return Refusal(Reason.ALREADY, state=ticket.state)
    if refusal := unless_in(ticket, *WITH_UNIT):
        return refusal
    if command.lead is not None and {command.lead, *command.assists} == {a.unit for a in ticket.assignments}:
        lead = ticket.lead
        if lead and lead.unit == command.lead:
            return Refusal(Reason.ALREADY, state=ticket.state)
    taken: tuple[Event, ...] = (TakenBack(command.reason),)
    if command.lead is None:
        return taken
    wish = Parts(command.lead, command.assists, None, None, ticket.demand)
    given = sent_out(after(ticket, taken, command.by, context), wish, command.by, context)
    return given if isinstance(given, Refusal) else (*taken, *given)


def sent_out(
    ticket: Ticket, wish: Parts, by: Actor, context: Context, items: tuple[NewItem, ...] = ()
) -> Outcome:
    """The dispatch itself: parts resolved, the limit set running from now, what the list track wants besides."""
    parts = new_parts(ticket, wish, official_of(by, context), context)
    if isinstance(parts, Refusal):
        return parts
    limit = wish.limit or context.policy.limit_for(
        ticket.nature, ticket.category, ticket.urgency, wish.lead, local_date(ticket.received_at)
    )
    if is_past(limit, context):
        return Refusal(Reason.DATE_PAST, on=limit.on)
    listed = _items(ticket, items, parts, context)
    if isinstance(listed, Refusal):
        return listed
    kept = _running_already(ticket, wish)
    running = kept or running_limit(limit, context.now, context)
    # The track comes first, so that whoever hears of the dispatch hears of a listed matter.
    track = onto_list_track(ticket) if wish.in_person else ()
    events: tuple[Event, ...] = (*track, Dispatched(parts, running, wish.demand, wish.in_person), *listed)
    now = after(ticket, events, by, context)
    if now.track is not Track.LIST:
        return events
    # What a second meeting has to assign is stuck (§10.1).
    grade = Grade.SPECIAL if len(now.meetings) >= STUCK else Grade.KEY
    return (*events, *put_on_list(now), *sheet(now, grade, context))


def _running_already(ticket: Ticket, wish: Parts) -> RunningLimit | None:
    """The unit's own clock runs on where only the person changes: no new date for whom nobody named one."""
    lead = ticket.lead
    same = lead is not None and lead.unit == wish.lead
    return ticket.limit if same and wish.in_person and wish.limit is None else None


def add_item(ticket: Ticket, command: AddItem, context: Context) -> Outcome:
    """A further item; an ordinary matter goes onto the list with it."""
    if refusal := _list_changes(ticket, command.by, command.reason, context):
        return refusal
    if any(i.words == command.item.words for i in ticket.items):
        return Refusal(Reason.ALREADY)
    listed = _items(ticket, (command.item,), ticket.assignments, context, command.reason)
    if isinstance(listed, Refusal):
        return listed
    return (*listed, *put_on_list(after(ticket, listed, command.by, context)))


def change_item(ticket: Ticket, command: ChangeItem, context: Context) -> Outcome:
    """An item reads otherwise from now on, and is open again."""
    if refusal := _list_changes(ticket, command.by, command.reason, context):
        return refusal
    item = ticket.item(command.no)
    if item is None:
        return Refusal(Reason.UNKNOWN_ITEM, items=(command.no,))
    unit = command.unit or item.unit
    if ticket.part_of(unit) is None:
        return Refusal(Reason.ITEM_UNIT_NOT_PART, units=(unit,))
    if command.due_on and command.due_on < context.today:
        return Refusal(Reason.DATE_PAST, on=command.due_on)
    new = ItemSet(
        no=item.no,
        words=command.words or item.words,
        standard=command.standard or item.standard,
        unit=unit,
        due_on=command.due_on or item.due_on,
        reason=command.reason,
    )
    same = (new.words, new.standard, new.unit, new.due_on)
    if same == (item.words, item.standard, item.unit, item.due_on):
        return Refusal(Reason.ALREADY)
    return (new,)


def remove_item(ticket: Ticket, command: RemoveItem, context: Context) -> Outcome:
    """Off the list; never the last one."""
    if refusal := _list_changes(ticket, command.by, command.reason, context):
        return refusal
    if ticket.item(command.no) is None:
        return Refusal(Reason.UNKNOWN_ITEM, items=(command.no,))
    if len(ticket.items) == 1:
        return Refusal(Reason.LAST_ITEM)
    return (ItemRemoved(command.no, command.reason),)


def _list_changes(ticket: Ticket, by: Actor, reason: Sealed | None, context: Context) -> Refusal | None:
    if refusal := unless_office(by, context, *ASSIGNERS, Office.DISPATCHER):
        return refusal
    if refusal := unless_in(ticket, *WITH_UNIT):
        return refusal
    if ticket.items_fixed and reason is None:
        return Refusal(Reason.NEEDS_REASON)
    return None


def _items(
    ticket: Ticket,
    wished: Iterable[NewItem],
    parts: tuple[Assignment, ...],
    context: Context,
    reason: Sealed | None = None,
) -> tuple[Event, ...] | Refusal:
    units = {a.unit for a in parts}
    lead = next((a.unit for a in parts if a.role is UnitRole.LEAD), None)
    events: list[Event] = []
    for no, item in enumerate(wished, ticket.next_item):
        unit: UnitId | None = item.unit or lead
        if unit is None or unit not in units:
            return Refusal(Reason.ITEM_UNIT_NOT_PART, units=(unit,) if unit else ())
        if item.due_on and item.due_on < context.today:
            return Refusal(Reason.DATE_PAST, on=item.due_on)
        events.append(ItemSet(ItemNo(no), item.words, item.standard, unit, item.due_on, reason))
    return tuple(events)


def _as_it_is(ticket: Ticket, command: Assign) -> bool:
    """Whether the ticket lies in just these hands already, on the list, and nothing is added."""
    known = {i.words for i in ticket.items}
    lead = ticket.lead
    return (
        ticket.track is Track.LIST
        and ticket.state in WITH_UNIT
        and lead is not None
        and lead.unit == command.lead
        and command.leader in {None, lead.leader}
        and {a.unit for a in ticket.assignments} == {command.lead, *command.assists}
        and all(i.words in known for i in command.items)
        and (command.meeting is None or command.meeting in ticket.meetings)
        and (command.limit is None or (ticket.limit is not None and ticket.limit.limit == command.limit))
        and command.demand in {None, ticket.demand}
    )


def is_past(limit: Limit, context: Context) -> bool:
    """A date that is missing or gone cannot be a limit."""
    if limit.kind is not LimitKind.FIXED_DATE:
        return False
    return limit.on is None or limit.on < context.today
