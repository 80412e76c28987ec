"""Gives the confirmation page what it needs of the house: its facts and the way in (`bot/site/ports.py`)."""

from dataclasses import dataclass

from bot.build import Parts
from bot.links import SitePass
from bot.site.ports import Said, Shut
from domain.inbound import SiteSubmitted
from domain.site_page import SitePage
from handlers.site import PageClosed, PageRequest, visit_page
from store.database import Connection
from store.work import SqlWork


@dataclass(frozen=True, slots=True)
class SiteFacts:
    """What the page shows, or why it stays shut."""

    parts: Parts

    async def __call__(self, site_pass: SitePass, device: str | None) -> SitePage | Shut:
        """With a device the visit is opened for it; without one nothing is opened, and only looked at."""
        parts = self.parts
        request = PageRequest(
            site_pass.ticket, site_pass.visit, site_pass.person, site_pass.expires_at, device
        )

        async def open_it(connection: Connection) -> SitePage | PageClosed:
            return await visit_page(request, SqlWork(connection, parts.tools), parts.around())

        looking = parts.database.read if device is None else parts.database.write
        found = await looking(open_it)
        return Shut(found.reason, found.sentence) if isinstance(found, PageClosed) else found


@dataclass(frozen=True, slots=True)
class SiteSubmit:
    """Takes a page that was sent in, through the one door."""

    parts: Parts

    async def __call__(self, event: SiteSubmitted) -> Said:
        """The sentence for the confirmer; a repeat gets the same one."""
        answer = await self.parts.intake.receive(event)
        return Said(not answer.refused, answer.sentence)
