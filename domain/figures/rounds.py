"""Rounds of work, kept up with the ticket: who owes work now has an open round, whoever does not has none."""

from dataclasses import replace
from datetime import datetime

from domain.events import Dispatched, Recorded, ReworkOrdered, StepTaken
from domain.figures.facts import Ending, WorkRound
from domain.ids import UnitId
from domain.running import lies_still, moves_with_pauses
from domain.steps import Step, StepKind
from domain.ticket import Assignment, Ticket
from domain.vocabulary import WITH_UNIT, State, UnitRole

OWING = WITH_UNIT | {State.RETURN_REQUESTED, State.HANDLED, State.CLOSEOUT_REQUESTED}
"""Where the leading unit's work is not accepted yet."""
ACCEPTED = frozenset(
    {State.SITE_CONFIRMED, State.CALLBACK, State.DISSATISFIED_REVIEW, State.CLOSED, State.CLOSED_OUT}
)
Part = tuple[UnitId, UnitRole]


def kept_up(rounds: tuple[WorkRound, ...], recorded: Recorded, after: Ticket) -> tuple[WorkRound, ...]:
    """The rounds after an event: ended, begun, taken up again, and each open one as the ticket now has it."""
    owing = {(part.unit, part.role): part for part in _owing(after)}
    kept = [_ended(one, recorded.at, after) if _is_gone(one, owing) else one for one in rounds]
    open_now = {(one.unit, one.role) for one in kept if one.ended_at is None}
    for part in owing.keys() - open_now:
        _begin(kept, part, recorded)
    return tuple(
        one if one.ended_at else _as_it_stands(one, owing[one.unit, one.role], recorded, after)
        for one in sorted(kept, key=lambda one: (one.seq, one.unit))
    )


def standing_state(ticket: Ticket) -> State:
    """The state that a pause lies on."""
    if ticket.state is State.SHELVED and ticket.shelving:
        return ticket.shelving.from_state
    if ticket.state is State.NEED_INFO and ticket.question:
        return ticket.question.from_state
    return ticket.state


def _owing(ticket: Ticket) -> tuple[Assignment, ...]:
    if standing_state(ticket) not in OWING:
        return ()
    return tuple(a for a in ticket.assignments if a.role is UnitRole.LEAD or a.signed_off_at is None)


def _is_gone(one: WorkRound, owing: dict[Part, Assignment]) -> bool:
    return one.ended_at is None and (one.unit, one.role) not in owing


def _ended(one: WorkRound, at: datetime, after: Ticket) -> WorkRound:
    part = next((a for a in after.assignments if (a.unit, a.role) == (one.unit, one.role)), None)
    signed_off = part is not None and part.signed_off_at is not None
    accepted = part is not None and standing_state(after) in ACCEPTED
    return replace(one, ended_at=at, ending=Ending.DONE if signed_off or accepted else Ending.TAKEN)


def _begin(kept: list[WorkRound], part: Part, recorded: Recorded) -> None:
    """A new round by dispatch or sending back; anything else (a refused close-out, an undone merge) takes up the last."""
    unit, role = part
    again = isinstance(recorded.event, ReworkOrdered)
    last = next((i for i in reversed(range(len(kept))) if (kept[i].unit, kept[i].role) == part), None)
    if last is None or again or isinstance(recorded.event, Dispatched):
        kept.append(WorkRound(unit, role, recorded.seq, recorded.at, again))
    else:
        kept[last] = replace(kept[last], ended_at=None, ending=None)


def _as_it_stands(one: WorkRound, part: Assignment, recorded: Recorded, after: Ticket) -> WorkRound:
    limit = after.limit
    still = limit is not None and lies_still(limit) and moves_with_pauses(limit)
    now = replace(
        one,
        due_at=limit.due_at if limit else one.due_at,
        paused_at=limit.pauses[-1].from_at if limit and still else None,
        claimed_at=_claimed(one, part, after),
        urgent_at=_urgent(one, after),
    )
    now = _shelved(now, recorded.at, after)
    return now if one.again else _first_hours(now, part, recorded)


def _claimed(one: WorkRound, part: Assignment, after: Ticket) -> datetime | None:
    if part.role is not UnitRole.LEAD:
        return None
    match standing_state(after):
        case State.HANDLED:
            return one.claimed_at or after.handled_at
        case State.CLOSEOUT_REQUESTED:
            return one.claimed_at or (after.closeout.at if after.closeout else None)
        case _:
            return None


def _urgent(one: WorkRound, after: Ticket) -> datetime | None:
    if after.urgent_since is None:
        return None
    return one.urgent_at or max(one.begun_at, after.urgent_since)


def _shelved(one: WorkRound, at: datetime, after: Ticket) -> WorkRound:
    lies = one.shelved_at is not None and one.unshelved_at is None
    if after.state is State.SHELVED:
        return one if lies else replace(one, shelved_at=at, unshelved_at=None)
    return replace(one, unshelved_at=at) if lies else one


def _first_hours(one: WorkRound, part: Assignment, recorded: Recorded) -> WorkRound:
    """Signed, in touch, there: the first time each, and whether in time."""
    if one.acknowledged_at is None and part.acknowledged_at is not None:
        one = replace(one, acknowledged_at=part.acknowledged_at, acknowledged_late=part.acknowledged_late)
    if part.contacted_at is not None and part.contacted_at != one.contacted_at:
        missed = (
            one.contacted_late if part.contact_due_at is None else part.contacted_at >= part.contact_due_at
        )
        one = replace(one, contacted_at=part.contacted_at, contacted_late=missed)
    if part.arrived_at is not None and one.arrived_at is None:
        one = replace(one, arrived_at=part.arrived_at, arrived_late=part.arrival_late, arrival_missed=False)
    return _run_out(one, recorded)


def _run_out(one: WorkRound, recorded: Recorded) -> WorkRound:
    """A limit of the first hours that ran out, as the timetable noticed."""
    step = Step.parse(recorded.event.step) if isinstance(recorded.event, StepTaken) else None
    if step is None or step.subject != one.unit:
        return one
    if step.kind is StepKind.ARRIVAL_DUE and one.arrived_at is None:
        return replace(one, arrival_missed=True)
    if step.kind is StepKind.CONTACT_DUE and one.contacted_at is None:
        # Decides only where the dispatch did not yet say when contact was due.
        return replace(one, contacted_late=True)
    return one
