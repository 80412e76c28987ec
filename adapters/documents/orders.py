"""What the process that makes papers is asked for, and how both sides write it: lines of JSON.

The first line is the order; after one for a workbook come its rows, some in a line: [sheet, rows], sheet after sheet. The
answer is one line, then the file. Only plain words and numbers pass: the other side knows nothing of papers.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import NotRequired, TypedDict

from config.texts.papers.fields import Written


class Task(StrEnum):
    """What is to be made."""

    DOCX = "docx"
    XLSX = "xlsx"
    PICTURE = "picture"


class Trouble(StrEnum):
    """Why nothing was made, or what is not as it was wished."""

    TEMPLATE = "template"
    NO_FONT = "no_font"
    CHART_AS_TABLE = "chart_as_table"
    FAILED = "failed"


class Properties(TypedDict):
    """Of the file itself; `saved_at` as 2019-07-08T00:00:00Z stands for both its times."""

    title: str
    author: str
    saved_at: str


class ChartOrder(TypedDict):
    """One chart."""

    title: str
    unit: str
    drawn: str
    points: list[tuple[str, float]]


class Link(TypedDict):
    """A cell that leads to another sheet's cell: to = "'工单明细'!A4"."""

    text: str
    to: str


Value = str | int | float | Link


class SheetOrder(TypedDict):
    """One sheet of a workbook, without its rows; widths in characters. `count`: of the rows that follow."""

    name: str
    title: str
    note: str
    columns: list[str]
    widths: list[int]
    count: int
    after: str


class Order(TypedDict):
    """The first line."""

    task: Task
    properties: Properties
    mark: str
    fonts: list[str]
    """Folders where fonts may lie."""
    kind: NotRequired[str]
    template: NotRequired[str]
    fields: NotRequired[dict[str, Written]]
    charts: NotRequired[list[ChartOrder]]
    sheets: NotRequired[list[SheetOrder]]
    lines: NotRequired[list[tuple[str, str]]]
    """Of a picture: label and words."""


class Answer(TypedDict):
    """The answer's first line; `size` octets of the file follow."""

    size: int
    troubles: list[Trouble]
    sentence: str
    """Of a template that was refused."""


@dataclass(frozen=True, slots=True)
class Made:
    """What came back: `content` is empty where nothing was made."""

    content: bytes
    troubles: tuple[Trouble, ...]
    sentence: str = ""


ROWS_A_LINE = 100
"""So few that writing one line keeps nobody waiting: some 1 ms."""
MOST_ROWS = 1_000_000
"""Of a sheet: Excel takes 1,048,576."""
MOST_LINES = 2_000
"""Rows of a list in a .docx: nobody reads more on paper, and more take minutes."""
