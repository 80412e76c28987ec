"""A dispatch meeting (调度会) as its events leave it: its list, its decisions, its look-back at the last list.

The batch number (批次) is the meeting's name and is given once, when it is prepared; a meeting is moved, never dropped, so
that batches have no gap. What is said at it lies sealed as the institution's own words.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum, auto
from typing import assert_never

from domain.context import Context
from domain.docket import DocketKind, Entry
from domain.ids import DocketId, PersonId, Sealed, TicketId, UnitId
from domain.ticket import Limit
from domain.timers import Timer
from domain.vocabulary import LookBackResult


class MeetingKind(StrEnum):
    """What sort of meeting."""

    DISPATCH = "dispatch"
    """逢6调度会."""
    SITE_OFFICE = "site_office"
    """现场办公: the units come together where the matter is; decided and recorded like a dispatch meeting."""


class Stage(StrEnum):
    """How far a meeting has come."""

    PREPARED = "prepared"
    OPEN = "open"
    CLOSED = "closed"


class Why(StrEnum):
    """Why a matter is put before the meeting (§11)."""

    DISSATISFIED_TWICE = auto()
    LONG_OVERDUE = auto()
    UNITS_DISAGREE = auto()
    MANY_PEOPLE = auto()
    SAFETY = auto()
    SHELF_REVIEW = auto()
    SPECIAL_GRADE = auto()
    LEFT_OVER = auto()
    """Put off at the last meeting."""
    PICKED = auto()
    """A leader's pick."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A matter for the agenda, and why."""

    ticket: TicketId
    why: tuple[Why, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """What the chair decided about one matter (牵头、协办、责任领导、办理要求、时限)."""

    lead: UnitId
    assists: tuple[UnitId, ...]
    leader: PersonId | None
    """None: the lead unit's accountable person."""
    limit: Limit
    demand: Sealed | None


# --- what happens ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class MeetingPrepared:
    """拟定议程: the meeting has a batch number, a day and a proposed list."""

    meeting: DocketId
    batch: str
    kind: MeetingKind
    on: date
    proposed: tuple[Proposal, ...]
    last: DocketId | None = None
    """The meeting whose list is looked back at."""
    place: Sealed | None = None


@dataclass(frozen=True, slots=True)
class ItemPut:
    """上会: one more matter for the list."""

    proposal: Proposal


@dataclass(frozen=True, slots=True)
class ItemTaken:
    """Taken off the list before it was decided."""

    no: int
    reason: Sealed | None


@dataclass(frozen=True, slots=True)
class MeetingMoved:
    """改期."""

    on: date
    reason: Sealed


@dataclass(frozen=True, slots=True)
class MeetingOpened:
    """开会. `chair`: whoever is in the directory; others are named in words."""

    chair: PersonId | None
    chair_words: Sealed | None = None


@dataclass(frozen=True, slots=True)
class ItemDecided:
    """议定: assigned on the spot."""

    no: int
    decision: Decision


@dataclass(frozen=True, slots=True)
class ItemPutOff:
    """暂缓: it comes before the next meeting again."""

    no: int
    reason: Sealed | None


@dataclass(frozen=True, slots=True)
class Pledged:
    """现场表态: the head takes it on."""

    no: int
    person: PersonId | None
    words: Sealed


@dataclass(frozen=True, slots=True)
class LookedBackAt:
    """回头看上批: one item of the last list. Without a result: not finished, and why."""

    no: int
    ticket: TicketId
    result: LookBackResult | None
    words: Sealed | None


@dataclass(frozen=True, slots=True)
class MeetingClosed:
    """散会: minutes and list go out."""


MeetingEvent = (
    MeetingPrepared
    | ItemPut
    | ItemTaken
    | MeetingMoved
    | MeetingOpened
    | ItemDecided
    | ItemPutOff
    | Pledged
    | LookedBackAt
    | MeetingClosed
)


# --- what it then is ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class MeetingItem:
    """One line of the list (第N批第M号)."""

    no: int
    ticket: TicketId
    why: tuple[Why, ...]
    decision: Decision | None = None
    decided_at: datetime | None = None
    put_off: bool = False
    put_off_why: Sealed | None = None
    pledge: Sealed | None = None
    pledged_by: PersonId | None = None


@dataclass(frozen=True, slots=True)
class Meeting:
    """The whole of one meeting. `version` counts its events."""

    id: DocketId
    version: int
    batch: str
    kind: MeetingKind
    on: date
    stage: Stage
    items: tuple[MeetingItem, ...]
    last: DocketId | None = None
    place: Sealed | None = None
    moved_from: tuple[date, ...] = ()
    chair: PersonId | None = None
    chair_words: Sealed | None = None
    opened_at: datetime | None = None
    closed_at: datetime | None = None
    looked_back: tuple[LookedBackAt, ...] = ()
    next_no: int = 1

    def item(self, no: int) -> MeetingItem | None:
        """The line of that number."""
        return next((item for item in self.items if item.no == no), None)

    def of_ticket(self, ticket: TicketId) -> MeetingItem | None:
        """The line of that matter."""
        return next((item for item in self.items if item.ticket == ticket), None)

    @property
    def decided(self) -> tuple[MeetingItem, ...]:
        """What was assigned (交办数)."""
        return tuple(item for item in self.items if item.decision is not None)

    @property
    def undecided(self) -> tuple[MeetingItem, ...]:
        """What still has to be spoken about."""
        return tuple(item for item in self.items if item.decision is None and not item.put_off)


def fold(meeting: Meeting | None, entry: Entry[MeetingEvent]) -> Meeting:
    """The meeting after the event. ValueError for a history that does not begin with its preparation."""
    event = entry.event
    if isinstance(event, MeetingPrepared):
        if meeting is not None:
            raise ValueError("a meeting is prepared once")
        return _prepared(event, entry)
    if meeting is None:
        raise ValueError("a meeting's history begins with its preparation")
    return replace(_changed(meeting, event, entry.at), version=entry.seq)


def _prepared(event: MeetingPrepared, entry: Entry[MeetingEvent]) -> Meeting:
    items = tuple(MeetingItem(no, one.ticket, one.why) for no, one in enumerate(event.proposed, start=1))
    return Meeting(
        id=event.meeting,
        version=entry.seq,
        batch=event.batch,
        kind=event.kind,
        on=event.on,
        stage=Stage.PREPARED,
        items=items,
        last=event.last,
        place=event.place,
        next_no=len(items) + 1,
    )


def _changed(meeting: Meeting, event: MeetingEvent, at: datetime) -> Meeting:
    match event:
        case ItemPut(one):
            new = MeetingItem(meeting.next_no, one.ticket, one.why)
            return replace(meeting, items=(*meeting.items, new), next_no=meeting.next_no + 1)
        case ItemTaken(no):
            return replace(meeting, items=tuple(item for item in meeting.items if item.no != no))
        case MeetingMoved(on):
            return replace(meeting, on=on, moved_from=(*meeting.moved_from, meeting.on))
        case MeetingOpened(chair, words):
            return replace(meeting, stage=Stage.OPEN, chair=chair, chair_words=words, opened_at=at)
        case ItemDecided(no, decision):
            return _item(meeting, no, decision=decision, decided_at=at, put_off=False, put_off_why=None)
        case ItemPutOff(no, reason):
            return _item(meeting, no, put_off=True, put_off_why=reason)
        case Pledged(no, person, words):
            return _item(meeting, no, pledge=words, pledged_by=person)
        case LookedBackAt():
            kept = tuple(one for one in meeting.looked_back if one.ticket != event.ticket)
            return replace(meeting, looked_back=(*kept, event))
        case MeetingClosed():
            return replace(meeting, stage=Stage.CLOSED, closed_at=at)
        case MeetingPrepared():
            raise ValueError("a meeting is prepared once")
        case _:
            assert_never(event)


def _item(meeting: Meeting, no: int, **to: object) -> Meeting:
    changed = tuple(replace(item, **to) if item.no == no else item for item in meeting.items)  # type: ignore[arg-type]  # fields by name
    return replace(meeting, items=changed)


NEXT, DAY = "next", "day"
"""Steps of a meeting's timers: its successor is prepared; its own morning has come."""


def timers(meeting: Meeting, context: Context) -> tuple[Timer, ...]:
    """A dispatch meeting that is not over reminds on its morning; one that is over prepares the next, a working day ahead."""
    if meeting.kind is not MeetingKind.DISPATCH:
        return ()
    if meeting.stage is Stage.PREPARED:
        return (Timer(f"{DAY}:{meeting.on.isoformat()}", context.calendar.office_open(meeting.on)),)
    if meeting.stage is Stage.CLOSED:
        return (
            Timer(
                NEXT,
                prepared_at(context.calendar.next_meeting(meeting.on, context.policy.meeting_days), context),
            ),
        )
    return ()


def prepared_at(on: date, context: Context) -> datetime:
    """When the agenda for a meeting on that day is proposed: as the offices open, so many working days before."""
    day = on
    for _ in range(context.policy.agenda_working_days):
        day = context.calendar.previous_workday(day)
    return context.calendar.office_open(day)


MEETINGS: DocketKind[Meeting, MeetingEvent] = DocketKind(
    name="meeting",
    state=Meeting,
    events=MeetingEvent,
    fold=fold,
    label=lambda meeting: meeting.batch,
    is_open=lambda meeting: meeting.stage is not Stage.CLOSED,
    timers=timers,
)
