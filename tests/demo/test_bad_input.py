"""What the demo page's routes say to anything they do not understand; nothing is done then."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import aiohttp
import pytest
import pytest_asyncio

from bot.stage.theatre import Theatre
from tests.demo.stage import staged

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Theatre]:
    folder: Path = tmp_path_factory.mktemp("town")
    async with staged(folder) as house:
        yield house


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


async def test_an_unknown_move_names_the_known_ones_and_leaves_time_alone(
    house: Theatre, session: aiohttp.ClientSession
) -> None:
    before = house.travel.now()
    async with session.post(f"{house.url}/demo/clock", json={"move": "yesterday"}) as answer:
        assert (answer.status, await answer.text()) == (400, "时间可选：hour、day、morning、night、month")
    assert house.travel.now() == before


@pytest.mark.parametrize(
    ("body", "said"), [(b"{", "不是 JSON"), (b"\xff\xfe", "不是 JSON"), (b"[]", "JSON 对象")]
)
@pytest.mark.parametrize("path", ["clock", "sms", "say", "press"])
async def test_what_is_no_json_object_is_said_so(
    house: Theatre, session: aiohttp.ClientSession, path: str, body: bytes, said: str
) -> None:
    async with session.post(f"{house.url}/demo/{path}", data=body) as answer:
        assert answer.status == 400
        assert said in await answer.text()


@pytest.mark.parametrize(
    "at", ["", "/control/people", "/control/files/../people", "/control/files/a?b", "http://127.0.0.1/x"]
)
async def test_only_files_shown_on_screens_are_fetched(
    house: Theatre, session: aiohttp.ClientSession, at: str
) -> None:
    async with session.get(f"{house.url}/demo/file", params={"at": at}) as answer:
        assert answer.status == 404


async def test_a_file_nobody_has_is_said_so(house: Theatre, session: aiohttp.ClientSession) -> None:
    async with session.get(f"{house.url}/demo/file", params={"at": "/control/files/none"}) as answer:
        assert answer.status == 409


@pytest.mark.parametrize(
    "path", ["sms/..%2fstats", "chat/..%2f..%2fcontrol%2fpeople", "secret.py", "stories.json"]
)
async def test_no_path_leads_out_of_the_page(
    house: Theatre, session: aiohttp.ClientSession, path: str
) -> None:
    async with session.get(f"{house.url}/demo/{path}") as answer:
        assert answer.status == 404


async def test_what_a_person_cannot_do_is_one_sentence_without_json(
    house: Theatre, session: aiohttp.ClientSession
) -> None:
    async with session.post(f"{house.url}/demo/say", json={"person": "nobody", "text": "收到"}) as answer:
        said = await answer.text()
    assert answer.status == 409
    assert said
    assert "{" not in said


async def test_an_empty_text_is_refused(house: Theatre, session: aiohttp.ClientSession) -> None:
    async with session.post(f"{house.url}/demo/sms", json={"phone": "13911110001", "text": ""}) as answer:
        assert (answer.status, await answer.text()) == (400, "短信没有内容")


async def test_every_test_photo_is_a_new_one(house: Theatre, session: aiohttp.ClientSession) -> None:
    seen = set()
    for _ in range(2):
        async with session.get(f"{house.url}/demo/photo") as answer:
            assert answer.content_type == "image/png"
            seen.add(await answer.read())
    assert len(seen) == 2


async def test_a_clock_that_has_ticked_past_its_aim_is_left_alone(house: Theatre) -> None:
    clock = house.travel.clock
    stopped, clock.stopped_at = clock.stopped_at, None  # let it tick, as in the demo
    try:
        await house.travel.to(clock.now() + timedelta(hours=1))
        reached = clock.now()

        await house.travel.to(reached - timedelta(seconds=1))

        assert clock.now() >= reached
    finally:
        clock.stopped_at = max(clock.now(), stopped or clock.now())
