"""A stand-in that is killed forgets nothing the world behind it would know: phones, cards, and what was on its way."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
from aiohttp import web

from adapters.standins.journal import Journal, facts
from tests.servers import free_port
from tests.torture.processes import Killable

Json = dict[str, object]


def test_a_line_torn_by_the_kill_is_passed_over_and_the_next_life_writes_on(tmp_path: Path) -> None:
    file = tmp_path / "journal"
    first = Journal(file)
    first.keep("shown", {"text": "一"})
    with file.open("ab") as torn:
        torn.write(b'{"kind":"shown","te')

    second = Journal(file)
    second.keep("shown", {"text": "二"})

    assert list(second.recalled()) == [("shown", {"text": "一"})]
    assert [value["text"] for _, value in facts(file)] == ["一", "二"]


async def test_a_killed_gateway_still_shows_its_phones_and_goes_on_pushing(tmp_path: Path) -> None:
    async with _listener() as (door, taken), aiohttp.ClientSession() as session:
        told: Json = {
            "access_key_id": "key",
            "access_key_secret": "secret",
            "callback_url": f"http://127.0.0.1:{free_port()}/nobody",
            "rules": {"second_s": 0.1},
        }
        gateway, at = _standin("sms", tmp_path, told)
        await gateway.start()
        await _post(session, f"{at}/control/text", {"phone": "13800000001", "text": "路灯坏了"})
        await _post(session, f"{at}/control/clock", {"offset_s": 86400})
        await gateway.kill()

        _tell(tmp_path, callback_url=door)
        await gateway.start()
        try:
            screen = await _get(session, f"{at}/control/screen/13800000001")
            await taken.__anext__()
            clock = await _get(session, f"{at}/control/clock")
        finally:
            await gateway.stop()

    assert [one["text"] for one in screen["messages"]] == ["路灯坏了"]  # type: ignore[attr-defined]
    assert clock["offset_s"] == 86400
    assert {"taken", "push", "shown", "clock"} == {kind for kind, _ in facts(tmp_path / "journal")}


async def test_a_killed_chat_platform_knows_its_messages_and_makes_no_id_twice(tmp_path: Path) -> None:
    told: Json = {
        "client_id": "app",
        "client_secret": "secret",
        "corp_id": "corp",
        "people": [{"staff_id": "0317", "name": "周"}],
    }
    said = {"person": "0317", "text": "正在施工"}
    chat, at = _standin("dingtalk", tmp_path, told)
    async with aiohttp.ClientSession() as session:
        await chat.start()
        first = await _post(session, f"{at}/control/say", said)
        await chat.kill()
        await chat.start()
        try:
            second = await _post(session, f"{at}/control/say", said)
            screen = await _get(session, f"{at}/control/screen/0317")
            stats = await _get(session, f"{at}/control/stats")
        finally:
            await chat.stop()

    assert first["msgId"] != second["msgId"]
    messages = [one["id"] for chat in screen["chats"] for one in chat["messages"]]  # type: ignore[attr-defined]
    assert messages == [first["msgId"], second["msgId"]]
    assert stats["quiet"] is False, "neither push was acked: both are still under way"


def _standin(kind: str, folder: Path, told: Json) -> tuple[Killable, str]:
    port = free_port()
    file = folder / "told.json"
    file.write_text(json.dumps({**told, "port": port, "journal": str(folder / "journal")}), encoding="utf-8")
    process = Killable(kind, ("-m", "bot.stage.standin", kind, str(file)), folder / "log")
    return process, f"http://127.0.0.1:{port}"


def _tell(folder: Path, **changes: object) -> None:
    file = folder / "told.json"
    file.write_text(json.dumps({**json.loads(file.read_text(encoding="utf-8")), **changes}), encoding="utf-8")


@asynccontextmanager
async def _listener() -> AsyncIterator[tuple[str, AsyncIterator[bytes]]]:
    """Somebody who takes pushes."""
    bodies: asyncio.Queue[bytes] = asyncio.Queue()

    async def take(request: web.Request) -> web.Response:
        bodies.put_nowait(await request.read())
        return web.json_response({"code": 0})

    async def taken() -> AsyncIterator[bytes]:
        while True:
            async with asyncio.timeout(20):
                yield await bodies.get()

    app = web.Application()
    app.router.add_post("/in", take)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/in", taken()
    finally:
        await runner.cleanup()


async def _post(session: aiohttp.ClientSession, url: str, body: Json) -> Json:
    await _up(session, url)
    async with session.post(url, json=body) as answer:
        assert answer.status < 400, await answer.text()
        return dict(await answer.json())


async def _get(session: aiohttp.ClientSession, url: str) -> Json:
    await _up(session, url)
    async with session.get(url) as answer:
        return dict(await answer.json())


async def _up(session: aiohttp.ClientSession, url: str) -> None:
    """Wait until the stand-in listens."""
    async with asyncio.timeout(30):
        while True:
            try:
                async with session.get(f"{url.split('/control', maxsplit=1)[0]}/control/stats"):
                    return
            except aiohttp.ClientError:
                await asyncio.sleep(0.02)
