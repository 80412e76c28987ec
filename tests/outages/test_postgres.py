"""PostgreSQL is restarted, stalled, full, read-only, without connections, replaced: nothing lost, nothing twice, nothing stuck.

One town on a server of its own, one bad day after the other: people text and talk before, during and after each.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.outages.disk import full
from tests.outages.server import OwnServer, own_server
from tests.outages.town import Town, town

pytestmark = [pytest.mark.postgres, pytest.mark.asyncio(loop_scope="module"), pytest.mark.timeout(240)]


@pytest.fixture(scope="module")
def server() -> Iterator[OwnServer]:
    with own_server() as started:
        started.asked("CREATE ROLE duban LOGIN")
        yield started


@pytest.fixture(scope="module")
def disk(server: OwnServer) -> Iterator[Path]:
    """Where the database lies; the log of the server lies elsewhere."""
    with server.small_tablespace("small", 60) as place:
        server.asked("CREATE DATABASE duban OWNER duban TABLESPACE small")
        yield place


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def here(
    server: OwnServer,
    disk: Path,  # noqa: ARG001 - the database lies there
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[Town]:
    async with town(tmp_path_factory.mktemp("outage") / "centre", server.url("duban", "duban")) as opened:
        yield opened


async def test_restarted_in_the_middle_of_everything(here: Town, server: OwnServer) -> None:
    async with here.bad_day() as day:
        for _ in range(2):
            await asyncio.to_thread(server.stop)
            day.text(3)
            await day.ask()
            await asyncio.to_thread(server.start)


async def test_stalled_it_keeps_nobody_waiting_for_ever(here: Town, server: OwnServer) -> None:
    async with here.bad_day() as day:
        with server.stalled():
            day.text(3)
            await day.ask()
            # The door answers within its stated time-outs although nothing else does.
            await day.refused()


async def test_no_connection_is_left(here: Town, server: OwnServer) -> None:
    async with here.bad_day() as day:
        server.asked("ALTER ROLE duban CONNECTION LIMIT 0")
        server.drop_connections("duban")
        day.text(3)
        await day.ask()
        await day.refused()
        server.asked("ALTER ROLE duban CONNECTION LIMIT -1")


async def test_it_only_reads(here: Town, server: OwnServer) -> None:
    async with here.bad_day() as day:
        server.asked("ALTER DATABASE duban SET default_transaction_read_only = on")
        server.drop_connections("duban")
        day.text(3)
        await day.ask()
        await day.refused()
        server.asked("ALTER DATABASE duban RESET default_transaction_read_only")


async def test_its_disk_is_full(here: Town, disk: Path) -> None:
    async with here.bad_day() as day:
        with full(disk):
            await day.ask()
            await day.until_refused()


async def test_another_server_takes_its_place(here: Town, server: OwnServer) -> None:
    async with here.bad_day() as day:
        # What is taken after the copy would be lost with the old server: no promise without synchronous replication.
        await day.all_taken()
        copy = await asyncio.to_thread(server.copy)
        await asyncio.to_thread(server.replace_by, copy)
        day.text(3)
        await day.ask()
