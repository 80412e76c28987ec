"""The units' work: sign (签收), arrive (到场), contact, report, hand in (申请办结). A first reply signs (design §3)."""

from datetime import datetime

from domain.commands import (
    Acknowledge,
    AddEvidence,
    RecordContact,
    ReportArrival,
    ReportHandled,
    ReportProgress,
    WithdrawProgress,
)
from domain.context import Context
from domain.deciding.answers import Outcome, after, unless_in, unless_open
from domain.deciding.clocks import acknowledge_due, arrival_due
from domain.deciding.rights import INTAKE, official_of, parts_of, unless_office
from domain.events import (
    AcknowledgedBy,
    AnswerReturned,
    Arrived,
    CitizenContacted,
    Event,
    EvidenceAdded,
    HandledReported,
    PartSignedOff,
    ProgressReported,
    ProgressWithdrawn,
)
from domain.ids import ItemNo, PersonId, UnitId
from domain.refusals import Reason, Refusal
from domain.ticket import Assignment, ProgressNote, Ticket
from domain.vocabulary import WITH_UNIT, ItemState, State, Track, UnitRole

OPEN_ITEM = frozenset({ItemState.OPEN, ItemState.FAILED})


def signing(ticket: Ticket, part: Assignment, context: Context) -> tuple[Event, ...]:
    """签收, if the unit has not signed yet. Late is recorded, not refused."""
    if part.acknowledged_at is not None:
        return ()
    return (AcknowledgedBy(part.unit, context.now > acknowledge_due(ticket, part, context)),)


def acknowledge(ticket: Ticket, command: Acknowledge, context: Context) -> Outcome:
    """签收 for every part the person acts for."""
    parts = parts_of(ticket, command.by, context)
    if not parts:
        return Refusal(Reason.NOT_YOURS)
    if refusal := unless_open(ticket):
        return refusal
    signed = tuple(event for part in parts for event in signing(ticket, part, context))
    return signed or Refusal(Reason.ALREADY, state=ticket.state)


def report_arrival(ticket: Ticket, command: ReportArrival, context: Context) -> Outcome:
    """到场, each unit against its own clock; a late arrival is counted apart and makes no ticket late."""
    parts = parts_of(ticket, command.by, context)
    if not parts:
        return Refusal(Reason.NOT_YOURS)
    if refusal := unless_in(ticket, *WITH_UNIT, State.RETURN_REQUESTED):
        return refusal
    # Who acts for several units is there for all of them.
    came = tuple(_came(ticket, part, command, context) for part in parts if part.arrived_at is None)
    if not came:
        return Refusal(Reason.ALREADY, state=ticket.state)
    return tuple(event for events in came for event in events)


def _came(ticket: Ticket, part: Assignment, command: ReportArrival, context: Context) -> tuple[Event, ...]:
    limit = arrival_due(ticket, part, context)
    late = limit is not None and context.now > limit
    return (*signing(ticket, part, context), Arrived(part.unit, late, command.words))


def record_contact(ticket: Ticket, command: RecordContact, context: Context) -> Outcome:
    """联系群众 by the unit; the centre may for it, and must where the caller is kept secret."""
    parts = parts_of(ticket, command.by, context)
    if not parts and unless_office(command.by, context, *INTAKE):
        return Refusal(Reason.NOT_YOURS)
    if refusal := unless_in(ticket, *WITH_UNIT, State.RETURN_REQUESTED, State.NEED_INFO):
        return refusal
    part = parts[0] if parts else ticket.lead
    if part is None:
        return Refusal(Reason.WRONG_STATE, state=ticket.state)
    when = _plausible(ticket, command.contacted_at, context)
    if part.contacted_at == when:
        return Refusal(Reason.ALREADY, state=ticket.state)
    signed = signing(ticket, part, context) if parts else ()
    return (*signed, CitizenContacted(part.unit, command.words, when))


