"""Satisfaction (满意度) under the formulae of `domain.md` §9.3, each with its name, so that a table can say which it prints."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import assert_never

from domain.figures.rate import Rate


class Satisfaction(StrEnum):
    """The formulae; their Chinese names and what they divide by is in `config/texts/figures.py`."""

    RATED = "rated"
    """满意率: 不予评价 and what was excluded is out. The default."""
    ALL_CALLED = "all_called"
    """满意率（全口径）: of everybody called back."""
    VERY = "very"
    """非常满意率."""


@dataclass(frozen=True, slots=True)
class Ratings:
    """The last rating of each appellant in a period.

    `excluded` were 不满意 about a demand found unreasonable (不合理诉求): they count in none of the other four, but still among
    `reached` and `solved`, which exclusion does not touch (§9.5).
    """

    satisfied: int = 0
    basically: int = 0
    no_rating: int = 0
    dissatisfied: int = 0
    excluded: int = 0
    reached: int = 0
    """Of all of them, excluded ones too: who was reached at callback at all."""
    solved: int = 0

    @property
    def content(self) -> int:
        """满意 and 基本满意."""
        return self.satisfied + self.basically

    @property
    def took_part(self) -> int:
        """Everybody who gave an opinion."""
        return self.content + self.dissatisfied

    @property
    def called_back(self) -> int:
        """Everybody called back, those not reached included."""
        return self.took_part + self.no_rating

    @property
    def raw(self) -> "Ratings":
        """As if nothing had been excluded: shown beside the adjusted figure."""
        return replace(self, dissatisfied=self.dissatisfied + self.excluded, excluded=0)


def satisfaction(ratings: Ratings, formula: Satisfaction) -> Rate:
    """The rate by the formula chosen."""
    match formula:
        case Satisfaction.RATED:
            return Rate(ratings.content, ratings.took_part)
        case Satisfaction.ALL_CALLED:
            return Rate(ratings.content, ratings.called_back)
        case Satisfaction.VERY:
            return Rate(ratings.satisfied, ratings.took_part)
        case _:
            assert_never(formula)


def participation(ratings: Ratings) -> Rate:
    """参评率."""
    return Rate(ratings.took_part, ratings.called_back)


def solved_rate(ratings: Ratings) -> Rate:
    """解决率: said to be solved, of those reached at callback (§13.7)."""
    return Rate(ratings.solved, ratings.reached)
