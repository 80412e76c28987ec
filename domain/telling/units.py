"""What the units' people are told, and the cards they hold: `domain.md` §7.4, §9.4, §10.1; design §4."""

from collections.abc import Iterator

from domain.deciding.clocks import arrival_due, is_urgent
from domain.events import (
    Closed,
    ClosedOut,
    CloseoutRejected,
    Dispatched,
    ExtensionDecided,
    LimitMoved,
    MergedInto,
    MergeUndone,
    PartTakenIn,
    Recorded,
    ReturnDecided,
    ReviewFailed,
    ReworkOrdered,
    Shelved,
    ShelvingEnded,
    Supervised,
    SupervisionLowered,
    TakenBack,
    Urged,
    UrgencyRaised,
    WordsAdded,
)
from domain.ids import PersonId
from domain.notices import CardKind, Consequence, NoticeKind
from domain.running import explain
from domain.telling.audience import Audience
from domain.ticket import Assignment, Ticket
from domain.vocabulary import Grade, UnitRole


def told(before: Ticket | None, recorded: Recorded, around: Audience) -> Iterator[Consequence]:
    """What an event brings to the units."""
    if before is None:
        return
    event = recorded.event
    match event:
        case Dispatched():
            yield from _dispatched(before, around)
        case TakenBack(reason=reason):
            gone = Audience(before, around.seq, around.context).everybody_at_work()
            asked = _just_returned(before)
            yield from around.tell((p for p in gone if p != asked), NoticeKind.TAKEN_BACK, words=reason)
        case UrgencyRaised() if around.ticket.assignments and not is_urgent(before):
            yield from _urgent(around)
        case WordsAdded(words=words):
            yield from around.tell(around.unit_people(), NoticeKind.WORDS_ADDED, words=words)
        case PartTakenIn(words=words):
            people = around.unit_people()
            yield from around.tell(people, NoticeKind.WORDS_ADDED, words=words, ordinary=True)
        case MergedInto():
            yield from around.tell(around.everybody_at_work(), NoticeKind.MERGED)
        case MergeUndone():
            people = around.everybody_at_work()
            yield from around.tell(people, NoticeKind.ASSIGNED)
            yield from around.card(people, CardKind.TASK)
        case _:
            yield from _decided(recorded, around)
            yield from _pressed(before, recorded, around)


def _decided(recorded: Recorded, around: Audience) -> Iterator[Consequence]:
    people = around.unit_people()
    match recorded.event:
        case ReturnDecided(granted=granted, reason=reason):
            wish = around.ticket.returns[-1] if around.ticket.returns else None
            asked = (wish.by if wish else None, *(() if granted else people))
            yield from around.tell(asked, NoticeKind.RETURN_DECIDED, granted=granted, words=reason)
        case ExtensionDecided(granted=granted, reason=reason):
            yield from around.tell(people, NoticeKind.EXTENSION_DECIDED, granted=granted, words=reason)
        case ReviewFailed(reason=reason):
            yield from around.tell(people, NoticeKind.REVIEW_FAILED, words=reason)
        case CloseoutRejected(reason=reason, items=items):
            everybody = around.everybody_at_work()
            kind = NoticeKind.CLOSEOUT_REJECTED
            yield from around.tell(everybody, kind, words=reason, items=items)
        case ReworkOrdered(words=words):
            # The unit head hears of it by the sheet (§10.1), unless that lies there already.
            known = around.ticket.grade >= Grade.KEY
            higher = (around.unit_head(),) if known else ()
            everybody = around.everybody_at_work()
            yield from around.tell((*everybody, *higher), NoticeKind.REWORK, words=words)
            yield from around.card((*everybody, around.unit_head()), CardKind.TASK)
        case Closed() | ClosedOut():
            yield from around.tell(around.everybody_at_work(), NoticeKind.CLOSED, ordinary=True)
        case _:
            return


def _pressed(before: Ticket, recorded: Recorded, around: Audience) -> Iterator[Consequence]:
    people = around.unit_people()
    match recorded.event:
        # The urge sheet the timetable issues comes with its own notice, see `steps.py`.
        case Urged(automatic=False, words=words):
            yield from around.tell(people, NoticeKind.URGED, words=words)
        case Supervised(grade=grade) | SupervisionLowered(grade=grade) as sheet:
            by_rule = isinstance(sheet, Supervised) and sheet.automatic
            yield from around.tell(
                _sheet_to(grade, around, by_rule=by_rule),
                NoticeKind.SUPERVISED,
                grade=grade,
                words=sheet.words,
                at=sheet.due_at,
            )
        case Shelved(review_on=review_on, plan=plan):
            yield from around.tell(people, NoticeKind.SHELVED, on=review_on, words=plan)
        case ShelvingEnded():
            yield from around.tell(people, NoticeKind.UNSHELVED)
        case LimitMoved(limit=limit) if before.limit and before.limit.due_at != limit.due_at:
            on = explain(limit, around.context.calendar).shown_on
            yield from around.tell(people, NoticeKind.LIMIT_MOVED, on=on, ordinary=True)
        case _:
            return


def _dispatched(before: Ticket, around: Audience) -> Iterator[Consequence]:
    ticket = around.ticket
    for part in ticket.assignments:
        yield from _assigned(part, around)
    kept = {part.unit for part in ticket.assignments}
    gone = [part for part in before.assignments if part.unit not in kept]
    if gone:
        yield from around.tell(around.unit_people(*gone), NoticeKind.TAKEN_BACK)


def _assigned(part: Assignment, around: Audience) -> Iterator[Consequence]:
    people = (*around.unit_people(part), around.duty(part))
    there_by = arrival_due(around.ticket, part, around.context)
    notices = around.tell(
        people, NoticeKind.ASSIGNED, urgent=around.calls_out, units=(part.unit,), at=there_by
    )
    yield from around.ding(notices) if is_urgent(around.ticket) else notices
    yield from around.card(people, CardKind.TASK)


def _urgent(around: Audience) -> Iterator[Consequence]:
    lead = around.ticket.lead
    people = (*around.unit_people(), around.duty(lead))
    there_by = arrival_due(around.ticket, lead, around.context) if lead else None
    yield from around.ding(around.tell(people, NoticeKind.ASSIGNED, urgent=True, at=there_by))
    yield from around.card(people, CardKind.TASK)


def _sheet_to(grade: Grade, around: Audience, *, by_rule: bool) -> tuple[PersonId | None, ...]:
    """Grade 1 to leader and liaison, 2 to the leader, 3 to the unit head as well, 4 to the centre head as well.

    By rule a sheet of grade 3 comes with an assignment or a rework, of which the leader hears anyway; the urge
    sheet comes with the notice that the limit has ended.
    """
    if by_rule and grade <= Grade.URGE:
        return ()
    if by_rule and grade is Grade.KEY:
        return (around.unit_head(),)
    people: tuple[PersonId | None, ...] = (around.leader(),)
    if grade <= Grade.URGE:
        return (*people, around.liaison())
    if grade >= Grade.KEY:
        people = (*people, around.unit_head())
    if grade >= Grade.SPECIAL:
        people = (*people, around.head())
    return people


def _just_returned(ticket: Ticket) -> PersonId | None:
    """Who asked for the return that was granted: they hear of that, and need not hear it twice."""
    lead = ticket.lead
    if not ticket.returns or lead is None or lead.role is not UnitRole.LEAD:
        return None
    last = ticket.returns[-1]
    return last.by if last.granted and last.unit == lead.unit else None
