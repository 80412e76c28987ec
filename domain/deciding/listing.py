"""The list track: how a matter gets onto it, with at least one item, a grade, and a clock that runs again after a pause."""

from datetime import datetime

from domain.context import Context
from domain.deciding.answers import LISTABLE
from domain.events import Event, ItemSet, LimitMoved, Supervised, TrackChanged
from domain.ids import ItemNo, UnitId
from domain.running import due_of, resumed
from domain.ticket import Ticket
from domain.vocabulary import Grade, Track


def put_on_list(ticket: Ticket, lead: UnitId | None = None) -> tuple[Event, ...]:
    """To the list track. Once a unit has it there is an item: without one, the first words of the request itself."""
    return (
        *onto_list_track(ticket),
        *_first_item(ticket, lead or (ticket.lead.unit if ticket.lead else None)),
    )


def onto_list_track(ticket: Ticket) -> tuple[Event, ...]:
    """The track alone, where the items are still to come."""
    return () if ticket.track is Track.LIST else (TrackChanged(Track.LIST),)


def raised_to(ticket: Ticket, grade: Grade, context: Context) -> tuple[Event, ...]:
    """By rule at least this grade: nothing if it has it; from grade 3 on the matter is on the list."""
    if grade >= Grade.KEY and not may_be_listed(ticket):
        return ()
    raised = sheet(ticket, grade, context)
    return (*raised, *put_on_list(ticket)) if raised and grade >= Grade.KEY else raised


def sheet(ticket: Ticket, grade: Grade, context: Context) -> tuple[Event, ...]:
    """A sheet of the grade, issued by rule, unless one as high lies there already."""
    if ticket.grade >= grade:
        return ()
    return (Supervised(grade, sheet_due(grade, context), None, automatic=True),)


def may_be_listed(ticket: Ticket) -> bool:
    """Whether the matter is on the list, or may still get there without being sent back."""
    return ticket.track is Track.LIST or ticket.state in LISTABLE


def sheet_due(grade: Grade, context: Context) -> datetime:
    """When a supervision sheet of this grade is to be answered (§10.1); a mere reminder at once."""
    limit = context.policy.supervision.get(grade)
    return due_of(limit, context.now, context) if limit else context.now


def pause_ended(ticket: Ticket, context: Context) -> tuple[Event, ...]:
    """The limit moved by the pause that ends now, if there was one."""
    if ticket.limit is None:
        return ()
    moved = resumed(ticket.limit, context)
    return () if moved == ticket.limit else (LimitMoved(moved),)


def _first_item(ticket: Ticket, lead: UnitId | None) -> tuple[Event, ...]:
    if ticket.items or lead is None:
        return ()
    from_words = ItemSet(
        no=ItemNo(ticket.next_item),
        words=ticket.appeals[0].words,
        standard=None,
        unit=lead,
        due_on=None,
        reason=None,
    )
    return (from_words,)
