"""How supervision changes a ticket: urged, graded, shelved, merged, looked back at, reminded."""

from dataclasses import replace
from typing import assert_never

from domain.events import (
    LookBackOpened,
    LookBackRecorded,
    LookBackSet,
    MergedInto,
    MergeUndone,
    PartLetGo,
    PartTakenIn,
    Recorded,
    Shelved,
    ShelvingEnded,
    StepTaken,
    Supervised,
    SupervisionLowered,
    Urged,
)
from domain.evolving.marks import hand, moved
from domain.running import paused
from domain.steps import Step
from domain.ticket import Appeal, LookBack, Shelving, Supervision, Ticket
from domain.vocabulary import State

SupervisionEvent = Urged | Supervised | SupervisionLowered | Shelved | ShelvingEnded | StepTaken
MergeEvent = (
    MergedInto | PartTakenIn | MergeUndone | PartLetGo | LookBackSet | LookBackOpened | LookBackRecorded
)


def supervision(ticket: Ticket, recorded: Recorded, event: SupervisionEvent) -> Ticket:
    """The ticket after somebody, or the timetable, pressed on."""
    match event:
        case Urged():
            return replace(ticket, urges=ticket.urges + 1, last_urged_at=recorded.at)
        case Supervised():
            sheet = Supervision(
                event.grade, recorded.by.person, recorded.at, event.due_at, event.words, event.number
            )
            return replace(ticket, supervision=sheet)
        case SupervisionLowered():
            number = ticket.supervision.number if ticket.supervision else 0
            lowered = Supervision(
                event.grade, recorded.by.person, recorded.at, event.due_at, event.words, number
            )
            return replace(ticket, supervision=lowered)
        case Shelved():
            return _shelved(ticket, recorded, event)
        case ShelvingEnded():
            back = ticket.shelving.from_state if ticket.shelving else State.IN_PROGRESS
            return moved(replace(ticket, shelving=None), back, recorded)
        case StepTaken():
            return _reminded(ticket, recorded, event)
        case _:
            assert_never(event)


def merging(ticket: Ticket, recorded: Recorded, event: MergeEvent) -> Ticket:
    """The ticket after a merge, its undoing, or a look-back."""
    match event:
        case MergedInto():
            part = replace(ticket, merged_into=event.main, merged_from=ticket.state)
            return moved(part, State.MERGED, recorded)
        case PartTakenIn():
            said = Appeal(
                appellant=event.appellant,
                words=event.words,
                at=event.said_at,
                channel=event.channel,
                confidential=event.confidential,
                part=event.part,
                fixed_line=event.fixed_line,
            )
            parts = ticket.parts if event.part in ticket.parts else (*ticket.parts, event.part)
            return replace(ticket, appeals=(*ticket.appeals, said), parts=parts)
        case MergeUndone():
            back = ticket.merged_from or State.RECEIVED
            return moved(replace(ticket, merged_into=None, merged_from=None), back, recorded)
        case PartLetGo():
            return replace(
                ticket,
                appeals=tuple(a for a in ticket.appeals if a.part != event.part),
                parts=tuple(p for p in ticket.parts if p != event.part),
            )
        case LookBackSet():
            return replace(ticket, look_back=LookBack(event.due_at))
        case LookBackOpened():
            known = ticket.look_back or LookBack(recorded.at)
            begun = replace(
                known,
                opened_at=recorded.at,
                because_again=event.because_again,
                result=None,
                by=None,
            )
            return replace(ticket, look_back=begun)
        case LookBackRecorded():
            known = ticket.look_back or LookBack(recorded.at, recorded.at)
            return replace(ticket, look_back=replace(known, result=event.result, by=recorded.by.person))
        case _:
            assert_never(event)


def _shelved(ticket: Ticket, recorded: Recorded, event: Shelved) -> Ticket:
    since = ticket.shelving.from_state if ticket.shelving else ticket.state
    shelf = Shelving(hand(recorded), recorded.at, event.review_on, event.plan, since)
    running = ticket.limit and paused(ticket.limit, recorded.at)
    return moved(replace(ticket, shelving=shelf, limit=running), State.SHELVED, recorded)


def _reminded(ticket: Ticket, recorded: Recorded, event: StepTaken) -> Ticket:
    step = Step.parse(event.step)
    if step is None or not step.kind.repeats:
        return replace(ticket, steps_taken=ticket.steps_taken | {event.step})
    others = tuple(r for r in ticket.reminded if r[0] != step.kind.value)
    return replace(ticket, reminded=(*others, (step.kind.value, recorded.at)))
