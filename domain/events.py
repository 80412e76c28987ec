"""What happened to a ticket, in the past tense: append-only, the truth of which every row is a projection.

No personal data in here: words are `Sealed`, people are codes. A `Recorded` is an event with its place in the
ticket's chain. `evolve` (`domain/evolve.py`) is the only reader that changes a ticket.

History cannot be rewritten: fields are only ever added, with a default; a kind is never renamed.
"""

from dataclasses import dataclass
from datetime import date, datetime

from domain.actor import Actor
from domain.answering import AnswerFinding
from domain.ids import AppellantId, BlobId, ItemNo, PersonId, Sealed, TicketId, UnitId, VisitId
from domain.ticket import Assignment, MeetingRef, RunningLimit
from domain.vocabulary import (
    Area,
    CauseClass,
    Channel,
    ConfirmationKind,
    DeclineReason,
    Grade,
    LookBackResult,
    Nature,
    Rating,
    RatingWay,
    ReturnReason,
    Track,
    UnreasonableGround,
    Urgency,
    WhistleKind,
    WhistleMark,
)


@dataclass(frozen=True, slots=True)
class Received:
    """收到诉求: the ticket exists."""

    ticket: TicketId
    number: str
    short_code: str
    appellant: AppellantId
    words: Sealed
    channel: Channel
    title: Sealed | None
    place: Sealed | None
    nature: Nature | None
    urgency: Urgency
    area: Area
    confidential: bool
    enterprise: bool
    linked_to: TicketId | None
    fixed_line: bool = False
    """Their number takes no text messages: they are called."""


@dataclass(frozen=True, slots=True)
class WordsAdded:
    """补充."""

    appellant: AppellantId
    words: Sealed


@dataclass(frozen=True, slots=True)
class UrgencyRaised:
    """By a word at intake; lowering is a correction."""

    urgency: Urgency


@dataclass(frozen=True, slots=True)
class CitizenAsked:
    """待补充: the clock pauses."""

    missing: Sealed


@dataclass(frozen=True, slots=True)
class CitizenAnswered:
    """The citizen's words came: back to 待受理, or to where the question was asked. `silent`: they never came."""

    silent: bool = False


@dataclass(frozen=True, slots=True)
class Accepted:
    """受理."""

    nature: Nature
    category: str
    place: Sealed | None
    title: Sealed | None
    urgency: Urgency
    area: Area
    about_unit: UnitId | None
    confidential: bool
    enterprise: bool


@dataclass(frozen=True, slots=True)
class AnsweredAtOnce:
    """在线办结."""

    answer: Sealed


@dataclass(frozen=True, slots=True)
class Declined:
    """不予受理."""

    reason: DeclineReason
    words: Sealed | None


@dataclass(frozen=True, slots=True)
class Reopened:
    """A declined request is taken up again."""

    reason: Sealed | None


@dataclass(frozen=True, slots=True)
class RecordCorrected:
    """更正: a counter-event; None keeps."""

    reason: Sealed
    nature: Nature | None
    category: str | None
    urgency: Urgency | None
    area: Area | None
    place: Sealed | None
    title: Sealed | None


@dataclass(frozen=True, slots=True)
class Dispatched:
    """派单 or 交办: the parts, the limit, the demand. Parts not named any more are released."""

    parts: tuple[Assignment, ...]
    limit: RunningLimit
    demand: Sealed | None
    in_person: bool
    """交办: to the leader in person, list track, acknowledged anew."""


@dataclass(frozen=True, slots=True)
class TrackChanged:
    """To the list track; never back while open."""

    track: Track


@dataclass(frozen=True, slots=True)
class AssignedByMeeting:
    """议定交办: the dispatch meeting's line that assigned it."""

    meeting: MeetingRef


@dataclass(frozen=True, slots=True)
class ItemSet:
    """An item was added, or changed (same `no`): the whole item as it now reads. Changing opens it again."""

    no: ItemNo
    words: Sealed
    standard: Sealed | None
    unit: UnitId
    due_on: date | None
    reason: Sealed | None


@dataclass(frozen=True, slots=True)
class ItemRemoved:
    """An item was taken off the list."""

    no: ItemNo
    reason: Sealed | None


