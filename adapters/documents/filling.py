"""Fills a template with a paper's words. Runs in the process that makes papers."""

from datetime import datetime
from io import BytesIO
from pathlib import Path

from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage
from jinja2 import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from adapters.documents.orders import Order, Properties, Trouble
from adapters.documents.packing import settled
from config.papers.templates import check_template, read_template
from config.texts.papers.fields import Written
from config.texts.papers.labels import EXPORT_MARK, PICTURE, label
from domain.papers.kinds import PaperKind


def filled(order: Order) -> tuple[bytes, list[Trouble]]:
    """The finished .docx. Raises `Misconfigured` for a template that must not be used."""
    path = Path(order["template"])
    content = read_template(path)
    check_template(PaperKind(order["kind"]), path.name, content)
    template = DocxTemplate(BytesIO(content))
    template.init_docx()
    words: dict[str, object] = {**order["fields"], EXPORT_MARK: order["mark"]}
    troubles = _with_charts(template, order, words)
    # The check has let nothing pass but fields, loops and conditions; the sandbox is for what it may have overlooked.
    environment = ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    template.render(words, environment)
    _sign(template, order["properties"])
    kept = BytesIO()
    template.save(kept)
    return settled(kept.getvalue(), order["properties"]["saved_at"]), troubles


def _with_charts(template: DocxTemplate, order: Order, words: dict[str, object]) -> list[Trouble]:
    """Put each chart's picture beside its figures; the template shows the figures where there is none."""
    charts = order.get("charts", [])
    if not charts:
        return []
    # Only papers with charts pay for the library that draws them.
    from adapters.documents.charts import WIDTH_MM, picture  # noqa: PLC0415
    from adapters.documents.fonts import chinese_font  # noqa: PLC0415

    font = chinese_font(order["fonts"])
    if font is None:
        return [Trouble.CHART_AS_TABLE]
    name = label("charts")
    rows: Written = order["fields"][name]
    shown: list[dict[str, object]] = []
    for row, chart in zip(rows, charts, strict=True):
        image = InlineImage(template, BytesIO(picture(chart, font)), width=Mm(WIDTH_MM))
        shown.append({**row, PICTURE: image} if isinstance(row, dict) else {})
    words[name] = shown
    return []


def _sign(template: DocxTemplate, properties: Properties) -> None:
    """The file's own properties say what the paper says, not who last had the template open."""
    own = template.docx.core_properties
    own.title, own.author, own.last_modified_by = (
        properties["title"],
        properties["author"],
        properties["author"],
    )
    own.comments = own.keywords = own.subject = own.category = ""
    own.created = own.modified = datetime.fromisoformat(properties["saved_at"])
    own.revision = 1
