"""The rights that docs/operations.md advises are enough for all we do, and no more than duban's own keys."""

import asyncio
import re
from pathlib import Path

import pytest

from adapters.dingtalk.tokens import Token
from adapters.redis.connection import Link, RedisAway, State
from adapters.redis.probe import trouble_with
from adapters.redis.shelf import TokenShelf
from adapters.redis.signals import Signals
from adapters.redis.window import SharedWindow
from config.secret import Secret
from tests.adapters.redis.server import our_redis
from tests.adapters.redis.waiting import until

PAGE = Path(__file__).parents[3] / "docs" / "operations.md"


def advised() -> list[str]:
    found = re.search(r"\(`(~duban:[^`]+)`\)", PAGE.read_text(encoding="utf-8"))
    assert found, "the page advises no rights"
    return found[1].split()


async def test_the_advised_rights_are_enough_and_reach_nothing_else() -> None:
    user = ("--user", "duban", "on", ">word", *advised(), "--user", "default", "off")
    with our_redis(*user) as server:
        url = Secret(f"redis://duban:word@127.0.0.1:{server.port}/0")
        assert await trouble_with(url) is None
        link = Link(url)
        assert await link.look() is State.FINE

        await SharedWindow(link, "any", 20).ask(urgent=True)
        shelf = TokenShelf(link, "any", Secret("very-secret"), lambda: None)
        await shelf.put(Token("word", 7200))
        assert await shelf.get()
        await shelf.forget("word")
        signals = Signals(link, "any", "one")
        signals.on("outbox", lambda: None)
        hearing = asyncio.create_task(signals.run())
        signals.send("outbox")
        await until(lambda: signals.counts.sent == 1)
        hearing.cancel()
        await asyncio.gather(hearing, return_exceptions=True)
        assert link.state is State.FINE

        with pytest.raises(RedisAway):
            await link.ask("GET", "somebody-else")
        await link.close()
