"""What the workers of one centre share by Redis, so that together they keep to what one app may do (design §6).

All of it may be lost at any moment: then each worker goes on by itself, slower. Nothing here is ever the truth.
"""

import asyncio
import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from adapters.dingtalk.rate import WINDOW_S as LONE_WINDOW_S
from adapters.dingtalk.settings import DingTalkSettings
from adapters.redis import window
from adapters.redis.connection import Link, State
from adapters.redis.shares import Shares
from adapters.redis.shelf import TokenShelf
from adapters.redis.signals import Signals
from adapters.redis.window import FleetRate
from config.secret import Secret

OUTBOX, TOKEN = "outbox", "token"
"""Something waits to be sent; a token was refused."""


@dataclass(slots=True)
class Fleet:
    """This worker's side of it. `rate` is its leave to call DingTalk, `shelf` the token of all."""

    link: Link
    rate: FleetRate
    shelf: TokenShelf
    signals: Signals
    shares: Shares
    """What each recipient is sent."""

    async def begin(self) -> None:
        """Look for Redis before anything needs it; two seconds at most, and no matter if it is away."""
        await self.link.look()

    async def run(self) -> None:
        """Look after the connection, and hear the other workers, until cancelled."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self.link.run())
            group.create_task(self.signals.run())

    def waking(self, wake: Callable[[], None]) -> Callable[[], None]:
        """`wake` for our own sender, which also wakes the others' and is woken by them. Polling stays the truth."""
        self.signals.on(OUTBOX, wake)

        def woken() -> None:
            wake()
            self.signals.send(OUTBOX)

        return woken

    def report(self) -> dict[str, object]:
        """How it stands, for `/readyz`: a Redis that is away is told, but no reason not to be ready."""
        shared = self.link.state is State.FINE
        calls: dict[str, object] = {"shared": shared}
        if not shared:
            calls["calls_per_second"] = self.rate.local_most
        return {"redis": self.link.state.value, "limits": calls}


def fleet_of(
    url: Secret, chat: DingTalkSettings, worker: str, blind: Callable[[str], bytes], *, alone: bool
) -> Fleet:
    """The worker's share in the fleet of one DingTalk app.

    `blind` makes of a recipient a mark that nobody without our keys can guess from. `alone`: without Redis there can be
    no other worker, and the whole limit is ours. Limits belong to the app, so two
    installations with one Client ID and one Redis share them, too. All calls have one window: DING's 6,000 a minute and
    robot (`dingtalk.md` §8) cannot be reached below a hundred calls a second, and the robot is the app.
    """
    link = Link(url)
    name = hashlib.sha256(f"{chat.corp_id} {chat.client_id}".encode()).hexdigest()[:16]
    signals = Signals(link, name, worker)
    lone = alone and link.state is State.ABSENT
    return Fleet(
        link,
        FleetRate(
            link,
            name,
            chat.calls_per_second,
            alone=lone,
            window_s=LONE_WINDOW_S if lone else window.WINDOW_S,
        ),
        TokenShelf(link, name, chat.client_secret, lambda: signals.send(TOKEN)),
        signals,
        Shares(link, name, blind, alone=lone),
    )
