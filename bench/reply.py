"""A leader replies in chat; how long until the update of the ticket's card leaves the process.

From the moment the stand-in is asked to push the frame to the moment its answer to the card's `PUT` began, both by the
stand-in's side of the wire, so the sockets count. Different tickets take turns: updates of one card in quick succession
become one.
"""

import asyncio
import tempfile
import time
from collections import defaultdict
from dataclasses import dataclass

import aiohttp

from bench.lines import Found, Line
from bench.processes import beside
from bench.wire import at_rate, percentile

RATE, REPLIES, MATTERS = 15, 450, 60
WARM_UP = 30
UPDATE = "/v1.0/card/instances"
SETTLES_WITHIN_S = 20
WANTED_P99_S, MS = 0.1, 1000


@dataclass(frozen=True, slots=True)
class Replies:
    """Seconds from reply to card update; `coalesced` replies were shown by the update of the next one."""

    p50: float
    p99: float
    measured: int
    coalesced: int


async def measure() -> Replies:
    """One run at a steady rate."""
    with tempfile.TemporaryDirectory(prefix="duban-bench-") as home:
        async with beside("bench.ours", home, str(MATTERS)) as house, aiohttp.ClientSession() as session:
            chat, replies, offset_s = house["chat"], house["replies"], house["offset_s"]
            cards = await _cards(session, chat, replies)
            said: dict[str, list[float]] = defaultdict(list)

            async def reply(turn: int) -> float:
                leader, number = replies[turn % len(replies)]
                said[cards[leader, number]].append(time.time() + offset_s)
                order = {"person": leader, "kind": "text", "text": f"{number} 第{turn}段已铺好，正在养护"}
                async with session.post(f"{chat}/control/say", json=order) as answer:
                    answer.raise_for_status()
                return 0.0

            await at_rate(RATE, WARM_UP, lambda turn: asyncio.ensure_future(reply(turn)))
            await _quiet(session, chat)
            said.clear()
            before = len(await _updates(session, chat))
            await at_rate(RATE, REPLIES, lambda turn: asyncio.ensure_future(reply(turn + WARM_UP)))
            await _quiet(session, chat)
            return _took(said, (await _updates(session, chat))[before:])


async def found(_full: bool) -> Found:
    """The table's line."""
    took = await measure()
    line = Line(
        f"embedded: chat reply to card update at {RATE}/s, p99 (p50)",
        f"{took.p99 * MS:.0f} ms ({took.p50 * MS:.0f} ms), {took.measured} updates",
        f"under {WANTED_P99_S * MS:.0f} ms",
        took.p99 < WANTED_P99_S,
    )
    note = (
        f"Chat reply to card update: {REPLIES} replies on {MATTERS} tickets, the limit of 20 calls a second lifted, since each "
        f"reply makes three calls; {took.coalesced} replies were shown by the update of the next one."
    )
    return Found((line,), (note,))


def _took(said: dict[str, list[float]], updates: list[tuple[str, float]]) -> Replies:
    """Each update belongs to the latest reply before it that still waits on that card."""
    took, coalesced = [], 0
    for card, at in updates:
        waiting = [moment for moment in said.get(card, []) if moment <= at]
        if waiting:
            took.append(at - waiting[0])
            coalesced += len(waiting) - 1
            said[card] = said[card][len(waiting) :]
    lost = sum(len(waiting) for waiting in said.values())
    if lost:
        raise RuntimeError(f"{lost} replies were never shown on their card")
    return Replies(percentile(took, 0.5), percentile(took, 0.99), len(took), coalesced)


async def _cards(
    session: aiohttp.ClientSession, chat: str, replies: list[tuple[str, str]]
) -> dict[tuple[str, str], str]:
    """The card each leader holds of each ticket, found on their screens by the number it shows."""
    found = {}
    for leader in {leader for leader, _ in replies}:
        async with session.get(f"{chat}/control/screen/{leader}") as answer:
            screen = await answer.json()
        for message in (one for conversation in screen["chats"] for one in conversation["messages"]):
            for one, number in replies:
                if one == leader and "card" in message and number in str(message["card"]["values"]):
                    found[leader, number] = message["card"]["outTrackId"]
    return found


async def _updates(session: aiohttp.ClientSession, chat: str) -> list[tuple[str, float]]:
    async with session.get(f"{chat}/control/calls", params={"path": UPDATE}) as answer:
        calls = (await answer.json())["calls"]
    return [
        (one["body"]["outTrackId"], one["at"] / 1000)
        for one in calls
        if one["method"] == "PUT" and one["path"] == UPDATE and one["status"] == 200
    ]


async def _quiet(session: aiohttp.ClientSession, chat: str) -> None:
    """Wait until no update has come for two seconds: on a busy machine half a second is no silence."""
    seen, ends_at = -1, time.monotonic() + SETTLES_WITHIN_S
    while (now_seen := len(await _updates(session, chat))) != seen and time.monotonic() < ends_at:
        seen = now_seen
        await asyncio.sleep(2)
