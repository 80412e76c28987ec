"""Close-out (销号): asked for, seen on site, approved - by three different people (`domain.md` §8; invariants 1 and 2)."""

from domain.commands import (
    Approve,
    NameConfirmer,
    RejectCloseout,
    ReportVisit,
    RequestCloseout,
    WithdrawCloseout,
)
from domain.context import Context
from domain.deciding.answers import Outcome, after, unless_in, wrong_state
from domain.deciding.calling import called_back
from domain.deciding.confirming import chosen_confirmer, passed_visit, unfit_confirmer
from domain.deciding.ending import settled
from domain.deciding.rights import (
    lead_part,
    leads,
    of_its_units,
    offices_of,
    official_of,
    unless_office,
)
from domain.deciding.unit_work import OPEN_ITEM, open_assists, signing
from domain.events import (
    ApprovalGiven,
    ApprovalVoided,
    CloseoutRejected,
    CloseoutRequested,
    CloseoutWithdrawn,
    ConfirmerNamed,
    Event,
    SiteVisitFailed,
    SiteVisitPassed,
)
from domain.ids import ItemNo
from domain.refusals import Reason, Refusal
from domain.running import due_of
from domain.ticket import Item, SiteVisit, Ticket
from domain.vocabulary import WITH_UNIT, ConfirmationKind, Office, State, Track


def request_closeout(ticket: Ticket, command: RequestCloseout, context: Context) -> Outcome:
    """申请销号 by the responsible leader or unit head; somebody from outside goes there next (§6.3, §8.3)."""
    part = lead_part(ticket, command.by, context)
    if isinstance(part, Refusal):
        return part
    asker = official_of(command.by, context)
    if asker is None or not leads(part, asker, context):
        return Refusal(Reason.ONLY_LEADER)
    if ticket.state is State.CLOSEOUT_REQUESTED:
        return Refusal(Reason.ALREADY, state=ticket.state)
    if refusal := unless_in(ticket, *WITH_UNIT) or _not_ready(ticket, command):
        return refusal
    asked: tuple[Event, ...] = (
        *signing(ticket, part, context),
        CloseoutRequested(command.words, command.different),
    )
    now = after(ticket, asked, command.by, context)
    goes = chosen_confirmer(now, asker, command.confirmer, context)
    if goes is None:
        return asked
    due = due_of(context.policy.site_visit, context.now, context)
    return (*asked, ConfirmerNamed(command.visit, goes, due))


def withdraw_closeout(ticket: Ticket, command: WithdrawCloseout, context: Context) -> Outcome:
    """Work goes on: the leader takes the request back before anybody has confirmed."""
    part = lead_part(ticket, command.by, context)
    if isinstance(part, Refusal):
        return part
    asker = official_of(command.by, context)
    if asker is None or not leads(part, asker, context):
        return Refusal(Reason.ONLY_LEADER)
    if ticket.state in WITH_UNIT:
        return Refusal(Reason.NO_CLOSEOUT_REQUEST, state=ticket.state)
    return unless_in(ticket, State.CLOSEOUT_REQUESTED) or (CloseoutWithdrawn(command.words),)


def name_confirmer(ticket: Ticket, command: NameConfirmer, context: Context) -> Outcome:
    """踏勘: who goes; a visit planned before and not made falls away."""
    if refusal := unless_office(command.by, context, Office.SUPERVISOR):
        return refusal
    if ticket.state in WITH_UNIT:
        return Refusal(Reason.NO_CLOSEOUT_REQUEST, state=ticket.state)
    if refusal := unless_in(ticket, State.CLOSEOUT_REQUESTED):
        return refusal
    if refusal := unfit_confirmer(ticket, command.confirmer, context):
        return refusal
    planned = open_visit(ticket)
    if (
        planned
        and planned.confirmer == command.confirmer
        and (not command.anew or planned.id == command.visit)
    ):
        return Refusal(Reason.ALREADY, state=ticket.state)
    due = due_of(context.policy.site_visit, context.now, context)
    return (ConfirmerNamed(command.visit, command.confirmer, due),)


def report_visit(ticket: Ticket, command: ReportVisit, context: Context) -> Outcome:
    """核实 by the confirmer named, and nobody else. Any item that fails refuses the close-out."""
    visit = open_visit(ticket)
    goer = official_of(command.by, context)
    if goer is None or not (visit is None or visit.confirmer == goer):
        return Refusal(Reason.NOT_THE_CONFIRMER)
    if ticket.state in WITH_UNIT:
        return Refusal(Reason.NO_CLOSEOUT_REQUEST, state=ticket.state)
    if refusal := unless_in(ticket, State.CLOSEOUT_REQUESTED):
        return refusal
    if visit is None:
        return Refusal(Reason.NO_VISIT, state=ticket.state)
    if refusal := unfit_confirmer(ticket, goer, context) or _not_seen(ticket, command):
        return refusal
    failed = tuple(f.no for f in command.findings if not f.passed)
    if command.passed and not failed:
        unticked = {i.no for i in ticket.items} - {f.no for f in command.findings}
        if unticked:
            return Refusal(Reason.ITEMS_NOT_TICKED, items=tuple(sorted(unticked)))
        return _passed(ticket, visit, command, context)
    return _failed(ticket, visit, command, failed)


