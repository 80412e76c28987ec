"""Everything anybody may ask of a ticket, imperative. One type each; `domain/decide.py` answers every one in every state.

`by` is who asks. Where a command needs ids or sealed words, the handler made them before: deciding is pure.
The slash-command or chat gesture that gives each is named in brackets.
"""

from dataclasses import dataclass, field
from datetime import date, datetime

from domain.actor import Actor
from domain.answering import AnswerFinding
from domain.ids import AppellantId, BlobId, ItemNo, PersonId, Sealed, TicketId, UnitId, VisitId
from domain.ticket import Limit, MeetingRef
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
    UnreasonableGround,
    Urgency,
    WhistleKind,
    WhistleMark,
)


@dataclass(frozen=True, slots=True)
class Command:
    """What all commands share: who asks."""

    by: Actor


# --- intake (受理) ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FileAppeal(Command):
    """A person's request becomes a ticket [any text message; the operator's form]."""

    ticket: TicketId
    number: str
    short_code: str
    appellant: AppellantId
    words: Sealed
    channel: Channel
    title: Sealed | None = None
    place: Sealed | None = None
    nature: Nature | None = None
    urgency: Urgency = Urgency.NORMAL
    area: Area = Area.TOWN
    confidential: bool = False
    enterprise: bool = False
    linked_to: TicketId | None = None
    """A matter closed less than 30 days ago that this seems to repeat."""
    fixed_line: bool = False
    """Their number takes no text messages: they are called."""


@dataclass(frozen=True, slots=True)
class AddWords(Command):
    """The citizen (or an operator for them) adds to an open request; also the answer to `AskCitizen`."""

    appellant: AppellantId
    words: Sealed
    urgency: Urgency = Urgency.NORMAL
    """Raised if the new words demand it; never lowered here."""


@dataclass(frozen=True, slots=True)
class AskCitizen(Command):
    """待补充: something is missing, one text to the citizen [/补充]."""

    missing: Sealed


@dataclass(frozen=True, slots=True)
class Accept(Command):
    """受理: nature, class and place stand, the emergency check is passed [/受理]. None keeps what is known."""

    nature: Nature | None = None
    category: str | None = None
    place: Sealed | None = None
    title: Sealed | None = None
    urgency: Urgency | None = None
    area: Area | None = None
    about_unit: UnitId | None = None
    confidential: bool = False
    enterprise: bool = False


@dataclass(frozen=True, slots=True)
class AnswerAtOnce(Command):
    """在线办结 [/答复]."""

    answer: Sealed


@dataclass(frozen=True, slots=True)
class Decline(Command):
    """不予受理, with a reason and the right way told [/不予受理]."""

    reason: DeclineReason
    words: Sealed | None = None


@dataclass(frozen=True, slots=True)
class Reopen(Command):
    """A declined request is taken up again [/受理 on a declined one; the citizen's words after 信息不足]."""

    reason: Sealed | None = None


@dataclass(frozen=True, slots=True)
class CorrectRecord(Command):
    """更正 by the centre head: a counter-event, nothing is edited away. Lowering the urgency needs this. None keeps."""

    reason: Sealed
    nature: Nature | None = None
    category: str | None = None
    urgency: Urgency | None = None
    area: Area | None = None
    place: Sealed | None = None
    title: Sealed | None = None


# --- dispatch (派单、交办) ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class NewItem:
    """An item as it comes with an assignment; what is None is taken from policy, lead unit and ticket."""

    words: Sealed
    standard: Sealed | None = None
    unit: UnitId | None = None
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class Dispatch(Command):
    """派单: exactly one lead unit; accepts a received ticket too [/派单]."""

    lead: UnitId
    assists: tuple[UnitId, ...] = ()
    limit: Limit | None = None
    """None: by the policy's table (§7.1)."""
    demand: Sealed | None = None
    nature: Nature | None = None
    """This and the next two: only for a ticket not accepted yet; None keeps what is known."""
    category: str | None = None
    place: Sealed | None = None


@dataclass(frozen=True, slots=True)
class Assign(Command):
    """交办: to the leader in person, with its list of items; moves to the list track, grade at least 3 [/交办]."""

    leader: PersonId | None
    """None: the lead unit's accountable person."""
    lead: UnitId
    assists: tuple[UnitId, ...] = ()
    items: tuple[NewItem, ...] = ()
    limit: Limit | None = None
    demand: Sealed | None = None
    nature: Nature | None = None
    """This and the next two: only for a ticket not accepted yet; None keeps what is known."""
    category: str | None = None
    place: Sealed | None = None
    meeting: MeetingRef | None = None
    """The line of a dispatch meeting's list that this carries out."""


