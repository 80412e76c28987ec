"""The door gateways push through: what is stored, what is answered, and what never leaves a trace."""

import asyncio
import gzip
import json
import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from adapters.sms.alibaba import AlibabaGateway
from adapters.sms.webhook import BODY_LIMIT, Door, IntakeCounts, Webhook, routes
from config.secret import Secret
from domain.failures import Misconfigured
from domain.inbound import Inbound, SmsReceived
from tests.adapters.sms.conftest import real_now, settings_for

SECRET = "a-long-unguessable-word"
DOOR = f"/intake/alibaba/{SECRET}"
NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
Client = TestClient[web.Request, web.Application]


def entry(number: int = 1) -> dict[str, object]:
    return {
        "phone_number": "13800000001",
        "content": "路灯坏了",
        "sequence_id": number,
        "send_time": "2026-11-23 10:00:00",
    }


@dataclass
class Store:
    """Where the bot would keep things: remembers in which order it was asked, and can be broken."""

    events: list[Inbound] = field(default_factory=list)
    bad: list[tuple[str, bytes, str]] = field(default_factory=list)
    broken: str = ""
    may_commit: asyncio.Event = field(default_factory=asyncio.Event)
    asked: asyncio.Event = field(default_factory=asyncio.Event)

    async def receive_all(self, events: tuple[Inbound, ...]) -> None:
        self.asked.set()
        await self.may_commit.wait()
        if self.broken == "events":
            raise OSError("disk full while storing 路灯坏了 of 13800000001")
        self.events.extend(events)

    async def quarantine(self, source: str, raw: bytes, reason: str) -> None:
        if self.broken == "quarantine":
            raise OSError("disk full")
        self.bad.append((source, raw, reason))


@pytest.fixture
def store() -> Store:
    kept = Store()
    kept.may_commit.set()
    return kept


@pytest.fixture
def counts() -> IntakeCounts:
    return IntakeCounts()


@pytest.fixture
async def client(store: Store, counts: IntakeCounts, session: aiohttp.ClientSession) -> AsyncIterator[Client]:
    gateway = AlibabaGateway(settings_for("http://127.0.0.1:1"), session, real_now)
    doors = (Door(gateway, Secret(SECRET)),)
    webhook = Webhook(doors, store.receive_all, store.quarantine, lambda: NOW, counts, read_limit_s=0.5)
    app = web.Application()
    app.add_routes(routes(webhook))
    async with TestClient(TestServer(app)) as started:
        yield started


async def test_a_push_is_stored_and_answered_word_for_word(client: Client, store: Store) -> None:
    answer = await client.post(DOOR, json=[entry(1), entry(2)])

    assert (answer.status, await answer.read()) == (200, '{"code":0,"msg":"接收成功"}'.encode())
    assert answer.content_type == "application/json"
    assert [event.received_at for event in store.events if isinstance(event, SmsReceived)] == [NOW, NOW]


async def test_nothing_is_acknowledged_before_it_is_committed(client: Client, store: Store) -> None:
    store.may_commit.clear()
    pushing = asyncio.create_task(client.post(DOOR, json=[entry()]))
    await store.asked.wait()

    assert not pushing.done()
    store.may_commit.set()
    assert (await pushing).status == 200


async def test_the_console_may_try_the_address(client: Client, store: Store) -> None:
    answer = await client.get(DOOR)

    assert (answer.status, await answer.read()) == (200, '{"code":0,"msg":"成功"}'.encode())
    assert store.events == []


@pytest.mark.parametrize(
    "path",
    [
        "/intake/alibaba/wrong",
        f"/intake/tencent/{SECRET}",
        f"{DOOR}x",
        f"{DOOR[:-1]}",
        "/intake/alibaba/%E5%AF%86",
        "/intake/alibaba/%FF",
    ],
)
async def test_a_stranger_finds_nothing_and_leaves_only_a_count(
    client: Client,
    store: Store,
    counts: IntakeCounts,
    caplog: pytest.LogCaptureFixture,
    path: str,
) -> None:
    caplog.set_level(logging.DEBUG, logger="adapters")

    pushed = await client.post(path, data=json.dumps([entry()]))
    checked = await client.get(path)

    assert (pushed.status, checked.status) == (404, 404)
    assert (store.events, store.bad, counts.strangers) == ([], [], 2)
    assert caplog.records == []


def test_a_door_without_a_secret_is_not_hung(session: aiohttp.ClientSession) -> None:
    gateway = AlibabaGateway(settings_for("http://127.0.0.1:1"), session, real_now)

    with pytest.raises(Misconfigured, match="alibaba"):
        Door(gateway, Secret(""))


