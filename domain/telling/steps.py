"""What each step of the timetable says, and to whom: the ladder of `domain.md` §7.4."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from domain.calendar_clock import local_date
from domain.deciding.clocks import arrival_due, is_urgent
from domain.events import StepTaken
from domain.ids import ItemNo, PersonId, UnitId
from domain.ladders import LadderKind, Means, rungs_at
from domain.notices import Consequence, Notice, NoticeKind
from domain.running import explain
from domain.steps import Step, StepKind
from domain.telling.audience import Audience
from domain.telling.centre import return_decider, review_kind, why
from domain.telling.ladder import climbed
from domain.ticket import Assignment, Ticket
from domain.vocabulary import Grade, Office

People = tuple[PersonId | None, ...]


def told(before: Ticket, taken: StepTaken, around: Audience) -> Iterator[Consequence]:
    """The notices of a step; those that were missed say so (补发)."""
    step = Step.parse(taken.step)
    if step is None:
        return
    for consequence in _of(before, step, around):
        if isinstance(consequence, Notice):
            yield replace(consequence, late=taken.late)
        else:
            yield consequence


def _of(before: Ticket, step: Step, around: Audience) -> Iterator[Consequence]:
    if step.kind is StepKind.RUNG:
        yield from climbed(step, around)
    yield from _signing(step, around)
    yield from _limit(step, around)
    yield from _late(step, around)
    yield from _decisions(before, step, around)
    yield from _visits(before, step, around)


def _signing(step: Step, around: Audience) -> Iterator[Consequence]:
    part = around.ticket.part_of(UnitId(step.subject))
    if part is None:
        return
    supervisor = around.office(Office.SUPERVISOR)
    units = (part.unit,)
    on_duty = (around.duty(part), around.leader(part))
    match step.kind:
        case StepKind.ACK_HALF:
            yield from around.tell((around.liaison(part),), NoticeKind.ACK_REMINDER, units=units)
        case StepKind.ACK_DUE:
            yield from _unsigned(part, around)
        case StepKind.ARRIVAL_WARNING:
            kind = NoticeKind.ARRIVAL_WARNING
            there_by = arrival_due(around.ticket, part, around.context)
            yield from around.tell(on_duty, kind, urgent=True, units=units, at=there_by)
        case StepKind.ARRIVAL_DUE:
            kind = NoticeKind.ARRIVAL_MISSED
            # Of a whistle the supervisor hears together with its town (`whistles.py`).
            people: People = on_duty if around.ticket.whistle else (*on_duty, supervisor)
            notices = around.tell(people, kind, urgent=True, units=units, at=step.moment)
            yield from around.ding(notices)
        case StepKind.CRITICAL_FEEDBACK:
            people = (*on_duty, around.unit_head(), supervisor)
            notices = around.tell(people, NoticeKind.FEEDBACK_DUE, urgent=True, units=units)
            yield from around.ding(notices)
        case StepKind.CONTACT_DUE:
            # A caller who is kept secret is called by the centre, not by the unit.
            secret = around.ticket.confidential
            person = around.office(Office.CALLBACK_OFFICER) if secret else around.liaison(part)
            yield from around.tell((person,), NoticeKind.CONTACT_DUE, ordinary=True)
        case _:
            return


def _unsigned(part: Assignment, around: Audience) -> Iterator[Consequence]:
    urgent = is_urgent(around.ticket)
    people = (around.duty(part), around.liaison(part), around.leader(part))
    notices = around.tell(people, NoticeKind.ACK_REMINDER, urgent=urgent, units=(part.unit,))
    yield from around.ding(notices) if urgent else notices
    centre: People = (around.office(Office.SUPERVISOR),)
    if urgent:
        centre = (*centre, around.office(Office.DISPATCHER))
    yield from around.tell(centre, NoticeKind.UNACKNOWLEDGED, urgent=urgent, units=(part.unit,))


def _limit(step: Step, around: Audience) -> Iterator[Consequence]:
    ticket, people = around.ticket, around.unit_people()
    match step.kind:
        case StepKind.HALF_SILENT:
            yield from around.tell((around.liaison(),), NoticeKind.SILENT_HALF, ordinary=True)
        case StepKind.DUE_TOMORROW:
            if ticket.extension and ticket.extension.granted:
                people = (*people, around.office(Office.SUPERVISOR))
            yield from around.tell(people, NoticeKind.DUE_SOON, ordinary=True)
        case StepKind.DUE_IN_HOURS:
            yield from around.tell(people, NoticeKind.DUE_SOON, urgent=is_urgent(ticket))
        case StepKind.DUE_TODAY:
            yield from around.tell(people, NoticeKind.DUE_TODAY)
        case StepKind.ITEM_SILENT:
            no = ItemNo(int(step.subject)) if step.subject.isdecimal() else ItemNo(0)
            item = ticket.item(no)
            part = ticket.part_of(item.unit) if item else None
            leader = (around.leader(part),)
            yield from around.tell(leader, NoticeKind.ITEM_SILENT, items=(no,), ordinary=True)
        case _:
            return


def _late(step: Step, around: Audience) -> Iterator[Consequence]:
    supervisor = around.office(Office.SUPERVISOR)
    leader, days = around.leader(), days_late(around)
    match step.kind:
        case StepKind.OVERDUE:
            people = (*around.unit_people(), supervisor)
            urgent = is_urgent(around.ticket)
            yield from around.tell(people, NoticeKind.OVERDUE, urgent=urgent, count=days)
            yield from around.publish()
        case StepKind.LATE:
            yield from _rungs(int(step.subject) if step.subject.isdecimal() else 0, around)
        case StepKind.STILL_LATE:
            people = (leader, supervisor)
            yield from around.tell(people, NoticeKind.OVERDUE, count=days, ordinary=True)
        case StepKind.SHEET_DUE:
            sheet = around.ticket.supervision
            yield from around.tell(
                (leader, supervisor),
                NoticeKind.SUPERVISED,
                grade=sheet.grade if sheet else Grade.REMINDER,
                at=step.moment,
            )
        case _:
            return


def _rungs(days: int, around: Audience) -> Iterator[Consequence]:
    """The step of the late ladder after so many working days; where no rung finds anybody, the leader hears of it."""
    ladder = around.context.policy.ladders.of(LadderKind.LATE, around.ticket.urgency)
    told: set[PersonId] = set()
    for rung in sorted(rungs_at(ladder, days), key=lambda one: one.by is not Means.DING):
        people = [p for p in around.allowed(map(around.holder, rung.to)) if p not in told]
        told.update(people)
        notices = around.tell(people, NoticeKind.LATE_LADDER, count=days)
        yield from around.ding(notices) if rung.by is Means.DING else notices
    if not told:
        yield from around.tell((around.leader(), around.head()), NoticeKind.LATE_LADDER, count=days)


def _decisions(before: Ticket, step: Step, around: Audience) -> Iterator[Consequence]:
    again = any(kind == step.kind.value for kind, _ in before.reminded)
    head = around.head()
    match step.kind:
        case StepKind.DISPATCH_WAITING:
            people: People = (around.accountable(), *((head,) if again else ()))
            urgent = is_urgent(around.ticket)
            yield from around.tell(people, NoticeKind.DISPATCH_WAITS, urgent=urgent)
        case StepKind.RETURN_WAITING:
            words = around.ticket.returns[-1].words if around.ticket.returns else None
            yield from around.tell((return_decider(around),), NoticeKind.RETURN_ASKED, words=words)
        case StepKind.EXTENSION_WAITING:
            wish = around.ticket.extension
            decider = (around.a_head_besides(wish.by if wish else None),)
            on, words = (wish.until, wish.reason) if wish else (None, None)
            yield from around.tell(decider, NoticeKind.EXTENSION_ASKED, on=on, words=words)
        case StepKind.REVIEW_WAITING:
            people = (around.office(Office.DISPATCHER), around.accountable())
            words = around.ticket.answer
            yield from around.tell(people, NoticeKind.HANDLED_TO_REVIEW, words=words)
        case StepKind.APPROVAL_WAITING:
            yield from around.tell((around.approver(), head), NoticeKind.APPROVAL_WANTED)
        case StepKind.ANALYSIS_WAITING:
            people = (around.accountable(), head)
            yield from around.tell(people, review_kind(around.ticket), words=why(around.ticket))
        case StepKind.TOWN_WAITING:
            higher = (around.office(Office.SUPERVISOR),) if again else ()
            people = (*around.town(), around.accountable(), *higher)
            yield from around.tell(people, NoticeKind.WHISTLE_TO_CONFIRM)
        case StepKind.SHELF_REVIEW:
            people = (head, around.liaison(), around.office(Office.SUPERVISOR))
            yield from around.tell(people, NoticeKind.SHELF_REVIEW)
        case _:
            return


def _visits(before: Ticket, step: Step, around: Audience) -> Iterator[Consequence]:
    again = any(kind == step.kind.value for kind, _ in before.reminded)
    supervisor = around.office(Office.SUPERVISOR)
    visit = around.ticket.visit
    goes = visit.confirmer if visit else None
    match step.kind:
        case StepKind.CONFIRMER_WAITING:
            yield from around.tell((supervisor, around.accountable()), NoticeKind.CONFIRMER_NEEDED)
        case StepKind.VISIT_DUE:
            at = visit.due_at if visit else None
            yield from around.tell((goes,), NoticeKind.VISIT_ASSIGNED, at=at)
        case StepKind.VISIT_LATE:
            people: Iterable[PersonId | None] = (goes, supervisor, around.accountable())
            yield from around.tell(people, NoticeKind.VISIT_LATE, person=goes)
        case StepKind.CALL_WAITING:
            officer = around.office(Office.CALLBACK_OFFICER)
            higher = (supervisor,) if again else ()
            yield from around.tell((officer, *higher), NoticeKind.CALL_WANTED)
        case StepKind.LOOK_BACK_WAITING:
            yield from around.tell((supervisor,), NoticeKind.LOOK_BACK_DUE, ordinary=True)
        case _:
            return


def days_late(around: Audience) -> int:
    """Working days since the last day of the limit."""
    limit = around.ticket.limit
    if limit is None:
        return 0
    calendar = around.context.calendar
    last = explain(limit, calendar).shown_on
    return calendar.working_days_between(last, local_date(around.context.now))