@dataclass(frozen=True, slots=True)
class AddItem(Command):
    """[/条目 … 增]."""

    item: NewItem
    reason: Sealed | None = None


@dataclass(frozen=True, slots=True)
class ChangeItem(Command):
    """[/条目 … 改]. None keeps."""

    no: ItemNo
    words: Sealed | None = None
    standard: Sealed | None = None
    unit: UnitId | None = None
    due_on: date | None = None
    reason: Sealed | None = None


@dataclass(frozen=True, slots=True)
class RemoveItem(Command):
    """[/条目 … 删]. The last item of a list-track ticket stays."""

    no: ItemNo
    reason: Sealed | None = None


@dataclass(frozen=True, slots=True)
class Redispatch(Command):
    """改派: back to 待派单 and on to another unit, which gets a full limit [/改派]. Without `lead`: only taken back."""

    lead: UnitId | None
    assists: tuple[UnitId, ...] = ()
    reason: Sealed | None = None


# --- the unit (承办单位) -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Acknowledge(Command):
    """签收 [button; 收到]. Late is recorded, not refused."""


@dataclass(frozen=True, slots=True)
class ReportArrival(Command):
    """到场, for every part the person acts for [/到场; words that say so; button]."""

    words: Sealed | None = None


@dataclass(frozen=True, slots=True)
class RecordContact(Command):
    """The citizen was contacted (联系群众), when and what they said."""

    words: Sealed
    contacted_at: datetime


@dataclass(frozen=True, slots=True)
class ReportProgress(Command):
    """报送处理进度: any words or pictures of the unit; names the items it says are done [plain reply; 报进度]."""

    words: Sealed | None
    done: tuple[ItemNo, ...] = ()
    evidence: tuple[BlobId, ...] = ()
    expected_on: date | None = None
    contact: bool = False
    """The words say that the citizen was contacted."""
    part_done: bool = False
    """The words say that the unit's part is done: how an assisting unit without items signs off."""


@dataclass(frozen=True, slots=True)
class AddEvidence(Command):
    """A picture or file that followed a report joins it."""

    report: int
    """`ProgressNote.seq`."""
    evidence: tuple[BlobId, ...]


@dataclass(frozen=True, slots=True)
class WithdrawProgress(Command):
    """撤销 within ten minutes: the report never counts, its items are open again."""

    report: int


@dataclass(frozen=True, slots=True)
class RequestExtension(Command):
    """申请延期: once, before expiry, with a new date and a reason; urgent never [button; words]."""

    until: date
    reason: Sealed


@dataclass(frozen=True, slots=True)
class DecideExtension(Command):
    """[/延期 … 批准|驳回] by the centre head, never by who asked."""

    granted: bool
    until: date | None = None
    """None: the date asked for."""
    reason: Sealed | None = None


@dataclass(frozen=True, slots=True)
class RequestReturn(Command):
    """申请退单: once, within one working day, with a reason code [button; words]."""

    reason: ReturnReason
    suggested: UnitId | None = None
    words: Sealed | None = None


@dataclass(frozen=True, slots=True)
class DecideReturn(Command):
    """[/退单 … 批准|驳回] by the dispatcher; a second return by the centre head. `to`: the new lead, if known at once."""

    granted: bool
    to: UnitId | None = None
    reason: Sealed | None = None


@dataclass(frozen=True, slots=True)
class ReportHandled(Command):
    """申请办结 on the ordinary track: finding and result for the citizen. From an assisting unit: its part is done."""

    result: Sealed
    contact: bool = False
    """The citizen was contacted, by this report's own words."""
    findings: tuple[AnswerFinding, ...] = ()
    """What the answer check found in the result (`domain/answering.py`)."""


@dataclass(frozen=True, slots=True)
class Review(Command):
    """审核 of a handled ticket: is the answer real, does it fit [/审核 通过|退回]."""

    passed: bool
    reason: Sealed | None = None


@dataclass(frozen=True, slots=True)
class RequestCloseout(Command):
    """申请销号 by the responsible leader or the unit head [button; words; after the read-back]."""

    visit: VisitId
    """Id for the site visit that the request starts."""
    words: Sealed | None = None
    different: Sealed | None = None
    """After a rework: what is different from the first time."""
    confirmer: PersonId | None = None
    """Proposed by whoever knows areas and load; None or unfit: chosen by rule."""


