"""A small Stream gateway for tests, on a real socket: gives tickets, keeps sockets, collects acknowledgements."""

import asyncio
import json
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web


def frame(
    topic: str, data: object, *, kind: str = "CALLBACK", message_id: str = "t-1", **headers: str
) -> str:
    body: dict[str, Any] = {
        "specVersion": "1.0",
        "type": kind,
        "headers": {"contentType": "application/json", "messageId": message_id, "topic": topic, **headers},
        "data": data if isinstance(data, str) else json.dumps(data, ensure_ascii=False),
    }
    return json.dumps(body, ensure_ascii=False)


@dataclass
class Gateway:
    """What a test sees of the other side."""

    sockets: asyncio.Queue[web.WebSocketResponse] = field(default_factory=asyncio.Queue)
    acks: asyncio.Queue[tuple[web.WebSocketResponse, dict[str, Any]]] = field(default_factory=asyncio.Queue)
    closed: asyncio.Queue[int | None] = field(default_factory=asyncio.Queue)
    opens: int = 0
    questions: list[dict[str, Any]] = field(default_factory=list)
    refuse_with: tuple[int, str] | None = None
    close_at_once: int | None = None
    silent: bool = False
    base: str = ""

    def app(self) -> web.Application:
        app = web.Application()
        app.router.add_post("/v1.0/gateway/connections/open", self._open)
        app.router.add_get("/connect", self._connect)
        return app

    async def _open(self, request: web.Request) -> web.Response:
        self.opens += 1
        self.questions.append(await request.json())
        if self.refuse_with is not None:
            status, text = self.refuse_with
            return web.Response(status=status, text=text)
        endpoint = self.base.replace("http", "ws") + "/connect"
        return web.json_response({"endpoint": endpoint, "ticket": f"tick+et/={self.opens}"})

    async def _connect(self, request: web.Request) -> web.WebSocketResponse:
        assert request.query["ticket"].startswith("tick+et/=")
        socket = web.WebSocketResponse(autoping=not self.silent, max_msg_size=0)
        await socket.prepare(request)
        self.sockets.put_nowait(socket)
        if self.close_at_once is not None:
            await socket.close(code=self.close_at_once)
            return socket
        async for message in socket:
            if message.type is WSMsgType.TEXT:
                self.acks.put_nowait((socket, json.loads(message.data)))
        self.closed.put_nowait(socket.close_code)
        return socket


class Naps:
    """The injected sleep: real waits are written down and last until the test lets them end."""

    def __init__(self) -> None:
        self.asked: asyncio.Queue[float] = asyncio.Queue()
        self._go = asyncio.Semaphore(0)

    async def __call__(self, seconds: float) -> None:
        if seconds == 0:
            return
        self.asked.put_nowait(seconds)
        await self._go.acquire()

    def end_one(self) -> None:
        self._go.release()
