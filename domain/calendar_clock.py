"""Local wall-clock time: where the centre's days begin and end, and when people sleep.

Everything is stored in UTC and shown in local time (`domain.md` §7.2). The zone is a fixed offset: Asia/Shanghai has
had no daylight saving since 1991, and a fixed offset needs no time-zone files on the machine.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from enum import StrEnum

LOCAL = timezone(timedelta(hours=8), "Asia/Shanghai")
"""The centre's local time (北京时间)."""

_NOON = time(12)


def local(at: datetime) -> datetime:
    """The same instant on the centre's wall clock. ValueError when `at` does not say its zone."""
    if at.tzinfo is None:
        raise ValueError("an instant without a time zone means nothing")
    return at.astimezone(LOCAL)


def local_date(at: datetime) -> date:
    """The day it is at the centre at that instant."""
    return local(at).date()


def instant(day: date, at: time) -> datetime:
    """The instant, in UTC, at which the centre's wall clock shows `at` on `day`."""
    return datetime.combine(day, at, LOCAL).astimezone(UTC)


def day_end(day: date) -> datetime:
    """24:00 of a local day: from this instant on, a limit that ended that day is late (`domain.md` §7.2)."""
    return instant(day + timedelta(days=1), time(0))


class DayPart(StrEnum):
    """上午 until noon, 下午 from noon on."""

    MORNING = "morning"
    AFTERNOON = "afternoon"


@dataclass(frozen=True, slots=True)
class HalfDay:
    """A half-day (半天): callback tries count only when they fall on different ones (`domain.md` §9.1)."""

    on: date
    part: DayPart


def half_day(at: datetime) -> HalfDay:
    """The half-day an instant falls in."""
    here = local(at)
    return HalfDay(here.date(), DayPart.MORNING if here.time() < _NOON else DayPart.AFTERNOON)


@dataclass(frozen=True, slots=True)
class QuietHours:
    """A daily stretch in which nobody is disturbed unless it is urgent; it may run over midnight.

    From `begins` (included) to `ends` (excluded), local time. The same type serves surveys by text message, which
    have a longer night (`sms.md` §10.4).
    """

    begins: time = time(22)
    ends: time = time(7)

    def covers(self, at: datetime) -> bool:
        """Whether that instant lies in the quiet stretch."""
        now = local(at).time()
        if self.begins <= self.ends:
            return self.begins <= now < self.ends
        return now >= self.begins or now < self.ends

    def end(self, at: datetime) -> datetime:
        """When one may speak again: the end of the quiet stretch, or `at` itself outside of it."""
        if not self.covers(at):
            return at
        here = local(at)
        day = here.date() if here.time() < self.ends else here.date() + timedelta(days=1)
        return instant(day, self.ends)
