"""Papers around close-out: site record, close-out request, finding of an unreasonable demand (`domain.md` §13.5, §9.5)."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from domain.papers.kinds import PaperKind
from domain.papers.paper import Formal


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found about one item on site."""

    no: int
    problem: str
    standard: str
    result: str
    remark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteRecord(Formal):
    """现场踏勘记录, D9."""

    kind: ClassVar[PaperKind] = PaperKind.SITE_RECORD

    ticket_number: str
    subject: str
    lead_unit: str
    visited_at: datetime
    visited_by: str
    present: str = ""
    place: str
    position: str
    visit_way: str
    findings: tuple[Finding, ...]
    conclusion: str
    photos: str
    remark: str = ""


@dataclass(frozen=True, slots=True)
class ItemResult:
    """What was done about one item of the list."""

    no: int
    problem: str
    result: str
    done_on: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseoutRequest(Formal):
    """销号申请表, D10; fields in the order of `domain.md` §13.5."""

    kind: ClassVar[PaperKind] = PaperKind.CLOSEOUT_REQUEST

    batch: str
    ticket_number: str
    problem: str
    lead_unit: str
    assist_units: str = ""
    leader: str
    assigned_at: datetime
    due: str
    finished_at: datetime
    on_time: str
    course: str
    results: tuple[ItemResult, ...]
    evidence: str
    three_firsts: str
    citizen_opinion: str
    lasting_measure: str
    applied_by: str
    applied_at: datetime
    checked_by: str = ""
    checked_at: datetime | None = None
    checked_place: str = ""
    visit_way: str = ""
    conclusion: str = ""
    photos: str = ""
    callback_result: str = ""
    approval: str = ""
    approved_by: str = ""
    closed_out_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UnreasonableFinding(Formal):
    """不合理诉求认定表, D15: decided by two persons of the centre; leaves the satisfaction rate only."""

    kind: ClassVar[PaperKind] = PaperKind.UNREASONABLE

    ticket_number: str
    subject: str
    unit: str
    rated_at: datetime
    complaint: str
    applied_at: datetime
    ground: str
    proof: str
    callback_note: str
    first_member: str
    first_opinion: str
    second_member: str
    second_opinion: str
    decision: str
    decided_at: datetime
    citizen_told: str
    objection: str = ""
