"""What the confirmation page needs of the rest of the program; `bot/build.py` gives it (design §5)."""

from dataclasses import dataclass
from typing import Protocol

from bot.links import SitePass
from domain.ids import BlobId
from domain.inbound import SiteSubmitted
from domain.site_page import PageShut, SitePage


@dataclass(frozen=True, slots=True)
class Said:
    """What became of a page that was sent in, in the one sentence the confirmer reads."""

    ok: bool
    message: str


@dataclass(frozen=True, slots=True)
class Shut:
    """The page does not open. `sentence`: what the rules say about this case; empty: the usual words for the reason."""

    reason: PageShut
    sentence: str = ""


class ReadsLinks(Protocol):
    """Knows our signed links (`bot/links.py`)."""

    def read(self, token: str) -> SitePass:
        """What the token says, expired or not. Raises `Unreadable` for anything we did not sign."""


class Facts(Protocol):
    """What the page shows to the holder of a pass."""

    async def __call__(self, site_pass: SitePass, device: str | None) -> SitePage | Shut:
        """The page, or why it stays shut.

        With a device the visit is opened for it, unless it is open already; another device is `OTHER_DEVICE`,
        and that is said before `SUBMITTED`. Without one (a link preview, the first look) nothing is opened and no
        device is compared: only what shuts the page for everybody is answered. The holder judges the pass's
        expiry: it stands against opening, not against going on with an opened visit.
        """


class Submit(Protocol):
    """Takes a page that was sent in, through the intake."""

    async def __call__(self, event: SiteSubmitted) -> Said:
        """The sentence for the confirmer, empty while it is kept but not worked on yet; a repeat gets the same one."""


class Blobs(Protocol):
    """Keeps files, each named by what it is."""

    async def put(self, content: bytes) -> BlobId:
        """Keep the bytes; their name is their SHA-256. Keeping them twice keeps them once."""
