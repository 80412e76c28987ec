"""The two times (design §6): business time is real time plus an offset; leases, heartbeats and back-off stay real.

The only module that reads a clock. The offset is kept in the store and told to the stand-ins, so that a demo or a
rehearsal can move a day.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta


def real_now() -> datetime:
    """The wall clock, aware, in UTC."""
    return datetime.now(UTC)


def monotonic_s() -> float:
    """A stopwatch: seconds that nobody can set."""
    return time.monotonic()


def real_ms() -> int:
    """Milliseconds since 1970, for ids."""
    return time.time_ns() // 1_000_000


@dataclass(slots=True)
class BusinessClock:
    """Business time of this process. Frozen at an instant while `stopped_at` is set, so that a rehearsal is exact."""

    offset: timedelta = timedelta()
    stopped_at: datetime | None = None
    real: Callable[[], datetime] = real_now
    """The machine's own clock, for leases, waits and ids: handed in, because a machine's clock may jump."""

    monotonic: Callable[[], float] = time.monotonic
    """Seconds that nobody can set."""

    def now(self) -> datetime:
        """The business instant, aware, in UTC."""
        return self.stopped_at or self.real() + self.offset

    def set(self, instant: datetime) -> None:
        """Business time goes on from this instant (or stands there, where it stood before)."""
        self.offset = instant - self.real()
        if self.stopped_at is not None:
            self.stopped_at = instant
