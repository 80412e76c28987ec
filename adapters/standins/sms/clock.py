"""The stand-in's two times: real time for sockets and signatures, business time for what phones show."""

from datetime import UTC, datetime, timedelta, timezone

BEIJING = timezone(timedelta(hours=8))


class Clock:
    """Business time is real time plus an offset told through the control API (design §6)."""

    def __init__(self) -> None:
        self.offset = timedelta(0)

    def real(self) -> datetime:
        """Real time, UTC."""
        return datetime.now(UTC)

    def now(self) -> datetime:
        """Business time, UTC."""
        return self.real() + self.offset

    def beijing(self) -> datetime:
        """Business time in Beijing, as texts and reports say it."""
        return self.now().astimezone(BEIJING)
