"""Forms that live in chat and have no file of their own (`domain.md` §13.1)."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from domain.papers.kinds import PaperKind
from domain.papers.paper import Paper


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnRequest(Paper):
    """退单申请表, D6."""

    kind: ClassVar[PaperKind] = PaperKind.RETURN_REQUEST

    ticket_number: str
    subject: str
    unit: str
    applied_by: str
    applied_at: datetime
    return_reason: str
    explanation: str
    suggested_unit: str = ""
    decision: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtensionRequest(Paper):
    """延期申请表, D7."""

    kind: ClassVar[PaperKind] = PaperKind.EXTENSION_REQUEST

    ticket_number: str
    subject: str
    unit: str
    applied_by: str
    applied_at: datetime
    due: str
    wanted_due: str
    explanation: str
    decision: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressPaper(Paper):
    """进度报告, D8."""

    kind: ClassVar[PaperKind] = PaperKind.PROGRESS_REPORT

    ticket_number: str
    subject: str
    unit: str
    reported_by: str
    reported_at: datetime
    progress: str
    attachments: str = ""
    next_step: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseoutRefusal(Paper):
    """不予销号通知, D11."""

    kind: ClassVar[PaperKind] = PaperKind.CLOSEOUT_REFUSAL

    ticket_number: str
    subject: str
    unit: str
    leader: str
    failed_items: tuple[str, ...]
    reason: str
    demand: str
    due: str
    decided_by: str
    decided_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CallbackRecord(Paper):
    """回访记录, D12."""

    kind: ClassVar[PaperKind] = PaperKind.CALLBACK_RECORD

    ticket_number: str
    subject: str
    called_by: str
    called_at: datetime
    callback_way: str
    contacted: str
    solved: str
    rating: str
    complaint: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DissatisfactionAnalysis(Paper):
    """不满意件分析表, D13."""

    kind: ClassVar[PaperKind] = PaperKind.DISSATISFACTION

    ticket_number: str
    subject: str
    unit: str
    rated_at: datetime
    complaint: str
    first_result: str
    cause_class: str
    analysis: str
    handling: str
    analysed_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LookBackRecord(Paper):
    """回头看记录, D16."""

    kind: ClassVar[PaperKind] = PaperKind.LOOK_BACK

    ticket_number: str
    subject: str
    unit: str
    visited_by: str
    visited_at: datetime
    place: str
    result: str
    remark: str = ""
    photos: str = ""


@dataclass(frozen=True, slots=True)
class Called:
    """A unit that was called, and when it signed and came."""

    unit: str
    role: str
    signed: str
    arrived: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WhistleSheet(Paper):
    """吹哨单 / 报到记录, D17."""

    kind: ClassVar[PaperKind] = PaperKind.WHISTLE

    ticket_number: str
    whistler: str
    whistled_at: datetime
    whistle_kind: str
    matter: str
    place: str
    arrival_due: str
    called: tuple[Called, ...]
    handling: str = ""
    mutual_rating: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CitizenReply(Paper):
    """答复, D25: the words of a text message."""

    kind: ClassVar[PaperKind] = PaperKind.CITIZEN_REPLY

    reply: str