def reject_closeout(ticket: Ticket, command: RejectCloseout, context: Context) -> Outcome:
    """不予销号 with a reason, before or after the visit: every item has to be shown done again."""
    if refusal := unless_office(command.by, context, Office.SUPERVISOR):
        return refusal
    if ticket.state in WITH_UNIT:
        return Refusal(Reason.NO_CLOSEOUT_REQUEST, state=ticket.state)
    if refusal := unless_in(ticket, State.CLOSEOUT_REQUESTED, State.SITE_CONFIRMED, State.CALLBACK):
        return refusal
    if ticket.track is not Track.LIST:
        return wrong_state(ticket)
    void: tuple[Event, ...] = (ApprovalVoided(),) if ticket.approval else ()
    return (*void, CloseoutRejected(command.reason, tuple(i.no for i in ticket.items)))


def approve(ticket: Ticket, command: Approve, context: Context) -> Outcome:
    """销号: by an approver who neither asked nor went, of none of the units, after a site was seen after the work."""
    approver = official_of(command.by, context)
    if approver is None or not offices_of(command.by, context) & set(context.policy.approvers):
        return Refusal(Reason.NOT_YOUR_OFFICE, office=context.policy.approvers[0])
    if ticket.track is Track.LIST and ticket.state in {*WITH_UNIT, State.CLOSEOUT_REQUESTED}:
        return Refusal(Reason.NOT_CONFIRMED, state=ticket.state)
    if refusal := unless_in(ticket, State.SITE_CONFIRMED, State.CALLBACK):
        return refusal
    if ticket.track is not Track.LIST:
        return wrong_state(ticket)
    if ticket.approval is not None:
        return Refusal(Reason.ALREADY, state=ticket.state)
    visit = passed_visit(ticket)
    if visit is None or ticket.closeout is None:
        return Refusal(Reason.NOT_CONFIRMED, state=ticket.state)
    if approver == ticket.closeout.by:
        return Refusal(Reason.APPROVER_IS_APPLICANT)
    if approver == visit.confirmer:
        return Refusal(Reason.APPROVER_IS_CONFIRMER)
    if of_its_units(ticket, approver, context):
        return Refusal(Reason.APPROVER_OF_UNIT)
    given: tuple[Event, ...] = (ApprovalGiven(),)
    return (*given, *settled(after(ticket, given, command.by, context), context))


def open_visit(ticket: Ticket) -> SiteVisit | None:
    """The visit that is to be made."""
    return ticket.visit if ticket.visit and ticket.visit.passed is None else None


def _not_ready(ticket: Ticket, command: RequestCloseout) -> Refusal | None:
    if ticket.track is not Track.LIST:
        return Refusal(Reason.USE_HANDLED)
    if not ticket.items:
        return Refusal(Reason.NO_ITEMS)
    if undone := tuple(i.no for i in ticket.items if i.state in OPEN_ITEM):
        return Refusal(Reason.ITEMS_OPEN, items=undone)
    if waiting := open_assists(ticket):
        return Refusal(Reason.ASSIST_OPEN, units=waiting)
    if bare := tuple(i.no for i in ticket.items if not _shown(ticket, i)):
        return Refusal(Reason.NO_EVIDENCE, items=bare)
    if ticket.rework_round and command.different is None:
        return Refusal(Reason.NOTHING_DIFFERENT)
    return None


def _shown(ticket: Ticket, item: Item) -> bool:
    """Whether a report since the item was last opened, on it or on the unit's part as a whole, carries evidence."""
    return any(
        n.evidence and (item.no in n.done or (not n.done and n.unit == item.unit))
        for n in ticket.progress
        if not n.withdrawn and n.seq > item.opened_seq
    )


def _not_seen(ticket: Ticket, command: ReportVisit) -> Refusal | None:
    """What a visit lacks: a photo, a position, a tick for every item, a word why not, a note of the call."""
    unknown = tuple(f.no for f in command.findings if ticket.item(f.no) is None)
    if unknown:
        return Refusal(Reason.UNKNOWN_ITEM, items=unknown)
    if _old_photo(ticket, command):
        return Refusal(Reason.PHOTO_NOT_NEW, text=ticket.number)
    if command.kind is not ConfirmationKind.SITE:
        return Refusal(Reason.NEEDS_CALL_NOTE) if command.note is None else None
    if not command.passed:
        said = command.note or command.photos or any(f.note for f in command.findings)
        return None if said else Refusal(Reason.NEEDS_WORDS)
    if not command.photos:
        return Refusal(Reason.NO_PHOTO)
    if not command.with_position:
        return Refusal(Reason.NO_POSITION)
    return None


def _old_photo(ticket: Ticket, command: ReportVisit) -> bool:
    """A picture the ticket knows already is not of this visit."""
    known = {b for n in ticket.progress for b in n.evidence} | {b for v in ticket.visits for b in v.photos}
    return bool(known & set(command.photos))


def _passed(ticket: Ticket, visit: SiteVisit, command: ReportVisit, context: Context) -> Outcome:
    seen = SiteVisitPassed(
        visit=visit.id,
        kind=command.kind,
        photos=command.photos,
        with_position=command.with_position,
        note=command.note,
    )
    return (seen, *called_back(ticket, context))


def _failed(ticket: Ticket, visit: SiteVisit, command: ReportVisit, failed: tuple[ItemNo, ...]) -> Outcome:
    # A plain "not done" without ticks is about the whole list.
    wrong = failed or tuple(i.no for i in ticket.items)
    seen = SiteVisitFailed(
        visit=visit.id,
        kind=command.kind,
        failed=wrong,
        photos=command.photos,
        with_position=command.with_position,
        note=command.note,
    )
    return seen, CloseoutRejected(command.note, wrong)
