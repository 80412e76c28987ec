"""What a handler stands in besides the event and its `Work`: the context of deciding, the words, the page links."""

from dataclasses import dataclass
from typing import Protocol

from config.texts.texts import Texts
from domain.context import Context
from domain.ids import PersonId, TicketId, VisitId


class SiteLinks(Protocol):
    """Signed addresses of the confirmation page."""

    def link(self, ticket: TicketId, visit: VisitId, person: PersonId) -> str:
        """The address for this one person, ticket and visit; opens within 24 hours (design §5)."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Made anew by the intake for every event."""

    context: Context
    texts: Texts
    links: SiteLinks
