"""What a centre chooses about its figures: the section `figures` of `policy.yaml`."""

from dataclasses import dataclass, field
from enum import StrEnum

from domain.figures.satisfaction import Satisfaction
from domain.vocabulary import CENTRE_OFFICES, Office

WHOLE = 100


class RankingStyle(StrEnum):
    """How units are set against each other (§10.2: evaluate in tiers, do not chase rank alone)."""

    OFF = "off"
    TIERS = "tiers"
    FULL = "full"


class Cadence(StrEnum):
    """What "this period" (本期) means (§13.6)."""

    THIRDS = "thirds"
    MEETINGS = "meetings"


@dataclass(frozen=True, slots=True)
class ScoreWeights:
    """How much each rate weighs. ValueError unless they are whole numbers from 0 that make 100."""

    acknowledged: int = 10
    on_time: int = 30
    solved: int = 30
    satisfied: int = 30

    def __post_init__(self) -> None:
        parts = (self.acknowledged, self.on_time, self.solved, self.satisfied)
        if min(parts) < 0 or sum(parts) != WHOLE:
            raise ValueError("the weights of a score make a hundred")


@dataclass(frozen=True, slots=True)
class ScoreGrades:
    """From which score on a unit is 优秀, 良好, 合格. ValueError unless they fall from at most 100."""

    excellent: int = 90
    good: int = 80
    passing: int = 60

    def __post_init__(self) -> None:
        if not WHOLE >= self.excellent > self.good > self.passing > 0:
            raise ValueError("the grades of a score fall")


@dataclass(frozen=True, slots=True)
class FigureRules:
    """The defaults are those of `domain.md` §9.3, §10.2 and §13.7."""

    satisfaction: Satisfaction = Satisfaction.RATED
    ranking: RankingStyle = RankingStyle.TIERS
    smallest_sample: int = 5
    """A unit with fewer tickets in the period is listed and not ranked (样本不足)."""
    weights: ScoreWeights = field(default_factory=ScoreWeights)
    grades: ScoreGrades = field(default_factory=ScoreGrades)
    period: Cadence = Cadence.THIRDS
    ranking_seen_by: frozenset[Office] = CENTRE_OFFICES | {
        Office.INSPECTOR,
        Office.UNIT_HEAD,
        Office.LEADER,
    }
