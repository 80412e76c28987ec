"""Intake (受理): filed, added to, asked about, accepted, answered at once, declined, reopened, corrected (`domain.md` §4, §6.3)."""

from domain.actor import Actor, ActorKind
from domain.commands import (
    Accept,
    AddWords,
    AnswerAtOnce,
    AskCitizen,
    CorrectRecord,
    Decline,
    FileAppeal,
    Reopen,
)
from domain.context import Context
from domain.deciding.answers import Outcome, unless_in, unless_open, wrong_state
from domain.deciding.listing import pause_ended
from domain.deciding.rights import INTAKE, offices_of, unless_office, unless_office_or_rule
from domain.events import (
    Accepted,
    AnsweredAtOnce,
    CitizenAnswered,
    CitizenAsked,
    Declined,
    Event,
    Received,
    RecordCorrected,
    Reopened,
    UrgencyRaised,
    WordsAdded,
)
from domain.ids import AppellantId, Sealed
from domain.refusals import Reason, Refusal
from domain.ticket import Ticket
from domain.vocabulary import CENTRE_OFFICES, Channel, DeclineReason, Nature, Office, State, Track, Urgency

RANK = {Urgency.NORMAL: 0, Urgency.URGENT: 1, Urgency.CRITICAL: 2}


def file_appeal(command: FileAppeal, context: Context) -> Outcome:
    """By the citizen, by the centre for them, by a rule; a town whistles instead (`whistling.py`)."""
    if refusal := _may_speak_for(command.by, command.appellant, context):
        return refusal
    if command.channel is Channel.WHISTLE:
        return Refusal(Reason.NO_WHISTLE)
    return (
        Received(
            ticket=command.ticket,
            number=command.number,
            short_code=command.short_code,
            appellant=command.appellant,
            words=command.words,
            channel=command.channel,
            title=command.title,
            place=command.place,
            nature=command.nature,
            urgency=command.urgency,
            area=command.area,
            confidential=command.confidential,
            enterprise=command.enterprise,
            linked_to=command.linked_to,
            fixed_line=command.fixed_line,
        ),
    )


def add_words(ticket: Ticket, command: AddWords, context: Context) -> Outcome:
    """补充. It answers an open question, raises the urgency if it must, and takes up what silence had ended."""
    if refusal := _may_speak_for(command.by, command.appellant, context):
        return refusal
    if command.appellant not in ticket.appellants:
        return Refusal(Reason.UNKNOWN_APPELLANT)
    if any(a.words == command.words for a in ticket.appeals):
        return Refusal(Reason.ALREADY)
    silent = ticket.state is State.DECLINED and ticket.declined is DeclineReason.INSUFFICIENT
    if not silent and (refusal := unless_open(ticket)):
        return refusal
    events: list[Event] = [Reopened(None)] if silent else []
    events.append(WordsAdded(command.appellant, command.words))
    if RANK[command.urgency] > RANK[ticket.urgency]:
        events.append(UrgencyRaised(command.urgency))
    if ticket.state is State.NEED_INFO:
        events += [CitizenAnswered(), *pause_ended(ticket, context)]
    return tuple(events)


def ask_citizen(ticket: Ticket, command: AskCitizen, context: Context) -> Outcome:
    """待补充, by whoever takes in or dispatches; with a unit the clock pauses."""
    if refusal := unless_office(command.by, context, *INTAKE):
        return refusal
    if ticket.state is State.NEED_INFO:
        return Refusal(Reason.ALREADY, state=ticket.state)
    if not ticket.appellants:
        return Refusal(Reason.WHISTLE_NO_CITIZEN)
    asked_in = (
        State.RECEIVED,
        State.PENDING_DISPATCH,
        State.DISPATCHED,
        State.ACKNOWLEDGED,
        State.IN_PROGRESS,
    )
    return unless_in(ticket, *asked_in) or (CitizenAsked(command.missing),)


def accept(ticket: Ticket, command: Accept, context: Context) -> Outcome:
    """受理; until it is dispatched the dispatcher may still set nature, class and place right."""
    if refusal := unless_office(command.by, context, *INTAKE):
        return refusal
    if ticket.state is State.NEED_INFO and ticket.assignments:
        return Refusal(Reason.ALREADY_ACCEPTED, state=ticket.state)
    if ticket.state not in {State.RECEIVED, State.NEED_INFO, State.PENDING_DISPATCH}:
        return Refusal(Reason.ALREADY_ACCEPTED, state=ticket.state) if ticket.is_open else wrong_state(ticket)
    event = acceptance(ticket, command)
    if isinstance(event, Refusal):
        return event
    if ticket.state is State.PENDING_DISPATCH and event == acceptance(ticket, Accept(command.by)):
        return Refusal(Reason.ALREADY_ACCEPTED, state=ticket.state)
    return (CitizenAnswered(), event) if ticket.state is State.NEED_INFO else (event,)


