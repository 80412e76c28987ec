"""A town whose workers die: stand-ins that live on, one database, and workers started, armed and started again."""

import asyncio
import json
import os
import re
import signal
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import aiohttp
from sqlalchemy import ColumnElement, Table, select, update

from bot.clock import BusinessClock, real_now
from bot.stage.phones import Json, Phones
from bot.stage.processes import standin
from bot.stage.theatre import (
    ACCESS_KEY,
    CLIENT,
    CORP,
    GROUP,
    SIGN_CODE,
    TEMPLATE,
    Secrets,
    both,
    chat_world,
    free_port,
    gateway_world,
)
from config.init import write_sample
from config.load import load
from domain.faces import SmsKind
from store import clock as stored_clock
from store.audit import verify
from store.database import Connection, Database, open_database
from store.migrate import upgrade
from store.quiet import Moving, moving
from store.sealing import KeyRing
from store.tables.running import leases
from store.tables.tickets import tickets
from store.tables.traffic import inbox_keys, outbox, timers
from tests.crash.runner import Start
from tests.crash.steps import Step

WITHIN_S = 30
LOOKS_AGAIN_S = 0.02
GATEWAY_SECOND_S, GATEWAY_REPEATS = 0.012, (60, 100, 600)
FRAME_REPEATS_S = (1.0, 5.0)
"""The outside repeats as often as in the world, only sooner: soon enough to wait for, late enough for a worker to start."""

DISPATCHER, SUPERVISOR, ADMINISTRATOR = "staff-zx03", "staff-zx07", "staff-zx11"
PEOPLE = tuple(
    f"staff-{code}"
    for code in (
        "zx01",
        "zx03",
        "zx04",
        "zx07",
        "zx08",
        "zx11",
        "jtj01",
        "jtj02",
        "jtj03",
        "cgj01",
        "cgj02",
        "cgj03",
    )
)
"""Whoever has to do with the matters of these tests."""

Screens = Counter[tuple[str, str]]


class Runner:
    """The process that forks workers (`runner.py`)."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    async def start(self, start: Start) -> int:
        """A worker's process id."""
        return int(str(await self._asked(asdict(start))))

    async def ended(self, worker: int) -> int | None:
        """How it ended; None while it lives."""
        answer = await self._asked({"look": worker})
        assert answer is None or isinstance(answer, int)
        return answer

    async def _asked(self, order: Json) -> object:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(order).encode() + b"\n")
        async with asyncio.timeout(WITHIN_S):
            line = await self._process.stdout.readline()
        assert line, "the runner has ended"
        return json.loads(line)


@asynccontextmanager
async def runner() -> AsyncIterator[Runner]:
    """Alive inside the block, with every worker it started."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.crash.runner"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        yield Runner(process)
    finally:
        assert process.stdin is not None
        process.stdin.close()
        await process.wait()


@dataclass(slots=True)
class Worker:
    """One `duban run`: its folder differs from another's by its port alone."""

    folder: Path
    port: int
    runner: Runner
    lease_s: float = 60
    stream_lease_s: float = 6
    process: int | None = None

    async def start(self, step: Step | None = None) -> None:
        """Started, and armed from its first moment on if a step is given."""
        armed = step.name if step else ""
        start = Start(
            str(self.folder), str(self.log), str(self.orders), armed, self.lease_s, self.stream_lease_s
        )
        self.process = await self.runner.start(start)

    async def arm(self, step: Step) -> None:
        """It will die at that step."""
        self.orders.write_text(step.name, encoding="ascii")
        self.signal(signal.SIGUSR1)
        async with asyncio.timeout(WITHIN_S):
            while self.orders.exists():  # noqa: ASYNC110 - it takes its order by removing it
                await asyncio.sleep(LOOKS_AGAIN_S)

    async def dead(self) -> None:
        """Wait for its end, which must be the kill."""
        assert self.process is not None
        async with asyncio.timeout(WITHIN_S):
            while (ended := await self.runner.ended(self.process)) is None:  # noqa: ASYNC110 - another process
                await asyncio.sleep(LOOKS_AGAIN_S)
        self.process = None
        assert ended == -signal.SIGKILL, f"it ended with {ended}; its log is {self.log}"

    async def killed(self) -> None:
        """Die now, whatever it is doing."""
        if self.process is not None:
            self.signal(signal.SIGKILL)
            await self.dead()

    def signal(self, number: signal.Signals) -> None:
        assert self.process is not None
        os.kill(self.process, number)

    @property
    def log(self) -> Path:
        return self.folder / "log"

    @property
    def orders(self) -> Path:
        return self.folder / "orders"


