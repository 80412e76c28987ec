"""Names for identities, so that a person is never taken for a ticket.

Numbers are 64-bit and time-ordered, made in the application (`store/ids.py`). People and units are named by
the codes the centre itself gives them in `people.csv` and `units.csv`: those never hold personal data.
"""

from dataclasses import dataclass
from typing import NewType

TicketId = NewType("TicketId", int)
AppellantId = NewType("AppellantId", int)
EventId = NewType("EventId", int)
VisitId = NewType("VisitId", int)
DocketId = NewType("DocketId", int)
"""A docket (案卷, `domain/docket.py`); never equal to a ticket's."""
PersonId = NewType("PersonId", str)
"""编号 of an official in `people.csv`."""
UnitId = NewType("UnitId", str)
"""编码 of a unit in `units.csv`."""
ItemNo = NewType("ItemNo", int)
"""Position of a list item (条目) on its ticket, from 1; never reused."""
BlobId = NewType("BlobId", str)
"""Lower-case hex SHA-256 of a file's content: a file is named by what it is."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """Words that may hold personal data, kept in a sealed row outside the event log.

    An event carries only this: where the words lie, and a salted digest that proves they were these. When a
    person's key is destroyed the words are gone and the log still verifies.
    """

    ref: int
    digest: str
