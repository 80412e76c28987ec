import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from adapters.standins.sms import Rules, Running, StandinSettings, Template, serving


@dataclass
class Customer:
    """The customer's address: remembers every push, and answers as told."""

    url: str = ""
    pushes: list[list[dict[str, object]]] = field(default_factory=list)
    answers: list[tuple[int, str]] = field(default_factory=list)
    changed: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def take(self, request: web.Request) -> web.Response:
        body = await request.read()
        status, said = self.answers.pop(0) if self.answers else (200, '{"code":0}')
        if request.method == "POST":
            async with self.changed:
                self.pushes.append(json.loads(body))
                self.changed.notify_all()
        return web.Response(status=status, text=said)

    async def pushed(self, count: int) -> list[list[dict[str, object]]]:
        """The pushes, once there are `count` of them."""
        async with asyncio.timeout(10), self.changed:
            await self.changed.wait_for(lambda: len(self.pushes) >= count)
        return self.pushes


@pytest.fixture
async def customer() -> AsyncIterator[Customer]:
    known = Customer()
    app = web.Application()
    app.add_routes([web.get("/cb", known.take), web.post("/{any:.*}", known.take)])
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    known.url = f"http://{host}:{port}/cb"
    yield known
    await runner.cleanup()


@pytest.fixture
async def standin(customer: Customer) -> AsyncIterator[Running]:
    settings = StandinSettings(
        access_key_id="id",
        access_key_secret="secret",
        sign_names=("某市民声",),
        templates=(Template("SMS_1", "编号${number}。"),),
        callback_url=customer.url,
        rules=Rules(second_s=0.001, daily_limit=2),
    )
    async with serving(settings) as running:
        yield running


@dataclass(frozen=True)
class Control:
    """The control interface from outside."""

    session: aiohttp.ClientSession
    address: str

    async def ask(self, method: str, path: str, body: object = None) -> tuple[int, Any]:
        async with self.session.request(method, f"{self.address}/control/{path}", json=body) as response:
            return response.status, await response.json()

    async def done(self, method: str, path: str, body: object = None) -> Any:
        status, answer = await self.ask(method, path, body)
        assert status == 200, answer
        return answer

    async def text(self, text: str, phone: str = "13800000001", **how: object) -> None:
        await self.done("POST", "text", {"phone": phone, "text": text, **how})


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as shared:
        yield shared


@pytest.fixture
def control(standin: Running, session: aiohttp.ClientSession) -> Control:
    return Control(session, standin.address)