@dataclass(slots=True)
class Stage:
    """Act as its people, kill its worker, and look at what came of it."""

    worker: Worker
    phones: Phones
    database: Database
    session: aiohttp.ClientSession
    business: BusinessClock
    url: str
    """Of the database."""
    secret: str
    """Of the gateway's door."""
    citizens: list[str] = field(default_factory=list)

    async def ready(self) -> None:
        """A worker lives, hears the chat, and nothing moves; one that lived already is left as it was."""
        if self.worker.process is None:
            await self.worker.start()
            await self.answers(self.worker)
            await self.settled()

    async def answers(self, worker: Worker) -> None:
        """Wait until it says it is ready."""
        async with asyncio.timeout(WITHIN_S):
            while not await self._is_ready(worker):  # noqa: ASYNC110 - another process
                await asyncio.sleep(LOOKS_AGAIN_S)

    async def _is_ready(self, worker: Worker) -> bool:
        try:
            async with self.session.get(f"http://127.0.0.1:{worker.port}/readyz") as answer:
                return answer.status == 200
        except aiohttp.ClientError:
            return False

    async def settled(self) -> None:
        """Wait until inbox, outbox, timers and both stand-ins are quiet, twice in a row."""
        calm, still = 0, ""
        try:
            async with asyncio.timeout(WITHIN_S):
                while calm < 2:
                    found, quiet = await self.moving(), await self.phones.quiet()
                    calm = calm + 1 if found.quiet and quiet else 0
                    still = f"{found}, the outside is {'quiet' if quiet else 'not'}"
                    await asyncio.sleep(LOOKS_AGAIN_S)
        except TimeoutError:
            raise AssertionError(f"it never came to rest: {still}; the log is {self.worker.log}") from None

    async def moving(self) -> Moving:
        now = self.business.now()
        return await self.database.read(lambda connection: moving(connection, now))

    async def later(self, by: timedelta) -> None:
        """Business time moves on; a worker hears of it when it starts."""
        offset = self.business.offset + by
        await self.database.write(lambda connection: stored_clock.move(connection, offset))
        self.business.offset = offset
        await self.phones.set_clock(offset)

    async def next_timer_in(self, seconds: float) -> None:
        """So late that the next timer of a matter comes due then."""
        due = [
            row["due_at"] for row in await self.rows(timers, timers.c.waiting, timers.c.ticket.is_not(None))
        ]
        soonest = min(moment for moment in due if isinstance(moment, datetime))
        await self.later(soonest - self.business.now() - timedelta(seconds=seconds))

    async def stream_is_free(self) -> None:
        """Whoever held the Stream is dead, and was so for long enough."""
        await self.database.write(
            lambda connection: connection.execute(
                update(leases).where(leases.c.name.startswith("stream:")).values(until=real_now())
            )
        )

    async def sockets(self) -> int:
        """How many the chat platform holds open with us."""
        async with self.session.get(f"{self.phones.chat}/control/stats") as answer:
            return len((await answer.json())["sockets"])

    async def gateway_reaches(self, worker: Worker) -> None:
        """As behind a load balancer: pushes go to a worker that lives."""
        url = f"http://127.0.0.1:{worker.port}/intake/alibaba/{self.secret}"
        async with self.session.put(f"{self.phones.sms}/control/callback", json={"url": url}) as answer:
            assert (await answer.json())["checked"] is True

    async def leases_run_out(self) -> None:
        """The minute passes after which a dead worker's rows are anybody's."""
        now = real_now()

        async def age(connection: Connection) -> None:
            for table in (outbox, timers):
                await connection.execute(
                    update(table).where(table.c.lease_until > now).values(lease_until=now)
                )
            await connection.execute(update(leases).values(until=now))

        await self.database.write(age)

    async def rows(self, table: Table, *which: ColumnElement[bool]) -> list[dict[str, object]]:
        """Rows of a table, as the record has them."""

        async def look(connection: Connection) -> list[dict[str, object]]:
            found = await connection.execute(select(table).where(*which))
            return [dict(row._mapping) for row in found]

        return await self.database.read(look)

    async def screens(self) -> Screens:
        """How often everybody was shown what, without names, numbers and times."""
        officials = await asyncio.gather(*(self.phones.screen(one) for one in PEOPLE))
        shown: Screens = Counter()
        for one, screen in zip(PEOPLE, officials, strict=True):
            for text in _from_bot(screen):
                shown[one, text] += 1
        for phone in self.citizens:
            for text in _from_centre(await self.phones.texts(phone)):
                shown["citizen", text] += 1
        return shown

    async def sealed(self) -> None:
        """Wait until every head is under a seal, and the record verifies with it."""
        async with asyncio.timeout(WITHIN_S):
            while await self.rows(tickets, tickets.c.unsealed):  # noqa: ASYNC110 - another process
                await asyncio.sleep(LOOKS_AGAIN_S)
        await self.record_is_whole()

    async def record_is_whole(self) -> None:
        """The audit chain verifies, every key is settled, and no row is stuck."""
        assert await verify(self.database) == ()
        assert await self.rows(inbox_keys, ~inbox_keys.c.done) == []
        found = await self.moving()
        assert found.quiet, found


