"""A plain client of the stand-in, written for these tests alone: neither our adapter nor the SDK."""

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import aiohttp

from adapters.standins.dingtalk import RunningStandin

CLIENT_ID, SECRET, CORP = "ding-app", "app-secret", "ding-corp"
GROUP = "cidSupervision="
TEMPLATE = "duban.schema"
BOT = "/v1.0/im/bot/messages/get"
CARD = "/v1.0/card/instances/callback"
PATIENCE = 30


@dataclass
class Socket:
    """One Stream connection."""

    ws: aiohttp.ClientWebSocketResponse

    async def frame(self) -> dict[str, Any]:
        """The next frame."""
        async with asyncio.timeout(PATIENCE):
            message = await self.ws.receive()
        assert message.type is aiohttp.WSMsgType.TEXT, message
        return dict(json.loads(message.data))

    async def ack(self, frame: dict[str, Any], data: object = None, code: int = 200) -> None:
        """Answer a frame."""
        headers = {"contentType": "application/json", "messageId": frame["headers"]["messageId"]}
        whole = {
            "code": code,
            "headers": headers,
            "message": "OK",
            "data": json.dumps(data or {"response": None}),
        }
        await self.ws.send_str(json.dumps(whole))

    async def closed(self) -> int | None:
        """Wait for the end; answers the close code."""
        async with asyncio.timeout(PATIENCE):
            while not self.ws.closed:
                await self.ws.receive()
        return self.ws.close_code


@dataclass
class Client:
    """Calls, control and sockets of one stand-in."""

    standin: RunningStandin
    session: aiohttp.ClientSession
    token: str = ""

    async def ask(self, method: str, path: str, body: object = None, **headers: str) -> tuple[int, Any]:
        """Any call with JSON; answers status and body."""
        async with self.session.request(
            method, self.standin.url + path, json=body, headers=headers
        ) as answer:
            return answer.status, await answer.json(content_type=None)

    async def log_in(self) -> None:
        """Have a token; never asks for a second one."""
        if not self.token:
            wish = {"appKey": CLIENT_ID, "appSecret": SECRET}
            _, got = await self.ask("POST", "/v1.0/oauth2/accessToken", wish)
            self.token = got["accessToken"]

    async def call(self, path: str, body: object = None, method: str = "POST") -> tuple[int, Any]:
        """A call on the new host, with a token."""
        await self.log_in()
        return await self.ask(method, path, body, **{"x-acs-dingtalk-access-token": self.token})

    async def old(self, path: str, body: object = None) -> dict[str, Any]:
        """A call on the old host, with a token."""
        await self.log_in()
        joint = "&" if "?" in path else "?"
        status, answer = await self.ask(
            "POST", f"{path}{joint}access_token={quote(self.token, safe='')}", body or {}
        )
        assert status == 200
        return dict(answer)

    async def control(self, path: str, body: object = None, method: str = "POST") -> dict[str, Any]:
        """A control call that must succeed."""
        status, answer = await self.ask(method, "/control" + path, body)
        assert status == 200, answer
        return dict(answer)

    async def look(self, path: str) -> dict[str, Any]:
        """Look through the control API."""
        return await self.control(path, method="GET")

    async def until(self, holds: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """Wait until the counters say so."""
        async with asyncio.timeout(PATIENCE):
            while not holds(stats := await self.look("/stats")):  # noqa: ASYNC110 - another process has the events
                await asyncio.sleep(0.01)
        return stats

    async def ticket(self, *subscriptions: dict[str, str]) -> dict[str, Any]:
        """Ask the gateway for a connection."""
        wanted = subscriptions or (
            {"type": "EVENT", "topic": "*"},
            {"type": "CALLBACK", "topic": BOT},
            {"type": "CALLBACK", "topic": CARD},
        )
        body = {"clientId": CLIENT_ID, "clientSecret": SECRET, "subscriptions": list(wanted), "ua": "test/1"}
        status, answer = await self.ask(
            "POST", "/v1.0/gateway/connections/open", body, Accept="application/json"
        )
        assert status == 200, answer
        return dict(answer)

    async def connect(self, *subscriptions: dict[str, str], autoping: bool = True) -> Socket:
        """Open a Stream connection."""
        given = await self.ticket(*subscriptions)
        url = f"{given['endpoint']}?ticket={quote(given['ticket'], safe='')}"
        return Socket(await self.session.ws_connect(url, autoping=autoping))

    async def say(self, person: str, text: str, **more: object) -> dict[str, Any]:
        """Somebody says something."""
        return await self.control("/say", {"person": person, "text": text, **more})

    async def send(self, text: str, *people: str) -> dict[str, Any]:
        """The robot says something one-to-one."""
        status, answer = await self.call(
            "/v1.0/robot/oToMessages/batchSend",
            {
                "robotCode": CLIENT_ID,
                "userIds": list(people),
                "msgKey": "sampleMarkdown",
                "msgParam": json.dumps({"title": "督办", "text": text}),
            },
        )
        assert status == 200, answer
        return dict(answer)

    async def card(self, name: str, person: str = "001", **values: str) -> dict[str, Any]:
        """The robot delivers a card one-to-one."""
        status, answer = await self.call(
            "/v1.0/card/instances/createAndDeliver", card_body(name, person, **values)
        )
        assert status == 200, answer
        return dict(answer)

    async def chat(self, person: str, index: int = 0) -> list[dict[str, Any]]:
        """The messages of one chat on somebody's screen; the first is the one with the robot."""
        return list((await self.look(f"/screen/{person}"))["chats"][index]["messages"])


def card_body(name: str, person: str = "001", **values: str) -> dict[str, Any]:
    """What creates and delivers a card one-to-one."""
    return {
        "cardTemplateId": TEMPLATE,
        "outTrackId": name,
        "userIdType": 1,
        "callbackType": "STREAM",
        "cardData": {"cardParamMap": {"title": "督办单", "revision": "4", **values}},
        "openSpaceId": f"dtv1.card//IM_ROBOT.{person}",
        "imRobotOpenSpaceModel": {"supportForward": False},
        "imRobotOpenDeliverModel": {"spaceType": "IM_ROBOT", "robotCode": CLIENT_ID},
    }


def data_of(frame: dict[str, Any]) -> dict[str, Any]:
    """What a frame's data says."""
    return dict(json.loads(frame["data"]))
