"""From a paper to an order for the process that makes it."""

from datetime import date
from pathlib import Path

from adapters.documents.orders import ChartOrder, Order, Properties, Task
from adapters.documents.tables import Sheet
from config.papers.templates import template_of
from config.texts.papers import titles
from config.texts.papers.fields import Written, ordered, shown, written
from config.texts.papers.labels import EXPORT_MARK, MARKING, label
from config.texts.papers.markdown import marked, pairs
from domain.papers.leaders import Brief
from domain.papers.paper import Formal, Mark, Paper

_LONG_AGO = date(2000, 1, 1)
"""What a form that was never issued says of its day: the same each time."""


def docx(paper: Paper, own: Path, mark: Mark | None, fonts: list[str]) -> Order:
    """To fill a template; `own`: the centre's folder of templates."""
    words = written(paper)
    known: dict[str, Written] = words if isinstance(words, dict) else {}
    if isinstance(paper, Brief):
        known[label("subject")] = titles.title_lines(shown(paper.subject))
    return {
        "task": Task.DOCX,
        "properties": _properties(paper),
        "mark": marked(mark),
        "fonts": fonts,
        "kind": paper.kind,
        "template": str(template_of(paper.kind, own)),
        "fields": {**known, MARKING: titles.marking(paper.marking), EXPORT_MARK: marked(mark)},
        "charts": _charts(paper),
    }


def xlsx(paper: Paper, sheets: tuple[Sheet, ...], mark: Mark | None, fonts: list[str]) -> Order:
    """For a workbook; the rows go after it."""
    return {
        "task": Task.XLSX,
        "properties": _properties(paper),
        "mark": marked(mark),
        "fonts": fonts,
        "sheets": [one.order for one in sheets],
    }


def picture(paper: Paper, mark: Mark | None, fonts: list[str]) -> Order:
    """To draw it as a table."""
    return {
        "task": Task.PICTURE,
        "properties": _properties(paper),
        "mark": marked(mark),
        "fonts": fonts,
        "lines": [*pairs(paper)],
    }


def longest_list(paper: Paper) -> int:
    """Rows of the longest list that would be printed."""
    values = (getattr(paper, one.name) for one in ordered(type(paper)))
    return max((len(value) for value in values if isinstance(value, tuple)), default=0)


def _charts(paper: Paper) -> list[ChartOrder]:
    return [
        {
            "title": chart.title,
            "unit": chart.unit,
            "drawn": chart.drawn,
            "points": [(point.name, point.value) for point in chart.points],
        }
        for chart in getattr(paper, "charts", ())
    ]


def _properties(paper: Paper) -> Properties:
    day, issuer = (paper.issued_on, paper.issuer) if isinstance(paper, Formal) else (_LONG_AGO, "")
    return {
        "title": titles.title(paper.kind),
        "author": issuer,
        "saved_at": f"{day.isoformat()}T00:00:00Z",
    }
