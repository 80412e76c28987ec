"""The working calendar (工作日历): which days count, when the offices are open, and what follows from both.

Counting follows `domain.md` §7.2 and §7.3: the day of receipt is not counted, a limit ends at 24:00 of its last day,
make-up days (调休) work, and in a year without official data only weekends are off - marked provisional, never a
crash. Pure arithmetic: the data come from `config/calendar.py`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from types import MappingProxyType

from domain.calendar_clock import (
    DayPart,
    HalfDay,
    QuietHours,
    day_end,
    half_day,
    instant,
    local_date,
)
from domain.calendar_hours import OfficeSpan, Season, season_of

__all__ = ["DayPart", "DaysOff", "HalfDay", "MakeUpDay", "QuietHours", "SpecialDay", "WorkCalendar"]

MEETING_DAYS = (6, 16, 26)
"""逢「6」: days of the month on which the dispatch meeting is held (`domain.md` §11)."""

_ONE_DAY = timedelta(days=1)
_FRIDAY = 4
_NOON = time(12)


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """A day that official notice sets apart: a holiday (off) or a make-up day (works).

    `name` and `source` are the centre's own words for people to read (国庆节; the notice's number).
    """

    on: date
    works: bool
    name: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class DaysOff:
    """A run of days that were not counted, both ends included. `names`: the holidays in it; none means a weekend."""

    first: date
    last: date
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MakeUpDay:
    """A Saturday or Sunday that was counted because it works (调休)."""

    on: date
    name: str = ""


Skipped = DaysOff | MakeUpDay


def _no_days() -> Mapping[date, SpecialDay]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """Special days, the years they are known for, office hours and quiet hours.

    `horizon` is the last year with official data, `since` the first; outside of them every date is provisional.
    """

    special: Mapping[date, SpecialDay] = field(default_factory=_no_days, hash=False)
    since: int = 0
    horizon: int = 0
    seasons: tuple[Season, ...] = (Season(),)
    quiet: QuietHours = field(default_factory=QuietHours)

    def __post_init__(self) -> None:
        if not self.seasons:
            raise ValueError("a calendar needs at least one season of office hours")

    # Days.

    def is_workday(self, day: date) -> bool:
        """Whether a day counts: as the notice says, else Monday to Friday."""
        special = self.special.get(day)
        return special.works if special else day.weekday() <= _FRIDAY

    def is_provisional(self, day: date) -> bool:
        """Whether a day lies in a year we have no official data for; say so wherever such a date is shown."""
        return not self.since <= day.year <= self.horizon

    def next_workday(self, day: date) -> date:
        """The first working day after `day`."""
        return self.add_working_days(day, 1)

    def previous_workday(self, day: date) -> date:
        """The last working day before `day`."""
        while True:
            day -= _ONE_DAY
            if self.is_workday(day):
                return day

    def on_or_after(self, day: date) -> date:
        """`day` itself if it works, else the next working day."""
        return day if self.is_workday(day) else self.next_workday(day)

    def add_working_days(self, start: date, n: int) -> date:
        """The n-th working day after `start`, which itself is not counted; n = 0 is `start` as it is.

        The limit is due at 24:00 of that day. ValueError when n is negative.
        """
        if n < 0:
            raise ValueError(f"cannot count {n} working days: give a number that is not negative")
        day = start
        while n > 0:
            day += _ONE_DAY
            n -= self.is_workday(day)
        return day

    def working_days_between(self, start: date, end: date) -> int:
        """How many working days come after `start`, up to and including `end`; 0 when `end` is not later."""
        return sum(self.is_workday(day) for day in _days_after(start, end))

    def skipped(self, start: date, end: date) -> tuple[Skipped, ...]:
        """What somebody counting after `start` up to `end` on a plain wall calendar would get wrong, in order."""
        found: list[Skipped] = []
        for day in _days_after(start, end):
            special = self.special.get(day)
            if not self.is_workday(day):
                found = _with_day_off(found, day, special.name if special else "")
            elif day.weekday() > _FRIDAY:
                found.append(MakeUpDay(day, special.name if special else ""))
        return tuple(found)

    def next_meeting(self, after: date, days: tuple[int, ...] = MEETING_DAYS) -> date:
        """The first dispatch meeting later than `after`: 6th, 16th, 26th, or the next working day when that is off.

        A day the month does not have is left out. The gap between two meetings runs from 2 to 18 days (§11).
        ValueError when there is no meeting day at all.
        """
        if not any(1 <= day <= 28 for day in days):  # noqa: PLR2004 - the days every month has
            raise ValueError("meetings need at least one day between 1 and 28")
        # A meeting moved by a long holiday may cross the month's end, so look from the month before.
        month = (after.replace(day=1) - _ONE_DAY).replace(day=1)
        while True:
            nominal = sorted(month + timedelta(days=day - 1) for day in days)
            held = [self.on_or_after(day) for day in nominal if day.month == month.month]
            later = [day for day in held if day > after]
            if later:
                return later[0]
            month = (month + timedelta(days=31)).replace(day=1)

    # Instants.

    def due_instant(self, day: date) -> datetime:
        """24:00 local of a limit's last day, in UTC: from here on it is late."""
        return day_end(day)

    def office_spans(self, day: date) -> tuple[OfficeSpan, ...]:
        """The office hours that day would have, whether it works or not."""
        return season_of(day, self.seasons).spans

    def office_open(self, day: date) -> datetime:
        """When the offices open that day (08:30), whether it works or not."""
        return instant(day, self.office_spans(day)[0].opens)

    def office_close(self, day: date) -> datetime:
        """When the offices close that day (17:30), whether it works or not: limits are shown against it (§7.2)."""
        return instant(day, self.office_spans(day)[-1].closes)

    def is_office_time(self, at: datetime) -> bool:
        """Whether the offices are open at that instant."""
        return self.next_office_open(at) == at

    def next_office_open(self, at: datetime) -> datetime:
        """`at` itself while the offices are open, else the next instant at which they open (lunch break included)."""
        opens, _ = next(self._open_from(at))
        return max(at, opens)

    def add_office_hours(self, start: datetime, hours: timedelta) -> datetime:
        """The instant at which so much office time has passed since `start`; time outside office hours is free.

        ValueError when `hours` is negative.
        """
        if hours < timedelta():
            raise ValueError("cannot count back in office hours")
        left = hours
        for opens, closes in self._open_from(start):
            begins = max(start, opens)
            if closes - begins >= left:
                return begins + left
            left -= closes - begins
        raise AssertionError  # the walk over opening times never ends

    def office_time_between(self, start: datetime, end: datetime) -> timedelta:
        """How much office time lies between two instants; nothing when `end` is not later."""
        total = timedelta()
        for opens, closes in self._open_from(start):
            if opens >= end:
                return total
            total += min(closes, end) - max(start, opens)
        raise AssertionError  # the walk over opening times never ends

    def next_working_noon(self, at: datetime) -> datetime:
        """The first noon of a working day later than `at`: where a silent survey becomes a call (design §3)."""
        day = self.on_or_after(local_date(at))
        noon = instant(day, _NOON)
        return noon if noon > at else instant(self.next_workday(day), _NOON)

    def next_working_morning(self, at: datetime) -> datetime:
        """The first opening of a working day (08:30) later than `at`: when digests go out and urge sheets follow."""
        day = self.on_or_after(local_date(at))
        opens = self.office_open(day)
        return opens if opens > at else self.office_open(self.next_workday(day))

    def half_day(self, at: datetime) -> HalfDay:
        """The half-day an instant falls in; callback tries count once in each (`domain.md` §9.1)."""
        return half_day(at)

    def in_quiet_hours(self, at: datetime) -> bool:
        """Whether only urgent matters may make a noise (22:00-07:00; `domain.md` §7.4)."""
        return self.quiet.covers(at)

    def end_of_quiet(self, at: datetime) -> datetime:
        """When ordinary messages may go out: 07:00 after a quiet night, or `at` itself by day."""
        return self.quiet.end(at)

    def _open_from(self, start: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Every opening and closing from `start` on, the stretch `start` lies in first, without end."""
        day = self.on_or_after(local_date(start))
        while True:
            for opens, closes in (span.on(day) for span in self.office_spans(day)):
                if closes > start:
                    yield opens, closes
            day = self.next_workday(day)


def _days_after(start: date, end: date) -> Iterator[date]:
    return (start + timedelta(days=n) for n in range(1, (end - start).days + 1))


def _with_day_off(found: list[Skipped], day: date, name: str) -> list[Skipped]:
    """The list with one more day off: a new run, or the last one made longer."""
    names = (name,) if name else ()
    last = found[-1] if found else None
    if not isinstance(last, DaysOff) or last.last != day - _ONE_DAY:
        return [*found, DaysOff(day, day, names)]
    return [*found[:-1], DaysOff(last.first, day, tuple(dict.fromkeys(last.names + names)))]
