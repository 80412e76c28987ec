"""What citizens are told, by text message: `domain.md` §6.3, §9; design §4."""

from collections.abc import Iterator

from domain.actor import ActorKind
from domain.deciding.ending import still_to_ask
from domain.events import (
    AnsweredAtOnce,
    CallbackOpened,
    CitizenAsked,
    Declined,
    Dispatched,
    ExtensionDecided,
    FindingConfirmed,
    PartTakenIn,
    RatingGiven,
    Received,
    Recorded,
    Reopened,
    ReworkOrdered,
    SampleCallOpened,
    Shelved,
    WordsAdded,
)
from domain.ids import UnitId
from domain.notices import Notice, NoticeKind
from domain.running import explain
from domain.telling.audience import Audience
from domain.ticket import RunningLimit
from domain.vocabulary import Channel, Rating, State, UnitRole


def told(recorded: Recorded, around: Audience) -> Iterator[Notice]:
    """The text messages an event brings with it."""
    everybody = around.ticket.appellants
    by_citizen = recorded.by.kind is ActorKind.CITIZEN
    match recorded.event:
        case Received(appellant=appellant, channel=channel) if channel is not Channel.WHISTLE:
            yield from around.text((appellant,), NoticeKind.RECEIPT)
        case Reopened() if not by_citizen:
            yield from around.text(everybody, NoticeKind.RECEIPT)
        case WordsAdded(appellant=appellant, words=words) if by_citizen:
            yield from around.text((appellant,), NoticeKind.ADDED, words=words)
        case CitizenAsked(missing=missing):
            yield from around.text(everybody, NoticeKind.CITIZEN_ASKED, words=missing)
        case Declined(words=words):
            yield from around.text(everybody, NoticeKind.DECLINED, words=words)
        case AnsweredAtOnce(answer=answer):
            yield from around.text(everybody, NoticeKind.ANSWERED, words=answer)
        case Dispatched(parts=parts, limit=limit):
            lead = tuple(p.unit for p in parts if p.role is UnitRole.LEAD)
            yield from _promise(around, limit, lead)
        case ExtensionDecided(granted=True, limit=RunningLimit() as limit):
            lead = (around.ticket.lead.unit,) if around.ticket.lead else ()
            yield from _promise(around, limit, lead)
        case Shelved(review_on=review_on):
            yield from around.text(everybody, NoticeKind.CITIZEN_SHELVED, on=review_on)
        case _:
            yield from _asked(recorded, around)


def _asked(recorded: Recorded, around: Audience) -> Iterator[Notice]:
    ticket = around.ticket
    match recorded.event:
        case CallbackOpened() | SampleCallOpened():
            yield from around.text(still_to_ask(ticket), NoticeKind.SURVEY, words=ticket.answer)
        case PartTakenIn(appellant=appellant) if ticket.state is State.CALLBACK and appellant in still_to_ask(
            ticket
        ):
            yield from around.text((appellant,), NoticeKind.SURVEY, words=ticket.answer)
        case RatingGiven() as given if recorded.by.kind is ActorKind.CITIZEN:
            unclear = given.rating is Rating.DISSATISFIED and given.words is None
            kind = NoticeKind.SURVEY_WHY if unclear else NoticeKind.THANKS
            yield from around.text((given.appellant,), kind)
        case ReworkOrdered(limit=limit):
            on = explain(limit, around.context.calendar).shown_on
            yield from around.text(ticket.appellants, NoticeKind.CITIZEN_REWORK, on=on, at=limit.due_at)
        case FindingConfirmed():
            given_by = ticket.callback.ratings if ticket.callback else ()
            unhappy = [r.appellant for r in given_by if r.rating is Rating.DISSATISFIED]
            yield from around.text(unhappy, NoticeKind.CITIZEN_FINDING)
        case _:
            return


def _promise(around: Audience, limit: RunningLimit, lead: tuple[UnitId, ...]) -> Iterator[Notice]:
    """Who has it and until when; told again whenever the promised date changes (§5.5)."""
    on = explain(limit, around.context.calendar).shown_on
    kind = NoticeKind.CITIZEN_DISPATCHED
    yield from around.text(around.ticket.appellants, kind, units=lead, on=on, at=limit.due_at)
