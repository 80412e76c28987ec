"""How calling back changes a ticket: rated or not reached, reviewed, found unreasonable, sent back, closed."""

from dataclasses import replace
from typing import assert_never

from domain.events import (
    CallbackOpened,
    CallQueued,
    CallTried,
    Closed,
    ClosedOut,
    FindingConfirmed,
    FindingProposed,
    RatingGiven,
    Recorded,
    ReviewOpened,
    ReviewPassed,
    ReworkOrdered,
    SampleCallOpened,
    TooFastCleared,
)
from domain.evolving.marks import hand, moved, opened
from domain.ticket import Callback, CallTry, Finding, GivenRating, Ticket
from domain.vocabulary import State

RatedEvent = (
    ReviewPassed | CallbackOpened | SampleCallOpened | CallQueued | RatingGiven | CallTried | ReviewOpened
)
EndEvent = FindingProposed | FindingConfirmed | ReworkOrdered | Closed | ClosedOut | TooFastCleared


def callback(ticket: Ticket, recorded: Recorded, event: RatedEvent) -> Ticket:
    """The ticket after the citizen was asked or answered."""
    match event:
        case ReviewPassed():
            return ticket
        case CallbackOpened():
            opened_ = replace(ticket, callback=_round(ticket, recorded, event), finding=None)
            return moved(opened_, State.CALLBACK, recorded)
        case SampleCallOpened():
            return replace(ticket, callback=_round(ticket, recorded, event))
        case CallQueued():
            queued = ticket.callback and replace(ticket.callback, call_queued=True)
            return replace(ticket, callback=queued)
        case RatingGiven():
            return _rated(ticket, recorded, event)
        case CallTried():
            tried = CallTry(event.appellant, recorded.at, hand(recorded), event.half_day)
            tries = ticket.callback and replace(ticket.callback, tries=(*ticket.callback.tries, tried))
            return replace(ticket, callback=tries)
        case ReviewOpened():
            review = replace(ticket, finding=None, closed_at=None)
            return moved(review, State.DISSATISFIED_REVIEW, recorded)
        case _:
            assert_never(event)


def ending(ticket: Ticket, recorded: Recorded, event: EndEvent) -> Ticket:
    """The ticket after a finding, a rework order or its close."""
    match event:
        case FindingProposed():
            finding = Finding(event.ground, event.words, hand(recorded), recorded.at)
            return replace(ticket, finding=finding)
        case FindingConfirmed():
            found = ticket.finding and replace(ticket.finding, confirmed_by=recorded.by.person)
            # The others are still called, and on the list track the approval is asked for again.
            return moved(replace(ticket, finding=found), State.CALLBACK, recorded)
        case ReworkOrdered():
            return _sent_back(ticket, recorded, event)
        case Closed():
            closed = replace(ticket, closed_at=recorded.at, too_fast=event.too_fast)
            return moved(closed, State.CLOSED, recorded)
        case ClosedOut():
            return moved(replace(ticket, closed_at=recorded.at), State.CLOSED_OUT, recorded)
        case TooFastCleared():
            return replace(ticket, too_fast=False)
        case _:
            assert_never(event)


def _round(ticket: Ticket, recorded: Recorded, event: CallbackOpened | SampleCallOpened) -> Callback:
    """Whoever can be sent the survey text is asked by it; the others are called."""
    return Callback(
        opened_at=recorded.at, round=ticket.rework_round, due_at=event.due_at, asked=ticket.texted
    )


def _rated(ticket: Ticket, recorded: Recorded, event: RatingGiven) -> Ticket:
    given = GivenRating(
        appellant=event.appellant,
        rating=event.rating,
        way=event.way,
        at=recorded.at,
        by=recorded.by.person,
        words=event.words,
        round=ticket.rework_round,
    )
    rated = replace(ticket, ratings=(*ticket.ratings, given))
    if ticket.callback is None:
        return rated
    others = tuple(r for r in ticket.callback.ratings if r.appellant != event.appellant)
    return replace(rated, callback=replace(ticket.callback, ratings=(*others, given)))


def _sent_back(ticket: Ticket, recorded: Recorded, event: ReworkOrdered) -> Ticket:
    again = replace(
        ticket,
        items=tuple(opened(i, recorded) for i in ticket.items),
        assignments=tuple(replace(a, signed_off_at=None, first_report_at=None) for a in ticket.assignments),
        limit=event.limit,
        cause=event.cause,
        rework_round=ticket.rework_round + 1,
        last_work_seq=recorded.seq,
        extension=None,
        closeout=None,
        approval=None,
        callback=None,
        finding=None,
        handled_by=None,
        look_back=None,
        closed_at=None,
        too_fast=False,
    )
    return moved(again, State.REWORK, recorded)
