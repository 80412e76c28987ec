"""Each event is chained on its ticket's previous one: change one letter of the past and every later hash is wrong."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime

from domain.actor import Actor, ActorKind
from domain.events import Recorded
from domain.ids import AppellantId, PersonId, TicketId
from store.codec import canonical, event_codec

NO_EVENT = ""
"""What the first event of a ticket is chained on."""


@dataclass(frozen=True, slots=True)
class Link:
    """An event as the log keeps it, without the hash over it."""

    ticket: TicketId
    seq: int
    kind: str
    at: datetime
    by: Actor
    payload: str
    prev: str

    @property
    def hash(self) -> str:
        """SHA-256 over every field, in one fixed form."""
        content = canonical(
            [
                self.ticket,
                self.seq,
                self.kind,
                self.at.isoformat(),
                self.by.kind.value,
                self.by.person,
                self.by.appellant,
                self.payload,
                self.prev,
            ]
        )
        return hashlib.sha256(content.encode()).hexdigest()

    def recorded(self) -> Recorded:
        """The event in its place. Raises `Unreadable` for one this version does not know."""
        return Recorded(self.seq, self.at, self.by, event_codec().decode(self.kind, self.payload))


def link(ticket: TicketId, recorded: Recorded, prev: str) -> Link:
    """An event made ready for the log, after the one whose hash is `prev`."""
    kind, payload = event_codec().encode(recorded.event)
    return Link(ticket, recorded.seq, kind, recorded.at.astimezone(UTC), recorded.by, payload, prev)


def actor(kind: str, person: str | None, appellant: int | None) -> Actor:
    """Whoever did it, from the columns of the log."""
    return Actor(
        ActorKind(kind),
        None if person is None else PersonId(person),
        None if appellant is None else AppellantId(appellant),
    )
