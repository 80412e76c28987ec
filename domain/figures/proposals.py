"""What the inspecting bodies may want to look at (约谈建议、问责线索; `domain.md` §10.2): facts, never a judgement.

Nothing here is decided or published: whoever reads it decides. Telling of a problem oneself is never a fact against a unit
(R33): open work within its limit, extensions asked in time and shelved matters do not appear.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum, auto

from domain.figures.ranking import Ranked
from domain.figures.rules import FigureRules
from domain.figures.satisfaction import satisfaction
from domain.figures.unit_figures import UnitFigures
from domain.ids import UnitId
from domain.vocabulary import UnitKind

LOW_SATISFACTION = 90
"""Percent; below it units are named elsewhere (§10.2)."""
MANY_OVERDUE, MANY_RETURNS = 5, 3
_GROUP = 3
"""In a smaller group somebody is always last, which says nothing."""


class Sign(StrEnum):
    """A fact worth a look."""

    FALSE_CLOSING = auto()
    """回头看未到位: reported done and never was."""
    ARRIVAL_MISSED = auto()
    OVERDUE = auto()
    RETURNS_REFUSED = auto()
    """退单不成立, again and again: 推诿."""
    CLOSEOUTS_REFUSED = auto()
    LOW_SATISFACTION = auto()
    LAST = auto()
    """Last of its group: the heads of such units are summoned (§10.2)."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One sign, and how many tickets or which percentage it is made of."""

    sign: Sign
    count: int


def proposals(
    groups: Mapping[UnitKind, Sequence[Ranked]], rules: FigureRules
) -> tuple[tuple[UnitId, tuple[Fact, ...]], ...]:
    """Units with anything worth a look, those with most signs first."""
    found = [
        (one.unit, facts)
        for those in groups.values()
        for one in those
        if (facts := (*_facts(one.figures, rules), *_last(one, those)))
    ]
    return tuple(sorted(found, key=lambda one: (-len(one[1]), one[0])))


def _facts(figures: UnitFigures, rules: FigureRules) -> Iterable[Fact]:
    doings, work = figures.doings, figures.work
    counted = (
        (Sign.FALSE_CLOSING, doings.false_closings, 1),
        (Sign.ARRIVAL_MISSED, work.arrival_missed, 1),
        (Sign.OVERDUE, work.overdue_open, MANY_OVERDUE),
        (Sign.RETURNS_REFUSED, doings.returns_refused, MANY_RETURNS),
        (Sign.CLOSEOUTS_REFUSED, doings.closeouts_refused, MANY_RETURNS),
    )
    yield from (Fact(sign, count) for sign, count, least in counted if count >= least)
    rate = satisfaction(figures.ratings, rules.satisfaction)
    if (
        rate.percent is not None
        and rate.denominator >= rules.smallest_sample
        and rate.percent < LOW_SATISFACTION
    ):
        yield Fact(Sign.LOW_SATISFACTION, int(rate.percent))


def _last(one: Ranked, those: Sequence[Ranked]) -> Iterable[Fact]:
    ranks = [other.rank for other in those if other.rank is not None]
    if one.rank is not None and len(ranks) >= _GROUP and one.rank == max(ranks) and min(ranks) < max(ranks):
        yield Fact(Sign.LAST, one.rank)
