"""The embedded database's disk is full: the gateway is told to come again, nothing is half done, and it goes on by itself."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.outages.disk import full, small_disk
from tests.outages.town import Town, town

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.timeout(240)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    centre = tmp_path_factory.mktemp("full") / "centre"
    data = centre / "data"
    data.mkdir(parents=True)
    with small_disk(data, 12):
        yield centre


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def here(folder: Path) -> AsyncIterator[Town]:
    async with town(folder) as opened:
        yield opened


async def test_a_full_disk_refuses_and_recovers(here: Town, folder: Path) -> None:
    async with here.bad_day() as day:
        with full(folder / "data"):
            await day.ask()
            await day.until_refused()
