"""A ticket (工单) as it stands: the fold of its events, and nothing that is not in them.

Only `domain/evolve.py` makes a new one from an old one. Words are `Sealed`: the ticket knows where they lie, not
what they say. Objects are those of `domain.md` §6.1.
"""

from dataclasses import dataclass, field
from datetime import date, datetime

from domain.answering import AnswerFinding
from domain.ids import AppellantId, BlobId, ItemNo, PersonId, Sealed, TicketId, UnitId, VisitId
from domain.vocabulary import (
    ENDED,
    Area,
    CauseClass,
    Channel,
    ConfirmationKind,
    DeclineReason,
    Grade,
    ItemState,
    LimitKind,
    LookBackResult,
    Nature,
    Rating,
    RatingWay,
    ReturnReason,
    State,
    Track,
    UnitRole,
    UnreasonableGround,
    Urgency,
)
from domain.whistle import Whistle


@dataclass(frozen=True, slots=True)
class Limit:
    """How long, on which clock, and by which rule (`source` is shown to people, e.g. "7.1 投诉举报" or a statute).

    `amount`: days, or minutes for OFFICE_HOURS and WALL_CLOCK; unused for FIXED_DATE, which uses `on`.
    """

    kind: LimitKind
    amount: int
    source: str
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Pause:
    """A stretch in which the clock stood still (NEED_INFO or SHELVED only; invariant 6). Open while `until_at` is None."""

    from_at: datetime
    until_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class RunningLimit:
    """The handling limit as it runs: from when, by which rule, and the due time worked out when it was set."""

    limit: Limit
    start_at: datetime
    due_at: datetime
    pauses: tuple[Pause, ...] = ()
    extended_to: date | None = None
    """The last day after a granted extension (延期); moved on by later pauses."""
    provisional: bool = False
    """Beyond the calendar's horizon: worked out again when the year's notice is loaded."""


@dataclass(frozen=True, slots=True)
class Appeal:
    """What one person said (诉求), and whether they asked for secrecy."""

    appellant: AppellantId
    words: Sealed
    at: datetime
    channel: Channel
    confidential: bool = False
    part: TicketId | None = None
    """The merged ticket it came with (附单); None: said to this one."""
    fixed_line: bool = False
    """Their number takes no text messages."""


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """待补充: what the citizen was asked, and the state to which the ticket returns when they answer."""

    missing: Sealed
    at: datetime
    from_state: State


@dataclass(frozen=True, slots=True)
class Assignment:
    """A unit's part: lead or assisting, its responsible leader, and what it has done when."""

    unit: UnitId
    role: UnitRole
    leader: PersonId
    """Whoever is accountable for the unit's part: 责任领导, else the unit head, else the centre head."""
    liaison: PersonId | None
    assigned_at: datetime
    assigned_by: PersonId | None
    acknowledged_at: datetime | None = None
    acknowledged_late: bool = False
    contacted_at: datetime | None = None
    arrived_at: datetime | None = None
    arrival_late: bool = False
    contact_due_at: datetime | None = None
    """When the citizen should have been contacted, by the rules of the day of dispatch; None in the oldest records."""
    first_report_at: datetime | None = None
    signed_off_at: datetime | None = None
    """When an assisting unit declared its part done."""


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the itemised problem list (条目), belonging to one unit."""

    no: ItemNo
    words: Sealed
    standard: Sealed | None
    """What counts as done (到位标准); None: the policy's standard for the class."""
    unit: UnitId
    due_on: date | None = None
    state: ItemState = ItemState.OPEN
    reported_by: PersonId | None = None
    reported_at: datetime | None = None
    reported_seq: int = 0
    confirmed_seq: int = 0
    opened_seq: int = 0
    """When it was last opened: by being set, changed, failed on site, or sent back. Older evidence does not count."""
    last_word_at: datetime | None = None
    """Last progress on this item, or when it was set: for the three-day reminder."""


@dataclass(frozen=True, slots=True)
class ProgressNote:
    """A unit's report of progress (进度): words and evidence, in the order said. `seq` names it, for undo and quotes."""

    seq: int
    by: PersonId
    at: datetime
    words: Sealed | None
    done: tuple[ItemNo, ...] = ()
    evidence: tuple[BlobId, ...] = ()
    expected_on: date | None = None
    withdrawn: bool = False
    unit: UnitId | None = None


@dataclass(frozen=True, slots=True)
class ExtensionWish:
    """延期: asked once, before expiry; the clock runs on until somebody else grants it."""

    by: PersonId
    at: datetime
    until: date
    reason: Sealed
    granted: bool | None = None
    decided_by: PersonId | None = None


