"""A citizen's text in, ours out, its report back: adapter, door and stand-in together over real sockets."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from adapters.sms.alibaba import AlibabaGateway
from adapters.sms.webhook import Door, IntakeCounts, Webhook, routes
from adapters.standins.sms import Running
from config.secret import Secret
from domain.inbound import Inbound, SmsFate, SmsReceived, SmsReported
from domain.sms_parts import looks_like_continuation
from tests.adapters.sms.conftest import RECEIPT

PHONE = "13800000001"


class Desk:
    """Collects what came in; `refuse` makes the first so many commits fail."""

    def __init__(self) -> None:
        self.events: asyncio.Queue[Inbound] = asyncio.Queue()
        self.refuse = 0

    async def receive_all(self, events: tuple[Inbound, ...]) -> None:
        if self.refuse:
            self.refuse -= 1
            raise OSError("not now")
        for event in events:
            self.events.put_nowait(event)

    async def next(self) -> Inbound:
        return await asyncio.wait_for(self.events.get(), 10)


async def _never(_source: str, _raw: bytes, _reason: str) -> None:
    raise AssertionError("the stand-in pushes nothing unreadable")


@pytest.fixture
async def desk(gateway: AlibabaGateway, standin: Running) -> AsyncIterator[Desk]:
    kept = Desk()
    app = web.Application()
    door = Door(gateway, Secret("s3cret"))
    app.add_routes(
        routes(Webhook((door,), kept.receive_all, _never, lambda: datetime.now(UTC), IntakeCounts()))
    )
    async with TestServer(app) as server:
        standin.gateway.pushes.callback_url = str(server.make_url("/intake/alibaba/s3cret"))
        yield kept


async def test_a_text_comes_in_and_its_receipt_is_reported(
    desk: Desk, standin: Running, gateway: AlibabaGateway
) -> None:
    standin.gateway.citizen_texts(PHONE, "路灯坏了", split=False, twice=False)
    text = await desk.next()
    sent = await gateway.send(PHONE, RECEIPT, "77")
    report = await desk.next()

    assert isinstance(text, SmsReceived)
    assert (text.phone, text.text) == (PHONE, "路灯坏了")
    assert isinstance(report, SmsReported)
    assert (report.our_id, report.provider_id, report.fate) == ("77", sent.provider_id, SmsFate.DELIVERED)


async def test_a_text_pushed_again_after_a_failed_commit_is_not_lost(desk: Desk, standin: Running) -> None:
    desk.refuse = 2

    standin.gateway.citizen_texts(PHONE, "路灯坏了", split=False, twice=False)

    assert isinstance(await desk.next(), SmsReceived)
    assert standin.gateway.pushes.counts.refused == 2


async def test_a_text_pushed_twice_has_one_key(desk: Desk, standin: Running) -> None:
    standin.gateway.citizen_texts(PHONE, "路灯坏了", split=False, twice=True)

    first, second = await desk.next(), await desk.next()
    assert first.key == second.key


@pytest.mark.parametrize("text", ["字" * 100, "字" * 66 + "😀" * 20])
async def test_parts_of_a_long_text_are_known_for_what_they_are(
    desk: Desk, standin: Running, text: str
) -> None:
    standin.gateway.citizen_texts(PHONE, text, split=True, twice=False)

    parts = [await desk.next(), await desk.next()]
    ordered = sorted(
        (part for part in parts if isinstance(part, SmsReceived)), key=lambda p: text.index(p.text)
    )
    assert ordered[0].text + ordered[1].text == text
    assert looks_like_continuation(ordered[0], ordered[1])


async def test_the_console_finds_the_door_open(desk: Desk, standin: Running) -> None:
    assert desk.events.empty()
    assert await standin.gateway.pushes.check(standin.gateway.pushes.callback_url)