def report_progress(ticket: Ticket, command: ReportProgress, context: Context) -> Outcome:
    """报送处理进度. While the unit works it may report items done; later words are remarks and void nothing."""
    parts = parts_of(ticket, command.by, context)
    if not parts:
        return Refusal(Reason.NOT_YOURS)
    if refusal := unless_open(ticket):
        return refusal
    if command.words is None and not command.evidence and not command.done and not command.part_done:
        return Refusal(Reason.NOTHING_SAID)
    units = tuple(p.unit for p in parts)
    if refusal := _wrong_items(ticket, command.done, frozenset(units)):
        return refusal
    part = next((p for p in parts if _owns(ticket, p, command.done)), parts[0])
    at_work = ticket.state in WITH_UNIT
    done = tuple(no for no in dict.fromkeys(command.done) if at_work and _is_open(ticket, no))
    note = ProgressReported(part.unit, command.words, done, command.evidence, command.expected_on)
    if _said_already(ticket, command, done):
        return Refusal(Reason.ALREADY, state=ticket.state)
    events: tuple[Event, ...] = (*signing(ticket, part, context), note)
    if command.contact and part.contacted_at is None:
        events = (*events, CitizenContacted(part.unit, command.words, context.now))
    said = after(ticket, events, command.by, context)
    return (*events, *_signed_off(said, part.unit, says_so=command.part_done and at_work))


def add_evidence(ticket: Ticket, command: AddEvidence, context: Context) -> Outcome:
    """A picture joins the report it followed: its author's own also when the matter is no longer theirs by now."""
    if refusal := unless_open(ticket):
        return refusal
    note = _said_by(ticket, command.report, official_of(command.by, context)) or _own_report(
        ticket, command.report, tuple(p.unit for p in parts_of(ticket, command.by, context))
    )
    if isinstance(note, Refusal):
        return note
    new = tuple(blob for blob in dict.fromkeys(command.evidence) if blob not in note.evidence)
    return (EvidenceAdded(note.seq, new),) if new else Refusal(Reason.ALREADY)


def withdraw_progress(ticket: Ticket, command: WithdrawProgress, context: Context) -> Outcome:
    """撤销 within ten minutes, by whoever said it, and only while the unit is at work."""
    note = _own_report(ticket, command.report, tuple(p.unit for p in parts_of(ticket, command.by, context)))
    if isinstance(note, Refusal):
        return note
    if note.by != official_of(command.by, context):
        return Refusal(Reason.UNKNOWN_REPORT)
    if ticket.state not in WITH_UNIT or context.now > note.at + context.policy.undo_within:
        return Refusal(Reason.TOO_LATE_TO_UNDO, state=ticket.state)
    return (ProgressWithdrawn(note.seq),)


def report_handled(ticket: Ticket, command: ReportHandled, context: Context) -> Outcome:
    """申请办结 by the lead on the ordinary track; from an assisting unit it declares its part done.

    An answer that fails the check goes straight back, once for each unit; with the second one a person decides (§8.5).
    """
    parts = parts_of(ticket, command.by, context)
    if not parts:
        return Refusal(Reason.NOT_YOURS)
    if refusal := unless_in(ticket, *WITH_UNIT):
        return refusal
    part = parts[0]
    if part.role is UnitRole.ASSIST:
        return _part_done(ticket, part, context)
    if ticket.track is Track.LIST:
        return Refusal(Reason.USE_CLOSEOUT)
    if part.contacted_at is None and not command.contact and ticket.appellants:
        return Refusal(Reason.NOT_CONTACTED)
    if waiting := open_assists(ticket):
        return Refusal(Reason.ASSIST_OPEN, units=waiting)
    if any(back.result == command.result for back in ticket.returned_answers):
        return Refusal(Reason.ALREADY, state=ticket.state)
    met: tuple[Event, ...] = (CitizenContacted(part.unit, None, context.now),) if command.contact else ()
    said = (*signing(ticket, part, context), *met)
    if command.findings and not had_answer_returned(ticket, part.unit):
        return (*said, AnswerReturned(part.unit, command.result, command.findings))
    return (*said, HandledReported(command.result, command.findings))


