"""Two real workers, one Stream: whoever holds it is stopped or killed, and the other listens within ten seconds."""

import asyncio
import signal
from pathlib import Path

import pytest

from domain.calendar_clock import local_date
from domain.vocabulary import Office
from tests.databases import PostgresServer, postgres_server
from tests.outages.fleet import WITHIN_S, Fleet, fleet, retry_every

__all__ = ["postgres_server"]

pytestmark = [pytest.mark.postgres, pytest.mark.timeout(240)]


class Official:
    """Asks, and counts the answers."""

    def __init__(self, fleet: Fleet) -> None:
        self._phones = fleet.phones
        day = local_date(fleet.clock.now())
        self._id = fleet.centre.directory.holders(Office.DISPATCHER, day)[0].staff_id
        self.asked = 0

    async def ask(self) -> None:
        self.asked += 1
        await self._phones.say({"person": self._id, "kind": "text", "text": "/帮助"})

    async def answers(self) -> int:
        screen = await self._phones.screen(str(self._id))
        chats = screen["chats"]
        assert isinstance(chats, list)
        return sum(
            one["from"] == "bot" and "帮助" in str(one.get("text", ""))
            for c in chats
            for one in c["messages"]
        )

    async def is_answered_once(self) -> None:
        """Waits until everything asked is answered and nothing is on its way; then none was answered twice."""
        async with asyncio.timeout(WITHIN_S):
            while await self.answers() < self.asked or not await self._phones.quiet():  # noqa: ASYNC110 - phones
                await asyncio.sleep(0.1)
        assert await self.answers() == self.asked


async def test_a_holder_that_hangs_or_dies_is_followed_in_less_than_ten_seconds(
    postgres_server: PostgresServer, tmp_path: Path
) -> None:
    async with fleet(tmp_path, postgres_server.emptied(), 2) as two:
        await retry_every(two.session, two.phones.chat, 1.0)
        official = Official(two)
        first = await two.holder()
        await official.ask()
        await official.is_answered_once()

        sockets = await two.sockets()
        two.signal(first, signal.SIGSTOP)
        try:
            await official.ask()
            await two.another_socket(than=sockets)
            await official.ask()
            await official.is_answered_once()
        finally:
            two.signal(first, signal.SIGCONT)
        # It wakes up with what it was given while it stood still, and does not act on it.
        await official.ask()
        assert await two.holder() == 1 - first
        await official.is_answered_once()

        sockets = await two.sockets()
        await two.workers[1 - first].kill()
        await two.another_socket(than=sockets)
        await official.ask()
        assert await two.holder() == first
        await official.is_answered_once()