@dataclass(frozen=True, slots=True)
class WithdrawCloseout(Command):
    """The leader says work goes on: the request is withdrawn after a read-back."""

    words: Sealed | None = None


# --- on site and close-out (核实、销号) ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class NameConfirmer(Command):
    """踏勘: names who goes, or another one [/踏勘 工单号 @核查员]."""

    visit: VisitId
    confirmer: PersonId
    anew: bool = False
    """The same person gets a fresh page, because the phone that opened the last one is gone [… 重发]."""


@dataclass(frozen=True, slots=True)
class ItemFinding:
    """Pass or fail of one item as seen on site."""

    no: ItemNo
    passed: bool
    note: Sealed | None = None


@dataclass(frozen=True, slots=True)
class ReportVisit(Command):
    """核实 到位|未到位: the confirmer was there [page; chat with photo and position; /核实 with a listed kind]."""

    passed: bool
    kind: ConfirmationKind
    findings: tuple[ItemFinding, ...] = ()
    photos: tuple[BlobId, ...] = ()
    """Fresh photos of this visit, each proved new by the handler."""
    with_position: bool = False
    note: Sealed | None = None


@dataclass(frozen=True, slots=True)
class RejectCloseout(Command):
    """不予销号, with a reason; the old limit stands [/不予销号]."""

    reason: Sealed


@dataclass(frozen=True, slots=True)
class Approve(Command):
    """销号: the approval; when the rating stands too, the system closes [/销号]."""


@dataclass(frozen=True, slots=True)
class RecordRating(Command):
    """A rating, by text message or by the callback officer [/回访 工单号 评价]."""

    appellant: AppellantId
    rating: Rating
    way: RatingWay
    words: Sealed | None = None
    solved: bool | None = None
    """Whether the citizen calls the matter solved, where that was asked."""


@dataclass(frozen=True, slots=True)
class RecordCallTry(Command):
    """[/回访 工单号 未接通]: three on different half-days end it for this appellant."""

    appellant: AppellantId


@dataclass(frozen=True, slots=True)
class ProposeFinding(Command):
    """认定 of an unreasonable demand, first hand [/认定]."""

    ground: UnreasonableGround
    words: Sealed


@dataclass(frozen=True, slots=True)
class ConfirmFinding(Command):
    """认定, second hand: another office holder of the centre, at least one of the two the head or deputy."""


@dataclass(frozen=True, slots=True)
class OrderRework(Command):
    """发回重办: cause class and rework limit; grade raised at least to 3 [/重办]."""

    cause: CauseClass
    words: Sealed
    limit: Limit | None = None
    """None: five working days (§7.1)."""


# --- supervision (督办) ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class UrgeUnit(Command):
    """催办: not counted as 督办 [/催办]."""

    words: Sealed | None = None


@dataclass(frozen=True, slots=True)
class Supervise(Command):
    """督办: orders a grade; the sheet has its own limit [/督办]. Lowering is the head's, with a reason."""

    grade: Grade
    due_on: date | None = None
    words: Sealed | None = None


@dataclass(frozen=True, slots=True)
class Shelve(Command):
    """挂账 by the centre head: plan, review within 90 days [/挂账]. On a shelved one: renewed."""

    review_on: date
    plan: Sealed


@dataclass(frozen=True, slots=True)
class Unshelve(Command):
    """Back to work [/挂账 工单号 恢复]."""


@dataclass(frozen=True, slots=True)
class MergeInto(Command):
    """并单: this one becomes a part of an open main ticket."""

    main: TicketId
    main_is_open: bool
    main_on_list_track: bool


@dataclass(frozen=True, slots=True)
class TakeIn(Command):
    """并单, seen from the main ticket: takes over the appellants and the strictest track of a part."""

    part: TicketId
    appeals: tuple["TakenAppeal", ...]
    part_on_list_track: bool


@dataclass(frozen=True, slots=True)
class TakenAppeal:
    """An appeal carried over."""

    appellant: AppellantId
    words: Sealed
    at: datetime
    channel: Channel
    confidential: bool
    fixed_line: bool = False


@dataclass(frozen=True, slots=True)
class UndoMerge(Command):
    """The part comes back with its state and limits."""


@dataclass(frozen=True, slots=True)
class LetGo(Command):
    """Undoing a merge, seen from the main ticket."""

    part: TicketId
    appellants: tuple[AppellantId, ...]


@dataclass(frozen=True, slots=True)
class StartLookBack(Command):
    """回头看 of a closed matter [/回头看; the timer; the citizen comes again]."""

    because_again: bool = False


