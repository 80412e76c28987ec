"""Office hours (办公时间): the stretches of a working day in which the offices are open, by season."""

from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import pairwise

from domain.calendar_clock import instant


@dataclass(frozen=True, slots=True)
class OfficeSpan:
    """One stretch of open offices, local time, `closes` later than `opens`."""

    opens: time
    closes: time

    def __post_init__(self) -> None:
        if self.closes <= self.opens:
            raise ValueError(f"office hours {self.opens:%H:%M}-{self.closes:%H:%M} end before they begin")

    def on(self, day: date) -> tuple[datetime, datetime]:
        """The stretch as two instants of a given day."""
        return instant(day, self.opens), instant(day, self.closes)


DEFAULT_SPANS = (OfficeSpan(time(8, 30), time(12)), OfficeSpan(time(14), time(17, 30)))
"""08:30-12:00, 14:00-17:30 (`domain.md` §7.2)."""


@dataclass(frozen=True, slots=True)
class Season:
    """Office hours in force from a day of the year on, until the next season begins (夏季/冬季作息).

    `spans` are in order and do not overlap.
    """

    month: int = 1
    day: int = 1
    spans: tuple[OfficeSpan, ...] = DEFAULT_SPANS

    def __post_init__(self) -> None:
        if not self.spans:
            raise ValueError("a season without office hours: give at least one stretch")
        for earlier, later in pairwise(self.spans):
            if later.opens < earlier.closes:
                raise ValueError("office hours overlap or are out of order")

    @property
    def begins(self) -> tuple[int, int]:
        """Month and day, for comparing."""
        return self.month, self.day


def season_of(day: date, seasons: tuple[Season, ...]) -> Season:
    """The season a day belongs to; before the year's first one, last year's last one is still in force."""
    begun = [season for season in seasons if season.begins <= (day.month, day.day)]
    return max(begun or seasons, key=lambda season: season.begins)
