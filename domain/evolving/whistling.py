"""How a whistle changes: by its own events, and by what happens to the ticket around it (`domain.md` §12)."""

from collections.abc import Callable
from dataclasses import replace
from typing import assert_never

from domain.events import (
    AcknowledgedBy,
    ArrivalMissed,
    Arrived,
    CloseoutRejected,
    CloseoutRequested,
    CloseoutWithdrawn,
    Dispatched,
    HandledReported,
    Recorded,
    ReviewFailed,
    ReviewOpened,
    ReworkOrdered,
    TakenBack,
    UnitExcused,
    UnitRated,
    WhistleBlown,
    WhistleConfirmed,
    WhistleRated,
    WhistleRefused,
)
from domain.evolving.marks import hand
from domain.ids import UnitId
from domain.ticket import Assignment, Ticket
from domain.whistle import Called, Confirmation, Whistle

WhistleEvent = (
    WhistleBlown | ArrivalMissed | UnitExcused | UnitRated | WhistleRated | WhistleConfirmed | WhistleRefused
)


def blown(ticket: Ticket, recorded: Recorded, event: WhistleEvent) -> Ticket:
    """The ticket after an event of the whistle itself."""
    if isinstance(event, WhistleBlown):
        return replace(ticket, whistle=_new(recorded, event))
    if ticket.whistle is None:
        return ticket
    return replace(ticket, whistle=_changed(ticket.whistle, recorded, event))


def followed(ticket: Ticket, recorded: Recorded) -> Ticket:
    """What an event of the ticket means for the whistle on it: who was called, signed, came; whose word still stands."""
    whistle, event, at = ticket.whistle, recorded.event, recorded.at
    if whistle is None:
        return ticket
    match event:
        case Dispatched(parts=parts):
            changed = _called(_let_go(whistle, recorded, {part.unit for part in parts}), parts, recorded)
        case TakenBack():
            changed = _let_go(whistle, recorded, set())
        case AcknowledgedBy(unit=unit):
            changed = _with(whistle, unit, lambda one: replace(one, signed_at=one.signed_at or at))
        case Arrived(unit=unit, late=late, words=words):
            changed = _with(
                whistle, unit, lambda one: replace(one, arrived_at=at, arrival_late=late, words=words)
            )
        case HandledReported() | CloseoutRequested():
            changed = replace(whistle, reported_at=at)
        case ReworkOrdered():
            changed = replace(whistle, confirmation=None, refusal=None)
        case CloseoutRejected() | CloseoutWithdrawn() | ReviewFailed() | ReviewOpened():
            changed = replace(whistle, confirmation=None)
        case _:
            return ticket
    return replace(ticket, whistle=changed)


def _new(recorded: Recorded, event: WhistleBlown) -> Whistle:
    return Whistle(
        unit=event.unit,
        kind=event.kind,
        by=hand(recorded),
        at=recorded.at,
        appellant=event.appellant,
        minutes=event.minutes,
        again=event.again,
    )


def _changed(
    whistle: Whistle,
    recorded: Recorded,
    event: ArrivalMissed | UnitExcused | UnitRated | WhistleRated | WhistleConfirmed | WhistleRefused,
) -> Whistle:
    match event:
        case ArrivalMissed():
            return _with(whistle, event.unit, lambda one: replace(one, missed_at=recorded.at))
        case UnitExcused():
            by = hand(recorded)
            return _with(whistle, event.unit, lambda one: replace(one, excuse=event.reason, excused_by=by))
        case UnitRated():
            return _with(
                whistle, event.unit, lambda one: replace(one, mark=event.mark, mark_words=event.words)
            )
        case WhistleRated():
            return _with(
                whistle, event.unit, lambda one: replace(one, own_mark=event.mark, own_words=event.words)
            )
        case WhistleConfirmed():
            confirmed = Confirmation(hand(recorded), recorded.at, recorded.seq)
            return replace(whistle, confirmation=confirmed, refusal=None)
        case WhistleRefused():
            return replace(whistle, confirmation=None, refusal=event.words)
        case _:
            assert_never(event)


def _called(whistle: Whistle, parts: tuple[Assignment, ...], recorded: Recorded) -> Whistle:
    """Every unit now on the matter is called; one that was on it already keeps its clock, a new role or not."""
    for part in parts:
        known = whistle.of(part.unit)
        if known is not None and known.let_go_at is None:
            whistle = _with(whistle, part.unit, lambda one, role=part.role: replace(one, role=role))  # type: ignore[misc]
            continue
        anew = Called(part.unit, part.role, recorded.at, whistle.arrive_by(recorded.at))
        others = tuple(one for one in whistle.called if one.unit != part.unit)
        whistle = replace(whistle, called=(*others, anew))
    return replace(whistle, confirmation=None)


def _let_go(whistle: Whistle, recorded: Recorded, kept: set[UnitId]) -> Whistle:
    """Units not on the matter any more need not come; what they did stays."""
    return replace(
        whistle,
        confirmation=None,
        called=tuple(
            one if one.unit in kept or one.let_go_at is not None else replace(one, let_go_at=recorded.at)
            for one in whistle.called
        ),
    )


def _with(whistle: Whistle, unit: UnitId, change: Callable[[Called], Called]) -> Whistle:
    called = tuple(change(one) if one.unit == unit else one for one in whistle.called)
    return replace(whistle, called=called)
