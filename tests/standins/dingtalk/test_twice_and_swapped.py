"""Everything twice, neighbours swapped: the standing modes of the DingTalk stand-in (`docs/standins.md`)."""

import asyncio
from typing import Any

from tests.standins.dingtalk.client import Client, Socket, data_of

Frame = dict[str, Any]


async def answered(socket: Socket) -> Frame:
    frame = await socket.frame()
    await socket.ack(frame)
    return frame


def said_in(frame: Frame) -> str:
    return str(data_of(frame)["text"]["content"])


async def test_every_message_comes_twice_with_an_id_of_its_own(client: Client) -> None:
    await client.ask("PUT", "/control/settings", {"twice": True})
    socket = await client.connect()

    for words in ("一", "二", "三"):
        await client.say("001", words)
        first, second = await answered(socket), await answered(socket)

        assert said_in(first) == said_in(second) == words
        assert data_of(first)["msgId"] == data_of(second)["msgId"]
        assert first["headers"]["messageId"] != second["headers"]["messageId"]


async def test_two_conversations_overtake_each_other_and_one_never_itself(client: Client) -> None:
    await client.ask("PUT", "/control/settings", {"swap": 1})
    socket = await client.connect()
    rounds = []
    for number in range(8):
        for person, words in (("001", "甲一"), ("001", "甲二"), ("002", "乙")):
            await client.say(person, f"{words}{number}")
        rounds.append([said_in(await answered(socket)) for _ in range(3)])

    for number, heard in enumerate(rounds):
        assert heard.index(f"甲一{number}") < heard.index(f"甲二{number}")
    assert any(heard[-1] != f"乙{number}" for number, heard in enumerate(rounds)), "nobody ever overtook"


async def test_a_repeat_may_come_after_what_was_said_later_and_nobody_waits_for_it(client: Client) -> None:
    await client.ask("PUT", "/control/settings", {"twice": True, "swap": 1})
    socket = await client.connect()
    await client.say("001", "一")
    await answered(socket)
    await answered(socket)
    await client.say("001", "二")
    await answered(socket)
    async with asyncio.timeout(5):
        while not (await client.ask("GET", "/control/stats"))[1]["quiet"]:  # noqa: ASYNC110 - a look from outside
            await asyncio.sleep(0.01)

    await client.say("001", "三")

    assert sorted([said_in(await answered(socket)) for _ in range(3)]) == ["三", "三", "二"]


async def test_a_rule_of_another_kind_is_refused(client: Client) -> None:
    assert (await client.ask("PUT", "/control/settings", {"twice": 1}))[0] == 400
    assert (await client.ask("PUT", "/control/settings", {"swap": "x"}))[0] == 400
