"""What a list (清单) of tickets asks for."""

from dataclasses import dataclass
from datetime import datetime

from domain.ids import UnitId
from domain.vocabulary import Grade, State, Track


@dataclass(frozen=True, slots=True)
class ListWish:
    """Which open tickets a list (清单) wants; every condition that is set must hold. Oldest due first."""

    unit: UnitId | None = None
    states: frozenset[State] = frozenset()
    track: Track | None = None
    overdue_at: datetime | None = None
    """Only those due before this moment."""
    at_least: Grade | None = None
    limit: int = 20
