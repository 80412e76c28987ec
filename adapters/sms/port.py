"""What every SMS gateway (短信网关) looks like from inside: one citizen's text in, one of ours out, and reports.

Free of any one protocol's names (`sms.md` §2), so that a socket gateway fits as well as a cloud service.
`bot` builds gateways from the table in `adapters/sms/__init__.py`; `adapters/sms/webhook.py` hands them pushes.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from domain.economy import Share
from domain.faces import Sent, SmsText
from domain.inbound import SmsReceived, SmsReported

Clock = Callable[[], datetime]
"""Real time, aware, UTC. Never business time: the other side checks it against its own clock."""


class Arrival(StrEnum):
    """How citizens' texts reach us."""

    PUSH = "push"
    SOCKET = "socket"
    PULL = "pull"


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a gateway can do; fixed for its kind."""

    free_text: bool
    """Takes any text; otherwise only registered templates (模板) with variables."""
    extension_digits: int
    """How many digits of our own may follow the access code; 0 where a text cannot carry a conversation key."""
    reports: bool
    """Tells what became of each text."""
    echoes_our_id: bool
    """Reports carry the id we sent along."""
    arrival: Arrival
    max_units: int
    """Longest text in UTF-16 units, signature (签名) included."""
    per_number: Share | None
    """What one number is sent of one kind of text; None: nobody says."""


@dataclass(frozen=True, slots=True)
class UnreadableEntry:
    """One entry of a push that could not be read. `raw` is a push body of its own: `parse` takes it again.

    `reason` quotes nothing of what was said and no number.
    """

    raw: bytes
    reason: str


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a push held: what can be worked on, and what must be kept for a person to look at."""

    events: tuple[SmsReceived | SmsReported, ...] = ()
    unreadable: tuple[UnreadableEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class PushAnswer:
    """The exact answer a gateway wants to read on its own wire."""

    status: int
    body: bytes
    content_type: str


@dataclass(frozen=True, slots=True)
class Health:
    """Whether the gateway can be reached now; `sentence` is for the operator and holds nothing secret."""

    reachable: bool
    sentence: str


class Gateway(Protocol):
    """One connection to the text message network."""

    @property
    def name(self) -> str:
        """Its name in settings, in the webhook's path and in every event it parses."""
        ...

    @property
    def capabilities(self) -> Capabilities:
        """What this kind of gateway can do."""
        ...

    async def send(self, phone: str, text: SmsText, our_id: str) -> Sent:
        """Hand one text for one phone to the gateway; it has accepted it when this returns.

        Raises `Transient`, `Permanent` or `Unknown`. `our_id` comes back in reports where the gateway echoes it.
        """
        ...

    def parse(self, body: bytes, received_at: datetime) -> Parsed:
        """Everything a push holds. Raises `Unreadable` where the body as a whole makes no sense."""
        ...

    def taken(self) -> PushAnswer:
        """What to answer once everything in a push is safely stored."""
        ...

    def checked(self) -> PushAnswer:
        """What to answer when the gateway only tries whether the address lives."""
        ...

    async def health(self) -> Health:
        """Try to reach the gateway without sending or paying anything."""
        ...

    async def start(self) -> None:
        """Begin to receive, where that takes a connection of our own."""
        ...

    async def stop(self) -> None:
        """Stop receiving and let go of connections of our own."""
        ...
