"""After a kill another worker, already running on the same PostgreSQL, takes over without any restart.

The leases are real and run out by themselves; a row's minute is three seconds here, the Stream's six seconds are two. The
other worker stands still (SIGSTOP) until the first is dead, so that it is certain who claimed what.
"""

import asyncio
import shutil
import signal
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from bot.stage.theatre import free_port
from store.tables.traffic import outbox, timers
from tests.crash.acts import Town
from tests.crash.judging import Deed, Judge, LeftBehind
from tests.crash.stage import LOOKS_AGAIN_S, WITHIN_S, Stage, Worker, stage
from tests.crash.steps import Step
from tests.databases import PostgresServer, postgres_server
from tests.scenarios.looking import asked

__all__ = ["postgres_server"]

pytestmark = pytest.mark.postgres

LEASE_S, STREAM_LEASE_S = 3.0, 2.0
SOON_S = 4.0
"""Until the timer comes due: time for two workers to start."""
IN_TRANSACTION = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state = 'idle in transaction'"


class Pair:
    """A first worker, which hears the chat, and another that waits for it to die."""

    def __init__(self, here: Stage, other: Worker, loop: asyncio.Runner) -> None:
        self.here, self.other, self.loop = here, other, loop
        self.town = Town(here)
        self.judge = Judge(here, self.town)

    async def both_ready(self) -> None:
        """The first holds the Stream; the other lives beside it."""
        await self.other.killed()
        await self.here.stream_is_free()
        await self.here.ready()
        await self.until_somebody_hears()
        await self.other.start()
        await self.here.answers(self.other)
        await self.here.settled()

    async def until_somebody_hears(self) -> None:
        """Wait until the chat platform has one socket to push on."""
        async with asyncio.timeout(WITHIN_S):
            while await self.here.sockets() != 1:  # noqa: ASYNC110 - another process
                await asyncio.sleep(LOOKS_AGAIN_S)

    @asynccontextmanager
    async def other_stands_still(self) -> AsyncIterator[None]:
        """Stopped outside of any transaction, as one that simply had nothing to do."""
        self.other.signal(signal.SIGSTOP)
        while asked(self.here.url, (IN_TRANSACTION, ()))[0] != [(0,)]:
            self.other.signal(signal.SIGCONT)
            await asyncio.sleep(LOOKS_AGAIN_S)
            self.other.signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self.other.signal(signal.SIGCONT)

    async def first_dies(self, step: Step, deed: Deed) -> LeftBehind:
        async with self.other_stands_still():
            await self.here.worker.arm(step)
            await deed.do()
            await self.here.worker.dead()
            return await self.judge.left_behind()

    async def change_places(self) -> None:
        """The other is the first from now on: the gateway must reach it."""
        self.here.worker, self.other = self.other, self.here.worker
        await self.here.gateway_reaches(self.here.worker)


@pytest.fixture(scope="module")
def pair(postgres_server: PostgresServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    folder = tmp_path_factory.mktemp("pair") / "centre"
    with asyncio.Runner() as loop:
        opening = opened(folder, postgres_server.emptied(), loop)
        yield loop.run(opening.__aenter__())
        loop.run(opening.__aexit__(None, None, None))


@asynccontextmanager
async def opened(folder: Path, database: str, loop: asyncio.Runner) -> AsyncIterator[Pair]:
    async with stage(folder, database, lease_s=LEASE_S, stream_lease_s=STREAM_LEASE_S) as here:
        port, beside = free_port(), folder.parent / "beside"
        shutil.copytree(folder, beside)
        settings = beside / "duban.toml"
        settings.write_text(
            settings.read_text(encoding="utf-8").replace(str(here.worker.port), str(port)), encoding="utf-8"
        )
        both = Pair(here, replace(here.worker, folder=beside, port=port, process=None), loop)
        await both.town.a_matter_to_report_on()
        yield both


@pytest.mark.parametrize("step", [Step.AFTER_CLAIMING, Step.AFTER_STARTING])
def test_a_dead_workers_outbox_rows_are_taken_over(pair: Pair, step: Step) -> None:
    async def story() -> None:
        deed = Deed(pair.town.citizen_texts)
        await pair.both_ready()
        calm = await pair.judge.on_a_calm_day("a text", deed)
        pair.here.citizens.clear()
        before = await pair.judge.now()

        left = await pair.first_dies(step, deed)
        assert left.started if step is not Step.AFTER_CLAIMING else left.claimed
        await pair.change_places()
        await pair.here.settled()

        await pair.judge.one_effect((await pair.judge.now()).since(before), calm, left)
        await pair.here.record_is_whole()
        names = {
            row["worker"]
            for row in await pair.here.rows(outbox, outbox.c.id.in_(left.claimed | left.started))
        }
        assert len(names) == 1, "all taken by the one that lives"

    pair.loop.run(story())


def test_a_dead_workers_timer_is_taken_over(pair: Pair) -> None:
    async def story() -> None:
        deed = Deed(pair.town.nothing, pair.town.urgent_text)
        await pair.both_ready()
        pair.here.citizens.clear()
        await deed.prepare()
        await pair.here.settled()
        before = await pair.judge.now()
        await pair.here.worker.killed()
        await pair.other.killed()
        await pair.here.next_timer_in(SOON_S)
        await pair.here.leases_run_out()
        await pair.here.worker.start()
        await pair.other.start()
        await asyncio.gather(pair.here.answers(pair.here.worker), pair.here.answers(pair.other))

        left = await pair.first_dies(Step.AFTER_TIMER_CLAIM, deed)
        assert await pair.here.rows(timers, ~timers.c.waiting), "claimed by the dead"
        await pair.change_places()
        await pair.here.settled()

        came = (await pair.judge.now()).since(before)
        assert came.happened == {"StepTaken": 1}
        assert [text for _, text in came.shown.elements()], "somebody was reminded"
        assert set(came.shown.values()) == {1}
        assert left == LeftBehind(frozenset(), frozenset(), frozenset())
        await pair.here.record_is_whole()

    pair.loop.run(story())


def test_a_dead_workers_stream_is_taken_over(pair: Pair) -> None:
    async def story() -> None:
        deed = Deed(pair.town.leader_replies)
        await pair.both_ready()
        calm = await pair.judge.on_a_calm_day("a reply", deed)
        before = await pair.judge.now()

        left = await pair.first_dies(Step.BEFORE_ACK, deed)
        await pair.change_places()
        await pair.until_somebody_hears()
        await pair.here.settled()
        after = (await pair.judge.now()).since(before)

        await pair.judge.one_effect(after, calm, left)
        again = await pair.judge.now()
        await deed.do()
        await pair.here.settled()
        await pair.judge.one_effect((await pair.judge.now()).since(again), calm, left)
        await pair.here.record_is_whole()

    pair.loop.run(story())
