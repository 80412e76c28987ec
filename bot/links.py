"""Signed addresses of the confirmation page (`/site/{token}`, design §5): bound to person, ticket and visit, expiring.

The token is `ticket.visit.person.expiry.signature`, all in URL-safe characters; the signature is HMAC-SHA256 over the
rest with the installation's own key. Nothing in it is personal: the person is the code of `people.csv`.
"""

import base64
import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from domain.failures import Unreadable
from domain.ids import PersonId, TicketId, VisitId


@dataclass(frozen=True, slots=True)
class SitePass:
    """What a valid token says."""

    ticket: TicketId
    visit: VisitId
    person: PersonId
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class SignedLinks:
    """Makes and reads tokens. `clock` is business time."""

    public_url: str
    key: bytes
    opens_within: timedelta
    clock: Callable[[], datetime]

    def link(self, ticket: TicketId, visit: VisitId, person: PersonId) -> str:
        """The address for this person, ticket and visit."""
        return f"{self.public_url.rstrip('/')}/site/{self.token(ticket, visit, person)}"

    def token(self, ticket: TicketId, visit: VisitId, person: PersonId) -> str:
        """The token alone."""
        expiry = int((self.clock() + self.opens_within).timestamp())
        body = f"{ticket}.{visit}.{_text(person.encode())}.{expiry}"
        return f"{body}.{self._signature(body)}"

    def read(self, token: str) -> SitePass:
        """What the token says, expired or not. Raises `Unreadable` for anything we did not sign."""
        body, _, signature = token.rpartition(".")
        if not hmac.compare_digest(signature.encode(), self._signature(body).encode()):
            raise Unreadable("the signature of the link is not ours")
        ticket, visit, person, expiry = body.split(".")
        return SitePass(
            TicketId(int(ticket)),
            VisitId(int(visit)),
            PersonId(_octets(person).decode()),
            datetime.fromtimestamp(int(expiry), UTC),
        )

    def _signature(self, body: str) -> str:
        return _text(hmac.new(self.key, body.encode(), hashlib.sha256).digest())


def _text(octets: bytes) -> str:
    return base64.urlsafe_b64encode(octets).decode().rstrip("=")


def _octets(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
