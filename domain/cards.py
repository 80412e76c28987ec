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
    """A digest of what its holder certainly sees: of the face, or of the message that stands for the card where no
    template is published. Anything else while that is not certain: under way, or nobody knows what arrived."""
    revision: int = 0
    """The revision of that face."""
