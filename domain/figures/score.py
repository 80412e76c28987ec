"""The score (得分) of a unit in a period, and the grade it makes (`domain.md` §13.7)."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from domain.figures.rate import Rate, half_up
from domain.figures.rules import FigureRules, ScoreGrades
from domain.figures.unit_figures import UnitFigures

_EACH_FALSE_CLOSING, _MOST_FALSE_CLOSINGS = 2, 10
_MOST_RETURNS = _MOST_ARRIVALS = 5
_MOST_PRAISE = 3


class ScoreGrade(StrEnum):
    """优秀, 良好, 合格, 不合格."""

    EXCELLENT = "excellent"
    GOOD = "good"
    PASSING = "passing"
    FAILING = "failing"


@dataclass(frozen=True, slots=True)
class Score:
    """`rates` is what the weighted rates alone make of 100, `taken_off` and `praise` what is taken off and put on."""

    rates: Fraction
    taken_off: int
    praise: int

    @property
    def points(self) -> Decimal:
        """With two decimals, half up; never below nought."""
        return half_up(max(Fraction(0), self.rates - self.taken_off + self.praise))


def score_of(figures: UnitFigures, rules: FigureRules, *, raw: bool = False) -> Score | None:
    """The score; None where not one of its rates has a denominator. `raw`: with nothing excluded from satisfaction.

    The weight of a rate that is missing is spread over the others as they weigh.
    """
    weights, formula = rules.weights, rules.satisfaction
    satisfied = figures.raw_satisfaction(formula) if raw else figures.satisfaction(formula)
    rates = _weighted(
        (weights.acknowledged, figures.acknowledged_rate),
        (weights.on_time, figures.on_time_rate),
        (weights.solved, figures.solved_rate),
        (weights.satisfied, satisfied),
    )
    if rates is None:
        return None
    doings = figures.doings
    taken_off = (
        min(_EACH_FALSE_CLOSING * doings.false_closings, _MOST_FALSE_CLOSINGS)
        + min(doings.returns_refused, _MOST_RETURNS)
        + min(figures.work.arrival_missed, _MOST_ARRIVALS)
    )
    return Score(rates, taken_off, max(0, min(figures.praise, _MOST_PRAISE)))


def grade_of(points: Decimal, grades: ScoreGrades) -> ScoreGrade:
    """The grade of a score as printed."""
    if points >= grades.excellent:
        return ScoreGrade.EXCELLENT
    if points >= grades.good:
        return ScoreGrade.GOOD
    return ScoreGrade.PASSING if points >= grades.passing else ScoreGrade.FAILING


def _weighted(*parts: tuple[int, Rate]) -> Fraction | None:
    known = [(weight, rate.value) for weight, rate in parts if weight and rate.value is not None]
    whole = sum(weight for weight, _ in known)
    if not whole:
        return None
    return sum((Fraction(weight * 100, whole) * value for weight, value in known), Fraction(0))