@dataclass(frozen=True, slots=True)
class TakenBack:
    """改派 or a granted return: back to 待派单, the parts released."""

    reason: Sealed | None


@dataclass(frozen=True, slots=True)
class AcknowledgedBy:
    """签收 by a unit."""

    unit: UnitId
    late: bool


@dataclass(frozen=True, slots=True)
class Arrived:
    """到场. Late arrival is counted apart and does not make a ticket late."""

    unit: UnitId
    late: bool
    words: Sealed | None = None


@dataclass(frozen=True, slots=True)
class ArrivalMissed:
    """到场超时: the unit's time was over and it had not come."""

    unit: UnitId


@dataclass(frozen=True, slots=True)
class CitizenContacted:
    """联系群众."""

    unit: UnitId
    words: Sealed | None
    contacted_at: datetime


@dataclass(frozen=True, slots=True)
class ProgressReported:
    """报送进度; `done` items become REPORTED_DONE (a done report is new work: the site must be seen after it)."""

    unit: UnitId
    words: Sealed | None
    done: tuple[ItemNo, ...]
    evidence: tuple[BlobId, ...]
    expected_on: date | None


@dataclass(frozen=True, slots=True)
class PartSignedOff:
    """An assisting unit has reported every item of its own done (or has none and says so)."""

    unit: UnitId


@dataclass(frozen=True, slots=True)
class EvidenceAdded:
    """A picture joined an earlier report."""

    report: int
    evidence: tuple[BlobId, ...]


@dataclass(frozen=True, slots=True)
class ProgressWithdrawn:
    """撤销: the report does not count, the items it reported done are open again."""

    report: int


@dataclass(frozen=True, slots=True)
class ExtensionRequested:
    """申请延期; the clock runs on."""

    until: date
    reason: Sealed


@dataclass(frozen=True, slots=True)
class ExtensionDecided:
    """延期 granted (then with the new limit) or refused."""

    granted: bool
    limit: RunningLimit | None
    reason: Sealed | None


@dataclass(frozen=True, slots=True)
class ReturnRequested:
    """申请退单; the clock runs on."""

    unit: UnitId
    reason: ReturnReason
    suggested: UnitId | None
    words: Sealed | None


@dataclass(frozen=True, slots=True)
class ReturnDecided:
    """退单 granted (a `TakenBack` follows) or refused (back to 已签收)."""

    granted: bool
    reason: Sealed | None


@dataclass(frozen=True, slots=True)
class HandledReported:
    """申请办结 on the ordinary track; what the answer check found is for the reviewer."""

    result: Sealed
    findings: tuple[AnswerFinding, ...] = ()


@dataclass(frozen=True, slots=True)
class AnswerReturned:
    """The answer a unit handed in failed the check (§8.5) and went straight back: once for each unit."""

    unit: UnitId
    result: Sealed
    findings: tuple[AnswerFinding, ...]


@dataclass(frozen=True, slots=True)
class ReviewPassed:
    """审核通过: to callback."""


@dataclass(frozen=True, slots=True)
class ReviewFailed:
    """审核退回: back to 办理中, the original deadline stands."""

    reason: Sealed


@dataclass(frozen=True, slots=True)
class CloseoutRequested:
    """申请销号."""

    words: Sealed | None
    different: Sealed | None


@dataclass(frozen=True, slots=True)
class CloseoutWithdrawn:
    """The leader says work goes on."""

    words: Sealed | None


@dataclass(frozen=True, slots=True)
class ConfirmerNamed:
    """踏勘: who goes and by when; replaces one not yet made."""

    visit: VisitId
    confirmer: PersonId
    due_at: datetime


@dataclass(frozen=True, slots=True)
class SiteVisitPassed:
    """现场已核实: every item seen and passed."""

    visit: VisitId
    kind: ConfirmationKind
    photos: tuple[BlobId, ...]
    with_position: bool
    note: Sealed | None


@dataclass(frozen=True, slots=True)
class SiteVisitFailed:
    """未到位: the failed items open again; counts as 不予销号 (a `CloseoutRejected` follows)."""

    visit: VisitId
    kind: ConfirmationKind
    failed: tuple[ItemNo, ...]
    photos: tuple[BlobId, ...]
    with_position: bool
    note: Sealed | None


