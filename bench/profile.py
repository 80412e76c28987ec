"""How a day's requests fall on its hours, as measured on a public sample of one city's messages (`domain.md` §1.2)."""

import random
from collections.abc import Iterator

PERCENT = (
    *(2.1, 1.4, 0.3, 0.4, 0.2, 0.4),
    *(0.8, 1.3, 4.1, 5.9, 11.6, 8.3),
    *(5.6, 4.5, 6.3, 9.6, 6.9, 7.7),
    *(5.7, 3.9, 3.0, 3.8, 3.6, 2.6),
)
"""Of the day's requests, by the hour that begins then."""
HOURS, MINUTES = 24, 60


def busiest(hours: int) -> range:
    """So many hours in a row in which the most comes; 24 are the day."""
    return max(
        (range(first, first + hours) for first in range(HOURS - hours + 1)),
        key=lambda span: sum(PERCENT[hour] for hour in span),
    )


def per_minute(hour: int, per_day: int) -> float:
    """Requests in a minute of that hour."""
    return per_day * PERCENT[hour] / 100 / MINUTES


def arrivals(span: range, per_day: int, seed: int = 1) -> Iterator[float]:
    """Moments of requests in minutes from the span's begin, by chance around the hour's rate, in order."""
    chance = random.Random(seed)
    at = 0.0
    while at < len(span) * MINUTES:
        # At the rate of the hour it is; a gap that crosses the hour's end is cut there and drawn anew.
        ends = (int(at / MINUTES) + 1) * MINUTES
        gap = chance.expovariate(per_minute(span[int(at / MINUTES)], per_day))
        if at + gap >= ends:
            at = float(ends)
            continue
        at += gap
        yield at
