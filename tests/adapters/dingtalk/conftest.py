import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

import aiohttp
import pytest
from aiohttp.test_utils import TestServer

from adapters.dingtalk.api import Api
from adapters.dingtalk.desk import Unread
from adapters.dingtalk.settings import DingTalkSettings, StreamSettings
from adapters.dingtalk.stream import StreamClient
from config.secret import Secret
from domain.faces import Answer, CardFace
from domain.inbound import CardPressed, Inbound
from tests.adapters.dingtalk.gateway import Gateway, Naps
from tests.adapters.dingtalk.office import Office

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
SETTINGS = DingTalkSettings(
    client_id="dingapp", client_secret=Secret("very-secret"), corp_id="ding-corp", robot_name="督办小助手"
)


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def settings() -> DingTalkSettings:
    return SETTINGS


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as opened:
        yield opened


@dataclass
class Desk:
    """Our API client before a small DingTalk."""

    office: Office
    api: Api
    spent: list[str]
    seconds: list[float]


class NoLimit:
    async def take(self, *, urgent: bool = False) -> None:
        del urgent


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    office, spent, seconds = Office(), [], [0.0]
    async with TestServer(office.app()) as server, aiohttp.ClientSession() as session:
        office.base = str(server.make_url("")).rstrip("/")
        settings = replace(
            SETTINGS,
            api_base=office.base,
            oapi_base=office.base,
            allow_private_downloads=True,
            call_timeout_s=5,
            download_limit_bytes=1024 * 1024,
        )
        api = Api(settings, session, NoLimit(), spent.append, monotonic=lambda: seconds[0])
        yield Desk(office, api, spent, seconds)


@dataclass
class Line:
    """A client on a gateway, and what it handed over."""

    client: StreamClient
    gateway: Gateway
    naps: Naps
    task: asyncio.Task[None]
    received: asyncio.Queue[Inbound]
    unread: asyncio.Queue[Unread]
    seconds: list[float]

    async def socket(self) -> Any:
        return await asyncio.wait_for(self.gateway.sockets.get(), 10)

    async def ack(self) -> tuple[Any, dict[str, Any]]:
        return await asyncio.wait_for(self.gateway.acks.get(), 10)


Start = Callable[..., Awaitable[Line]]


@dataclass
class Keeper:
    """What the bot's intake does in these tests."""

    received: asyncio.Queue[Inbound] = field(default_factory=asyncio.Queue)

    async def __call__(self, inbound: Inbound) -> Answer:
        self.received.put_nowait(inbound)
        if isinstance(inbound, CardPressed):
            return Answer(CardFace(inbound.revision + 1, (("title", "已签收"),)))
        return Answer()


@pytest.fixture
async def start() -> AsyncIterator[Start]:
    async with contextlib.AsyncExitStack() as stack:

        async def begin(
            gateway: Gateway | None = None,
            receive: Callable[[Inbound], Awaitable[Answer]] | None = None,
            *,
            report: Callable[[Unread], Awaitable[None]] | None = None,
            seconds: list[float] | None = None,
            **rhythm: Any,
        ) -> Line:
            gateway = gateway or Gateway()
            server = await stack.enter_async_context(TestServer(gateway.app()))
            gateway.base = str(server.make_url("")).rstrip("/")
            session = await stack.enter_async_context(aiohttp.ClientSession())
            keeper, naps, monotonic = Keeper(), Naps(), seconds or [0.0]
            unread: asyncio.Queue[Unread] = asyncio.Queue()
            settings = replace(SETTINGS, api_base=gateway.base, stream=StreamSettings(**rhythm))
            client = StreamClient(
                settings,
                session,
                receive or keeper,
                report or unread.put,
                busy_face=lambda press: Answer(CardFace(press.revision, (("note", "正在处理"),))),
                clock=lambda: NOW,
                sleep=naps,
                monotonic=lambda: monotonic[0],
                between=lambda _low, high: high,
            )
            task = asyncio.create_task(client.run())
            stack.push_async_callback(_end, task)
            return Line(client, gateway, naps, task, keeper.received, unread, monotonic)

        yield begin


async def _end(task: asyncio.Task[None]) -> None:
    task.cancel()
    async with asyncio.timeout(10):
        await asyncio.gather(task, return_exceptions=True)