def acceptance(ticket: Ticket, command: Accept) -> Accepted | Refusal:
    """What is known and what is given, put together: nature and place must then stand."""
    nature, place = command.nature or ticket.nature, command.place or ticket.place
    urgency = command.urgency or ticket.urgency
    if nature is None:
        return Refusal(Reason.MISSING_NATURE)
    if place is None:
        return Refusal(Reason.MISSING_PLACE)
    if RANK[urgency] < RANK[ticket.urgency]:
        return Refusal(Reason.LOWERING_URGENCY)
    return Accepted(
        nature=nature,
        category=ticket.category if command.category is None else command.category,
        place=place,
        title=command.title or ticket.title,
        urgency=urgency,
        area=command.area or ticket.area,
        about_unit=command.about_unit or ticket.about_unit,
        confidential=command.confidential or any(a.confidential for a in ticket.appeals),
        enterprise=command.enterprise or ticket.enterprise,
    )


def accepted_first(
    ticket: Ticket, by: Actor, nature: Nature | None, category: str | None, place: Sealed | None
) -> tuple[Event, ...] | Refusal:
    """What a dispatch of a ticket not yet accepted begins with: `/派单` and `/交办` accept as well (design §3)."""
    if ticket.state is not State.RECEIVED:
        return ()
    event = acceptance(ticket, Accept(by, nature=nature, category=category, place=place))
    return event if isinstance(event, Refusal) else (event,)


def answer_at_once(ticket: Ticket, command: AnswerAtOnce, context: Context) -> Outcome:
    """在线办结."""
    if refusal := unless_office(command.by, context, *INTAKE):
        return refusal
    if refusal := unless_in(ticket, State.RECEIVED, State.PENDING_DISPATCH):
        return refusal
    if ticket.track is Track.LIST:
        return Refusal(Reason.LIST_TRACK_NOT_DECLINED)
    return (AnsweredAtOnce(command.answer),)


def decline(ticket: Ticket, command: Decline, context: Context) -> Outcome:
    """不予受理; never on the list track."""
    if refusal := unless_office(command.by, context, *INTAKE):
        return refusal
    if ticket.state is State.DECLINED:
        return Refusal(Reason.ALREADY, state=ticket.state)
    if refusal := unless_in(ticket, State.RECEIVED, State.NEED_INFO, State.PENDING_DISPATCH):
        return refusal
    if ticket.assignments:
        return wrong_state(ticket)
    if ticket.track is Track.LIST:
        return Refusal(Reason.LIST_TRACK_NOT_DECLINED)
    return (Declined(command.reason, command.words),)


def reopen(ticket: Ticket, command: Reopen, context: Context) -> Outcome:
    """A declined request is taken up again: by the centre, or by the citizen whom silence had ended."""
    own = command.by.appellant in ticket.appellants and ticket.declined is DeclineReason.INSUFFICIENT
    if not own and (refusal := unless_office_or_rule(command.by, context, *INTAKE)):
        return refusal
    if ticket.state is State.RECEIVED:
        return Refusal(Reason.ALREADY, state=ticket.state)
    return unless_in(ticket, State.DECLINED) or (Reopened(command.reason),)


def correct_record(ticket: Ticket, command: CorrectRecord, context: Context) -> Outcome:
    """更正 by the head: a counter-event in any state."""
    if refusal := unless_office(command.by, context):
        return refusal
    wished = {
        "nature": command.nature,
        "category": command.category,
        "urgency": command.urgency,
        "area": command.area,
        "place": command.place,
        "title": command.title,
    }
    said = {name: value for name, value in wished.items() if value is not None}
    if not said:
        return Refusal(Reason.NOTHING_SAID)
    if all(getattr(ticket, name) == value for name, value in said.items()):
        return Refusal(Reason.ALREADY)
    return (
        RecordCorrected(
            reason=command.reason,
            nature=command.nature,
            category=command.category,
            urgency=command.urgency,
            area=command.area,
            place=command.place,
            title=command.title,
        ),
    )


def _may_speak_for(by: Actor, appellant: AppellantId, context: Context) -> Refusal | None:
    """A citizen speaks for themselves, the centre and its rules for everybody."""
    if by.kind is ActorKind.CITIZEN:
        return None if by.appellant == appellant else Refusal(Reason.NOT_YOURS)
    if by.kind is ActorKind.SYSTEM or offices_of(by, context) & CENTRE_OFFICES:
        return None
    return Refusal(Reason.NOT_YOUR_OFFICE, office=Office.OPERATOR)
