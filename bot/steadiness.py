"""Whether the machine's clock goes on as time does. A clock that leaps must not make a thousand matters overdue at once.

What passes is measured by the monotonic clock, which nobody can set. A leap forwards holds the timers for a while, so that an
administrator can put the clock right before anybody is told anything; a leap back only hurries what waits on real time.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

LEAP = timedelta(minutes=2)
"""Less is a correction, or a machine that was busy."""
HELD_S = 600.0
"""So long the timers wait after a leap forwards; then the new time is believed."""


@dataclass(slots=True)
class Steadiness:
    """`real` is the machine's clock. One per worker; each notices for itself."""

    real: Callable[[], datetime]
    monotonic: Callable[[], float] = time.monotonic
    ahead: timedelta = timedelta()
    """How far the clock leapt, while that is not yet believed."""
    _seen: tuple[datetime, float] | None = None
    _held_until_s: float = field(default=0.0)

    def look(self) -> timedelta | None:
        """How far the clock has leapt since the last look; None while it goes steadily."""
        now, at_s = self.real(), self.monotonic()
        seen, self._seen = self._seen, (now, at_s)
        if self.ahead and at_s >= self._held_until_s:
            self.ahead = timedelta()
        if seen is None:
            return None
        leapt = now - seen[0] - timedelta(seconds=at_s - seen[1])
        if abs(leapt) < LEAP:
            return None
        self.ahead += leapt
        if self.ahead >= LEAP:
            self._held_until_s = at_s + HELD_S
        else:
            self.ahead = timedelta()
        return leapt

    @property
    def doubtful(self) -> bool:
        """Whether nobody should be told what time it is."""
        return bool(self.ahead)
