"""The stretch of days a figure is about: a day, a third of the month (旬), from meeting to meeting, a month, a year."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import pairwise

from domain.calendar_clock import day_end, instant

_DAY = timedelta(days=1)
_SECOND, _THIRD = 11, 21
"""The days of the month on which its second and its last third begin."""


class PeriodKind(StrEnum):
    """What kind of stretch it is, and so what it is called."""

    DAY = "day"
    THIRD = "third"
    MEETING = "meeting"
    """From a meeting day to the day before the next (§13.6)."""
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Period:
    """Whole local days, `first` and `last` included. ValueError when it ends before it begins."""

    kind: PeriodKind
    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError("a period ends after it begins")

    @property
    def since(self) -> datetime:
        """Its first instant, in UTC."""
        return instant(self.first, time(0))

    @property
    def until(self) -> datetime:
        """The first instant after it, in UTC."""
        return day_end(self.last)

    @property
    def days(self) -> int:
        """How many days."""
        return (self.last - self.first).days + 1

    @property
    def third(self) -> int:
        """上旬, 中旬, 下旬 as 1, 2, 3."""
        return 1 if self.first.day < _SECOND else 2 if self.first.day < _THIRD else 3


def day_of(day: date) -> Period:
    """One day."""
    return Period(PeriodKind.DAY, day, day)


def third_of(day: date) -> Period:
    """The third of the month: from the 1st, the 11th, the 21st."""
    if day.day < _SECOND:
        return Period(PeriodKind.THIRD, day.replace(day=1), day.replace(day=_SECOND - 1))
    if day.day < _THIRD:
        return Period(PeriodKind.THIRD, day.replace(day=_SECOND), day.replace(day=_THIRD - 1))
    return Period(PeriodKind.THIRD, day.replace(day=_THIRD), _month_end(day))


def month_of(day: date) -> Period:
    """The calendar month."""
    return Period(PeriodKind.MONTH, day.replace(day=1), _month_end(day))


def year_of(day: date) -> Period:
    """The calendar year."""
    return Period(PeriodKind.YEAR, date(day.year, 1, 1), date(day.year, 12, 31))


def between_meetings(meetings: Sequence[date], day: date) -> Period:
    """From the last meeting day up to `day` to the day before the next one.

    The days as they were really held, shifted ones included, in order. ValueError when they do not reach around `day`.
    """
    for begins, following in pairwise(meetings):
        if begins <= day < following:
            return Period(PeriodKind.MEETING, begins, following - _DAY)
    raise ValueError("the meetings do not reach around that day")


def period_before(period: Period, meetings: Sequence[date] = ()) -> Period:
    """The last period (上期) of the same kind, for the change on it. ValueError where the meetings do not reach back."""
    eve = period.first - _DAY
    match period.kind:
        case PeriodKind.DAY:
            return day_of(eve)
        case PeriodKind.THIRD:
            return third_of(eve)
        case PeriodKind.MEETING:
            return between_meetings(meetings, eve)
        case PeriodKind.MONTH:
            return month_of(eve)
        case PeriodKind.YEAR:
            return year_of(eve)


def _month_end(day: date) -> date:
    following = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return following - _DAY
