"""The real SDK, unmodified, against the stand-in: what it can use, our own client can (`dingtalk.md` §16)."""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.standins.dingtalk.client import CLIENT_ID, GROUP, PATIENCE, SECRET, Client

PROGRAM = Path(__file__).parent / "sdk_program.py"
BUTTONS = json.dumps([{"action": "sign", "text": "签收", "argument": ""}])


@dataclass
class Sdk:
    """The SDK's process and what it prints."""

    lines: asyncio.StreamReader

    async def got(self) -> dict[str, Any]:
        """The next thing the SDK says it got."""
        async with asyncio.timeout(PATIENCE):
            return dict(json.loads(await self.lines.readline()))


@pytest.fixture
async def sdk(client: Client) -> AsyncIterator[Sdk]:
    await client.control("/settings", {"ack_seconds": 10, "card_seconds": 10}, "PUT")
    env = {
        **os.environ,
        "DINGTALK_OPENAPI_ENDPOINT": client.standin.url,
        "CLIENT_ID": CLIENT_ID,
        "CLIENT_SECRET": SECRET,
        "NO_PROXY": "127.0.0.1",
        "no_proxy": "127.0.0.1",
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable, str(PROGRAM), env=env, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    await client.until(lambda stats: bool(stats["sockets"]))
    yield Sdk(process.stdout)
    process.kill()
    await process.wait()


async def test_the_sdk_takes_a_message_answers_it_and_acks(client: Client, sdk: Sdk) -> None:
    await client.say("001", "你好")
    assert await sdk.got() == {"got": "message", "text": ["你好"], "images": None, "staff": "001"}
    card = (await sdk.got())["id"]
    stats = await client.until(lambda stats: bool(stats["quiet"]))
    assert stats["counts"]["pushes_acked"] == 1
    shown = await client.chat("001")
    assert [one["kind"] for one in shown] == ["text", "text", "card", "other"]
    assert shown[1]["mentions"] == ["001"]
    assert shown[2]["card"]["outTrackId"] == card
    assert shown[2]["card"]["values"]["markdown"] == "**卡片**"


async def test_the_sdk_takes_a_group_message_and_a_picture(client: Client, sdk: Sdk) -> None:
    await client.say("001", "/进度", to=GROUP)
    assert (await sdk.got())["text"] == [" /进度"]
    assert (await sdk.got())["got"] == "card"
    await client.say("001", "", kind="picture", picture=1)
    code = (await sdk.got())["images"][0]
    assert code
    async with client.session.get((await sdk.got())["link"]) as picture:
        assert (await picture.read()).startswith(b"\x89PNG")


async def test_the_sdk_answers_a_press_and_the_presser_sees_it(client: Client, sdk: Sdk) -> None:
    await client.card("c1", buttons=BUTTONS)
    seen = await client.control("/press", {"person": "001", "outTrackId": "c1", "action": "sign"})
    got = await sdk.got()
    assert (got["card"], got["user"]) == ("c1", "001")
    assert got["content"]["cardPrivateData"]["params"]["action"] == "sign"
    assert seen["ok"]
    assert seen["values"]["state"] == "已签收"


async def test_the_sdk_takes_an_event_and_answers_a_ping(client: Client, sdk: Sdk) -> None:
    event = await client.control("/event", {"type": "user_leave_org", "people": ["002"]})
    assert await sdk.got() == {"got": "event", "type": "user_leave_org", "id": event["eventId"]}
    await client.control("/frame", {"system": "ping"})
    await client.until(lambda stats: stats["counts"].get("pings_answered") == 1 and bool(stats["quiet"]))


async def test_the_sdk_comes_back_after_a_disconnect(client: Client, sdk: Sdk) -> None:
    before = (await client.look("/stats"))["sockets"][0]["id"]
    await client.control("/misbehave", {"fault": "disconnect"})
    await client.until(lambda stats: any(one["id"] != before for one in stats["sockets"]))
    await client.say("001", "还在吗")
    assert (await sdk.got())["text"] == ["还在吗"]
