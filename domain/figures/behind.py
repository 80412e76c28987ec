"""The tickets behind a figure: every figure of a bulletin can be led back to them."""

from dataclasses import dataclass

from domain.figures.counts import Figure
from domain.figures.period import Period
from domain.ids import TicketId, UnitId
from domain.vocabulary import UnitRole


@dataclass(frozen=True, slots=True)
class FigureWish:
    """Which figure, of which period; of one unit, or of all together. Only what lay with a unit has a role."""

    figure: Figure
    period: Period
    unit: UnitId | None = None
    role: UnitRole = UnitRole.LEAD
    limit: int = 1000


@dataclass(frozen=True, slots=True)
class Behind:
    """A ticket behind a figure. One that counts twice (sent back twice in the period) stands here once."""

    ticket: TicketId
    number: str
