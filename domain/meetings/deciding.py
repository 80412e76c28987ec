"""What may be done with a meeting, and when not (`domain.md` §11): pure, as everywhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum, auto

from domain.context import Context
from domain.ids import DocketId, PersonId, Sealed, TicketId
from domain.meetings.meeting import (
    Decision,
    ItemDecided,
    ItemPut,
    ItemPutOff,
    ItemTaken,
    LookedBackAt,
    Meeting,
    MeetingClosed,
    MeetingEvent,
    MeetingKind,
    MeetingMoved,
    MeetingOpened,
    MeetingPrepared,
    Pledged,
    Proposal,
    Stage,
    Why,
)
from domain.ticket import Limit
from domain.vocabulary import LimitKind, LookBackResult, Office

KEEPERS = frozenset({Office.SUPERVISOR, Office.CENTRE_HEAD, Office.DEPUTY_HEAD, Office.SECRETARY})
"""Who keeps the list and the minutes: the meeting's secretary (会议秘书) and the centre's supervision."""


class Fault(StrEnum):
    """Why not."""

    ALREADY_PREPARED = auto()
    DATE_PAST = auto()
    NOT_OPEN = auto()
    """The meeting has not begun, or there is none."""
    OVER = auto()
    """It is over: what was decided stands."""
    ALREADY_OPEN = auto()
    NO_SUCH_ITEM = auto()
    ON_LIST = auto()
    DECIDED = auto()
    NOT_DECIDED = auto()
    """A pledge belongs to something assigned."""
    UNDECIDED_LEFT = auto()
    NOT_OF_LAST = auto()
    """No line of the list looked back at has that number."""


@dataclass(frozen=True, slots=True)
class No:
    """Refused: why, about which lines, which day. It changes nothing."""

    fault: Fault
    nos: tuple[int, ...] = ()
    on: date | None = None


Outcome = tuple[MeetingEvent, ...] | No


@dataclass(frozen=True, slots=True)
class Plan:
    """What a meeting begins as."""

    id: DocketId
    batch: str
    kind: MeetingKind
    on: date
    proposed: tuple[Proposal, ...]
    last: DocketId | None = None
    place: Sealed | None = None


def prepare(plan: Plan, waiting: Sequence[Meeting], context: Context) -> Outcome:
    """拟定议程. One dispatch meeting at a time; `waiting`: those not over."""
    if plan.kind is MeetingKind.DISPATCH and (others := _dispatch(waiting)):
        return No(Fault.ALREADY_PREPARED, on=others[0].on)
    if plan.on < context.today:
        return No(Fault.DATE_PAST, on=plan.on)
    return (MeetingPrepared(plan.id, plan.batch, plan.kind, plan.on, plan.proposed, plan.last, plan.place),)


def put(meeting: Meeting, ticket: TicketId, why: tuple[Why, ...]) -> Outcome:
    """上会: a leader's pick, or one the program had not proposed; also while the meeting is on."""
    if meeting.stage is Stage.CLOSED:
        return No(Fault.OVER)
    if known := meeting.of_ticket(ticket):
        return No(Fault.ON_LIST, (known.no,))
    return (ItemPut(Proposal(ticket, why or (Why.PICKED,))),)


def take(meeting: Meeting, no: int, reason: Sealed | None) -> Outcome:
    """Off the list, before it is decided."""
    if meeting.stage is Stage.CLOSED:
        return No(Fault.OVER)
    item = meeting.item(no)
    if item is None:
        return No(Fault.NO_SUCH_ITEM, (no,))
    return No(Fault.DECIDED, (no,)) if item.decision else (ItemTaken(no, reason),)


def move(meeting: Meeting, on: date, reason: Sealed, context: Context) -> Outcome:
    """改期: the chair's day beats the rule's."""
    if meeting.stage is not Stage.PREPARED:
        return No(Fault.OVER if meeting.stage is Stage.CLOSED else Fault.ALREADY_OPEN)
    return No(Fault.DATE_PAST, on=on) if on < context.today else (MeetingMoved(on, reason),)


def open_it(meeting: Meeting, chair: PersonId | None, chair_words: Sealed | None) -> Outcome:
    """开会."""
    if meeting.stage is not Stage.PREPARED:
        return No(Fault.OVER if meeting.stage is Stage.CLOSED else Fault.ALREADY_OPEN)
    return (MeetingOpened(chair, chair_words),)


def decide_item(meeting: Meeting, no: int, decision: Decision) -> Outcome:
    """议定, once: what is decided is changed by 改派 or 交办, with its own trace."""
    if fault := _not_open(meeting):
        return fault
    item = meeting.item(no)
    if item is None:
        return No(Fault.NO_SUCH_ITEM, (no,))
    return No(Fault.DECIDED, (no,)) if item.decision else (ItemDecided(no, decision),)


def put_off(meeting: Meeting, no: int, reason: Sealed | None) -> Outcome:
    """暂缓."""
    if fault := _not_open(meeting):
        return fault
    item = meeting.item(no)
    if item is None:
        return No(Fault.NO_SUCH_ITEM, (no,))
    return No(Fault.DECIDED, (no,)) if item.decision else (ItemPutOff(no, reason),)


def pledge(meeting: Meeting, no: int, person: PersonId | None, words: Sealed) -> Outcome:
    """现场表态: said at the meeting, or written down the same day."""
    if meeting.stage is Stage.PREPARED:
        return No(Fault.NOT_OPEN, on=meeting.on)
    item = meeting.item(no)
    if item is None:
        return No(Fault.NO_SUCH_ITEM, (no,))
    return (Pledged(no, person, words),) if item.decision else No(Fault.NOT_DECIDED, (no,))


def look_back(
    meeting: Meeting, last: Meeting | None, no: int, result: LookBackResult | None, words: Sealed | None
) -> Outcome:
    """回头看上批, item by item."""
    if fault := _not_open(meeting):
        return fault
    item = last.item(no) if last else None
    if item is None or item.decision is None:
        return No(Fault.NOT_OF_LAST, (no,))
    return (LookedBackAt(no, item.ticket, result, words),)


def close(meeting: Meeting) -> Outcome:
    """散会: every line was decided or put off."""
    if fault := _not_open(meeting):
        return fault
    if left := meeting.undecided:
        return No(Fault.UNDECIDED_LEFT, tuple(item.no for item in left))
    return (MeetingClosed(),)


def limit_until_next(meeting: Meeting, context: Context, source: str) -> Limit:
    """Without a date said at the meeting its items are due on the day of the next one (§7.1). `source`: the rule's name."""
    next_on = context.calendar.next_meeting(meeting.on, context.policy.meeting_days)
    return Limit(LimitKind.FIXED_DATE, 0, source, next_on)


def left_over(last: Meeting | None) -> tuple[Proposal, ...]:
    """What the last meeting put off comes up again."""
    if last is None:
        return ()
    return tuple(Proposal(item.ticket, (Why.LEFT_OVER,)) for item in last.items if item.put_off)


def _not_open(meeting: Meeting) -> No | None:
    if meeting.stage is Stage.OPEN:
        return None
    return No(Fault.OVER) if meeting.stage is Stage.CLOSED else No(Fault.NOT_OPEN, on=meeting.on)


def _dispatch(meetings: Sequence[Meeting]) -> tuple[Meeting, ...]:
    return tuple(
        one for one in meetings if one.kind is MeetingKind.DISPATCH and one.stage is not Stage.CLOSED
    )
