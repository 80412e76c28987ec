"""Cards: what somebody holds in their hand about a ticket."""

from dataclasses import dataclass

from domain.ids import PersonId, TicketId
from domain.notices import CardKind


@dataclass(frozen=True, slots=True)
class Card:
    """A card in somebody's hand. `id` is the outTrackId."""

    id: str
    ticket: TicketId
    person: PersonId
    kind: CardKind
    delivered: bool
    message_id: str = ""
    shown: str = ""
    """Where no template is published: a digest of what the last message standing for this card showed."""
