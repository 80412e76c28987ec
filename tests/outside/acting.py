"""Small acts and looks that the outage tests share."""

import asyncio
import itertools
from collections.abc import Awaitable, Callable

from bot.stage.phones import Json
from domain.vocabulary import Office
from tests.scenarios.town import Town

_phones = (f"137000{number:05d}" for number in itertools.count(1))
SEND = "/v1.0/robot/oToMessages"
CARDS = "/v1.0/card/instances"


def somebody() -> str:
    """A citizen nobody has heard of."""
    return next(_phones)


def dispatcher(here: Town) -> str:
    return here.holder(Office.DISPATCHER).staff_id or ""


def operator(here: Town) -> str:
    return here.holder(Office.ADMINISTRATOR).staff_id or ""


async def text(here: Town, words: str, phone: str = "") -> str:
    """A citizen texts; nobody waits for what comes of it. Gives their number."""
    phone = phone or somebody()
    here.phones_used.add(phone)
    await here.house.phones.text(phone, words)
    return phone


async def misbehave(here: Town, fault: str, **how: object) -> None:
    """The chat platform misbehaves."""
    await here.control("misbehave", {"fault": fault, **how})


async def gateway_misbehaves(here: Town, kind: str, **how: object) -> None:
    async with here.session.post(
        f"{here.house.phones.sms}/control/misbehave", json={"kind": kind, **how}
    ) as answer:
        assert answer.status == 200, await answer.text()


async def stats(here: Town) -> Json:
    async with here.session.get(f"{here.house.phones.chat}/control/stats") as answer:
        return dict(await answer.json())


async def calls(here: Town, path: str) -> int:
    async with here.session.get(f"{here.house.phones.chat}/control/calls", params={"path": path}) as answer:
        return len((await answer.json())["calls"])


async def told(here: Town, person: str, words: str) -> list[str]:
    """What the bot said to this person with these words in it."""
    return [one for one in await here.heard(person) if words in one]


async def until(true: Callable[[], Awaitable[object]], within_s: float = 15) -> None:
    """Look until it is so; how long is not what is tested."""
    async with asyncio.timeout(within_s):
        while not await true():  # noqa: ASYNC110 - a look from outside
            await asyncio.sleep(0.02)


def outbox(here: Town, key: str) -> list[tuple[object, ...]]:
    """State and code of the rows whose key ends so, oldest first."""
    return here.rows("SELECT state, code, attempts FROM outbox WHERE key LIKE ? ORDER BY id", f"%{key}%")
