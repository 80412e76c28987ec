"""How close-out changes a ticket: asked for, somebody goes, passed or failed, approved, refused."""

from dataclasses import replace
from typing import assert_never

from domain.events import (
    ApprovalGiven,
    ApprovalVoided,
    CloseoutRejected,
    CloseoutRequested,
    CloseoutWithdrawn,
    ConfirmerNamed,
    Recorded,
    SiteVisitFailed,
    SiteVisitPassed,
)
from domain.evolving.marks import hand, moved, opened, with_items
from domain.ids import ItemNo
from domain.ticket import Approval, CloseoutRequest, SiteVisit, Ticket
from domain.vocabulary import ItemState, State

CloseoutEvent = (
    CloseoutRequested
    | CloseoutWithdrawn
    | ConfirmerNamed
    | SiteVisitPassed
    | SiteVisitFailed
    | CloseoutRejected
    | ApprovalGiven
    | ApprovalVoided
)


def closeout(ticket: Ticket, recorded: Recorded, event: CloseoutEvent) -> Ticket:
    """The ticket after an event of close-out."""
    match event:
        case CloseoutRequested():
            asked = CloseoutRequest(hand(recorded), recorded.at, recorded.seq, event.words)
            wished = replace(ticket, closeout=asked, approval=None, items_fixed=True)
            return moved(wished, State.CLOSEOUT_REQUESTED, recorded)
        case CloseoutWithdrawn():
            return moved(_back_to_work(ticket), State.IN_PROGRESS, recorded)
        case ConfirmerNamed():
            visit = SiteVisit(
                id=event.visit,
                confirmer=event.confirmer,
                named_by=recorded.by.person,
                named_at=recorded.at,
                due_at=event.due_at,
            )
            return replace(ticket, visits=(*_made(ticket), visit))
        case SiteVisitPassed() | SiteVisitFailed():
            return _visited(ticket, recorded, event)
        case CloseoutRejected():
            rejected = replace(
                _back_to_work(ticket), callback=None, rejected_closeouts=ticket.rejected_closeouts + 1
            )
            return moved(_reopened(rejected, event.items, recorded), State.IN_PROGRESS, recorded)
        case ApprovalGiven():
            return replace(ticket, approval=Approval(hand(recorded), recorded.at, recorded.seq))
        case ApprovalVoided():
            return replace(ticket, approval=None)
        case _:
            assert_never(event)


def _made(ticket: Ticket) -> tuple[SiteVisit, ...]:
    """The visits that took place; one that was only planned is replaced or falls away."""
    return tuple(v for v in ticket.visits if v.passed is not None)


def _back_to_work(ticket: Ticket) -> Ticket:
    return replace(ticket, closeout=None, approval=None, visits=_made(ticket))


def _visited(ticket: Ticket, recorded: Recorded, event: SiteVisitPassed | SiteVisitFailed) -> Ticket:
    passed = isinstance(event, SiteVisitPassed)
    visits = tuple(
        replace(
            v,
            passed=passed,
            kind=event.kind,
            reported_at=recorded.at,
            seq=recorded.seq,
            photos=event.photos,
            with_position=event.with_position,
            note=event.note,
        )
        if v.id == event.visit
        else v
        for v in ticket.visits
    )
    seen = replace(ticket, visits=visits)
    if isinstance(event, SiteVisitFailed):
        return with_items(seen, event.failed, lambda i: replace(i, state=ItemState.FAILED))
    items = tuple(replace(i, state=ItemState.CONFIRMED, confirmed_seq=recorded.seq) for i in seen.items)
    return moved(replace(seen, items=items), State.SITE_CONFIRMED, recorded)


def _reopened(ticket: Ticket, numbers: tuple[ItemNo, ...], recorded: Recorded) -> Ticket:
    """The named items are open again, and the assisting units they belong to have work again."""
    units = {i.unit for i in ticket.items if i.no in numbers}
    items = with_items(ticket, numbers, lambda i: opened(i, recorded))
    # What was seen before in a visit that did not pass as a whole has to be seen again.
    rest = tuple(
        replace(i, state=ItemState.REPORTED_DONE) if i.state is ItemState.CONFIRMED else i
        for i in items.items
    )
    parts = tuple(replace(a, signed_off_at=None) if a.unit in units else a for a in items.assignments)
    return replace(items, items=rest, assignments=parts)
