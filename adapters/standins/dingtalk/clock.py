"""The stand-in's two times: real time for sockets and time-outs, business time for what people see."""

import time
from datetime import UTC, datetime, timedelta, timezone

BEIJING = timezone(timedelta(hours=8))


class Clock:
    """Business time is real time plus an offset told through the control API (design §6)."""

    def __init__(self) -> None:
        self.offset_s = 0.0

    def real_ms(self) -> int:
        """Real time in milliseconds since 1970."""
        return int(time.time() * 1000)

    def now_ms(self) -> int:
        """Business time in milliseconds since 1970."""
        return int((time.time() + self.offset_s) * 1000)

    def day(self) -> str:
        """The business day in Beijing, `YYYY-MM-DD`."""
        return self._beijing().strftime("%Y-%m-%d")

    def month(self) -> str:
        """The business month in Beijing, `YYYY-MM`: quotas are counted by it."""
        return self._beijing().strftime("%Y-%m")

    def _beijing(self) -> datetime:
        return datetime.fromtimestamp(self.now_ms() / 1000, tz=BEIJING)


def iso(at_ms: int) -> str:
    """`at_ms` as ISO 8601 text in UTC."""
    return datetime.fromtimestamp(at_ms / 1000, tz=UTC).isoformat(timespec="milliseconds")
