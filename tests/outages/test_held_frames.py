"""PostgreSQL is away for longer than DingTalk pushes: what was said and pressed meanwhile is done once it is back, and once."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta

import aiohttp
import pytest
import pytest_asyncio

from adapters.dingtalk.loose import object_of
from adapters.standins.dingtalk import StandinSettings, serve
from bot.rehearsal.screens import Shown, chat_shown
from bot.rhythm import Rhythm
from domain.people import Person
from domain.vocabulary import Office
from store.migrate import upgrade
from tests.bot.test_listening import listener, until_connected
from tests.outages.server import OwnServer, own_server
from tests.outside.acting import dispatcher, stats, until
from tests.scenarios.town import Town, town

pytestmark = [pytest.mark.postgres, pytest.mark.asyncio(loop_scope="module"), pytest.mark.timeout(120)]

WITHIN_S = 30
PUSHES = {"retry_seconds": [0.1, 0.2], "ack_seconds": 0.1, "card_seconds": 0.3}
"""The platform has given up a third of a second after the first push."""
RHYTHM = Rhythm(stream_lease=timedelta(seconds=1), stream_renew_s=0.2, number_renew_s=0.5)


@pytest.fixture(scope="module")
def server() -> Iterator[OwnServer]:
    with own_server() as started:
        started.asked("CREATE DATABASE duban")
        yield started


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def here(server: OwnServer, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Town]:
    url = server.url("duban")
    await upgrade(url)
    async with town(tmp_path_factory.mktemp("held") / "centre", url, rhythm=RHYTHM) as opened:
        await opened.control("settings", PUSHES, "PUT")
        yield opened


def liaison(here: Town) -> Person:
    people = here.house.program.parts.who.directory
    return people.holders(Office.LIAISON, here.house.program.now().date(), people.unit_named("城管局")[0].id)[
        0
    ]


async def card(here: Town) -> Shown:
    screen = await here.house.phones.screen(liaison(here).staff_id or "")
    return next(one for one in chat_shown(screen, group=False) if one.card)


async def given_up(here: Town) -> bool:
    """Whether the platform has pushed something for the last time."""
    return "pushes_given_up" in object_of((await stats(here))["counts"])


async def test_what_is_said_and_pressed_meanwhile_is_done_once_although_nobody_pushes_it_any_more(
    here: Town, server: OwnServer
) -> None:
    await here.text("13700001111", "幸福路路灯坏了")
    ((number,),) = here.rows("SELECT number FROM tickets")
    await here.say(dispatcher(here), f"/派单 {number} 城管局 求助 地点：幸福路")
    before, staff = await card(here), liaison(here).staff_id or ""
    sign = next(one for one in before.buttons if one.text == "签收")
    listener, held = here.house.program.listener, here.house.program.held
    assert listener is not None

    await asyncio.to_thread(server.stop)
    try:
        async with asyncio.timeout(WITHIN_S):
            while listener.holds:  # noqa: ASYNC110 - a clock
                await asyncio.sleep(0.05)
        pressed = await here.house.phones.press(
            {"person": staff, "outTrackId": before.card, "params": dict(sign.params)}
        )
        assert not pressed["ok"], "the presser sees a failure: nobody can answer now"
        await here.house.phones.say(
            {"person": staff, "kind": "text", "text": f"{number} 已派人到现场，正在换灯"}
        )
        await until(lambda: given_up(here))
        assert len(held) == 2
    finally:
        await asyncio.to_thread(server.start)
    await here.settle()

    assert len(held) == 0
    assert [
        kind
        for (kind,) in here.rows(
            "SELECT kind FROM events WHERE kind IN ('AcknowledgedBy', 'ProgressReported')"
        )
    ] == ["AcknowledgedBy", "ProgressReported"]
    assert not [one for one in (await card(here)).buttons if one.text == "签收"], "the card follows"
    assert sum("已记录" in one for one in await here.heard(staff)) == 1


async def test_a_holder_cut_off_alone_listens_on_until_it_hears_who_is_next(server: OwnServer) -> None:
    server.asked("CREATE DATABASE other")
    await upgrade(server.url("other"))
    server.asked("CREATE ROLE cut LOGIN SUPERUSER")
    standin = await serve(StandinSettings("app", "word", "corp"))
    try:
        async with (
            aiohttp.ClientSession() as session,
            listener(server.url("other", "cut"), "first", standin.url, session, RHYTHM) as first,
        ):
            await until_connected(first)
            async with listener(server.url("other"), "second", standin.url, session, RHYTHM) as second:
                server.asked("ALTER ROLE cut NOLOGIN")
                server.drop_connections("cut")

                await until_connected(second)
                assert first.client is not None, "what is pushed to it is held, and comes again to the other"
                assert not first.holds

                server.asked("ALTER ROLE cut LOGIN")
                async with asyncio.timeout(WITHIN_S):
                    while first.client is not None:  # noqa: ASYNC110 - it asks by the clock
                        await asyncio.sleep(0.05)
                assert first.elsewhere
                assert second.holds
    finally:
        await standin.stop()