def _from_bot(screen: Json) -> list[str]:
    chats = screen["chats"]
    assert isinstance(chats, list)
    return [
        _masked(f"{message['kind']} {message.get('text', '')}")
        for chat in chats
        for message in chat["messages"]
        if message["from"] == "bot"
    ]


def _from_centre(screen: Json) -> list[str]:
    messages = screen["messages"]
    assert isinstance(messages, list)
    return [_masked(one["text"]) for one in messages if one["author"] == "centre"]


def _masked(text: str) -> str:
    """Numbers, short codes and times differ from case to case."""
    return re.sub(r"[0-9A-Za-z:_-]+", "#", text)


@asynccontextmanager
async def stage(
    folder: Path, database: str, *, lease_s: float = 60, stream_lease_s: float = 6
) -> AsyncIterator[Stage]:
    """A working morning in a town with one worker; `database` is a migrated, empty one, or empty for the folder's own."""
    write_sample(folder)
    KeyRing.create(folder / "keys" / "master.key")
    centre = load(folder, {})
    business = BusinessClock()
    business.set(centre.calendar.next_working_morning(real_now()) + timedelta(hours=1))
    port = free_port()
    own = Secrets("chat-secret", "sms-secret", centre.settings.sms.webhook_secret.reveal())
    async with AsyncExitStack() as stack:
        gateway = gateway_world(centre, own, f"http://127.0.0.1:{port}")
        gateway["rules"] = {"second_s": GATEWAY_SECOND_S, "retry_s": GATEWAY_REPEATS}
        forking = await stack.enter_async_context(runner())
        chat, sms = await both(
            stack,
            standin("dingtalk", chat_world(centre.directory, own, business, limited=False)),
            standin("sms", gateway),
        )
        session = await stack.enter_async_context(aiohttp.ClientSession())
        phones = Phones(session, chat, sms)
        rules = {
            "retry_seconds": FRAME_REPEATS_S,
            "ack_seconds": 0.8,
            "card_seconds": 0.8,
            "ping_seconds": 600,
        }
        async with session.put(f"{chat}/control/settings", data=json.dumps(rules).encode()) as answer:
            assert answer.status == 200, await answer.text()
        write_settings(folder, own, Addresses(port, chat, sms, database))
        url = load(folder, {}).database_url.reveal()
        if not database:
            await upgrade(url)
        worker = Worker(folder, port, forking, lease_s, stream_lease_s)
        opened = open_database(url)
        stack.push_async_callback(opened.close)
        here = Stage(worker, phones, opened, session, business, url, own.door)
        await here.later(timedelta())
        await here.ready()
        await phones.say({"person": ADMINISTRATOR, "to": GROUP, "kind": "text", "text": "/绑定 督办群"})
        await here.settled()
        yield here


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the worker listens, and where it finds the outside."""

    port: int
    chat: str
    sms: str
    database: str


def write_settings(folder: Path, own: Secrets, at: Addresses) -> None:
    """The centre's `duban.toml`, with the stand-ins in place of the world."""
    templates = "".join(f'{kind.value} = "{SIGN_CODE.format(kind=kind.value)}"\n' for kind in SmsKind)
    (folder / "duban.toml").write_text(
        f"""
[server]
port = {at.port}
public_url = "http://127.0.0.1:{at.port}"
[database]
url = "{at.database}"
[dingtalk]
client_id = "{CLIENT}"
client_secret = "{own.chat}"
corp_id = "{CORP}"
card_template_id = "{TEMPLATE}"
api_base = "{at.chat}"
oapi_base = "{at.chat}"
allow_private_downloads = true
calls_per_second = 1000
messages_per_minute = 0
[sms]
gateway = "alibaba"
webhook_secret = "{own.door}"
[sms.alibaba]
access_key_id = "{ACCESS_KEY}"
access_key_secret = "{own.sms}"
sign_name = "民声"
endpoint = "{at.sms}"
[sms.alibaba.templates]
{templates}""",
        encoding="utf-8",
    )
