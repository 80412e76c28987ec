from collections.abc import AsyncIterator

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.site.routes import ConfirmationPage, routes
from bot.site.uploads import Limits
from tests.site.house import Office, Phone, Site, links_at

SMALL = Limits(photo_bytes=2048 * 10, photos=3, body_bytes=40_000, words=50, silence_s=5.0)


async def served(limits: Limits, *, secure: bool = False) -> Site:
    office = Office()
    confirmation = ConfirmationPage(
        links_at(), lambda: site.now, office.facts, office.submit, office, secure, limits
    )
    app = web.Application()
    app.add_routes(routes(confirmation))
    server = TestServer(app)
    await server.start_server()
    site = Site(server, office, confirmation)
    return site


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    """The page with small limits, so that too much is soon reached."""
    running = await served(SMALL)
    yield running
    await running.server.close()


@pytest.fixture
async def phone(site: Site) -> AsyncIterator[Phone]:
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
        yield Phone(session, site)


@pytest.fixture
async def other_phone(site: Site) -> AsyncIterator[Phone]:
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
        yield Phone(session, site)
