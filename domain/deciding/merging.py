"""Merging (并单) and its undoing, seen from the part and from the main ticket (`domain.md` §4.6; design §3)."""

from domain.commands import LetGo, MergeInto, TakeIn, UndoMerge
from domain.context import Context
from domain.deciding.answers import Outcome, after, unless_open
from domain.deciding.ending import settled
from domain.deciding.listing import may_be_listed, put_on_list, raised_to
from domain.deciding.rights import unless_office
from domain.events import Event, MergedInto, MergeUndone, PartLetGo, PartTakenIn
from domain.refusals import Reason, Refusal
from domain.ticket import Ticket
from domain.vocabulary import Grade, Office, State, Track

MANY = 3
"""The same matter by so many persons is 重点督办 (§10.1)."""


def merge_into(ticket: Ticket, command: MergeInto, context: Context) -> Outcome:
    """This ticket becomes a part (附单); state and limit are kept for an undoing."""
    if refusal := unless_office(command.by, context, Office.DISPATCHER):
        return refusal
    if ticket.state is State.MERGED:
        return Refusal(Reason.ALREADY, state=ticket.state)
    if refusal := unless_open(ticket):
        return refusal
    if command.main == ticket.id:
        return Refusal(Reason.MERGE_SELF)
    if ticket.whistle is not None:
        return Refusal(Reason.WHISTLE_NOT_MERGED)
    if not command.main_is_open:
        return Refusal(Reason.MERGE_MAIN_CLOSED)
    if ticket.track is Track.LIST and not command.main_on_list_track:
        return Refusal(Reason.MERGE_LIST_INTO_ORDINARY)
    return (MergedInto(command.main),)


def take_in(ticket: Ticket, command: TakeIn, context: Context) -> Outcome:
    """The main ticket (主单) takes over the appellants, and the strictest track of its parts."""
    if refusal := unless_office(command.by, context, Office.DISPATCHER):
        return refusal
    if not ticket.is_open:
        return Refusal(Reason.MERGE_MAIN_CLOSED, state=ticket.state)
    if command.part == ticket.id:
        return Refusal(Reason.MERGE_SELF)
    if command.part in ticket.parts:
        return Refusal(Reason.ALREADY, state=ticket.state)
    if command.part_on_list_track and not may_be_listed(ticket):
        return Refusal(Reason.MERGE_LIST_INTO_ORDINARY)
    if not command.appeals:
        return Refusal(Reason.UNKNOWN_APPELLANT)
    events: tuple[Event, ...] = tuple(
        PartTakenIn(
            part=command.part,
            appellant=a.appellant,
            words=a.words,
            said_at=a.at,
            channel=a.channel,
            confidential=a.confidential,
            fixed_line=a.fixed_line,
        )
        for a in command.appeals
    )
    if command.part_on_list_track:
        events += put_on_list(ticket)
    now = after(ticket, events, command.by, context)
    many = len(now.appellants) >= MANY
    return (*events, *(raised_to(now, Grade.KEY, context) if many else ()))


def undo_merge(ticket: Ticket, command: UndoMerge, context: Context) -> Outcome:
    """The part stands by itself again."""
    if refusal := unless_office(command.by, context, Office.DISPATCHER):
        return refusal
    if ticket.state is not State.MERGED:
        return Refusal(Reason.NOT_MERGED, state=ticket.state)
    return (MergeUndone(),)


def let_go(ticket: Ticket, command: LetGo, context: Context) -> Outcome:
    """The main ticket gives a part back; if only its appellants were still to be called, it closes."""
    if refusal := unless_office(command.by, context, Office.DISPATCHER):
        return refusal
    if command.part not in ticket.parts:
        return Refusal(Reason.NOT_MERGED, state=ticket.state)
    if refusal := unless_open(ticket):
        return refusal
    events: tuple[Event, ...] = (PartLetGo(command.part, command.appellants),)
    return (*events, *settled(after(ticket, events, command.by, context), context))
