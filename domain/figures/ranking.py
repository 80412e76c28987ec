"""Units set beside each other in their groups: ranked, or in tiers, small samples listed and not ranked (`domain.md` §13.7)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from domain.figures.period import Period
from domain.figures.rules import FigureRules
from domain.figures.score import ScoreGrade, grade_of, score_of
from domain.figures.unit_figures import UnitFigures
from domain.ids import UnitId
from domain.people import Unit
from domain.vocabulary import UnitKind

GROUPS = (UnitKind.TOWN, UnitKind.DEPARTMENT, UnitKind.UTILITY)
"""乡镇街道 / 市直部门 / 公共服务企业: nobody is set against another group."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """One line. `rank` and `grade` are None where the sample is too small or there is no score at all."""

    figures: UnitFigures
    rank: int | None
    grade: ScoreGrade | None
    points: Decimal | None
    raw_points: Decimal | None
    """The score with nothing excluded from satisfaction."""
    small_sample: bool

    @property
    def unit(self) -> UnitId:
        """Whose line it is."""
        return self.figures.unit


def ranked(figures: Iterable[UnitFigures], rules: FigureRules) -> tuple[Ranked, ...]:
    """One group, the best first, those not ranked at the end. Equal scores share a rank: 1, 2, 2, 4."""
    lines = sorted((_line(one, rules) for one in figures), key=_order)
    ranks: list[int | None] = []
    for place, line in enumerate(lines, start=1):
        if line.points is None or line.small_sample:
            ranks.append(None)
        elif place > 1 and lines[place - 2].points == line.points:
            ranks.append(ranks[-1])
        else:
            ranks.append(place)
    return tuple(
        Ranked(line.figures, rank, line.grade, line.points, line.raw_points, line.small_sample)
        for line, rank in zip(lines, ranks, strict=True)
    )


def in_groups(
    period: Period,
    figures: Iterable[UnitFigures],
    units: Iterable[Unit],
    rules: FigureRules,
    groups: Sequence[UnitKind] = GROUPS,
) -> dict[UnitKind, tuple[Ranked, ...]]:
    """Every unit of the directory in its group; those that had nothing stand there with nought."""
    known = {one.unit: one for one in figures}
    members: dict[UnitKind, list[UnitFigures]] = {group: [] for group in groups}
    for unit in units:
        if unit.kind in members:
            members[unit.kind].append(known.get(unit.id) or UnitFigures(unit.id, period))
    return {group: ranked(those, rules) for group, those in members.items()}


def _line(figures: UnitFigures, rules: FigureRules) -> Ranked:
    score, raw = score_of(figures, rules), score_of(figures, rules, raw=True)
    small = figures.work.due < rules.smallest_sample
    points = score.points if score else None
    grade = None if points is None or small else grade_of(points, rules.grades)
    return Ranked(figures, None, grade, points, raw.points if raw else None, small)


def _order(line: Ranked) -> tuple[bool, Decimal, UnitId]:
    unranked = line.small_sample or line.points is None
    return unranked, -(line.points or Decimal(0)), line.unit
