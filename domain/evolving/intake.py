"""How intake changes a ticket: received, added to, asked about, accepted, answered, declined, corrected."""

from dataclasses import replace
from typing import assert_never

from domain.events import (
    Accepted,
    AnsweredAtOnce,
    CitizenAnswered,
    CitizenAsked,
    Declined,
    Received,
    RecordCorrected,
    Recorded,
    Reopened,
    UrgencyRaised,
    WordsAdded,
)
from domain.evolving.marks import moved, urgent_now
from domain.running import paused
from domain.ticket import Appeal, OpenQuestion, Ticket
from domain.vocabulary import State, Track, Urgency

IntakeEvent = (
    WordsAdded
    | UrgencyRaised
    | CitizenAsked
    | CitizenAnswered
    | Accepted
    | AnsweredAtOnce
    | Declined
    | Reopened
    | RecordCorrected
)


def first(recorded: Recorded, event: Received) -> Ticket:
    """The ticket as its first event leaves it."""
    said = Appeal(
        event.appellant,
        event.words,
        recorded.at,
        event.channel,
        event.confidential,
        fixed_line=event.fixed_line,
    )
    return Ticket(
        id=event.ticket,
        number=event.number,
        short_code=event.short_code,
        version=recorded.seq,
        state=State.RECEIVED,
        track=Track.ORDINARY,
        channel=event.channel,
        received_at=recorded.at,
        appeals=(said,),
        nature=event.nature,
        urgency=event.urgency,
        area=event.area,
        title=event.title,
        place=event.place,
        enterprise=event.enterprise,
        linked_to=event.linked_to,
        state_since=recorded.at,
        urgent_since=None if event.urgency is Urgency.NORMAL else recorded.at,
    )


def intake(ticket: Ticket, recorded: Recorded, event: IntakeEvent) -> Ticket:
    """The ticket after an event of intake."""
    match event:
        case WordsAdded():
            secret = any(a.confidential for a in ticket.appeals if a.appellant == event.appellant)
            said = Appeal(event.appellant, event.words, recorded.at, ticket.channel, secret)
            return replace(ticket, appeals=(*ticket.appeals, said))
        case UrgencyRaised():
            return urgent_now(ticket, event.urgency, recorded)
        case CitizenAsked():
            question = OpenQuestion(event.missing, recorded.at, ticket.state)
            running = ticket.limit and paused(ticket.limit, recorded.at)
            return moved(replace(ticket, question=question, limit=running), State.NEED_INFO, recorded)
        case CitizenAnswered():
            back = ticket.question.from_state if ticket.question else State.RECEIVED
            return moved(replace(ticket, question=None), back, recorded)
        case Accepted():
            return _accepted(ticket, recorded, event)
        case AnsweredAtOnce():
            answered = replace(ticket, answer=event.answer, closed_at=recorded.at)
            return moved(answered, State.ANSWERED, recorded)
        case Declined():
            declined = replace(ticket, declined=event.reason, question=None, closed_at=recorded.at)
            return moved(declined, State.DECLINED, recorded)
        case Reopened():
            again = replace(ticket, declined=None, answer=None, closed_at=None, callback=None)
            return moved(again, State.RECEIVED, recorded)
        case RecordCorrected():
            return _corrected(ticket, recorded, event)
        case _:
            assert_never(event)


def _accepted(ticket: Ticket, recorded: Recorded, event: Accepted) -> Ticket:
    appeals = ticket.appeals
    if event.confidential:
        appeals = tuple(replace(a, confidential=True) for a in appeals)
    known = replace(
        urgent_now(ticket, event.urgency, recorded),
        appeals=appeals,
        nature=event.nature,
        category=event.category,
        place=event.place,
        title=event.title,
        area=event.area,
        about_unit=event.about_unit,
        enterprise=event.enterprise,
        accepted_at=ticket.accepted_at or recorded.at,
    )
    return moved(known, State.PENDING_DISPATCH, recorded)


def _corrected(ticket: Ticket, recorded: Recorded, event: RecordCorrected) -> Ticket:
    right = replace(
        ticket,
        nature=event.nature or ticket.nature,
        category=ticket.category if event.category is None else event.category,
        area=event.area or ticket.area,
        place=event.place or ticket.place,
        title=event.title or ticket.title,
    )
    return urgent_now(right, event.urgency, recorded) if event.urgency else right
