"""The Stream (Stream 模式): sockets, pushes, acks, redelivery (`dingtalk.md` §3)."""

import asyncio
import time
from collections import Counter, deque
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum

from adapters.standins.dingtalk import frames, reading
from adapters.standins.dingtalk.clock import Clock
from adapters.standins.dingtalk.faults import FaultKind, Faults
from adapters.standins.dingtalk.frames import Ack
from adapters.standins.dingtalk.links import Link
from adapters.standins.dingtalk.mint import Mint
from adapters.standins.dingtalk.quota import Quota
from adapters.standins.dingtalk.reading import Json
from adapters.standins.dingtalk.settings import Rules
from adapters.standins.swapping import Swapping

ACKS_KEPT = 5000


class PushKind(StrEnum):
    """The two kinds of frames that are pushes."""

    CALLBACK = "CALLBACK"
    EVENT = "EVENT"


@dataclass(slots=True)
class Push:
    """Something to be pushed: the same business content whatever transport id it goes under."""

    kind: PushKind
    topic: str
    data: str
    business_id: str
    extra_headers: Json = field(default_factory=dict)
    lane: str = ""
    """The conversation or card it belongs to: within it pushes keep their order."""


@dataclass(frozen=True, slots=True)
class Answered:
    """One transmission. `took_ms`: until its ack; None where none came in time."""

    at_ms: int
    topic: str
    took_ms: int | None


