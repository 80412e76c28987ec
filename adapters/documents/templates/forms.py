"""The sheets: title, number, one bordered table, signature line (D1, D3, D4, D9, D10, D14, D15)."""

from adapters.documents.templates.pieces import (
    band,
    f,
    issued_line,
    listed,
    marking,
    pair,
    wide,
)
from adapters.documents.templates.wordml import Row, p, section, table
from config.texts.papers import words
from config.texts.papers.labels import label
from config.texts.papers.titles import title
from domain.papers.kinds import PaperKind

_TALL, _TALLER = 860, 1300
"""Least heights of what is long, or filled in by hand."""


def _sheet(kind: PaperKind, number: str, rows: list[Row]) -> str:
    numbered = p(f"{words.NUMBER}{f(number)}", "Note", '<w:jc w:val="right"/>')
    return marking() + p(title(kind), "Title") + numbered + table(rows) + issued_line() + section()


def ticket_sheet() -> str:
    """D1."""
    rows = [
        pair("received_at", "channel"),
        pair("appellant", "phone"),
        pair("nature", "content_class"),
        pair("urgency", "confidential"),
        pair("place", "position"),
        wide("subject"),
        wide("request", _TALLER),
        pair("concerned", "attachments"),
        pair("repeated", "linked"),
        pair("received_by", "dispatched_at"),
        pair("lead_unit", "leader"),
        wide("assist_units"),
        wide("demand", _TALL),
        wide("due"),
    ]
    return _sheet(PaperKind.TICKET_SHEET, "ticket_number", rows)


def assignment_sheet() -> str:
    """D3."""
    rows = [
        pair("batch", "assigned_at"),
        pair("assigned_by", "lead_unit"),
        pair("leader", "assist_units"),
        wide("place"),
        wide("problem", _TALL),
        band(words.ITEMS),
        *listed(
            label("items"),
            [("no", 7), ("problem", 32), ("standard", 30), ("unit", 16), ("due", 15)],
            left=("problem", "standard"),
        ),
        wide("demand", _TALL),
        pair("due", "feedback_way"),
    ]
    return _sheet(PaperKind.ASSIGNMENT_SHEET, "ticket_number", rows)


def supervision_sheet() -> str:
    """D4, in the order of `domain.md` §13.3."""
    rows = [
        wide("subject"),
        pair("grade", "signed_by"),
        pair("signed_at", "supervised_unit"),
        pair("leader", "linked_to"),
        wide("request_summary", _TALL),
        wide("so_far", _TALL),
        wide("shortcomings", _TALL),
        wide("demand", _TALL),
        pair("due", "feedback_way"),
        wide("unit_feedback", _TALLER),
        wide("check_opinion", _TALL),
        pair("is_closed_out", "copy_to"),
    ]
    return _sheet(PaperKind.SUPERVISION_SHEET, "sheet_number", rows)


def rework_notice() -> str:
    """D14."""
    rows = [
        pair("ticket_number", "grade"),
        wide("subject"),
        pair("lead_unit", "leader"),
        wide("assist_units"),
        wide("first_result", _TALLER),
        pair("rated_at", "cause_class"),
        wide("complaint", _TALL),
        wide("demand", _TALL),
        wide("due"),
        wide("unit_feedback", _TALLER),
    ]
    return _sheet(PaperKind.REWORK_NOTICE, "rework_number", rows)


def site_record() -> str:
    """D9."""
    rows = [
        wide("subject"),
        pair("lead_unit", "visited_at"),
        pair("visited_by", "present"),
        pair("place", "position"),
        wide("visit_way"),
        band(words.FINDINGS),
        *listed(
            label("findings"),
            [("no", 7), ("problem", 30), ("standard", 30), ("result", 14), ("remark", 19)],
            left=("problem", "standard", "remark"),
        ),
        wide("conclusion", _TALL),
        wide("photos", _TALL),
        wide("remark"),
    ]
    return _sheet(PaperKind.SITE_RECORD, "ticket_number", rows)


def closeout_request() -> str:
    """D10, in the order of `domain.md` §13.5."""
    rows = [
        wide("batch"),
        wide("problem", _TALL),
        pair("lead_unit", "assist_units"),
        pair("leader", "assigned_at"),
        pair("due", "finished_at"),
        wide("on_time"),
        wide("course", _TALL),
        band(words.RESULTS),
        *listed(
            label("results"),
            [("no", 7), ("problem", 34), ("result", 41), ("done_on", 18)],
            left=("problem", "result"),
        ),
        wide("evidence"),
        wide("three_firsts"),
        wide("citizen_opinion"),
        wide("lasting_measure"),
        pair("applied_by", "applied_at"),
        band(words.ON_SITE),
        pair("checked_by", "checked_at"),
        pair("checked_place", "visit_way"),
        wide("conclusion"),
        wide("photos"),
        wide("callback_result"),
        band(words.APPROVED),
        wide("approval", _TALL),
        pair("approved_by", "closed_out_at"),
    ]
    return _sheet(PaperKind.CLOSEOUT_REQUEST, "ticket_number", rows)


def unreasonable_finding() -> str:
    """D15."""
    rows = [
        wide("subject"),
        pair("unit", "applied_at"),
        pair("rated_at", "ground"),
        wide("complaint"),
        wide("proof", _TALL),
        wide("callback_note", _TALL),
        pair("first_member", "second_member"),
        wide("first_opinion", _TALL),
        wide("second_opinion", _TALL),
        wide("decision"),
        wide("decided_at"),
        wide("citizen_told"),
        wide("objection"),
    ]
    return _sheet(PaperKind.UNREASONABLE, "ticket_number", rows)
