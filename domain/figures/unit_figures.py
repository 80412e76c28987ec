"""One unit in one period: its counts, and the rates of `domain.md` §13.7 over them."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from domain.figures.counts import Doings, Workload, summed
from domain.figures.period import Period
from domain.figures.rate import Rate
from domain.figures.satisfaction import Ratings, Satisfaction, satisfaction, solved_rate
from domain.ids import UnitId


@dataclass(frozen=True, slots=True)
class UnitFigures:
    """A ticket counts for a unit while it leads; what it did as an assistant stands apart, in `assisting`."""

    unit: UnitId
    period: Period
    work: Workload = field(default_factory=Workload)
    assisting: Workload = field(default_factory=Workload)
    ratings: Ratings = field(default_factory=Ratings)
    doings: Doings = field(default_factory=Doings)
    praise: int = 0
    """Points for praised cases, entered by hand."""

    @property
    def handled_rate(self) -> Rate:
        """办结率."""
        return Rate(self.work.handled, self.work.due)

    @property
    def on_time_rate(self) -> Rate:
        """按时办结率; what is overdue and open stands in the denominator."""
        return Rate(self.work.handled_on_time, self.work.due)

    @property
    def overdue_rate(self) -> Rate:
        """超期率."""
        return Rate(self.work.overdue, self.work.due)

    @property
    def acknowledged_rate(self) -> Rate:
        """按时签收率."""
        return Rate(self.work.acknowledged_on_time, self.work.assigned)

    @property
    def contact_rate(self) -> Rate:
        """响应率."""
        return Rate(self.work.contacted_on_time, self.work.assigned)

    @property
    def solved_rate(self) -> Rate:
        """解决率."""
        return solved_rate(self.ratings)

    @property
    def rework_rate(self) -> Rate:
        """重办率: of what was handled for the first time, what was sent back for the first time."""
        return Rate(self.doings.first_sent_back, self.work.first_handled)

    @property
    def return_rate(self) -> Rate:
        """退单率: returns that were refused, of what was assigned."""
        return Rate(self.doings.returns_refused, self.work.assigned)

    @property
    def arrival_rate(self) -> Rate:
        """到场及时率."""
        return Rate(self.work.arrived_on_time, self.work.urgent_calls)

    def satisfaction(self, formula: Satisfaction) -> Rate:
        """By the formula chosen, exclusions taken out."""
        return satisfaction(self.ratings, formula)

    def raw_satisfaction(self, formula: Satisfaction) -> Rate:
        """The same with nothing excluded."""
        return satisfaction(self.ratings.raw, formula)


def together(unit: UnitId, period: Period, units: Iterable[UnitFigures]) -> UnitFigures:
    """Several units as one, for the line of totals."""
    parts = list(units)
    return UnitFigures(
        unit,
        period,
        summed(Workload, (one.work for one in parts)),
        summed(Workload, (one.assisting for one in parts)),
        summed(Ratings, (one.ratings for one in parts)),
        summed(Doings, (one.doings for one in parts)),
        sum(one.praise for one in parts),
    )
