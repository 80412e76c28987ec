"""What the centre's own people are told, the cards on which they decide, and what the group reads."""

from collections.abc import Iterator

from domain.deciding.clocks import is_urgent
from domain.deciding.confirming import chosen_confirmer
from domain.events import (
    CallQueued,
    CitizenAnswered,
    Closed,
    ClosedOut,
    CloseoutRejected,
    CloseoutRequested,
    ConfirmerNamed,
    Dispatched,
    ExtensionRequested,
    FindingConfirmed,
    FindingProposed,
    HandledReported,
    LookBackOpened,
    Received,
    Recorded,
    Reopened,
    ReturnRequested,
    ReviewOpened,
    ReworkOrdered,
    Shelved,
    ShelvingEnded,
    SiteVisitPassed,
    Supervised,
    UrgencyRaised,
    WordsAdded,
)
from domain.ids import PersonId, Sealed
from domain.notices import CardKind, Consequence, NoticeKind
from domain.telling.audience import Audience
from domain.ticket import Ticket
from domain.vocabulary import BEFORE_DISPATCH, Channel, Grade, Office, State, Track

TWICE = 2


def told(before: Ticket | None, recorded: Recorded, around: Audience) -> Iterator[Consequence]:
    """What an event brings to the centre and to the group."""
    yield from _intake(before, recorded, around)
    yield from _to_decide(recorded, around)
    yield from _closing(recorded, around)
    yield from _to_review(recorded, around)
    yield from _to_group(recorded, around)


def return_decider(around: Audience) -> PersonId | None:
    """A first return is the dispatcher's to decide, a second the head's (design §3, Hands)."""
    if len(around.ticket.returns) >= TWICE:
        return around.a_head_besides(around.ticket.returns[-1].by)
    return around.office(Office.DISPATCHER)


def second_panellist(around: Audience) -> PersonId | None:
    """Who may confirm a finding: a head who did not propose it; for a head's proposal any other office will do."""
    proposed = around.ticket.finding.proposed_by if around.ticket.finding else None
    best = around.a_head_besides(proposed)
    if best != proposed:
        return best
    others = (Office.CALLBACK_OFFICER, Office.SUPERVISOR, Office.DISPATCHER)
    return next((p for office in others if (p := around.office(office)) != proposed), best)


def _intake(before: Ticket | None, recorded: Recorded, around: Audience) -> Iterator[Consequence]:
    urgent = is_urgent(around.ticket)
    dispatcher = (around.office(Office.DISPATCHER),)
    match recorded.event:
        case Received(channel=Channel.WHISTLE):
            # Dispatched in the same breath: there is nothing for the dispatcher to do.
            return
        case Received():
            # At once, never in the digest: nobody else knows of it until it is dispatched.
            notices = around.tell(dispatcher, NoticeKind.NEW_TICKET, urgent=urgent)
            yield from around.ding(notices) if urgent else notices
        case UrgencyRaised() if before and not is_urgent(before) and around.ticket.state in BEFORE_DISPATCH:
            yield from around.ding(around.tell(dispatcher, NoticeKind.NEW_TICKET, urgent=True))
        case WordsAdded(words=words) if not around.ticket.assignments:
            yield from around.tell(dispatcher, NoticeKind.WORDS_ADDED, words=words, ordinary=True)
        case WordsAdded(words=words) if around.ticket.state is State.CALLBACK:
            officer = (around.office(Office.CALLBACK_OFFICER),)
            yield from around.tell(officer, NoticeKind.WORDS_ADDED, words=words, ordinary=True)
        case Reopened():
            yield from around.tell(dispatcher, NoticeKind.REOPENED)
        case CitizenAnswered():
            yield from around.tell((around.accountable(),), NoticeKind.REOPENED)
        case _:
            return


