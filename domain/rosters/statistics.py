"""What a roster was in a period (值班统计): turns, and how long nobody was there. Arrivals are counted by `domain/figures`."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from domain.rosters.turns import Span, Turn, gaps


@dataclass(frozen=True, slots=True)
class Served:
    """Turns that began in the period, those of them whose officer was absent, and how long nobody at all was there."""

    turns: int
    absent: int
    unmanned: timedelta


def served(turns: Iterable[Turn], within: Span) -> Served:
    """Counted from the roster's first turn on: before it there was no roster, and so no gap."""
    listed = tuple(turns)
    begun = [turn for turn in listed if within.covers(turn.since)]
    first = min((turn.since for turn in listed), default=within.until)
    counted = Span(max(first, within.since), within.until)
    missing = (gap.until - gap.since for gap in gaps(listed, counted))
    return Served(len(begun), sum(turn.absent for turn in begun), sum(missing, timedelta(0)))
