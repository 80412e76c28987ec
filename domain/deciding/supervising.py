"""Pressing on: 催办, 督办 and 挂账 (`domain.md` §10; design §3 Clocks and Hands)."""

from datetime import datetime, timedelta

from domain.commands import CalendarChanged, Shelve, Supervise, Unshelve, UrgeUnit
from domain.context import Context
from domain.deciding.answers import Outcome, unless_in, unless_open, wrong_state
from domain.deciding.listing import may_be_listed, pause_ended, put_on_list, sheet_due
from domain.deciding.rights import is_head, unless_office, unless_office_or_rule
from domain.events import (
    Event,
    LimitMoved,
    Shelved,
    ShelvingEnded,
    Supervised,
    SupervisionLowered,
    Urged,
)
from domain.refusals import Reason, Refusal
from domain.running import again, due_of
from domain.ticket import Limit, Ticket
from domain.vocabulary import WITH_UNIT, Grade, LimitKind, Office, State


def urge_unit(ticket: Ticket, command: UrgeUnit, context: Context) -> Outcome:
    """催办; the same unit is not urged twice within minutes."""
    if refusal := unless_office(command.by, context, Office.SUPERVISOR, Office.DISPATCHER):
        return refusal
    if refusal := unless_in(ticket, *WITH_UNIT, State.RETURN_REQUESTED):
        return refusal
    last = ticket.last_urged_at
    if last is not None and context.now < last + context.policy.urge_again_after:
        return Refusal(Reason.ALREADY, state=ticket.state)
    return (Urged(command.words, automatic=False),)


def supervise(ticket: Ticket, command: Supervise, context: Context) -> Outcome:
    """督办: a sheet of the grade; from grade 3 on the matter is on the list. Lowering is the head's, with a reason."""
    if refusal := unless_office(command.by, context, Office.SUPERVISOR):
        return refusal
    if refusal := unless_open(ticket):
        return refusal
    if command.grade == ticket.grade:
        return Refusal(Reason.SAME_GRADE)
    due = _sheet_due(command, context)
    if due is None:
        return Refusal(Reason.DATE_PAST, on=command.due_on)
    if command.grade < ticket.grade:
        if not is_head(command.by, context):
            return Refusal(Reason.LOWERING_IS_HEADS, office=Office.CENTRE_HEAD)
        if command.words is None:
            return Refusal(Reason.NEEDS_REASON)
        return (SupervisionLowered(command.grade, due, command.words),)
    if command.grade >= Grade.KEY and not may_be_listed(ticket):
        return wrong_state(ticket)
    ordered: tuple[Event, ...] = (Supervised(command.grade, due, command.words, automatic=False),)
    return (*ordered, *put_on_list(ticket)) if command.grade >= Grade.KEY else ordered


def shelve(ticket: Ticket, command: Shelve, context: Context) -> Outcome:
    """挂账 by the head, with a plan and a review day; on a shelved matter it is renewed. The clock pauses."""
    if refusal := unless_office(command.by, context):
        return refusal
    states = (State.PENDING_DISPATCH, State.RETURN_REQUESTED, State.SHELVED, *WITH_UNIT)
    if refusal := unless_in(ticket, *states):
        return refusal
    if command.review_on <= context.today:
        return Refusal(Reason.DATE_PAST, on=command.review_on)
    latest = context.today + timedelta(days=context.policy.shelve_max_days)
    if command.review_on > latest:
        return Refusal(Reason.REVIEW_TOO_FAR, on=latest)
    shelf = ticket.shelving
    if shelf and (shelf.review_on, shelf.plan) == (command.review_on, command.plan):
        return Refusal(Reason.ALREADY, state=ticket.state)
    shelved: tuple[Event, ...] = (Shelved(command.review_on, command.plan),)
    return shelved if shelf else (*put_on_list(ticket), *shelved)


def unshelve(ticket: Ticket, command: Unshelve, context: Context) -> Outcome:
    """Back to work by the head; the limit moves by the working days it lay."""
    if refusal := unless_office(command.by, context):
        return refusal
    return unless_in(ticket, State.SHELVED) or off_the_shelf(ticket, context, missed=False)


def off_the_shelf(ticket: Ticket, context: Context, *, missed: bool) -> tuple[Event, ...]:
    """The end of a shelving, and the limit as it then runs."""
    return (ShelvingEnded(missed), *pause_ended(ticket, context))


def calendar_changed(ticket: Ticket, command: CalendarChanged, context: Context) -> Outcome:
    """A year's calendar was loaded: the limit is worked out again, if that changes anything."""
    if refusal := unless_office_or_rule(command.by, context, Office.ADMINISTRATOR):
        return refusal
    if refusal := unless_open(ticket):
        return refusal
    if ticket.limit is None:
        return Refusal(Reason.ALREADY, state=ticket.state)
    anew = again(ticket.limit, context)
    return Refusal(Reason.ALREADY, state=ticket.state) if anew == ticket.limit else (LimitMoved(anew),)


def _sheet_due(command: Supervise, context: Context) -> datetime | None:
    """The day ordered, else the grade's own limit; None for a day that is gone."""
    if command.due_on is None:
        return sheet_due(command.grade, context)
    if command.due_on < context.today:
        return None
    return due_of(Limit(LimitKind.FIXED_DATE, 0, "", command.due_on), context.now, context)
