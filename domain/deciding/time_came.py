"""A step of the ticket's timetable has come (`domain.md` §7.4, §10.1): taken once, and only while it is wanted."""

from domain.actor import SYSTEM, ActorKind
from domain.commands import TimeCame
from domain.context import Context
from domain.deciding.answers import Outcome, after
from domain.deciding.calling import sample_call
from domain.deciding.listing import pause_ended, raised_to
from domain.deciding.supervising import off_the_shelf
from domain.events import (
    ArrivalMissed,
    CallQueued,
    CitizenAnswered,
    Declined,
    Event,
    LookBackOpened,
    StepTaken,
    Urged,
)
from domain.ids import UnitId
from domain.refusals import Reason, Refusal
from domain.steps import Step, StepKind
from domain.ticket import Ticket
from domain.timers import timers_for
from domain.vocabulary import BEFORE_DISPATCH, DeclineReason, Grade, Office, Track

_LATE_GRADES = {1: Grade.GENERAL, 5: Grade.SPECIAL}
"""Working days late from which a sheet of the grade is issued by rule (§10.1)."""


def time_came(ticket: Ticket, command: TimeCame, context: Context) -> Outcome:
    """The step, marked late if it was missed, and what it brings about; a step not wanted now does nothing."""
    if command.by.kind is not ActorKind.SYSTEM:
        return Refusal(Reason.NOT_YOUR_OFFICE, office=Office.ADMINISTRATOR)
    step = Step.parse(command.step)
    due = next((t.due_at for t in timers_for(ticket, context) if t.step == command.step), None)
    if step is None or due is None or context.now < due:
        return Refusal(Reason.STEP_NOT_WANTED, state=ticket.state)
    taken: tuple[Event, ...] = (StepTaken(command.step, late=context.now - due > context.policy.late_step),)
    return (*taken, *_brought_about(after(ticket, taken, SYSTEM, context), step, context))


def _brought_about(ticket: Ticket, step: Step, context: Context) -> tuple[Event, ...]:
    match step.kind:
        case StepKind.NEED_INFO_EXPIRED:
            return _silence(ticket, context)
        case StepKind.ARRIVAL_DUE if ticket.whistle is not None:
            return (ArrivalMissed(UnitId(step.subject)),)
        case StepKind.OVERDUE:
            return (Urged(None, automatic=True), *raised_to(ticket, Grade.URGE, context))
        case StepKind.LATE:
            return _later(ticket, step, context)
        case StepKind.SURVEY_SILENT:
            return (CallQueued(),)
        case StepKind.SAMPLE_DUE:
            return sample_call(ticket, context)
        case StepKind.SHELF_MISSED:
            return off_the_shelf(ticket, context, missed=True)
        case StepKind.LOOK_BACK_DUE:
            return (LookBackOpened(because_again=False),)
        case _:
            return ()


def _silence(ticket: Ticket, context: Context) -> tuple[Event, ...]:
    """Two working days without an answer: declined as insufficient; a listed or dispatched matter goes on instead."""
    asked_in = ticket.question.from_state if ticket.question else ticket.state
    if ticket.track is Track.ORDINARY and asked_in in BEFORE_DISPATCH:
        return (Declined(DeclineReason.INSUFFICIENT, None),)
    return (CitizenAnswered(silent=True), *pause_ended(ticket, context))


def _later(ticket: Ticket, step: Step, context: Context) -> tuple[Event, ...]:
    days = int(step.subject) if step.subject.isdecimal() else 0
    grade = max((g for late, g in _LATE_GRADES.items() if days >= late), default=None)
    return raised_to(ticket, grade, context) if grade else ()
