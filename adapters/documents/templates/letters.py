"""Letters and lists: urge notice (D5), proposal to hold responsible (D21), assignment list (D2)."""

from adapters.documents.templates.pieces import (
    colophon,
    each,
    f,
    issued_line,
    listed,
    marking,
    of,
    red_head,
    signed,
    where,
)
from adapters.documents.templates.wordml import WIDE_BLOCK, p, section, table
from config.texts.papers import words
from config.texts.papers.labels import label
from config.texts.papers.titles import title
from domain.papers.kinds import PaperKind

_CENTRED = '<w:jc w:val="center"/>'


def urge_notice() -> str:
    """D5."""
    opening = words.URGE_OPENING.format(
        assigned_at=f("assigned_at"),
        ticket=f("ticket_number"),
        subject=f("subject"),
        due=f("due"),
        late_by=f("late_by"),
    )
    return (
        marking()
        + p(title(PaperKind.URGE_NOTICE), "Title")
        + p(f("notice_number"), "Flush", _CENTRED)
        + p("", "Body")
        + p(f("addressee") + words.COLON, "Flush")
        + p(opening)
        + p(words.URGE_DEMAND.format(demand=f("demand"), answer_due=f("answer_due")))
        + signed()
        + section()
    )


def accountability_proposal() -> str:
    """D21."""
    about, facts, statement, proposed = words.PROPOSAL_SECTIONS
    columns = [("no", 7), ("at", 20), ("ticket_number", 22), ("fact", 31), ("evidence", 20)]
    return (
        marking()
        + p(f("proposal"), "Title")
        + p(f("proposal_number"), "Flush", _CENTRED)
        + p("", "Body")
        + p(f("addressee") + words.COLON, "Flush")
        + p(about, "Heading1")
        + p(words.PROPOSAL_UNIT.format(unit=f("unit"), rule=f("rule")))
        + p(f("summary"))
        + p(facts, "Heading1")
        + table(listed(label("facts"), columns, small=True, left=("fact", "evidence")))
        + p("", "Note")
        + p(statement, "Heading1")
        + p(f("unit_statement"))
        + p(proposed, "Heading1")
        + p(f("proposed"))
        + p(words.PROPOSAL_NOTE)
        + p(words.PROPOSAL_AUDIENCE.format(audience=f("audience")))
        + signed()
        + section()
    )


def assignment_list() -> str:
    """D2: eleven columns on a landscape page."""
    columns = [
        ("no", 14),
        ("ticket", 48),
        ("problem", 52),
        ("place", 32),
        ("lead_unit", 28),
        ("leader", 20),
        ("assist_units", 28),
        ("demand", 50),
        ("finish_by", 30),
        ("progress", 28),
        ("closed_out", 16),
    ]
    left = ("problem", "place", "demand", "progress")
    return (
        marking()
        + p(words.BATCH_IN_TITLE.format(batch=f("batch")), "Title")
        + p(words.MEETING_DAY + f("meeting_on"), "Note")
        + table(listed(label("lines"), columns, small=True, left=left, width=WIDE_BLOCK))
        + issued_line(WIDE_BLOCK)
        + section(wide=True)
    )


def brief() -> str:
    """D20, with a red head and the colophon."""
    part, paragraph, entry = words.PART, words.PARAGRAPH, words.ENTRY
    under = each(paragraph, f"{part}.{label('paragraphs')}", p(f"{{{{ {paragraph} }}}}"))
    enclosures = p(words.ENCLOSURES) + each(entry, label("enclosures"), p(f"{{{{ {entry} }}}}"))
    return (
        marking()
        + red_head(f("head"), f("issuer"), f("issued_on"), words.BRIEF_ISSUE.format(issue=f("issue_number")))
        + p("", "Body")
        + p(f("subject"), "Title")
        + p(f("opening"))
        + each(part, label("sections"), p(of(part, "heading"), "Heading1") + under)
        + where(label("enclosures"), p("", "Body") + enclosures)
        + colophon([words.REPORT_TO + f("reported_to"), words.SEND_TO + f("sent_to")])
        + section()
    )
