"""Something that fails every time it is touched: it costs itself, is told once, and is done after the mending."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
import pytest_asyncio

from tests.databases import postgres_server
from tests.outside.acting import dispatcher, operator, text, told, until
from tests.scenarios.conftest import town_database
from tests.scenarios.town import Town, town

__all__ = ["postgres_server", "town_database"]
pytestmark = pytest.mark.asyncio(loop_scope="module")
KEPT = "一条来信无法处理"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def here(town_database: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Town]:
    async with town(tmp_path_factory.mktemp("poison") / "centre", town_database) as opened:
        yield opened


async def matter(here: Town, words: str) -> tuple[str, int, int]:
    """Phone, ticket and appellant of a matter that a unit has."""
    phone = await text(here, words)
    await here.settle()
    ((ticket, number),) = here.rows("SELECT id, number FROM tickets ORDER BY id DESC LIMIT 1")
    await here.say(dispatcher(here), f"/派单 {number} 城管局 求助 地点：幸福路")
    ((appellant,),) = here.rows(
        "SELECT appellant FROM ticket_appellants ORDER BY ticket DESC, appellant DESC LIMIT 1"
    )
    return phone, int(str(ticket)), int(str(appellant))


async def tried_to_the_end(here: Town) -> None:
    """The waits between the tries are over at once."""
    for _ in range(8):
        here.change("UPDATE inbox_raw SET next_try_at = parked_at WHERE quarantined_at IS NULL")
        await here.house.program.timetable.retry()


async def quarantined(here: Town, source: str) -> str:
    listed = await asyncio.to_thread(here.duban, "quarantine", "list")
    return next(line.split()[0] for line in listed.stdout.splitlines() if f"  {source}" in line)


async def test_an_event_that_always_fails_is_set_aside_told_once_and_done_after_the_mending(
    here: Town,
) -> None:
    phone, ticket, appellant = await matter(here, "村口路灯全灭了")
    ((key,),) = here.rows(
        "SELECT wrapped FROM subject_keys WHERE kind = 'appellant' AND subject = ?", str(appellant)
    )
    damage = "UPDATE subject_keys SET wrapped = ? WHERE kind = 'appellant' AND subject = ?"
    here.change(damage, b"\0", str(appellant))
    versions = here.rows("SELECT version FROM tickets WHERE id = ?", ticket)

    await text(here, "路灯还是没修好，三天了", phone)
    await until(lambda: _parked(here))
    await text(here, "另外一件：公交站牌倒了")
    await tried_to_the_end(here)
    await here.settle()

    assert here.rows("SELECT version FROM tickets WHERE id = ?", ticket) == versions
    number = await quarantined(here, "alibaba")
    heard = await told(here, operator(here), KEPT)
    assert len(heard) == 1
    assert f"duban quarantine show {number}" in heard[0]
    shown = await asyncio.to_thread(here.duban, "quarantine", "show", number)
    assert "路灯还是没修好" in json.loads(shown.stdout)["text"]

    here.change(damage, key, str(appellant))
    again = await asyncio.to_thread(here.duban, "quarantine", "retry", number)
    assert again.returncode == 0
    await here.house.program.timetable.retry()
    await here.settle()

    assert here.rows("SELECT version FROM tickets WHERE id = ?", ticket) > versions
    assert here.rows("SELECT count(*) FROM inbox_raw") == [(0,)]
    assert len(await told(here, operator(here), KEPT)) == 1


async def test_a_timer_that_always_fails_holds_up_no_other_and_its_step_is_taken_after_the_mending(
    here: Town,
) -> None:
    _, broken, _ = await matter(here, "污水冒出来了")
    _, sound, _ = await matter(here, "广告牌要掉了")
    ((body,),) = here.rows("SELECT body FROM tickets WHERE id = ?", broken)
    here.change("UPDATE tickets SET body = ? WHERE id = ?", "{", broken)
    program = here.house.program
    program.clock.set(program.now() + timedelta(days=2))

    await program.timetable.sweep()
    await program.timetable.sweep()

    assert _steps(here, sound)
    assert not _steps(here, broken)
    parked = here.rows("SELECT count(*) FROM inbox_raw")
    assert parked > [(0,)]
    await program.timetable.sweep()
    assert here.rows("SELECT count(*) FROM inbox_raw") == parked, "the sweep spins"
    await tried_to_the_end(here)
    here.change("UPDATE tickets SET body = ? WHERE id = ?", body, broken)
    for (number,) in here.rows("SELECT id FROM inbox_raw WHERE quarantined_at IS NOT NULL"):
        await asyncio.to_thread(here.duban, "quarantine", "retry", str(number))
    await program.timetable.retry()

    assert _steps(here, broken)


def _steps(here: Town, ticket: int) -> list[tuple[object, ...]]:
    return here.rows("SELECT seq FROM events WHERE ticket = ? AND kind = 'StepTaken'", ticket)


async def _parked(here: Town) -> bool:
    return bool(here.rows("SELECT id FROM inbox_raw WHERE quarantined_at IS NULL"))
