"""Every shipped template: which paper, and what makes its body."""

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from adapters.documents.templates import forms, letters, reports
from adapters.documents.templates.parts import package
from config.papers.templates import SHIPPED
from config.texts.papers.titles import template_name
from domain.papers.kinds import PaperKind

BODIES: Mapping[PaperKind, Callable[[], str]] = MappingProxyType(
    {
        PaperKind.TICKET_SHEET: forms.ticket_sheet,
        PaperKind.ASSIGNMENT_LIST: letters.assignment_list,
        PaperKind.ASSIGNMENT_SHEET: forms.assignment_sheet,
        PaperKind.SUPERVISION_SHEET: forms.supervision_sheet,
        PaperKind.URGE_NOTICE: letters.urge_notice,
        PaperKind.SITE_RECORD: forms.site_record,
        PaperKind.CLOSEOUT_REQUEST: forms.closeout_request,
        PaperKind.REWORK_NOTICE: forms.rework_notice,
        PaperKind.UNREASONABLE: forms.unreasonable_finding,
        PaperKind.BULLETIN: reports.bulletin,
        PaperKind.MINUTES: reports.minutes,
        PaperKind.BRIEF: letters.brief,
        PaperKind.ACCOUNTABILITY: letters.accountability_proposal,
        PaperKind.ANNUAL: reports.annual,
    }
)


def template(kind: PaperKind) -> bytes:
    """A shipped template, made anew."""
    return package(BODIES[kind]())


def write_all(folder: Path = SHIPPED) -> None:
    """Write every template."""
    folder.mkdir(parents=True, exist_ok=True)
    for kind in BODIES:
        (folder / template_name(kind)).write_bytes(template(kind))
