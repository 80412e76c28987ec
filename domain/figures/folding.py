"""How facts grow with a ticket's events. The state of the work is read off the ticket itself, so that both always agree."""

from collections.abc import Iterable
from dataclasses import replace

from domain.events import (
    CallQueued,
    CallTried,
    ClosedOut,
    CloseoutRejected,
    Dispatched,
    Event,
    EvidenceAdded,
    ExtensionDecided,
    ExtensionRequested,
    FindingConfirmed,
    FindingProposed,
    LookBackOpened,
    LookBackRecorded,
    LookBackSet,
    ProgressReported,
    RatingGiven,
    Received,
    Recorded,
    ReturnDecided,
    ReviewFailed,
    ReworkOrdered,
    Shelved,
    StepTaken,
    Supervised,
    TooFastCleared,
    Urged,
    WordsAdded,
)
from domain.evolve import evolve
from domain.figures.facts import GivenOpinion, Happening, HappeningKind, TicketFacts
from domain.figures.rounds import kept_up
from domain.ids import UnitId
from domain.steps import Step, StepKind
from domain.ticket import Ticket
from domain.vocabulary import Grade, LookBackResult, Rating, RatingWay, State

_SILENT = (
    Received
    | WordsAdded
    | ProgressReported
    | EvidenceAdded
    | ExtensionRequested
    | CallQueued
    | CallTried
    | FindingProposed
    | LookBackSet
    | LookBackOpened
    | TooFastCleared
)
_COUNTED_STEPS = frozenset({StepKind.ARRIVAL_DUE, StepKind.CONTACT_DUE})
_LOOK_BACKS = {
    LookBackResult.RELAPSE: HappeningKind.RELAPSE,
    LookBackResult.NEVER_DONE: HappeningKind.FALSE_CLOSING,
}


def counts(event: Event) -> bool:
    """Whether facts may differ after it; False saves looking. A test holds it against all that can happen."""
    if isinstance(event, StepTaken):
        step = Step.parse(event.step)
        return step is not None and step.kind in _COUNTED_STEPS
    return not isinstance(event, _SILENT)


def facts_of(history: Iterable[Recorded]) -> TicketFacts:
    """The facts of a whole history. ValueError when there is none."""
    ticket: Ticket | None = None
    facts: TicketFacts | None = None
    for recorded in history:
        ticket = evolve(ticket, recorded)
        facts = grown(facts, recorded, ticket)
    if facts is None:
        raise ValueError("no history, no facts")
    return facts


def grown(known: TicketFacts | None, recorded: Recorded, after: Ticket) -> TicketFacts:
    """The facts after an event, `after` being the ticket as that event left it. None: nothing was counted before."""
    facts = known or TicketFacts(after.id, after.channel, after.received_at)
    return looked_at(facts, recorded, after) if counts(recorded.event) else facts


def looked_at(facts: TicketFacts, recorded: Recorded, after: Ticket) -> TicketFacts:
    """The facts after an event, whatever `counts` says of it."""
    then = replace(
        _standing(facts, after),
        rounds=kept_up(facts.rounds, recorded, after),
        opinions=_opinions(facts.opinions, recorded, after),
        happenings=(*facts.happenings, *_happened(facts, recorded, after)),
    )
    return replace(then, passed_on_at=recorded.at) if _first_given(facts, recorded.event) else then


def _first_given(facts: TicketFacts, event: Event) -> bool:
    return isinstance(event, Dispatched) and facts.passed_on_at is None


def _standing(facts: TicketFacts, after: Ticket) -> TicketFacts:
    """What the ticket says of itself."""
    since = after.state_since
    return replace(
        facts,
        enterprise=after.enterprise,
        difficult=after.difficult,
        nature=after.nature,
        category=after.category,
        appellants=len(after.appellants),
        shelved=after.state is State.SHELVED,
        answered_at=since if after.state is State.ANSWERED else None,
        declined_at=since if after.state is State.DECLINED else None,
        merged_at=since if after.state is State.MERGED else None,
        closed_at=after.closed_at if after.state in {State.CLOSED, State.CLOSED_OUT} else None,
    )


def _lead(ticket: Ticket) -> UnitId:
    """The leading unit, or nobody's name where the centre itself dealt with it."""
    return ticket.lead.unit if ticket.lead else UnitId("")


def _opinions(known: tuple[GivenOpinion, ...], recorded: Recorded, after: Ticket) -> tuple[GivenOpinion, ...]:
    match recorded.event:
        case RatingGiven() as given:
            earlier = tuple(
                replace(one, superseded_at=recorded.at)
                if one.appellant == given.appellant and one.superseded_at is None
                else one
                for one in known
            )
            opinion = GivenOpinion(
                seq=recorded.seq,
                appellant=given.appellant,
                unit=_lead(after),
                at=recorded.at,
                rating=given.rating,
                way=given.way,
                solved=_solved(given),
            )
            return (*earlier, opinion)
        case FindingConfirmed():
            return tuple(
                replace(one, excluded=True)
                if one.superseded_at is None and one.rating is Rating.DISSATISFIED
                else one
                for one in known
            )
        case _:
            return known


def _solved(given: RatingGiven) -> bool:
    """As said at callback; where nobody asked, whoever is content has had the matter solved."""
    if given.solved is not None:
        return given.solved
    return given.way is not RatingWay.UNREACHABLE and given.rating in {Rating.SATISFIED, Rating.BASICALLY}


def _happened(facts: TicketFacts, recorded: Recorded, after: Ticket) -> Iterable[Happening]:
    for kind, unit, degree in _kinds(facts, recorded.event, after):
        yield Happening(recorded.seq, kind, unit, recorded.at, degree)


def _kinds(facts: TicketFacts, event: Event, after: Ticket) -> Iterable[tuple[HappeningKind, UnitId, int]]:
    """At most one for each event: the event names the row."""
    lead = _lead(after)
    match event:
        case Supervised() if event.grade >= Grade.GENERAL:
            yield HappeningKind.SHEET, lead, int(event.grade)
        case Urged():
            yield HappeningKind.URGED, lead, 0
        case ReworkOrdered():
            yield HappeningKind.SENT_BACK, lead, after.rework_round
        case ReturnDecided() if after.returns:
            kind = HappeningKind.RETURN_GRANTED if event.granted else HappeningKind.RETURN_REFUSED
            yield kind, after.returns[-1].unit, 0
        case ExtensionDecided(granted=True):
            yield HappeningKind.EXTENSION_GRANTED, lead, 0
        case ReviewFailed():
            yield HappeningKind.REVIEW_FAILED, lead, 0
        case CloseoutRejected():
            yield HappeningKind.CLOSEOUT_REFUSED, lead, 0
        case ClosedOut():
            yield HappeningKind.CLOSED_OUT, lead, 0
        case Shelved() if not facts.shelved:
            yield HappeningKind.SHELVED, lead, 0
        case LookBackRecorded() if event.result in _LOOK_BACKS:
            yield _LOOK_BACKS[event.result], lead, 0
        case _:
            return
