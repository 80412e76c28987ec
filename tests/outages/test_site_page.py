"""PostgreSQL is away while a confirmer sends the page in: they read what to do, and the same page is taken when it is back."""

import asyncio
from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio

from config.texts import site as words
from store.migrate import upgrade
from tests.outages.server import OwnServer, own_server
from tests.scenarios.pictures import jpeg
from tests.scenarios.test_bad_pictures import File, Matter, SitePhone, at_the_page, matter
from tests.scenarios.town import Town, town

__all__ = ["matter"]

pytestmark = [pytest.mark.postgres, pytest.mark.asyncio(loop_scope="module"), pytest.mark.timeout(120)]

PHOTO, NEW_PHOTO = (File("现场.jpg", "image/jpeg", jpeg(800, side)) for side in (600, 601))


@pytest.fixture(scope="module")
def server() -> Iterator[OwnServer]:
    with own_server() as started:
        started.asked("CREATE DATABASE duban")
        yield started


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def here(server: OwnServer, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Town]:
    url = server.url("duban")
    await upgrade(url)
    async with town(tmp_path_factory.mktemp("page") / "centre", url) as opened:
        yield opened


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def page(matter: Matter) -> AsyncIterator[SitePhone]:
    await matter.sends("picture", PHOTO)
    async with at_the_page(matter) as phone:
        yield phone


async def opened_again(page: SitePhone) -> tuple[int, str]:
    async with page.session.get(page.link) as answer:
        return answer.status, await answer.text()


async def test_the_page_says_that_nothing_was_taken_and_takes_it_once_later(
    matter: Matter, page: SitePhone, server: OwnServer
) -> None:
    await asyncio.to_thread(server.stop)
    try:
        (status, sentence), (shut, document) = await asyncio.gather(
            page.uploads(NEW_PHOTO), opened_again(page)
        )
    finally:
        await asyncio.to_thread(server.start)

    assert (status, sentence) == (503, words.not_now())
    assert "内容都还在本页" in sentence
    assert shut == 503
    assert words.busy().todo in document

    assert (await page.uploads(NEW_PHOTO))[0] == 200
    assert (await page.uploads(NEW_PHOTO))[0] == 200, "the same content, sent once more by a bad line"
    await matter.here.settle()
    ((count,),) = matter.here.rows("SELECT count(*) FROM site_confirmations")
    assert count == 1
