"""The whole centre in one period: what came in, what became of it, and every unit. Table 1.2 of `domain.md` is made of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from domain.figures.counts import Workload
from domain.figures.period import Period
from domain.figures.rate import Rate
from domain.figures.satisfaction import Ratings
from domain.figures.unit_figures import UnitFigures, together
from domain.ids import UnitId
from domain.vocabulary import Channel, Nature

CENTRE = UnitId("")
"""Whose line the centre's own is: ratings of what it answered itself, and the totals."""


@dataclass(frozen=True, slots=True)
class CentreFigures:
    """Each unit that had anything in the period stands in `units` once; the centre's own under `CENTRE` if need be."""

    period: Period
    received: Mapping[Channel, int] = field(default_factory=dict)
    natures: Mapping[Nature | None, int] = field(default_factory=dict)
    """What was received, by 诉求类型; None: not yet classified."""
    categories: Mapping[str, int] = field(default_factory=dict)
    """What was received, by code of the class; "": not yet classified."""
    answered_at_once: int = 0
    passed_on: int = 0
    declined: int = 0
    merged: int = 0
    closed: int = 0
    enterprise: int = 0
    difficult: int = 0
    units: tuple[UnitFigures, ...] = ()

    @property
    def total_received(self) -> int:
        """受理各类诉求."""
        return sum(self.received.values())

    @property
    def valid(self) -> int:
        """受理有效事项: answered at once, or passed on (§1.2)."""
        return self.answered_at_once + self.passed_on

    @property
    def at_once_rate(self) -> Rate:
        """在线办结率."""
        return Rate(self.answered_at_once, self.valid)

    @property
    def total(self) -> UnitFigures:
        """All units together, with the ratings of what the centre answered itself."""
        return together(CENTRE, self.period, self.units)

    @property
    def work(self) -> Workload:
        """All the leading units' work."""
        return self.total.work

    @property
    def ratings(self) -> Ratings:
        """All the ratings."""
        return self.total.ratings

    def of_unit(self, unit: UnitId) -> UnitFigures:
        """One unit's figures; all nought where it had nothing."""
        return next((one for one in self.units if one.unit == unit), UnitFigures(unit, self.period))


@dataclass(frozen=True, slots=True)
class DayFigures:
    """What happened on one day: counted from that day's rows alone, however many there are before it."""

    period: Period
    received: Mapping[Channel, int] = field(default_factory=dict)
    answered_at_once: int = 0
    passed_on: int = 0
    declined: int = 0
    closed: int = 0
    handled: int = 0
    handled_on_time: int = 0
    urgent_calls: int = 0
    arrived_on_time: int = 0
    sheets: int = 0
    sent_back: int = 0
    ratings: Ratings = field(default_factory=Ratings)

    @property
    def total_received(self) -> int:
        """All channels."""
        return sum(self.received.values())
