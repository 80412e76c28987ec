"""A worker is killed at every step between the wire and the wire, and started again: one effect, shown once.

Which act goes with which step: on the way in every step is met by a citizen's text, and those around the commit and the
wire by a leader's reply and a press as well; on the way out every step is met by a citizen's text, and those between the
mark and the wire by a chat message (not repeatable) and a card (repeatable). All further pairs are left out: they would
run the same lines of the program. What an act comes to is taken from the same act on a calm day, so nothing here counts by hand.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.crash.acts import URGENT_WAITS, Town
from tests.crash.judging import Deed, Judge, LeftBehind, nothing
from tests.crash.stage import Stage, stage
from tests.crash.steps import Step, Stretch
from tests.databases import PostgresServer, postgres_server

__all__ = ["postgres_server"]

S = Step
TEXT, REPLY, PRESS, PICTURE, TIMER = "a text", "a reply", "a press", "a picture", "a timer"

INTAKE = {
    TEXT: (
        S.BEFORE_REMEMBERING,
        S.AFTER_REMEMBERING,
        S.BEFORE_DECIDING,
        S.AFTER_DECIDING,
        S.BEFORE_COMMIT,
        S.AFTER_COMMIT,
        S.BEFORE_ANSWER,
        S.AFTER_ANSWER,
    ),
    REPLY: (S.BEFORE_COMMIT, S.AFTER_COMMIT, S.BEFORE_ACK, S.AFTER_ACK),
    PRESS: (S.BEFORE_COMMIT, S.AFTER_COMMIT, S.BEFORE_ACK),
}
OUTBOX = {
    TEXT: (
        S.BEFORE_CLAIMING,
        S.AFTER_CLAIMING,
        S.BEFORE_STARTING,
        S.AFTER_STARTING,
        S.AFTER_WIRE,
        S.BEFORE_DONE,
        S.AFTER_DONE,
    ),
    REPLY: (S.BEFORE_WIRE, S.ON_WIRE, S.AFTER_WIRE),
    PRESS: (S.AFTER_STARTING, S.AFTER_WIRE),
}
LEAVES_CLAIMED = {S.AFTER_CLAIMING, S.BEFORE_STARTING}
LEAVES_STARTED = {S.AFTER_STARTING, S.BEFORE_WIRE, S.ON_WIRE, S.AFTER_WIRE, S.BEFORE_DONE}


def cases(table: dict[str, tuple[Step, ...]]) -> pytest.MarkDecorator:
    """Every step of the table with its acts."""
    pairs = [(step, act) for act, steps in table.items() for step in steps]
    names = [f"{act}, {step.sentence}" for step, act in pairs]
    return pytest.mark.parametrize(("step", "act"), pairs, ids=names)


def steps_of(stretch: Stretch) -> pytest.MarkDecorator:
    """Every step of a stretch."""
    found = [step for step in Step if step.stretch is stretch]
    return pytest.mark.parametrize("step", found, ids=[step.sentence for step in found])


@dataclass(frozen=True, slots=True)
class House:
    """Everything a case needs."""

    stage: Stage
    town: Town
    judge: Judge
    loop: asyncio.Runner

    def dies_at(self, step: Step, name: str) -> LeftBehind:
        """See `died`."""
        return self.loop.run(died(self, step, name))

    def deed(self, name: str) -> Deed:
        town = self.town
        return {
            TEXT: Deed(town.citizen_texts),
            REPLY: Deed(town.leader_replies),
            PRESS: Deed(town.leader_presses, town.a_matter_to_sign, town.leader_presses),
            PICTURE: Deed(town.leader_sends_a_picture),
            TIMER: Deed(self.eleven_minutes_pass, town.urgent_text),
        }[name]

    async def eleven_minutes_pass(self) -> None:
        """What was due meanwhile is found by the worker that starts then."""
        await self.stage.worker.killed()
        await self.stage.later(URGENT_WAITS)
        await self.stage.leases_run_out()


@asynccontextmanager
async def opened(folder: Path, database: str, loop: asyncio.Runner) -> AsyncIterator[House]:
    """A town in which one leader has a matter to report on."""
    async with stage(folder, database) as here:
        town = Town(here)
        await town.a_matter_to_report_on()
        yield House(here, town, Judge(here, town), loop)


async def died(house: House, step: Step, name: str) -> LeftBehind:
    """The deed, the death in the middle of it, the minute after it, and another worker; then it must be as on a calm day."""
    here, judge, deed = house.stage, house.judge, house.deed(name)
    await here.ready()
    calm = await judge.on_a_calm_day(name, deed)
    here.citizens.clear()
    if deed.prepare is not nothing:
        await deed.prepare()
        await here.settled()
    before = await judge.now()

    if name == TIMER:
        await deed.do()
        await here.worker.start(step)
    else:
        await here.worker.arm(step)
        await deed.do()
    await here.worker.dead()
    left = await judge.left_behind()
    await here.leases_run_out()
    await here.ready()
    if deed.again is not nothing:
        await deed.again()
        await here.settled()

    await judge.one_effect((await judge.now()).since(before), calm, left)
    await here.record_is_whole()
    return left


class Killed:
    """The same on both databases."""

    @pytest.fixture(scope="class")
    @classmethod
    def house(cls, empty: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
        """One loop and one town for all the deaths on a database."""
        folder = tmp_path_factory.mktemp("crash") / "centre"
        with asyncio.Runner() as loop:
            opening = opened(folder, empty, loop)
            yield loop.run(opening.__aenter__())
            loop.run(opening.__aexit__(None, None, None))

    @cases(INTAKE)
    def test_on_the_way_in(self, house: House, step: Step, act: str) -> None:
        house.dies_at(step, act)
        if act == PRESS:
            assert "已签收" in house.loop.run(house.town.card_says())

    @cases(OUTBOX)
    def test_on_the_way_out(self, house: House, step: Step, act: str) -> None:
        left = house.dies_at(step, act)

        assert left.claimed or step not in LEAVES_CLAIMED
        assert left.started or step not in LEAVES_STARTED
        if act == PRESS:
            assert "已签收" in house.loop.run(house.town.card_says())

    @steps_of(Stretch.FILE)
    def test_while_fetching_a_file(self, house: House, step: Step) -> None:
        house.dies_at(step, PICTURE)

        assert house.judge.calm[PICTURE].happened["pictures"] == 1

    @steps_of(Stretch.TIMER)
    def test_at_a_timer(self, house: House, step: Step) -> None:
        house.dies_at(step, TIMER)

        assert house.judge.calm[TIMER].shown.total()

    @steps_of(Stretch.SEAL)
    def test_while_sealing(self, house: House, step: Step) -> None:
        house.dies_at(step, TEXT)

        house.loop.run(house.stage.sealed())


class TestOnSqlite(Killed):
    @pytest.fixture(scope="class")
    @classmethod
    def empty(cls) -> str:
        return ""


@pytest.mark.postgres
class TestOnPostgres(Killed):
    @pytest.fixture(scope="class")
    @classmethod
    def empty(cls, postgres_server: PostgresServer) -> str:
        return postgres_server.emptied()
