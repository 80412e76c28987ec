"""The ten-day bulletin (十天一通报, D18) in its eight sections, with its annex of ticket lists (`domain.md` §13.6).

Figures come as texts, ready to be printed: what has no denominator is "—" already. `ref` names the ticket list behind
a figure: it stands beside the figure, and leads to the list in the annex.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from domain.papers.kinds import PaperKind
from domain.papers.paper import Formal


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure beside that of the last period. `change` (环比): in per cent, rates in percentage points."""

    name: str
    value: str
    before: str
    change: str
    ref: str = ""


@dataclass(frozen=True, slots=True)
class Share:
    """One class with its number and its part of the whole."""

    name: str
    value: str
    share: str
    change: str
    ref: str = ""


class ChartKind(StrEnum):
    """How a chart is drawn."""

    BARS = "bars"
    LINE = "line"


@dataclass(frozen=True, slots=True)
class Point:
    """One value of a chart."""

    name: str
    value: float


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture of some figures; where it cannot be drawn, the same as a table."""

    title: str
    unit: str
    points: tuple[Point, ...]
    drawn: ChartKind = ChartKind.BARS


@dataclass(frozen=True, slots=True)
class HotMatter:
    """An event with many persons, or a theme that grows."""

    place: str
    matter: str
    persons: str
    trend: str
    unit: str
    ref: str = ""


@dataclass(frozen=True, slots=True)
class BatchFigures:
    """What became of one batch, or of all together (累计)."""

    batch: str
    assigned: str
    done: str
    done_on_time: str
    open: str
    handled_rate: str
    ref: str = ""


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A meeting item that is not done, with the reason."""

    item: str
    problem: str
    lead_unit: str
    leader: str
    due: str
    reason: str


@dataclass(frozen=True, slots=True)
class Arrivals:
    """A unit's arrivals at urgent matters."""

    unit: str
    urgent: str
    arrived_on_time: str
    missed: str
    arrival_rate: str
    ref: str = ""


@dataclass(frozen=True, slots=True)
class Shortcoming:
    """What is wrong with a unit, by ticket numbers (one a line), without anything of a citizen."""

    unit: str
    shortcomings: str
    tickets: str


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One unit in the statistics of its group; columns in the order of `domain.md` §13.6."""

    rank: str
    unit: str
    to_handle: str
    acknowledged_rate: str
    on_time_rate: str
    handled_rate: str
    solved_rate: str
    satisfied_rate: str
    dissatisfied: str
    reworked: str
    refused_returns: str
    supervised: str
    score: str


@dataclass(frozen=True, slots=True)
class Group:
    """One table of units that are compared with each other. `note`: formula, unranked units, exclusions."""

    title: str
    units: tuple[UnitLine, ...]
    note: str


@dataclass(frozen=True, slots=True)
class TicketLine:
    """One ticket in a list behind a figure; no citizen's data."""

    ticket_number: str
    received_on: str
    content_class: str
    place: str
    lead_unit: str
    state: str
    due: str
    handled_on: str
    rating: str


@dataclass(frozen=True, slots=True)
class TicketList:
    """The tickets behind one figure."""

    ref: str
    title: str
    tickets: tuple[TicketLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bulletin(Formal):
    """民声受理工作通报 (第N期), D18."""

    kind: ClassVar[PaperKind] = PaperKind.BULLETIN

    issue_number: str
    period: str
    addressee: str
    opening: str
    overview: tuple[str, ...]
    figures: tuple[Figure, ...]
    charts: tuple[Chart, ...] = ()
    natures: tuple[Share, ...]
    classes: tuple[Share, ...]
    top_subjects: tuple[Share, ...]
    hot_matters: tuple[HotMatter, ...]
    batch_words: tuple[str, ...]
    batches: tuple[BatchFigures, ...]
    unfinished: tuple[Unfinished, ...]
    supervision: tuple[Figure, ...]
    duty_words: tuple[str, ...]
    arrivals: tuple[Arrivals, ...]
    praised: tuple[str, ...]
    unit_shortcomings: tuple[Shortcoming, ...]
    next_steps: tuple[str, ...]
    formula_note: str
    groups: tuple[Group, ...]
    reported_to: str
    sent_to: str
    issued_to: str
    printed: str
    ticket_lists: tuple[TicketList, ...] = ()
    """Only in the .xlsx annex."""
