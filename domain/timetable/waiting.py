"""Waits of the centre's own people and of the citizen: dispatch, decisions, visits, calls, approvals, shelves."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from domain.calendar_clock import day_end, local_date
from domain.context import Context
from domain.deciding.clocks import is_urgent, need_info_until, office_wait
from domain.deciding.ending import awaits_town, still_to_ask
from domain.steps import StepKind
from domain.ticket import Callback, Shelving, Ticket
from domain.timetable.plan import Planned, daily, once
from domain.vocabulary import State, Track


def steps(ticket: Ticket, context: Context) -> Iterator[Planned]:
    """What somebody of the centre, or the citizen, is waited for."""
    since = ticket.state_since or ticket.received_at
    yield from _by_state(ticket, since, context)
    wish = ticket.extension
    if wish and wish.granted is None and ticket.limit:
        first = office_wait(wish.at, context.policy.decision_wait, context)
        yield from daily(ticket, StepKind.EXTENSION_WAITING, wish.at, first, context)
    sheet = ticket.supervision
    # A shelved matter is the head's own decision: its sheet is asked for again when it is back (decision 0009).
    if sheet and sheet.due_at > sheet.at and ticket.lead and ticket.state is not State.SHELVED:
        due = context.calendar.next_office_open(sheet.due_at)
        yield once(StepKind.SHEET_DUE, sheet.due_at, due)


def _by_state(ticket: Ticket, since: datetime, context: Context) -> Iterator[Planned]:
    match ticket.state:
        case State.RECEIVED | State.PENDING_DISPATCH:
            first = _dispatch_wait(ticket, since, context)
            yield from daily(ticket, StepKind.DISPATCH_WAITING, since, first, context)
        case State.NEED_INFO:
            asked = ticket.question.at if ticket.question else since
            until = context.calendar.next_office_open(need_info_until(asked, context))
            yield once(StepKind.NEED_INFO_EXPIRED, asked, until)
        case State.RETURN_REQUESTED:
            yield from daily(ticket, StepKind.RETURN_WAITING, since, _half_day(since, context), context)
        case State.HANDLED:
            yield from daily(ticket, StepKind.REVIEW_WAITING, since, _half_day(since, context), context)
        case State.CLOSEOUT_REQUESTED:
            yield from _visit(ticket, since, _half_day(since, context), context)
        case State.CALLBACK | State.SITE_CONFIRMED:
            yield from _callback(ticket, since, _half_day(since, context), context)
        case State.DISSATISFIED_REVIEW:
            yield from daily(ticket, StepKind.ANALYSIS_WAITING, since, _half_day(since, context), context)
        case State.SHELVED:
            yield from _shelf(ticket.shelving, context)
        case _:
            return


def _half_day(since: datetime, context: Context) -> datetime:
    """How long a decision of the centre may wait."""
    return office_wait(since, context.policy.decision_wait, context)


def _dispatch_wait(ticket: Ticket, since: datetime, context: Context) -> datetime:
    if is_urgent(ticket):
        return max(since, ticket.urgent_since or since) + context.policy.acknowledge_urgent
    return office_wait(since, context.policy.dispatch_wait, context)


def _visit(ticket: Ticket, since: datetime, half_day: datetime, context: Context) -> Iterator[Planned]:
    visit = ticket.visit
    if visit is None or visit.passed is not None:
        yield from daily(ticket, StepKind.CONFIRMER_WAITING, since, half_day, context)
        return
    # The limit ends at 24:00 of its last day; people are told when they are at their desks.
    last_day = local_date(visit.due_at - timedelta(microseconds=1))
    yield once(StepKind.VISIT_DUE, visit.due_at, context.calendar.office_close(last_day), str(visit.id))
    late = context.calendar.next_office_open(visit.due_at)
    yield from daily(ticket, StepKind.VISIT_LATE, visit.named_at, late, context)


def _callback(ticket: Ticket, since: datetime, half_day: datetime, context: Context) -> Iterator[Planned]:
    round_ = ticket.callback
    if round_ and still_to_ask(ticket):
        yield from calls(ticket, round_, context)
    if awaits_town(ticket):
        yield from daily(ticket, StepKind.TOWN_WAITING, since, half_day, context)
    if ticket.track is Track.LIST and ticket.approval is None:
        yield from daily(ticket, StepKind.APPROVAL_WAITING, since, half_day, context)


def calls(ticket: Ticket, round_: Callback, context: Context) -> Iterator[Planned]:
    """Somebody is still to be asked: the survey's silence, and the officer who has not called in time."""
    if not round_.call_queued:
        noon = context.calendar.next_working_noon(round_.opened_at)
        yield once(StepKind.SURVEY_SILENT, round_.opened_at, noon)
    late = context.calendar.next_office_open(round_.due_at)
    yield from daily(ticket, StepKind.CALL_WAITING, round_.opened_at, late, context)


def _shelf(shelf: Shelving | None, context: Context) -> Iterator[Planned]:
    if shelf is None:
        return
    morning = context.calendar.office_open(shelf.review_on)
    yield once(StepKind.SHELF_REVIEW, morning, morning)
    missed = context.calendar.next_office_open(day_end(shelf.review_on))
    yield once(StepKind.SHELF_MISSED, missed, missed)