@dataclass(frozen=True, slots=True)
class RecordLookBack(Command):
    """[/回头看 工单号 巩固|反弹|未到位]."""

    result: LookBackResult
    words: Sealed | None = None


@dataclass(frozen=True, slots=True)
class LookAtTooFast(Command):
    """A supervisor has looked at a ticket closed within minutes, and clears the mark."""

    words: Sealed | None = None


# --- whistle and report (吹哨报到) --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class BlowWhistle(Command):
    """吹哨: a town calls a lead and others to the spot; ticket, dispatch and call in one go [/吹哨]."""

    ticket: TicketId
    number: str
    short_code: str
    appellant: AppellantId
    """Stands for the town: the words are sealed under its key."""
    unit: UnitId
    """The whistling town; by the centre: for which town."""
    kind: WhistleKind
    words: Sealed
    place: Sealed
    lead: UnitId
    assists: tuple[UnitId, ...] = ()
    title: Sealed | None = None
    minutes: int | None = None
    """The time in the whistle, from the call; None: the rule for urgent matters, or the policy's own."""
    nature: Nature = Nature.HELP
    category: str = ""
    urgency: Urgency = Urgency.NORMAL
    area: Area = Area.TOWN
    confidential: bool = False
    items: tuple[NewItem, ...] = ()
    earlier: TicketId | None = None
    """The earlier case at the same place, where one was found."""
    again: bool = False
    """The words say that it is the same thing again (又)."""


@dataclass(frozen=True, slots=True)
class ConfirmWhistle(Command):
    """属地确认 after the lead's report [/吹哨 确认; button]."""


@dataclass(frozen=True, slots=True)
class RefuseWhistle(Command):
    """The town does not confirm: it is not dealt with [/吹哨 不认可]."""

    words: Sealed


@dataclass(frozen=True, slots=True)
class RateUnits(Command):
    """双向评价 by the town: of the named units, or of all not rated yet [/吹哨 评价; button]."""

    mark: WhistleMark
    units: tuple[UnitId, ...] = ()
    words: Sealed | None = None


@dataclass(frozen=True, slots=True)
class RateWhistle(Command):
    """双向评价 by a called unit: was the whistle justified [/吹哨 评价; button]."""

    mark: WhistleMark
    words: Sealed | None = None


@dataclass(frozen=True, slots=True)
class ExcuseUnit(Command):
    """免到 by the supervisor: a called unit need not come, and blocks nothing any more [/吹哨 免到]."""

    unit: UnitId
    reason: Sealed


# --- time ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class EraseAppellant(Command):
    """A citizen of an ended matter is forgotten, on their wish or when the time for keeping is over [duban erase]."""

    appellant: AppellantId


@dataclass(frozen=True, slots=True)
class TimeCame(Command):
    """A step of the ticket's own timetable has come (see `domain/timers.py`). A step no longer wanted does nothing."""

    step: str
    visit: VisitId | None = field(default=None)
    """An id ready for a visit, should this step start one."""


@dataclass(frozen=True, slots=True)
class CalendarChanged(Command):
    """A year's official calendar was loaded: a provisional due time is worked out again."""


AnyCommand = (
    FileAppeal
    | AddWords
    | AskCitizen
    | Accept
    | AnswerAtOnce
    | Decline
    | Reopen
    | CorrectRecord
    | Dispatch
    | Assign
    | AddItem
    | ChangeItem
    | RemoveItem
    | Redispatch
    | Acknowledge
    | ReportArrival
    | RecordContact
    | ReportProgress
    | AddEvidence
    | WithdrawProgress
    | RequestExtension
    | DecideExtension
    | RequestReturn
    | DecideReturn
    | ReportHandled
    | Review
    | RequestCloseout
    | WithdrawCloseout
    | NameConfirmer
    | ReportVisit
    | RejectCloseout
    | Approve
    | RecordRating
    | RecordCallTry
    | ProposeFinding
    | ConfirmFinding
    | OrderRework
    | UrgeUnit
    | Supervise
    | Shelve
    | Unshelve
    | MergeInto
    | TakeIn
    | UndoMerge
    | LetGo
    | StartLookBack
    | RecordLookBack
    | LookAtTooFast
    | BlowWhistle
    | ConfirmWhistle
    | RefuseWhistle
    | RateUnits
    | RateWhistle
    | ExcuseUnit
    | EraseAppellant
    | TimeCame
    | CalendarChanged
)
