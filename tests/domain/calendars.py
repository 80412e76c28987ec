"""The calendar the domain's tests count with: the shipped table, read by the shipped reader."""

from datetime import UTC, date, datetime

from config.calendar import SHIPPED, read_calendar
from domain.calendar_clock import LOCAL

CALENDAR = read_calendar(SHIPPED)


def day(written: str) -> date:
    return date.fromisoformat(written)


def at(written: str) -> datetime:
    """An instant from local time as written, such as 2019-07-05 09:30."""
    return datetime.fromisoformat(written).replace(tzinfo=LOCAL).astimezone(UTC)
