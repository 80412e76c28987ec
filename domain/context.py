"""What a decision may know besides the ticket: the moment, the centre's rules, calendar and people."""

from dataclasses import dataclass
from datetime import date, datetime

from domain.calendar import WorkCalendar
from domain.calendar_clock import local_date
from domain.people import Directory
from domain.policy import Policy


@dataclass(frozen=True, slots=True)
class Context:
    """`now` is aware and in UTC; it is the moment of the whole transaction."""

    now: datetime
    policy: Policy
    calendar: WorkCalendar
    directory: Directory

    @property
    def today(self) -> date:
        """The local day (Asia/Shanghai)."""
        return local_date(self.now)
