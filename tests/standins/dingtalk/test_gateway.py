"""Opening a connection, and the socket (`dingtalk.md` §3.1-3.4)."""

import asyncio
from urllib.parse import quote

import aiohttp
import pytest

from tests.standins.dingtalk.client import CLIENT_ID, SECRET, Client

OPEN = "/v1.0/gateway/connections/open"
TOPICS = [{"type": "CALLBACK", "topic": "/v1.0/im/bot/messages/get"}]


async def upgrade_status(client: Client, given: dict[str, str]) -> int:
    url = f"{given['endpoint']}?ticket={quote(given['ticket'], safe='')}"
    try:
        async with client.session.ws_connect(url):
            return 101
    except aiohttp.WSServerHandshakeError as refused:
        return refused.status


async def test_a_ticket_opens_one_connection(client: Client) -> None:
    given = await client.ticket()
    assert await upgrade_status(client, given) == 101
    assert await upgrade_status(client, given) == 401


async def test_a_ticket_dies_with_its_time(client: Client) -> None:
    await client.control("/settings", {"ticket_seconds": 0}, "PUT")
    assert await upgrade_status(client, await client.ticket()) == 401


async def test_expired_tickets_open_nothing(client: Client) -> None:
    given = await client.ticket()
    assert (await client.control("/misbehave", {"fault": "expire_tickets"}))["ended"] == 1
    assert await upgrade_status(client, given) == 401


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (
            {"clientId": CLIENT_ID, "clientSecret": "wrong", "subscriptions": TOPICS},
            "invalidClientIdOrSecret",
        ),
        (
            {"clientId": CLIENT_ID, "clientSecret": SECRET, "subscriptions": TOPICS, "ua": 7},
            "invalidParameter",
        ),
        ({"clientId": CLIENT_ID, "clientSecret": SECRET, "subscriptions": []}, "invalidParameter"),
        (
            {
                "clientId": CLIENT_ID,
                "clientSecret": SECRET,
                "subscriptions": [{"type": "EVENT", "topic": "x"}],
            },
            "invalidParameter",
        ),
    ],
)
async def test_a_wrong_wish_is_refused_with_400(client: Client, body: dict[str, object], code: str) -> None:
    status, answer = await client.ask("POST", OPEN, body, Accept="application/json")
    assert (status, answer["code"]) == (400, code)


async def test_who_does_not_ask_for_json_gets_xml(client: Client) -> None:
    body = {"clientId": CLIENT_ID, "clientSecret": SECRET, "subscriptions": TOPICS}
    async with client.session.post(client.standin.url + OPEN, json=body) as answer:
        assert answer.content_type == "application/xml"


async def test_the_server_pings_and_counts_the_answer(client: Client) -> None:
    socket = await client.connect()
    await client.control("/frame", {"system": "ping"})
    frame = await socket.frame()
    assert (frame["type"], frame["headers"]["topic"]) == ("SYSTEM", "ping")
    await socket.ack(frame)
    await client.until(lambda stats: stats["counts"].get("pings_answered") == 1)


async def test_a_silent_socket_answers_not_even_a_websocket_ping(client: Client) -> None:
    socket = await client.connect(autoping=False)
    await socket.ws.ping()
    assert (await socket.ws.receive()).type is aiohttp.WSMsgType.PONG
    await client.control("/misbehave", {"fault": "go_silent"})
    await socket.ws.ping()
    await client.say("001", "有人吗")
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.1):
            await socket.ws.receive()
    assert (await client.look("/stats"))["sockets"][0]["silent"]


async def test_a_half_open_socket_still_takes_pushes_until_healed(client: Client) -> None:
    socket = await client.connect()
    await client.control("/misbehave", {"fault": "half_open"})
    await client.say("001", "丢了")
    await client.until(lambda stats: stats["counts"].get("pushes_sent", 0) >= 1)
    await client.control("/misbehave", method="DELETE")
    assert "丢了" in (await socket.frame())["data"]


@pytest.mark.parametrize("code", [1000, 1001, 1011])
async def test_the_server_closes_with_the_code_asked_for(client: Client, code: int) -> None:
    socket = await client.connect()
    await client.control("/misbehave", {"fault": "close", "code": code})
    assert await socket.closed() == code


async def test_the_server_resets_the_connection(client: Client) -> None:
    socket = await client.connect()
    await client.control("/misbehave", {"fault": "reset"})
    assert await socket.closed() == 1006
    await client.until(lambda stats: stats["sockets"] == [])


async def test_disconnect_sends_one_late_message_and_lets_go(client: Client) -> None:
    old = await client.connect()
    order = {"fault": "disconnect_with_late_message", "person": "001", "text": "最后一句"}
    said = await client.control("/misbehave", order)
    farewell, late = await old.frame(), await old.frame()
    assert farewell["headers"]["topic"] == "disconnect"
    assert "messageId" not in farewell["headers"]
    assert said["msgId"] in late["data"]
    await old.ack(late)
    new = await client.connect()
    await client.say("001", "新的一句")
    assert "新的一句" in (await new.frame())["data"]
    assert await old.closed() == 1000


async def test_raw_frames_go_out_as_they_are(client: Client) -> None:
    socket = await client.connect()
    await client.control("/frame", {"text": "not json {"})
    assert (await socket.ws.receive()).data == "not json {"


async def test_what_is_said_to_a_half_open_socket_is_read_only_when_healed(client: Client) -> None:
    await client.control("/settings", {"ack_seconds": 20, "retry_seconds": []}, "PUT")
    socket = await client.connect()
    await client.say("001", "在吗")
    frame = await socket.frame()
    await client.control("/misbehave", {"fault": "half_open"})
    await socket.ack(frame)
    assert not (await client.look("/stats"))["quiet"]
    await client.control("/misbehave", method="DELETE")
    stats = await client.until(lambda stats: bool(stats["quiet"]))
    assert stats["counts"]["pushes_acked"] == 1
