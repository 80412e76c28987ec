"""Small named signals between the workers: courtesies that may be lost, never news that nobody would hear otherwise.

A signal is a name and nothing else, sent at once and then at most a few times a second however often it is raised.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

import structlog

from adapters.redis.connection import CALL_S, LOOKS_AGAIN_S, Link, RedisAway, State, still_wanted

APART_S = 0.25
"""At most four of one name a second."""
LISTENS_S = 1.5
"""One blocking look; shorter than the socket's own time-out, or it would always end in it (`stack.md` §4)."""

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


@dataclass(slots=True)
class SignalCounts:
    """For `/metrics`."""

    sent: int = 0
    heard: int = 0


class Signals:
    """What this worker says to the others, and hears from them. `worker` is not called by its own signals."""

    def __init__(self, link: Link, name: str, worker: str) -> None:
        self.counts = SignalCounts()
        self._link = link
        self._channel = f"duban:{{{name}}}:signals"
        self._worker = worker
        self._heard: dict[str, Callable[[], None]] = {}
        self._raised: dict[str, asyncio.Event] = {}

    def on(self, signal: str, heard: Callable[[], None]) -> None:
        """What to do when another worker sends this signal. Before `run`, once for each signal there is."""
        self._heard[signal] = heard
        self._raised[signal] = asyncio.Event()

    def send(self, signal: str) -> None:
        """Tell the others soon. Costs nothing where there is nobody to tell."""
        if self._link.state is State.FINE:
            self._raised[signal].set()

    async def run(self) -> None:
        """Send and hear until cancelled."""
        if self._link.state is State.ABSENT:
            return
        async with asyncio.TaskGroup() as group:
            group.create_task(self._listen())
            for signal, raised in self._raised.items():
                group.create_task(self._send(signal, raised))

    async def _send(self, signal: str, raised: asyncio.Event) -> None:
        while True:
            await raised.wait()
            raised.clear()
            try:
                await self._link.ask("PUBLISH", self._channel, f"{signal} {self._worker}")
                self.counts.sent += 1
            except RedisAway:
                log.debug("A signal was not sent.", action="redis", signal=signal)
            await asyncio.sleep(APART_S)

    async def _listen(self) -> None:
        while True:
            if self._link.state is State.FINE:
                try:
                    await self._subscribed()
                except RedisAway:
                    log.debug("Nothing is heard from the other workers.", action="redis")
            await asyncio.sleep(LOOKS_AGAIN_S)

    async def _subscribed(self) -> None:
        try:
            async with self._link.client.pubsub(ignore_subscribe_messages=True) as subscription:
                async with asyncio.timeout(CALL_S):
                    await subscription.subscribe(self._channel)
                still_wanted()
                while self._link.state is State.FINE:
                    async with asyncio.timeout(LISTENS_S + CALL_S):
                        message = await subscription.get_message(timeout=LISTENS_S)
                    still_wanted()
                    self._hear(message)
        except Exception:  # noqa: BLE001 - as in `Link`: whatever it is, we do without
            still_wanted()
            # One that only forbids us to listen still serves us in all the rest.
            self._link.doubt()
            raise RedisAway from None

    def _hear(self, message: object) -> None:
        match message:
            case {"data": bytes(said)}:
                signal, _, worker = said.decode("utf-8", "replace").partition(" ")
            case _:
                return
        if worker != self._worker and signal in self._heard:
            self.counts.heard += 1
            self._heard[signal]()