@dataclass(frozen=True, slots=True)
class ReturnWish:
    """退单: who asked why, how long it took, who was right (the return ledger)."""

    by: PersonId
    unit: UnitId
    at: datetime
    reason: ReturnReason
    suggested: UnitId | None
    words: Sealed | None
    granted: bool | None = None
    decided_by: PersonId | None = None
    decided_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ReturnedAnswer:
    """An answer that failed the check (§8.5) and went back to its unit."""

    unit: UnitId
    at: datetime
    result: Sealed
    findings: tuple[AnswerFinding, ...]


@dataclass(frozen=True, slots=True)
class CloseoutRequest:
    """申请销号: by whom, when; withdrawn when the leader says work goes on."""

    by: PersonId
    at: datetime
    seq: int
    words: Sealed | None = None


@dataclass(frozen=True, slots=True)
class SiteVisit:
    """现场踏勘: somebody outside the units goes there. `passed` is None until the visit is reported."""

    id: VisitId
    confirmer: PersonId
    named_by: PersonId | None
    named_at: datetime
    due_at: datetime
    passed: bool | None = None
    kind: ConfirmationKind | None = None
    reported_at: datetime | None = None
    seq: int = 0
    photos: tuple[BlobId, ...] = ()
    with_position: bool = False
    note: Sealed | None = None


@dataclass(frozen=True, slots=True)
class Approval:
    """销号审批: by somebody who neither asked nor confirmed."""

    by: PersonId
    at: datetime
    seq: int


@dataclass(frozen=True, slots=True)
class GivenRating:
    """One appellant's rating; the last one counts for satisfaction, the first for rework (story 7)."""

    appellant: AppellantId
    rating: Rating
    way: RatingWay
    at: datetime
    by: PersonId | None
    words: Sealed | None = None
    round: int = 0


@dataclass(frozen=True, slots=True)
class CallTry:
    """A call to an appellant that was not answered; at most one counts per half-day."""

    appellant: AppellantId
    at: datetime
    by: PersonId
    half_day: str
    """Date and half, e.g. "2019-07-05 am"."""


@dataclass(frozen=True, slots=True)
class Callback:
    """One round of calling back (回访): opened when handled or confirmed on site."""

    opened_at: datetime
    round: int
    due_at: datetime
    asked: tuple[AppellantId, ...] = ()
    """Appellants who were sent the survey text."""
    call_queued: bool = False
    """The text was not answered by the next working noon: the callback officer calls."""
    tries: tuple[CallTry, ...] = ()
    ratings: tuple[GivenRating, ...] = ()


@dataclass(frozen=True, slots=True)
class Supervision:
    """The one open supervision sheet (督办单); a higher grade replaces a lower."""

    grade: Grade
    by: PersonId | None
    at: datetime
    due_at: datetime
    words: Sealed | None = None
    number: int = 0
    """民督〔年〕N号, without a gap within the year it was issued in; 0: no sheet of its own."""


@dataclass(frozen=True, slots=True)
class Shelving:
    """挂账: what stands in the way lies outside the unit's power; reviewed on a day, counted apart."""

    by: PersonId
    at: datetime
    review_on: date
    plan: Sealed
    from_state: State


@dataclass(frozen=True, slots=True)
class Finding:
    """不合理诉求认定: proposed by one office holder of the centre, confirmed by another."""

    ground: UnreasonableGround
    words: Sealed
    proposed_by: PersonId
    proposed_at: datetime
    confirmed_by: PersonId | None = None


@dataclass(frozen=True, slots=True)
class LookBack:
    """回头看 of a closed matter: due some 30 days later, or at once when the citizen comes again."""

    due_at: datetime
    opened_at: datetime | None = None
    because_again: bool = False
    result: LookBackResult | None = None
    by: PersonId | None = None


@dataclass(frozen=True, slots=True)
class MeetingRef:
    """第N批第M号: the line of a dispatch meeting's list that assigned the matter."""

    batch: str
    no: int