def _to_decide(recorded: Recorded, around: Audience) -> Iterator[Consequence]:
    match recorded.event:
        case ReturnRequested(words=words, unit=unit):
            decider = (return_decider(around),)
            yield from around.tell(decider, NoticeKind.RETURN_ASKED, words=words, units=(unit,))
            yield from around.card(decider, CardKind.DECISION)
        case ExtensionRequested(until=until, reason=reason):
            decider = (around.a_head_besides(recorded.by.person),)
            yield from around.tell(decider, NoticeKind.EXTENSION_ASKED, on=until, words=reason)
            yield from around.card(decider, CardKind.DECISION)
        case HandledReported(result=result):
            decider = (around.office(Office.DISPATCHER),)
            yield from around.tell(decider, NoticeKind.HANDLED_TO_REVIEW, words=result)
            yield from around.card(decider, CardKind.DECISION)
        case FindingProposed(words=words):
            decider = (second_panellist(around),)
            by = recorded.by.person
            yield from around.tell(decider, NoticeKind.FINDING_TO_CONFIRM, words=words, person=by)
            yield from around.card(decider, CardKind.DECISION)
        case FindingConfirmed() if around.ticket.track is Track.LIST:
            yield from _approval(around)
        case _:
            return


def _closing(recorded: Recorded, around: Audience) -> Iterator[Consequence]:
    supervisor = (around.office(Office.SUPERVISOR),)
    match recorded.event:
        case CloseoutRequested():
            asked = around.ticket.closeout
            goes = asked and chosen_confirmer(around.ticket, asked.by, None, around.context)
            if not goes:
                yield from around.tell(supervisor, NoticeKind.CONFIRMER_NEEDED)
                yield from around.card(supervisor, CardKind.DECISION)
        case ConfirmerNamed(confirmer=confirmer, due_at=due_at):
            yield from around.tell((confirmer,), NoticeKind.VISIT_ASSIGNED, at=due_at)
            yield from around.card((confirmer,), CardKind.VISIT)
        case SiteVisitPassed():
            yield from _approval(around)
        case ShelvingEnded(missed=True):
            yield from around.tell((around.head(), *supervisor), NoticeKind.UNSHELVED)
        case Closed(too_fast=True):
            yield from around.tell(supervisor, NoticeKind.TOO_FAST, ordinary=True)
        case _:
            return


def _to_review(recorded: Recorded, around: Audience) -> Iterator[Consequence]:
    officer = (around.office(Office.CALLBACK_OFFICER),)
    match recorded.event:
        case CallQueued():
            yield from around.tell(officer, NoticeKind.CALL_WANTED)
            yield from around.card(officer, CardKind.CALLBACK)
        case ReviewOpened():
            people = (*officer, around.head())
            yield from around.tell(people, review_kind(around.ticket), words=why(around.ticket))
            yield from around.card(people, CardKind.DECISION)
        case LookBackOpened():
            supervisor = (around.office(Office.SUPERVISOR),)
            yield from around.tell(supervisor, NoticeKind.LOOK_BACK_DUE)
            yield from around.card(supervisor, CardKind.DECISION)
        case _:
            return


def _to_group(recorded: Recorded, around: Audience) -> Iterator[Consequence]:
    match recorded.event:
        case (
            Dispatched()
            | CloseoutRequested()
            | SiteVisitPassed()
            | CloseoutRejected()
            | ClosedOut()
            | ReworkOrdered()
            | Shelved()
        ):
            yield from around.publish()
        case Supervised(grade=grade, automatic=automatic) if grade is Grade.SPECIAL or (
            grade >= Grade.GENERAL and not automatic
        ):
            yield from around.publish(grade=grade)
        case _:
            return


def _approval(around: Audience) -> Iterator[Consequence]:
    approver = (around.approver(),)
    yield from around.tell(approver, NoticeKind.APPROVAL_WANTED)
    yield from around.card(approver, CardKind.DECISION)


def why(ticket: Ticket) -> Sealed | None:
    """What exactly is wrong: the town's word where it refused, else the last rating's."""
    if ticket.whistle and ticket.whistle.refusal:
        return ticket.whistle.refusal
    return ticket.ratings[-1].words if ticket.ratings else None


def review_kind(ticket: Ticket) -> NoticeKind:
    """Whose discontent is to be analysed: the whistling town's, or a citizen's."""
    by_town = ticket.whistle is not None and ticket.whistle.refusal is not None
    return NoticeKind.WHISTLE_REFUSED if by_town else NoticeKind.REVIEW_WANTED
