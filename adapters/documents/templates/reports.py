"""Reports with sections and tables: bulletin (D18), minutes (D19), the year (D24)."""

from adapters.documents.templates.pieces import (
    captioned,
    charts,
    colophon,
    each,
    f,
    listed,
    marking,
    of,
    paragraphs,
    red_head,
    signed,
    where,
)
from adapters.documents.templates.wordml import WIDE_BLOCK, p, section, section_ends, table
from config.texts.papers import words
from config.texts.papers.labels import label
from config.texts.papers.titles import title
from domain.papers.kinds import PaperKind

_DOWN = 8800
"""Twips by which the colophon stands lower on a page of its own, for programs that cannot place it at the foot."""
_FIGURE = [("name", 30), ("value", 16), ("before", 16), ("change", 26), ("ref", 12)]
_SHARE = [("name", 30), ("value", 16), ("share", 16), ("change", 26), ("ref", 12)]
_MATTER = [("place", 24), ("matter", 30), ("persons", 10), ("trend", 14), ("unit", 22), ("ref", 12)]
_BATCH = [
    ("batch", 24),
    ("assigned", 14),
    ("done", 14),
    ("done_on_time", 14),
    ("open", 14),
    ("handled_rate", 16),
    ("ref", 12),
]
_UNFINISHED = [("item", 20), ("problem", 30), ("lead_unit", 20), ("leader", 14), ("due", 18), ("reason", 26)]
_ARRIVALS = [
    ("unit", 34),
    ("urgent", 16),
    ("arrived_on_time", 16),
    ("missed", 14),
    ("arrival_rate", 20),
    ("ref", 12),
]
_SHORTCOMING = [("unit", 26), ("shortcomings", 46), ("tickets", 36)]
_UNIT = [
    ("rank", 12),
    ("unit", 40),
    ("to_handle", 14),
    ("acknowledged_rate", 20),
    ("on_time_rate", 20),
    ("handled_rate", 20),
    ("solved_rate", 20),
    ("satisfied_rate", 20),
    ("dissatisfied", 14),
    ("reworked", 14),
    ("refused_returns", 14),
    ("supervised", 14),
    ("score", 18),
]


def bulletin() -> str:
    """D18 in its eight sections, the annex on landscape pages, the colophon on the last one."""
    basic, classes, hot, batch, supervision, duty, units, further = words.BULLETIN_SECTIONS
    head = red_head(title(PaperKind.BULLETIN), f("issuer"), f("issued_on"), f("issue_number"))
    shortcomings = captioned(
        words.SHORTCOMING_TABLE,
        label("unit_shortcomings"),
        _SHORTCOMING,
        left=("shortcomings", "tickets"),
        small=True,
    )
    return (
        marking()
        + head
        + p(f("addressee") + words.COLON, "Flush")
        + p(f("opening"))
        + p(basic, "Heading1")
        + paragraphs("overview")
        + captioned(words.BASIC_TABLE, label("figures"), _FIGURE, under=f("formula_note"))
        + charts()
        + p(classes, "Heading1")
        + captioned(words.NATURE_TABLE, label("natures"), _SHARE)
        + captioned(words.CLASS_TABLE, label("classes"), _SHARE)
        + captioned(words.SUBJECT_TABLE, label("top_subjects"), _SHARE)
        + p(hot, "Heading1")
        + captioned(words.HOT_TABLE, label("hot_matters"), _MATTER, left=("place", "matter"), small=True)
        + p(batch, "Heading1")
        + paragraphs("batch_words")
        + captioned(words.BATCH_TABLE, label("batches"), _BATCH)
        + captioned(
            words.UNFINISHED_TABLE, label("unfinished"), _UNFINISHED, left=("problem", "reason"), small=True
        )
        + p(supervision, "Heading1")
        + captioned(words.SUPERVISION_TABLE, label("supervision"), _FIGURE)
        + p(duty, "Heading1")
        + paragraphs("duty_words")
        + captioned(words.ARRIVAL_TABLE, label("arrivals"), _ARRIVALS)
        + p(units, "Heading1")
        + p(words.GOOD_PRACTICE, "Heading2")
        + where(label("praised"), paragraphs("praised"), p(words.NOBODY))
        + p(words.SHORTCOMINGS, "Heading2")
        + shortcomings
        + p(further, "Heading1")
        + paragraphs("next_steps")
        + p("", "Body")
        + p(f"{words.ENCLOSURES}{words.ANNEX_TITLE}")
        + section_ends()
        + _annex(f("period"))
        + section_ends(wide=True)
        + p("", "Tail", f'<w:spacing w:before="{_DOWN}"/>')
        + colophon(
            [
                words.REPORT_TO + f("reported_to"),
                words.SEND_TO + f("sent_to"),
                words.ISSUE_TO + f("issued_to"),
            ]
        )
        + section()
    )