@dataclass(frozen=True, slots=True)
class Ticket:
    """The whole of one ticket. `version` counts its events and guards every write."""

    id: TicketId
    number: str
    short_code: str
    version: int
    state: State
    track: Track
    channel: Channel
    received_at: datetime
    appeals: tuple[Appeal, ...]
    nature: Nature | None = None
    category: str = ""
    """Code of the content class in the centre's catalogue, or nothing while unclassified."""
    urgency: Urgency = Urgency.NORMAL
    area: Area = Area.TOWN
    title: Sealed | None = None
    place: Sealed | None = None
    about_unit: UnitId | None = None
    """The complained-of unit: never handles, and is taken out of every audience."""
    enterprise: bool = False
    difficult: bool = False
    linked_to: TicketId | None = None
    """An earlier, closed ticket this one seems to repeat."""
    whistle: Whistle | None = None
    """吹哨: a town called units to the spot with it."""

    state_since: datetime | None = None
    urgent_since: datetime | None = None
    """When it was first called urgent: arrival runs from here or from the assignment, whichever is later."""
    question: OpenQuestion | None = None
    accepted_at: datetime | None = None
    dispatched_at: datetime | None = None
    declined: DeclineReason | None = None
    answer: Sealed | None = None
    """Text given to the citizen: the answer at once, or the unit's result."""
    answer_findings: tuple[AnswerFinding, ...] = ()
    """What the answer check found in the unit's result: shown to the reviewer."""
    returned_answers: tuple[ReturnedAnswer, ...] = ()
    """Answers that went back to their unit, at most one for each."""
    handled_by: PersonId | None = None
    handled_at: datetime | None = None
    demand: Sealed | None = None
    """办理要求 of the last assignment."""

    assignments: tuple[Assignment, ...] = ()
    released: tuple[Assignment, ...] = ()
    """Parts taken away by return, re-dispatch or a new assignment: kept for the record and for independence."""
    items: tuple[Item, ...] = ()
    next_item: int = 1
    items_fixed: bool = False
    """A close-out was asked for once: later changes of the list carry a reason."""
    limit: RunningLimit | None = None
    progress: tuple[ProgressNote, ...] = ()

    extension: ExtensionWish | None = None
    returns: tuple[ReturnWish, ...] = ()
    closeout: CloseoutRequest | None = None
    visits: tuple[SiteVisit, ...] = ()
    approval: Approval | None = None
    callback: Callback | None = None
    ratings: tuple[GivenRating, ...] = ()
    finding: Finding | None = None
    rework_round: int = 0
    cause: CauseClass | None = None
    rejected_closeouts: int = 0
    supervision: Supervision | None = None
    urges: int = 0
    last_urged_at: datetime | None = None
    shelving: Shelving | None = None
    look_back: LookBack | None = None
    merged_into: TicketId | None = None
    merged_from: State | None = None
    parts: tuple[TicketId, ...] = ()
    """Tickets merged into this one (附单)."""
    meetings: tuple[MeetingRef, ...] = ()
    """The dispatch meetings that assigned it, the last one last."""

    last_work_seq: int = 0
    """Number of the last event after which a site must be seen again: a done report, a rework."""
    steps_taken: frozenset[str] = field(default_factory=frozenset)
    """Reminder and escalation steps already done (see `domain/timers.py`): each is taken once."""
    reminded: tuple[tuple[str, datetime], ...] = ()
    """When a daily reminder of each kind was last given (see `domain/timers.py`)."""
    closed_at: datetime | None = None
    too_fast: bool = False
    """Closed within minutes for a class that needs work: a supervisor looks."""
    erased: tuple[AppellantId, ...] = ()
    """Appellants whose key was destroyed: what they said cannot be read any more."""

    @property
    def is_open(self) -> bool:
        """Whether somebody still owes something."""
        return self.state not in ENDED

    @property
    def lead(self) -> Assignment | None:
        """The lead unit's part; exactly one once dispatched."""
        return next((a for a in self.assignments if a.role is UnitRole.LEAD), None)

    @property
    def confidential(self) -> bool:
        """Whether the appellants' data never reach a unit: asked for, or a report of wrongdoing (举报)."""
        return self.nature is Nature.REPORT or any(a.confidential for a in self.appeals)

    @property
    def visit(self) -> SiteVisit | None:
        """The site visit now under way or last made."""
        return self.visits[-1] if self.visits else None

    def part_of(self, unit: UnitId) -> Assignment | None:
        """The unit's part, lead or assisting."""
        return next((a for a in self.assignments if a.unit == unit), None)

    @property
    def appellants(self) -> tuple[AppellantId, ...]:
        """Everybody who raised the matter, each once, in the order they came; a whistling town is none of them."""
        town = self.whistle.appellant if self.whistle else None
        return tuple(dict.fromkeys(a.appellant for a in self.appeals if a.appellant != town))

    @property
    def texted(self) -> tuple[AppellantId, ...]:
        """Those of them who can be sent a text message; the others are called."""
        fixed = {a.appellant for a in self.appeals if a.fixed_line}
        return tuple(a for a in self.appellants if a not in fixed)

    @property
    def grade(self) -> Grade:
        """The grade of the open supervision sheet, or a mere reminder."""
        return self.supervision.grade if self.supervision else Grade.REMINDER

    @property
    def units(self) -> frozenset[UnitId]:
        """Every unit that leads, assists, or once did: none of its people may confirm or approve."""
        return frozenset(a.unit for a in (*self.assignments, *self.released))

    def item(self, no: ItemNo) -> Item | None:
        """The item with that number."""
        return next((i for i in self.items if i.no == no), None)
