"""How the units' work changes a ticket: signing, arriving, reporting, wishing for time or return, reporting handled."""

from dataclasses import replace
from typing import assert_never

from domain.events import (
    AcknowledgedBy,
    AnswerReturned,
    Arrived,
    CitizenContacted,
    EvidenceAdded,
    ExtensionDecided,
    ExtensionRequested,
    HandledReported,
    PartSignedOff,
    ProgressReported,
    ProgressWithdrawn,
    Recorded,
    ReturnDecided,
    ReturnRequested,
    ReviewFailed,
)
from domain.evolving.marks import hand, moved, opened, with_items, with_part, working
from domain.ticket import ExtensionWish, Item, ProgressNote, ReturnedAnswer, ReturnWish, Ticket
from domain.vocabulary import ItemState, State, UnitRole

WorkEvent = (
    AcknowledgedBy
    | Arrived
    | CitizenContacted
    | ProgressReported
    | PartSignedOff
    | EvidenceAdded
    | ProgressWithdrawn
)
WishEvent = (
    ExtensionRequested
    | ExtensionDecided
    | ReturnRequested
    | ReturnDecided
    | HandledReported
    | AnswerReturned
    | ReviewFailed
)


def unit_work(ticket: Ticket, recorded: Recorded, event: WorkEvent) -> Ticket:
    """The ticket after a unit did or said something."""
    at = recorded.at
    match event:
        case AcknowledgedBy():
            return _acknowledged(ticket, recorded, event)
        case Arrived():
            return with_part(ticket, event.unit, lambda a: replace(a, arrived_at=at, arrival_late=event.late))
        case CitizenContacted():
            met = with_part(ticket, event.unit, lambda a: replace(a, contacted_at=event.contacted_at))
            return working(met, recorded)
        case ProgressReported():
            return _reported(ticket, recorded, event)
        case PartSignedOff():
            return with_part(ticket, event.unit, lambda a: replace(a, signed_off_at=at))
        case EvidenceAdded():
            notes = tuple(
                replace(n, evidence=(*n.evidence, *event.evidence)) if n.seq == event.report else n
                for n in ticket.progress
            )
            return replace(ticket, progress=notes)
        case ProgressWithdrawn():
            return _withdrawn(ticket, recorded, event)
        case _:
            assert_never(event)


def wishes(ticket: Ticket, recorded: Recorded, event: WishEvent) -> Ticket:
    """The ticket after a unit asked for time, return or the end of an ordinary matter, and what was decided."""
    match event:
        case ExtensionRequested():
            wish = ExtensionWish(hand(recorded), recorded.at, event.until, event.reason)
            return replace(ticket, extension=wish)
        case ExtensionDecided():
            decided = ticket.extension and replace(
                ticket.extension, granted=event.granted, decided_by=recorded.by.person
            )
            return replace(ticket, extension=decided, limit=event.limit or ticket.limit)
        case ReturnRequested():
            asked = ReturnWish(
                by=hand(recorded),
                unit=event.unit,
                at=recorded.at,
                reason=event.reason,
                suggested=event.suggested,
                words=event.words,
            )
            wished = replace(ticket, returns=(*ticket.returns, asked))
            return moved(wished, State.RETURN_REQUESTED, recorded)
        case ReturnDecided():
            return _return_decided(ticket, recorded, event)
        case HandledReported():
            handled = replace(
                ticket,
                answer=event.result,
                answer_findings=event.findings,
                handled_by=hand(recorded),
                handled_at=recorded.at,
            )
            return moved(handled, State.HANDLED, recorded)
        case AnswerReturned():
            back = ReturnedAnswer(event.unit, recorded.at, event.result, event.findings)
            return replace(ticket, returned_answers=(*ticket.returned_answers, back))
        case ReviewFailed():
            return moved(replace(ticket, handled_by=None), State.IN_PROGRESS, recorded)
        case _:
            assert_never(event)


def _acknowledged(ticket: Ticket, recorded: Recorded, event: AcknowledgedBy) -> Ticket:
    signed = with_part(
        ticket,
        event.unit,
        lambda a: replace(a, acknowledged_at=recorded.at, acknowledged_late=event.late),
    )
    part = signed.part_of(event.unit)
    if part and part.role is UnitRole.LEAD and signed.state is State.DISPATCHED:
        return moved(signed, State.ACKNOWLEDGED, recorded)
    return signed


def _reported(ticket: Ticket, recorded: Recorded, event: ProgressReported) -> Ticket:
    note = ProgressNote(
        seq=recorded.seq,
        by=hand(recorded),
        at=recorded.at,
        words=event.words,
        done=event.done,
        evidence=event.evidence,
        expected_on=event.expected_on,
        unit=event.unit,
    )
    said = with_part(
        ticket, event.unit, lambda a: replace(a, first_report_at=a.first_report_at or recorded.at)
    )
    done = with_items(said, event.done, lambda item: _done(item, recorded))
    heard = tuple(replace(i, last_word_at=recorded.at) if i.unit == event.unit else i for i in done.items)
    seq = recorded.seq if event.done else ticket.last_work_seq
    noted = replace(done, items=heard, progress=(*done.progress, note), last_work_seq=seq)
    return working(noted, recorded)


def _done(item: Item, recorded: Recorded) -> Item:
    return replace(
        item,
        state=ItemState.REPORTED_DONE,
        reported_by=hand(recorded),
        reported_at=recorded.at,
        reported_seq=recorded.seq,
    )


def _withdrawn(ticket: Ticket, recorded: Recorded, event: ProgressWithdrawn) -> Ticket:
    notes = tuple(replace(n, withdrawn=True) if n.seq == event.report else n for n in ticket.progress)
    taken = replace(ticket, progress=notes)
    wrong = tuple(i for i in taken.items if i.reported_seq == event.report)
    if not wrong:
        return taken
    units = {i.unit for i in wrong}
    reopened = with_items(taken, tuple(i.no for i in wrong), lambda i: opened(i, recorded))
    parts = tuple(replace(a, signed_off_at=None) if a.unit in units else a for a in reopened.assignments)
    return replace(reopened, assignments=parts)


def _return_decided(ticket: Ticket, recorded: Recorded, event: ReturnDecided) -> Ticket:
    if not ticket.returns:
        return ticket
    last = replace(
        ticket.returns[-1],
        granted=event.granted,
        decided_by=recorded.by.person,
        decided_at=recorded.at,
    )
    decided = replace(ticket, returns=(*ticket.returns[:-1], last))
    # When granted, the parts go with the TakenBack that follows.
    return decided if event.granted else moved(decided, State.ACKNOWLEDGED, recorded)
