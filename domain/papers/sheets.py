"""Sheets that go to a unit: ticket, assignment, supervision, urging, rework (`domain.md` §4.2, §13.3, §9.4)."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from domain.papers.kinds import PaperKind
from domain.papers.paper import Formal


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketSheet(Formal):
    """工单 (承办单), D1. Name and phone come as far as the reader may see them; empty for a secret caller."""

    kind: ClassVar[PaperKind] = PaperKind.TICKET_SHEET

    ticket_number: str
    received_at: datetime
    channel: str
    appellant: str
    phone: str
    nature: str
    content_class: str
    urgency: str
    place: str
    position: str = ""
    subject: str
    request: str
    concerned: str = ""
    attachments: str = ""
    repeated: str = ""
    linked: str = ""
    received_by: str
    lead_unit: str
    leader: str
    assist_units: str = ""
    dispatched_at: datetime
    demand: str
    due: str


@dataclass(frozen=True, slots=True)
class SheetItem:
    """One line (条目) of an assignment sheet."""

    no: int
    problem: str
    standard: str
    unit: str
    due: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignmentSheet(Formal):
    """交办单, D3: one matter into the hand of one leader."""

    kind: ClassVar[PaperKind] = PaperKind.ASSIGNMENT_SHEET

    ticket_number: str
    batch: str = ""
    assigned_at: datetime
    assigned_by: str
    lead_unit: str
    leader: str
    assist_units: str = ""
    place: str
    problem: str
    items: tuple[SheetItem, ...]
    demand: str
    due: str
    feedback_way: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SupervisionSheet(Formal):
    """督办单, D4; fields in the order of `domain.md` §13.3."""

    kind: ClassVar[PaperKind] = PaperKind.SUPERVISION_SHEET

    subject: str
    sheet_number: str
    grade: str
    signed_by: str
    signed_at: datetime
    supervised_unit: str
    leader: str
    linked_to: str
    request_summary: str
    so_far: str
    shortcomings: str
    demand: str
    due: str
    feedback_way: str
    unit_feedback: str = ""
    check_opinion: str = ""
    is_closed_out: str = ""
    copy_to: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class UrgeNotice(Formal):
    """催办通知书, D5: a letter to the unit that is late or silent."""

    kind: ClassVar[PaperKind] = PaperKind.URGE_NOTICE

    notice_number: str
    addressee: str
    ticket_number: str
    subject: str
    assigned_at: datetime
    due: str
    late_by: str
    demand: str
    answer_due: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReworkNotice(Formal):
    """发回重办通知单, D14. The number is the ticket's with -R1, -R2 and so on."""

    kind: ClassVar[PaperKind] = PaperKind.REWORK_NOTICE

    rework_number: str
    ticket_number: str
    subject: str
    lead_unit: str
    leader: str
    assist_units: str = ""
    grade: str
    first_result: str
    rated_at: datetime
    complaint: str
    cause_class: str
    demand: str
    due: str
    unit_feedback: str = ""
