"""Opened confirmation pages (现场核实): one visit, one person, one device (design §5)."""

from dataclasses import dataclass
from datetime import datetime

from domain.ids import PersonId, VisitId


@dataclass(frozen=True, slots=True)
class VisitSession:
    """An opened confirmation page, bound to one device (design §5)."""

    visit: VisitId
    person: PersonId
    device: str
    opened_at: datetime
    submitted_at: datetime | None = None
    revoked_at: datetime | None = None