async def _chunks(size: int) -> AsyncIterator[bytes]:
    for _ in range(size // 1024):
        yield b" " * 1024


async def test_a_body_that_says_it_is_too_big_is_not_read(client: Client, counts: IntakeCounts) -> None:
    answer = await client.post(DOOR, data=b" " * (BODY_LIMIT + 1))

    assert (answer.status, counts.too_big) == (413, 1)
    assert (await answer.text()).endswith("send it in several.")


async def test_a_body_that_grows_too_big_is_not_read_to_its_end(client: Client, counts: IntakeCounts) -> None:
    answer = await client.post(DOOR, data=_chunks(BODY_LIMIT + 2048))

    assert (answer.status, counts.too_big) == (413, 1)


async def test_a_body_that_unpacks_too_big_is_refused(client: Client, counts: IntakeCounts) -> None:
    packed = gzip.compress(b" " * (64 * BODY_LIMIT))

    answer = await client.post(DOOR, data=packed, headers={"Content-Encoding": "gzip"})

    assert (answer.status, counts.too_big) == (413, 1)


async def test_the_biggest_body_is_taken(client: Client, store: Store) -> None:
    body = json.dumps([entry()]).encode()

    answer = await client.post(DOOR, data=body + b" " * (BODY_LIMIT - len(body)))

    assert (answer.status, len(store.events)) == (200, 1)


async def test_a_body_that_is_not_packed_as_it_says_is_refused(client: Client, counts: IntakeCounts) -> None:
    answer = await client.post(
        DOOR, data=b"not gzip", headers={"Content-Encoding": "gzip"}, skip_auto_headers=()
    )

    assert (answer.status, counts.unreadable) == (400, 1)


@pytest.mark.parametrize(
    "body", [b"hello 13800000001", b"{}", b'[{"To":"86138","SendDate":""}]', b"[1]", "[【".encode("gb18030")]
)
async def test_what_cannot_be_read_is_kept_and_refused_with_a_sentence(
    client: Client, store: Store, body: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    answer = await client.post(DOOR, data=body)

    assert (answer.status, store.events) == (400, [])
    assert (await answer.text()).endswith(".")
    ((source, raw, _reason),) = store.bad
    assert (source, raw.strip()) == ("alibaba", body)
    assert "13800000001" not in caplog.text


async def test_an_empty_body_is_refused_and_there_is_nothing_to_keep(client: Client, store: Store) -> None:
    assert (await client.post(DOOR)).status == 400
    assert store.bad == []


async def test_half_a_bad_push_is_taken_and_its_bad_half_kept(client: Client, store: Store) -> None:
    answer = await client.post(DOOR, json=[entry(1), {"phone_number": "x"}, entry(2)])

    assert (answer.status, len(store.events), len(store.bad)) == (200, 2, 1)
    assert json.loads(store.bad[0][1]) == [{"phone_number": "x"}]


@pytest.mark.parametrize("broken", ["events", "quarantine"])
async def test_what_cannot_be_stored_is_asked_for_again(
    client: Client, store: Store, counts: IntakeCounts, caplog: pytest.LogCaptureFixture, broken: str
) -> None:
    store.broken = broken

    answer = await client.post(DOOR, json=[entry(), 7])

    assert (answer.status, counts.failed, counts.taken) == (503, 1, 0)
    traces = str([vars(record) for record in caplog.records]) + await answer.text()
    assert "OSError" in traces
    assert not any(word in traces for word in ("13800000001", "路灯", SECRET))
    store.broken = ""
    assert (await client.post(DOOR, json=[entry(), 7])).status == 200


async def test_the_same_push_twice_is_the_same_event_twice(client: Client, store: Store) -> None:
    for _ in range(2):
        await client.post(DOOR, json=[entry()])

    first, second = store.events
    assert first == second


async def test_an_empty_push_is_nothing_to_complain_about(client: Client, store: Store) -> None:
    assert (await client.post(DOOR, json=[])).status == 200
    assert store.events == []


async def test_a_body_that_never_ends_is_not_waited_for(client: Client, store: Store) -> None:
    reader, writer = await asyncio.open_connection(client.host, client.port)
    writer.write(f"POST {DOOR} HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n\r\n[".encode())

    assert b"408" in await reader.readline()
    writer.close()
    await writer.wait_closed()
    assert (store.events, store.bad) == ([], [])


async def test_a_sender_that_hangs_up_halfway_leaves_nothing_and_no_alarm(
    client: Client, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    _reader, writer = await asyncio.open_connection(client.host, client.port)
    writer.write(f"POST {DOOR} HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n\r\n[".encode())
    await writer.drain()
    writer.close()
    await writer.wait_closed()

    assert (await client.get(DOOR)).status == 200
    assert (store.events, store.bad, caplog.records) == ([], [], [])