@dataclass(frozen=True, slots=True)
class CloseoutRejected:
    """不予销号: back to 办理中 with the reason; `items` are open again."""

    reason: Sealed | None
    items: tuple[ItemNo, ...] = ()


@dataclass(frozen=True, slots=True)
class ApprovalGiven:
    """销号审批."""


@dataclass(frozen=True, slots=True)
class ApprovalVoided:
    """不满意, rework or new work voids the approval."""


@dataclass(frozen=True, slots=True)
class CallbackOpened:
    """待回访: each appellant is asked; `due_at` is the callback limit."""

    due_at: datetime


@dataclass(frozen=True, slots=True)
class SampleCallOpened:
    """抽样回访 of a matter answered at once: the citizen is asked, the matter stays ended (§6.2)."""

    due_at: datetime


@dataclass(frozen=True, slots=True)
class CallQueued:
    """Nobody answered the survey text by the next working noon: the callback officer calls."""


@dataclass(frozen=True, slots=True)
class RatingGiven:
    """One appellant's rating."""

    appellant: AppellantId
    rating: Rating
    way: RatingWay
    words: Sealed | None
    solved: bool | None = None
    """Whether the matter is solved, where that was asked and answered."""


@dataclass(frozen=True, slots=True)
class CallTried:
    """未接通; `half_day` as "2019-07-05 am"."""

    appellant: AppellantId
    half_day: str


@dataclass(frozen=True, slots=True)
class ReviewOpened:
    """不满意分析."""


@dataclass(frozen=True, slots=True)
class FindingProposed:
    """认定, first hand."""

    ground: UnreasonableGround
    words: Sealed


@dataclass(frozen=True, slots=True)
class FindingConfirmed:
    """认定, second hand: excluded from satisfaction only."""


@dataclass(frozen=True, slots=True)
class ReworkOrdered:
    """发回重办: items open again, the list track, a limit of its own."""

    cause: CauseClass
    words: Sealed | None
    limit: RunningLimit


@dataclass(frozen=True, slots=True)
class Closed:
    """已结案 (ordinary track), or by a finding."""

    too_fast: bool = False


@dataclass(frozen=True, slots=True)
class ClosedOut:
    """已销号 (list track): confirmed on site, approved, and not dissatisfied (or found unreasonable)."""


@dataclass(frozen=True, slots=True)
class TooFastCleared:
    """A supervisor has looked."""

    words: Sealed | None


@dataclass(frozen=True, slots=True)
class Urged:
    """催办."""

    words: Sealed | None
    automatic: bool


@dataclass(frozen=True, slots=True)
class Supervised:
    """督办: a sheet of this grade replaces a lower one; the ticket's own limit is left alone."""

    grade: Grade
    due_at: datetime
    words: Sealed | None
    automatic: bool
    number: int = 0
    """Of the sheet (督办单) in its year, given as it is issued, without a gap; 0: a mere reminder or urge, or from before."""


@dataclass(frozen=True, slots=True)
class SupervisionLowered:
    """By the centre head, with a reason."""

    grade: Grade
    due_at: datetime
    words: Sealed | None


@dataclass(frozen=True, slots=True)
class Shelved:
    """挂账: the clock pauses."""

    review_on: date
    plan: Sealed


@dataclass(frozen=True, slots=True)
class ShelvingEnded:
    """Back to work: by the head, or because the review was missed."""

    missed: bool


@dataclass(frozen=True, slots=True)
class AppellantErased:
    """The key of one who raised the matter was destroyed: number, name and words are gone, the ticket is as it was."""

    appellant: AppellantId


@dataclass(frozen=True, slots=True)
class LimitMoved:
    """The limit was worked out again: a pause ended, a calendar year was loaded."""

    limit: RunningLimit


@dataclass(frozen=True, slots=True)
class MergedInto:
    """已并单."""

    main: TicketId


@dataclass(frozen=True, slots=True)
class PartTakenIn:
    """The main ticket takes over a part's appellant; one event an appellant."""

    part: TicketId
    appellant: AppellantId
    words: Sealed
    said_at: datetime
    channel: Channel
    confidential: bool
    fixed_line: bool = False