def _annex(period: str) -> str:
    """One table a group, the formula's name under them."""
    group = words.GROUP
    rows = listed(f"{group}.{label('units')}", _UNIT, small=True, left=("unit",), width=WIDE_BLOCK)
    tables = p(of(group, "title"), "Caption") + table(rows) + p(of(group, "note"), "Note")
    return (
        p(words.ANNEX, "Marking")
        + p(f"{words.ANNEX_TITLE}", "Title")
        + p(period, "Note")
        + each(group, label("groups"), tables)
        + p(f("formula_note"), "Note")
    )


def minutes() -> str:
    """D19."""
    situation, looked_back, decided, further = words.MINUTES_SECTIONS
    opening = words.MINUTES_OPENING.format(
        date=f("meeting_on"), chair=f("chair"), place=f("meeting_place"), batch=f("batch")
    )
    looked = table(
        listed(
            label("looked_back"),
            [("no", 7), ("problem", 36), ("lead_unit", 20), ("progress", 30), ("result", 15)],
            small=True,
            left=("problem", "progress"),
        )
    )
    items = table(
        listed(
            label("decided"),
            [
                ("no", 8),
                ("problem", 28),
                ("lead_unit", 16),
                ("leader", 14),
                ("assist_units", 16),
                ("demand", 26),
                ("due", 17),
                ("pledge", 24),
            ],
            small=True,
            left=("problem", "demand", "pledge"),
        )
    )
    return (
        marking()
        + red_head(words.MINUTES_TITLE, f("issuer"), f("issued_on"), f("minutes_number"))
        + p(opening)
        + p(situation, "Heading1")
        + paragraphs("situation")
        + p(looked_back, "Heading1")
        + where(label("looked_back"), looked + p("", "Note"), p(words.NOBODY))
        + p(decided, "Heading1")
        + where(label("decided"), items + p("", "Note"), p(words.NOBODY))
        + p(further, "Heading1")
        + paragraphs("next_steps")
        + p("", "Body")
        + p(words.PRESENT + f("present"))
        + where(label("absent"), p(words.ABSENT + f("absent")))
        + colophon([words.SEND_TO + f("sent_to")], printed=False)
        + section()
    )


def annual() -> str:
    """D24."""
    whole, parts, further = words.ANNUAL_SECTIONS
    return (
        marking()
        + p(words.ANNUAL_TITLE.format(year=f("year")), "Title")
        + p(f("opening"))
        + p(whole, "Heading1")
        + paragraphs("overview")
        + captioned(words.BASIC_TABLE, label("figures"), _FIGURE, under=f("formula_note"))
        + charts()
        + p(parts, "Heading1")
        + captioned(words.MONTH_TABLE, label("months"), _SHARE)
        + captioned(words.ANNUAL_NATURE_TABLE, label("natures"), _SHARE)
        + captioned(words.ANNUAL_CLASS_TABLE, label("classes"), _SHARE)
        + p(further, "Heading1")
        + paragraphs("next_steps")
        + p("", "Body")
        + p(f"{words.ENCLOSURES}{words.ANNEX_TITLE}")
        + signed()
        + section_ends()
        + _annex(f("year"))
        + section(wide=True)
    )
