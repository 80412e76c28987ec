"""An update that would show nothing new costs no call; one whose outcome nobody knows is never spared (design §4, Quota)."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.clock import BusinessClock
from bot.rehearsal.screens import Shown, chat_shown
from bot.stage.theatre import Theatre, account_of, theatre
from config.init import write_sample
from config.load import load
from domain.ids import PersonId
from domain.outgoing import OutboxState
from store.connection import Connection
from store.sealing import KeyRing
from store.tables.traffic import outbox
from tests.databases import PostgresServer

MORNING = datetime(2026, 7, 6, 1, 0, tzinfo=UTC)
VILLAGER = "13911110001"
LEADER, LIAISON, DISPATCHER = "jtj02", "jtj03", "zx03"
CARD_CALLS = "/v1.0/card/instances"


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def url(request: pytest.FixtureRequest) -> str:
    if request.param == "sqlite":
        return ""
    server: PostgresServer = request.getfixturevalue("postgres_server")
    return server.emptied()


@asynccontextmanager
async def dispatched(tmp_path: Path, url: str) -> AsyncIterator[Theatre]:
    """A ticket with the transport bureau: its leader and its liaison hold a card each."""
    write_sample(tmp_path / "centre")
    clock = BusinessClock(stopped_at=MORNING)
    centre = load(tmp_path / "centre", {})
    KeyRing.create(centre.places.master_key)
    async with theatre(centre, clock, ticking=False, database=url) as house:
        await house.phones.text(VILLAGER, "南桥镇幸福路口没有减速带，大货车开得太快，很危险")
        await house.travel.settle()
        await says(house, DISPATCHER, "/派单 E100 交通运输局 求助 地点：南桥镇幸福路口")
        yield house


async def says(house: Theatre, person: str, words: str) -> None:
    await house.phones.say({"person": account(house, person), "kind": "text", "text": words})
    await house.travel.settle()


def account(house: Theatre, person: str) -> str:
    return account_of(house.program.centre.directory.people[PersonId(person)])


async def card_calls(house: Theatre) -> int:
    """Calls about cards the platform has counted so far."""
    asked = f"{house.phones.chat}/control/calls?path={CARD_CALLS}"
    async with house.phones.session.get(asked) as answer:
        return len((await answer.json())["calls"])


async def card_of(house: Theatre, person: str) -> Shown:
    """The newest card on that person's screen."""
    shown = chat_shown(await house.phones.screen(account(house, person)), group=False)
    return next(one for one in reversed(shown) if one.card)


async def spared(house: Theatre) -> list[str]:
    """Why updates of cards were dropped."""

    async def read(connection: Connection) -> list[str]:
        rows = await connection.execute(
            select(outbox.c.code).where(
                outbox.c.card.is_not(None), outbox.c.state == OutboxState.DROPPED.value
            )
        )
        return [row.code for row in rows if row.code != "superseded"]

    return await house.program.parts.database.read(read)


async def test_a_reply_costs_one_call_for_each_card_that_shows_it(tmp_path: Path, url: str) -> None:
    async with dispatched(tmp_path, url) as house:
        await says(house, LEADER, "收到")
        before = await card_calls(house)

        await says(house, LEADER, "已到现场查看，正在选点")

        assert await card_calls(house) == before + 2
        assert "正在选点" in (await card_of(house, LEADER)).text
        assert "正在选点" in (await card_of(house, LIAISON)).text


async def test_what_shows_nothing_new_costs_nothing(tmp_path: Path, url: str) -> None:
    async with dispatched(tmp_path, url) as house:
        await says(house, LEADER, "收到")
        await says(house, LEADER, "已到现场查看")
        before = await card_calls(house)

        await says(house, LEADER, "已到现场查看")  # the same minute, the same words: the same face

        assert await card_calls(house) == before
        assert await spared(house) == ["卡片内容没有变化，不再更新"] * 2
        await says(house, LEADER, "明天进场")
        assert await card_calls(house) == before + 2


async def test_a_reminder_step_that_changes_no_card_costs_no_card_call(tmp_path: Path, url: str) -> None:
    async with dispatched(tmp_path, url) as house:
        before = await card_calls(house)

        await house.travel.to(MORNING + timedelta(hours=2, minutes=1))  # half of the limit for signing

        assert await card_calls(house) == before
        assert await spared(house)


async def test_a_button_on_a_card_that_was_not_updated_still_works(tmp_path: Path, url: str) -> None:
    async with dispatched(tmp_path, url) as house:
        await house.travel.to(MORNING + timedelta(hours=2, minutes=1))
        assert await spared(house)

        card = await card_of(house, LEADER)
        sign = next(button for button in card.buttons if button.text == "签收")
        order: dict[str, object] = {
            "person": account(house, LEADER),
            "outTrackId": card.card,
            "params": dict(sign.params),
        }
        await house.phones.press(order)
        await house.travel.settle()

        assert "已签收" in (await card_of(house, LIAISON)).text


async def until_in_doubt(house: Theatre, how_many: int) -> None:
    """So many updates were sent, and nobody knows whether they arrived: they wait to be sent again."""

    async def read(connection: Connection) -> int:
        doubtful = outbox.c.card.is_not(None) & outbox.c.retry_at.is_not(None)
        rows = await connection.execute(
            select(outbox.c.id).where(doubtful, outbox.c.state == OutboxState.WAITING.value)
        )
        return len(rows.all())

    async with asyncio.timeout(30):
        while await house.program.parts.database.read(read) < how_many:  # noqa: ASYNC110 - a look at the outbox
            await asyncio.sleep(0.02)


async def test_back_on_the_old_face_an_update_in_doubt_is_sent_all_the_same(tmp_path: Path, url: str) -> None:
    async with dispatched(tmp_path, url) as house:
        await says(house, LEADER, "明天进场")
        before = await card_calls(house)
        fault = {"fault": "done_but_504", "path": CARD_CALLS, "count": 2}
        async with house.phones.session.post(f"{house.phones.chat}/control/misbehave", json=fault) as answer:
            assert answer.ok

        wrong: dict[str, object] = {"person": account(house, LEADER), "kind": "text", "text": "已到现场查看"}
        await house.phones.say(wrong)
        await until_in_doubt(house, 2)
        assert "已到现场查看" in (await card_of(house, LIAISON)).text
        await says(house, LEADER, "撤销")

        assert await card_calls(house) == before + 4
        assert "已到现场查看" not in (await card_of(house, LEADER)).text
        assert "已到现场查看" not in (await card_of(house, LIAISON)).text
