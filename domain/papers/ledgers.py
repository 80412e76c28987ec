"""Tables that are worked on: shelved ledger, duty and arrivals, the year, exports (`domain.md` §13.1 D22-D24)."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from domain.papers.bulletin import Chart, Figure, Group, Share
from domain.papers.kinds import PaperKind
from domain.papers.paper import Formal


@dataclass(frozen=True, slots=True)
class ShelvedLine:
    """One shelved matter."""

    no: int
    ticket_number: str
    problem: str
    place: str
    lead_unit: str
    leader: str
    reason: str
    shelved_on: date
    review_on: date
    progress: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShelvedLedger(Formal):
    """挂账台账, D22."""

    kind: ClassVar[PaperKind] = PaperKind.SHELVED_LEDGER

    period: str
    lines: tuple[ShelvedLine, ...]


@dataclass(frozen=True, slots=True)
class DutyLine:
    """Who is on duty for a unit. Phones of duty rooms only."""

    day: date
    unit: str
    hours: str
    officer: str
    phone: str
    deputy: str


@dataclass(frozen=True, slots=True)
class ArrivalLine:
    """A unit's arrivals in the month."""

    unit: str
    urgent: int
    arrived_on_time: int
    late: int
    missed: int
    arrival_rate: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyPaper(Formal):
    """值班表、到场统计, D23: two sheets."""

    kind: ClassVar[PaperKind] = PaperKind.DUTY

    period: str
    roster: tuple[DutyLine, ...]
    arrivals: tuple[ArrivalLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnualStatistics(Formal):
    """年度统计, D24."""

    kind: ClassVar[PaperKind] = PaperKind.ANNUAL

    year: str
    opening: str
    overview: tuple[str, ...]
    figures: tuple[Figure, ...]
    charts: tuple[Chart, ...] = ()
    months: tuple[Share, ...]
    natures: tuple[Share, ...]
    classes: tuple[Share, ...]
    next_steps: tuple[str, ...]
    formula_note: str
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Export(Formal):
    """导出: any table somebody takes out. It has no template; its mark is part of it."""

    kind: ClassVar[PaperKind] = PaperKind.EXPORT

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str | int, ...], ...]