class Stream:
    """All sockets of one app, and every push that still awaits its ack."""

    def __init__(
        self, *, rules: Rules, clock: Clock, mint: Mint, faults: Faults, quota: Quota, app_id: str
    ) -> None:
        self.set_out: Callable[[Push], None] = lambda _push: None
        self.ended: Callable[[str, Push], None] = lambda _how, _push: None
        """Told of every push that will be repeated: at its start, and `acked` or `given_up` at its end."""
        self.rules = rules
        self._clock = clock
        self._mint = mint
        self._faults = faults
        self._quota = quota
        self._app_id = app_id
        self.links: dict[str, Link] = {}
        self.waiting: dict[str, asyncio.Future[Ack]] = {}
        self.unfinished = 0
        self.answered: deque[Answered] = deque(maxlen=ACKS_KEPT)
        self.counts: Counter[str] = Counter()
        self.overtaken: list[asyncio.Event] = []
        self._swapping = Swapping(rules.swap)
        self._doubled = 0
        self._tasks: set[asyncio.Task[None]] = set()

    # sockets

    def opened(self, link: Link) -> None:
        """A client has connected."""
        self.links[link.id] = link
        self.counts["sockets_opened"] += 1
        link.pinger = self.start(self._pings(link))

    def closed(self, link: Link) -> None:
        """A socket is gone."""
        self.links.pop(link.id, None)
        if link.pinger is not None:
            link.pinger.cancel()

    def heard(self, link: Link, raw: str) -> None:
        """A client said something on a socket: an ack, or nothing we know."""
        ack = frames.read_ack(raw)
        if ack is None:
            self.counts["unreadable_from_client"] += 1
            return
        if ack.message_id in link.pings:
            link.pings.discard(ack.message_id)
            self.counts["pings_answered"] += 1
            return
        waiting = self.waiting.get(ack.message_id)
        if waiting is None or waiting.done():
            self.counts["acks_late_or_unknown"] += 1
            return
        if ack.message_id not in link.pushed:
            self.counts["acks_on_another_socket"] += 1
        waiting.set_result(ack)

    async def system(self, link: Link, topic: str, data: Json | None = None) -> None:
        """Send a SYSTEM frame on one socket. `disconnect` has no message id, and takes the socket out of use."""
        headers: Json = {"contentType": "application/json", "topic": topic}
        if topic == "disconnect":
            link.retired = True
        else:
            headers["messageId"] = self._mint.fresh_hex("message")
            headers["time"] = str(self._clock.real_ms())
        if topic == "ping":
            link.pings.add(str(headers["messageId"]))
            data = {"opaque": self._mint.fresh_hex("opaque")}
        await link.send(frames.frame("SYSTEM", headers, None if data is None else reading.compact(data)))

    # pushes

    def push(self, push: Push) -> None:
        """Push it, and again while nobody acks it, as the rules say."""
        self.set_out(push)
        self.resume(push, 0.0)

    def resume(self, push: Push, age_s: float) -> None:
        """Go on with a push whose first transmission was so long ago."""
        self.unfinished += 1
        self.start(self._carry(push, age_s))

    async def ask(self, push: Push, limit_s: float) -> Ack | None:
        """Push it once and wait for the answer; None when none came in time. Never pushed again."""
        self.unfinished += 1
        try:
            return await self._attempt(push, limit_s, first=True)
        finally:
            self.unfinished -= 1

    def push_on(self, link: Link, push: Push) -> None:
        """Push once on exactly this socket, even one told to disconnect."""
        self.unfinished += 1
        self.start(self._send_again(link, push, 0))

    def start(self, work: Coroutine[object, object, None]) -> asyncio.Task[None]:
        """Run `work` beside everything else, and end it with the server."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def stop(self) -> None:
        """End everything: no push goes on, every socket is closed."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for link in list(self.links.values()):
            await link.end()

    def usable(self, wants: Callable[[Link], bool]) -> list[Link]:
        """Sockets a push may be routed to. The platform does not know which of them are dead."""
        return [link for link in self.links.values() if not link.retired and wants(link)]

    async def _carry(self, push: Push, age_s: float) -> None:
        loop = asyncio.get_running_loop()
        began = loop.time() - age_s
        try:
            for attempt, due in enumerate((0.0, *self.rules.retry_seconds)):
                await asyncio.sleep(max(0.0, began + due - loop.time()))
                if attempt:
                    self.counts["redeliveries"] += 1
                ack = await self._attempt(push, self.rules.ack_seconds, first=not attempt)
                if ack is not None and ack.good:
                    self.counts["pushes_acked"] += 1
                    self.ended("acked", push)
                    return
            self.counts["pushes_given_up"] += 1
            self.ended("given_up", push)
        finally:
            self.unfinished -= 1

    async def _attempt(self, push: Push, limit_s: float, *, first: bool) -> Ack | None:
        """One transmission. Delay and order are the platform's own fault and come before the clock starts."""
        if first:
            self._swapping.told(self.rules.swap)
            await self._swapping.turn(push.lane)
        await self._before(push)
        links = self.usable(lambda link: link.takes(push.kind, push.topic))
        if not links:
            self.counts["pushes_without_socket"] += 1
            return None
        link = self._mint.choose(links)
        if self._faults.take(FaultKind.DROP, push.topic):
            self._quota.count_push()
            await asyncio.sleep(limit_s)
            return None
        await self._oddities(link, push.topic)
        self._duplicate(link, push)
        if not first:
            return await self._transmit(link, push, limit_s)
        answered = asyncio.Event()
        if self.rules.twice:
            self._double(push, answered)
        try:
            return await self._transmit(link, push, limit_s)
        finally:
            answered.set()
            self._swapping.arrived(push.lane)

    def _double(self, push: Push, answered: asyncio.Event) -> None:
        """A second copy: beside the first, after its ack, or after whatever comes next, by turns."""
        self._doubled += 1

        def send() -> None:
            self.unfinished += 1
            self.start(self._copy(push, None))

        match self._doubled % 3:
            case 1:
                send()
            case 2 if self._swapping.after_the_next(send):
                return
            case _:
                self.unfinished += 1
                self.start(self._copy(push, answered))

    async def _copy(self, push: Push, answered: asyncio.Event | None) -> None:
        """Under a transport id of its own, over any open socket; its answer changes nothing."""
        try:
            if answered is not None:
                await answered.wait()
            links = self.usable(lambda link: link.takes(push.kind, push.topic))
            if links:
                self.counts["copies"] += 1
                await self._transmit(self._mint.choose(links), push, self.rules.ack_seconds)
        finally:
            self.unfinished -= 1

    async def _transmit(self, link: Link, push: Push, limit_s: float) -> Ack | None:
        headers = self._headers(push.topic, link)
        message_id = str(headers["messageId"])
        answer: asyncio.Future[Ack] = asyncio.get_running_loop().create_future()
        self.waiting[message_id] = answer
        link.pushed.add(message_id)
        self._quota.count_push()
        self.counts["pushes_sent"] += 1
        at_ms, began = self._clock.now_ms(), time.monotonic()
        try:
            async with asyncio.timeout(limit_s):
                await link.send(frames.frame(push.kind, {**headers, **push.extra_headers}, push.data))
                ack = await answer
        except TimeoutError:
            self.counts["acks_missing"] += 1
            self.answered.append(Answered(at_ms, push.topic, None))
            return None
        else:
            self.answered.append(Answered(at_ms, push.topic, int((time.monotonic() - began) * 1000)))
            return ack
        finally:
            del self.waiting[message_id]

    async def _before(self, push: Push) -> None:
        late = self._faults.take(FaultKind.DELAY, push.topic)
        if late:
            await asyncio.sleep(late.ms / 1000)
        behind = self._faults.take(FaultKind.REORDER, push.topic)
        if behind:
            passed = asyncio.Event()
            self.overtaken.append(passed)
            with suppress(TimeoutError):
                await asyncio.wait_for(passed.wait(), (behind.ms or 3000) / 1000)
        elif self.overtaken:
            asyncio.get_running_loop().call_later(0.02, self._let_pass)

    def _let_pass(self) -> None:
        while self.overtaken:
            self.overtaken.pop().set()

    async def _oddities(self, link: Link, topic: str) -> None:
        """Strange frames that go out just before a push; the client must survive them."""
        if self._faults.take(FaultKind.BROKEN_FRAME, topic):
            await link.send('{"specVersion":"1.0","type":"CALLBACK","headers":{"topic":"/v1.0/im')
        if self._faults.take(FaultKind.UNKNOWN_TYPE, topic):
            headers = self._headers("greeting", link)
            await link.send(frames.frame("GREETING", headers, "{}"))
        if self._faults.take(FaultKind.UNKNOWN_TOPIC, topic):
            await link.send(frames.frame("CALLBACK", self._headers("/v9.9/nobody/knows", link), "{}"))

    def _duplicate(self, link: Link, push: Push) -> None:
        again = self._faults.take(FaultKind.DUPLICATE, push.topic)
        if again:
            self.unfinished += 1
            self.start(self._send_again(link, push, again.ms))

    async def _send_again(self, link: Link, push: Push, ms: int) -> None:
        """A repeat that comes even after a good ack; its own answer changes nothing."""
        try:
            await asyncio.sleep(ms / 1000)
            await self._transmit(link, push, self.rules.ack_seconds)
        finally:
            self.unfinished -= 1

    def _headers(self, topic: str, link: Link) -> Json:
        message_id = self._mint.fresh_hex("message")
        return frames.push_headers(topic, message_id, link.id, self._app_id, self._clock.real_ms())

    async def _pings(self, link: Link) -> None:
        while True:
            await asyncio.sleep(self.rules.ping_seconds)
            await self.system(link, "ping")