@dataclass(frozen=True, slots=True)
class MergeUndone:
    """The part stands by itself again, with state and limit as they were."""


@dataclass(frozen=True, slots=True)
class PartLetGo:
    """The main ticket gives a part back."""

    part: TicketId
    appellants: tuple[AppellantId, ...]


@dataclass(frozen=True, slots=True)
class LookBackSet:
    """When the matter will be looked at again."""

    due_at: datetime


@dataclass(frozen=True, slots=True)
class LookBackOpened:
    """回头看 begins."""

    because_again: bool


@dataclass(frozen=True, slots=True)
class LookBackRecorded:
    """巩固 / 反弹 / 未到位 (the last two are followed by `ReworkOrdered`)."""

    result: LookBackResult
    words: Sealed | None


@dataclass(frozen=True, slots=True)
class WhistleBlown:
    """吹哨: the ticket is a town's call. The units are called by the `Dispatched` that follows."""

    unit: UnitId
    kind: WhistleKind
    appellant: AppellantId
    minutes: int | None
    again: bool


@dataclass(frozen=True, slots=True)
class UnitExcused:
    """免到: the supervisor lets a called unit off, with a reason; nobody waits for it any more."""

    unit: UnitId
    reason: Sealed


@dataclass(frozen=True, slots=True)
class UnitRated:
    """双向评价: the town's rating of a called unit."""

    unit: UnitId
    mark: WhistleMark
    words: Sealed | None


@dataclass(frozen=True, slots=True)
class WhistleRated:
    """双向评价: a called unit's rating of the whistle."""

    unit: UnitId
    mark: WhistleMark
    words: Sealed | None


@dataclass(frozen=True, slots=True)
class WhistleConfirmed:
    """属地确认: the town says it is dealt with."""


@dataclass(frozen=True, slots=True)
class WhistleRefused:
    """The town does not confirm, and says why (a `ReviewOpened` follows)."""

    words: Sealed


@dataclass(frozen=True, slots=True)
class StepTaken:
    """A reminder or escalation step was taken; `late` when it was missed while the service was down (补发)."""

    step: str
    late: bool = False


Event = (
    Received
    | WordsAdded
    | UrgencyRaised
    | CitizenAsked
    | CitizenAnswered
    | Accepted
    | AnsweredAtOnce
    | Declined
    | Reopened
    | RecordCorrected
    | Dispatched
    | TrackChanged
    | AssignedByMeeting
    | ItemSet
    | ItemRemoved
    | TakenBack
    | AcknowledgedBy
    | Arrived
    | ArrivalMissed
    | CitizenContacted
    | ProgressReported
    | PartSignedOff
    | EvidenceAdded
    | ProgressWithdrawn
    | ExtensionRequested
    | ExtensionDecided
    | ReturnRequested
    | ReturnDecided
    | HandledReported
    | AnswerReturned
    | ReviewPassed
    | ReviewFailed
    | CloseoutRequested
    | CloseoutWithdrawn
    | ConfirmerNamed
    | SiteVisitPassed
    | SiteVisitFailed
    | CloseoutRejected
    | ApprovalGiven
    | ApprovalVoided
    | CallbackOpened
    | SampleCallOpened
    | CallQueued
    | RatingGiven
    | CallTried
    | ReviewOpened
    | FindingProposed
    | FindingConfirmed
    | ReworkOrdered
    | Closed
    | ClosedOut
    | TooFastCleared
    | Urged
    | Supervised
    | SupervisionLowered
    | Shelved
    | ShelvingEnded
    | LimitMoved
    | MergedInto
    | PartTakenIn
    | MergeUndone
    | PartLetGo
    | LookBackSet
    | LookBackOpened
    | LookBackRecorded
    | WhistleBlown
    | UnitExcused
    | UnitRated
    | WhistleRated
    | WhistleConfirmed
    | WhistleRefused
    | StepTaken
    | AppellantErased
)


@dataclass(frozen=True, slots=True)
class Recorded:
    """An event in its place: the `seq`-th of its ticket (from 1), when, and by whose hand."""

    seq: int
    at: datetime
    by: Actor
    event: Event