def had_answer_returned(ticket: Ticket, unit: UnitId) -> bool:
    """Whether an answer of that unit has gone back to it already."""
    return any(returned.unit == unit for returned in ticket.returned_answers)


def open_assists(ticket: Ticket) -> tuple[UnitId, ...]:
    """Assisting units that have not declared their part done; one that was let off (免到) need not."""
    return tuple(
        a.unit
        for a in ticket.assignments
        if a.role is UnitRole.ASSIST and a.signed_off_at is None and not _let_off(ticket, a.unit)
    )


def _let_off(ticket: Ticket, unit: UnitId) -> bool:
    called = ticket.whistle.of(unit) if ticket.whistle else None
    return called is not None and called.excused


def _part_done(ticket: Ticket, part: Assignment, context: Context) -> Outcome:
    undone = tuple(i.no for i in ticket.items if i.unit == part.unit and i.state in OPEN_ITEM)
    if undone:
        return Refusal(Reason.ITEMS_OPEN, items=undone)
    if part.signed_off_at is not None:
        return Refusal(Reason.ALREADY, state=ticket.state)
    return (*signing(ticket, part, context), PartSignedOff(part.unit))


def _signed_off(ticket: Ticket, unit: UnitId, *, says_so: bool) -> tuple[Event, ...]:
    """An assisting unit's part ends with its last item, or by its own word where it has none."""
    part = ticket.part_of(unit)
    if part is None or part.role is UnitRole.LEAD or part.signed_off_at is not None:
        return ()
    own = [i for i in ticket.items if i.unit == unit]
    if any(i.state in OPEN_ITEM for i in own):
        return ()
    return (PartSignedOff(unit),) if own or says_so else ()


def _wrong_items(ticket: Ticket, numbers: tuple[ItemNo, ...], units: frozenset[UnitId]) -> Refusal | None:
    unknown = tuple(no for no in numbers if ticket.item(no) is None)
    if unknown:
        return Refusal(Reason.UNKNOWN_ITEM, items=unknown)
    others = tuple(i.no for i in ticket.items if i.no in numbers and i.unit not in units)
    return Refusal(Reason.ITEM_NOT_YOURS, items=others) if others else None


def _owns(ticket: Ticket, part: Assignment, numbers: tuple[ItemNo, ...]) -> bool:
    return any(i.unit == part.unit for i in ticket.items if i.no in numbers)


def _is_open(ticket: Ticket, no: ItemNo) -> bool:
    item = ticket.item(no)
    return item is not None and item.state in OPEN_ITEM


def _said_already(ticket: Ticket, command: ReportProgress, done: tuple[ItemNo, ...]) -> bool:
    """The same message once more: the same words, the same files, and nothing that is not done yet."""
    if done:
        return False
    return any(
        n.by == command.by.person and n.words == command.words and n.evidence == command.evidence
        for n in ticket.progress
    )


def _said_by(ticket: Ticket, seq: int, person: PersonId | None) -> ProgressNote | None:
    """The report, if that person made it and it still counts."""
    found = next((n for n in ticket.progress if n.seq == seq and not n.withdrawn), None)
    return found if found is not None and person is not None and found.by == person else None


def _own_report(ticket: Ticket, seq: int, units: tuple[UnitId, ...]) -> ProgressNote | Refusal:
    if not units:
        return Refusal(Reason.NOT_YOURS)
    note = next((n for n in ticket.progress if n.seq == seq), None)
    if note is None or note.withdrawn or note.unit not in units:
        return Refusal(Reason.UNKNOWN_REPORT)
    return note


def _plausible(ticket: Ticket, when: datetime, context: Context) -> datetime:
    """Nobody was contacted before the request came, or tomorrow."""
    return min(max(when, ticket.received_at), context.now)
