"""Which papers there are (`domain.md` §13.1), and as what each may go out."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class PaperKind(StrEnum):
    """A paper, by its number in the roll-call; an export (导出) has none."""

    TICKET_SHEET = "D1"
    ASSIGNMENT_LIST = "D2"
    ASSIGNMENT_SHEET = "D3"
    SUPERVISION_SHEET = "D4"
    URGE_NOTICE = "D5"
    RETURN_REQUEST = "D6"
    EXTENSION_REQUEST = "D7"
    PROGRESS_REPORT = "D8"
    SITE_RECORD = "D9"
    CLOSEOUT_REQUEST = "D10"
    CLOSEOUT_REFUSAL = "D11"
    CALLBACK_RECORD = "D12"
    DISSATISFACTION = "D13"
    REWORK_NOTICE = "D14"
    UNREASONABLE = "D15"
    LOOK_BACK = "D16"
    WHISTLE = "D17"
    BULLETIN = "D18"
    MINUTES = "D19"
    BRIEF = "D20"
    ACCOUNTABILITY = "D21"
    SHELVED_LEDGER = "D22"
    DUTY = "D23"
    ANNUAL = "D24"
    CITIZEN_REPLY = "D25"
    EXPORT = "export"


class Form(StrEnum):
    """As what a paper is made; the value is the ending of its file's name."""

    DOCX = "docx"
    XLSX = "xlsx"
    PDF = "pdf"
    PICTURE = "png"
    MARKDOWN = "md"


_WRITTEN = (Form.DOCX, Form.PDF, Form.PICTURE, Form.MARKDOWN)
_WORKED_ON = (Form.XLSX, Form.PDF, Form.PICTURE)
_SAID = (Form.MARKDOWN, Form.PICTURE)
_BOTH = (Form.DOCX, Form.XLSX, Form.PDF, Form.PICTURE, Form.MARKDOWN)

FORMS: Mapping[PaperKind, tuple[Form, ...]] = MappingProxyType(
    {
        PaperKind.TICKET_SHEET: _WRITTEN,
        PaperKind.ASSIGNMENT_LIST: _BOTH,
        PaperKind.ASSIGNMENT_SHEET: _WRITTEN,
        PaperKind.SUPERVISION_SHEET: _WRITTEN,
        PaperKind.URGE_NOTICE: _WRITTEN,
        PaperKind.RETURN_REQUEST: _SAID,
        PaperKind.EXTENSION_REQUEST: _SAID,
        PaperKind.PROGRESS_REPORT: _SAID,
        PaperKind.SITE_RECORD: _WRITTEN,
        PaperKind.CLOSEOUT_REQUEST: _WRITTEN,
        PaperKind.CLOSEOUT_REFUSAL: _SAID,
        PaperKind.CALLBACK_RECORD: _SAID,
        PaperKind.DISSATISFACTION: _SAID,
        PaperKind.REWORK_NOTICE: _WRITTEN,
        PaperKind.UNREASONABLE: _WRITTEN,
        PaperKind.LOOK_BACK: _SAID,
        PaperKind.WHISTLE: _SAID,
        PaperKind.BULLETIN: _BOTH,
        PaperKind.MINUTES: _WRITTEN,
        PaperKind.BRIEF: _WRITTEN,
        PaperKind.ACCOUNTABILITY: _WRITTEN,
        PaperKind.SHELVED_LEDGER: _WORKED_ON,
        PaperKind.DUTY: _WORKED_ON,
        PaperKind.ANNUAL: _BOTH,
        PaperKind.CITIZEN_REPLY: (Form.MARKDOWN,),
        PaperKind.EXPORT: _WORKED_ON,
    }
)
