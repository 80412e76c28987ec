"""Two hundred replies within two seconds, four workers: acks, card updates, the platform's limit, and who goes first.

Everything is seen from the platform's side of the wire: how long each frame waited for its ack (which is given after the
commit, so that no commit took longer), and every call with its moment.
"""

import asyncio
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path

from bench.lines import Found, Line, show
from bench.pushes import texts
from bench.service.fleet import Fleet, fleet
from bench.service.postgres import connected, own_database
from bench.windows import most_within
from bench.wire import at_rate, flood, percentile
from domain.vocabulary import Office

WORKERS, LEADERS, EACH, URGENT = 4, 100, 2, 10
BURST_S = 2.0
PACE, SET_UP_PACE = 20, 1000
"""Calls a second: DingTalk's standard edition; and before anything is measured."""
AT_ONCE = 8
P99_S, ACK_S, A_SECOND_MS = 0.2, 3.0, 1000
SETTLES_WITHIN_S = 150
UPDATE, BOT = "/v1.0/card/instances", "/v1.0/im/bot"
NOT_COUNTED = ("/robot/sendBySession", "/v1.0/oauth2", "/v1.0/gateway", "/gettoken")
"""Answers through the session's own address cost nothing and have no limit of the app's."""

_CARRIED = (
    "SELECT urgent, put_at, settled_at FROM outbox"
    " WHERE put_at >= $1 AND state = 'done' AND kind IN ('Notify', 'SyncCard', 'Ding') AND recipient NOT LIKE 'appellant%'"
)


@dataclass(frozen=True, slots=True)
class Call:
    """One platform call: when it began, and whether it was refused as too fast."""

    at_ms: float
    method: str
    path: str
    too_fast: bool


@dataclass(frozen=True, slots=True)
class Burst:
    """Seconds and counts; `said_s` is how long the platform took to push all replies."""

    replies: int
    said_s: float
    acks_s: tuple[float, ...]
    """Of every frame; one that never came counts as the three seconds it was waited for."""
    missing: int
    updates: int
    calls: tuple[Call, ...]
    urgent_s: tuple[float, ...]
    ordinary_s: tuple[float, ...]
    """What was queued after the burst's begin for one-to-one chat: from being queued to being settled."""


async def measure() -> Burst:
    """One burst."""
    with tempfile.TemporaryDirectory(prefix="duban-bench-") as home:
        async with (
            own_database() as url,
            fleet(Path(home), url, WORKERS, LEADERS + URGENT, SET_UP_PACE) as house,
        ):
            numbers = await _matters(house)
            await house.restart(PACE)
            await house.quiet()
            return await _burst(house, numbers)


async def _matters(house: Fleet) -> list[str]:
    """A ticket with each leader; urgent ones beyond, accepted and not yet dispatched."""
    await flood(house.doors[0], islice(texts(), LEADERS + URGENT), AT_ONCE)
    await house.quiet()
    numbers = await house.numbers()
    dispatcher = house.holder(Office.DISPATCHER)
    for number in numbers[LEADERS:]:
        await house.says(dispatcher, f"/受理 {number} 求助 紧急 城区 地点：幸福路1号")
    for turn, number in enumerate(numbers[:LEADERS]):
        unit = house.capital.leaders[turn].unit
        await house.says(dispatcher, f"/派单 {number} {unit} 求助 地点：幸福路{turn + 1}号")
    await house.quiet()
    return numbers


async def _burst(house: Fleet, numbers: list[str]) -> Burst:
    began = house.clock.now()
    began_ms = began.timestamp() * 1000
    loop = asyncio.get_running_loop()

    async def reply(turn: int) -> float:
        leader, number = house.capital.leaders[turn % LEADERS], numbers[turn % LEADERS]
        await house.says(leader.staff_id, f"{number} 第{turn}段已铺好，正在养护")
        return loop.time()

    replies, began_s = LEADERS * EACH, loop.time()
    said = await at_rate(replies / BURST_S, replies, lambda turn: asyncio.ensure_future(reply(turn)))
    dispatcher = house.holder(Office.DISPATCHER)
    for turn, number in enumerate(numbers[LEADERS:], LEADERS):
        await house.says(dispatcher, f"/派单 {number} {house.capital.leaders[turn].unit}")
    await house.quiet(SETTLES_WITHIN_S)
    calls = [call for call in await _calls(house) if call.at_ms >= began_ms]
    acks = [one for one in await _asked(house, f"acks?topic={BOT}", "acks") if one["at"] >= began_ms]
    waits = await _waits(house, began)
    if len(waits[True]) < URGENT:
        raise RuntimeError(f"{len(waits[True])} urgent notices went out for {URGENT} dispatches")
    return Burst(
        replies,
        max(said) - began_s,
        tuple(ACK_S if one["ms"] is None else one["ms"] / 1000 for one in acks),
        sum(one["ms"] is None for one in acks),
        sum((call.method, call.path) == ("PUT", UPDATE) for call in calls),
        tuple(calls),
        tuple(waits[True]),
        tuple(waits[False]),
    )


async def _waits(house: Fleet, since: datetime) -> dict[bool, list[float]]:
    """Seconds in the queue of what was carried by calls, the urgent ones apart; answers have no limit, texts another way."""
    rows: dict[bool, list[float]] = {True: [], False: []}
    async with connected(house.url) as connection:
        for urgent, put_at, settled_at in await connection.fetch(_CARRIED, since):
            rows[urgent].append((settled_at - put_at).total_seconds())
    return rows


async def _calls(house: Fleet) -> list[Call]:
    return [
        Call(one["at"] - one["ms"], one["method"], one["path"], "Qps" in one["code"])
        for one in await _asked(house, "calls", "calls")
        if not one["path"].startswith(NOT_COUNTED)
    ]


async def _asked(house: Fleet, what: str, name: str) -> list[dict[str, object]]:
    async with house.phones.session.get(f"{house.phones.chat}/control/{what}") as answer:
        return (await answer.json())[name]


async def found(_full: bool) -> Found:
    """The table's lines."""
    burst = await measure()
    note = (
        f"Chat: {WORKERS} workers on PostgreSQL and Redis, {burst.replies} replies of {LEADERS} leaders pushed within "
        f"{burst.said_s:.1f} s, one worker holding the Stream; the ack is sent after the commit, so from frame to commit it took "
        f"less. Calls are counted by the platform's log, without answers through the session's own address, which have no limit. "
        f"Right after the burst {URGENT} urgent tickets were dispatched: {len(burst.urgent_s)} urgent and "
        f"{len(burst.ordinary_s)} other letters waited in one queue, medians {percentile([*burst.urgent_s], 0.5):.1f} and "
        f"{percentile([*burst.ordinary_s], 0.5):.1f} s."
    )
    return Found(tuple(lines(burst)), (note,))


def lines(burst: Burst) -> Iterator[Line]:
    """What, found, wanted, met."""
    p50, p99, most = (
        percentile(list(burst.acks_s), 0.5),
        percentile(list(burst.acks_s), 0.99),
        max(burst.acks_s),
    )
    what = f"chat: {burst.replies} replies within {burst.said_s:.1f} s, {WORKERS} workers"
    yield Line(
        f"{what}: frame to ack after the commit, p99 (p50)",
        f"{p99 * 1000:.0f} ms ({p50 * 1000:.0f} ms)",
        f"under {P99_S * 1000:.0f} ms",
        p99 < P99_S,
    )
    yield Line(
        f"{what}: the longest wait for an ack",
        f"{most * 1000:.0f} ms, {burst.missing} missing",
        f"within {ACK_S:.0f} s",
        most <= ACK_S and not burst.missing,
    )
    yield Line(
        f"{what}: card updates sent",
        f"{burst.updates} for {burst.replies} replies",
        "no more than replies",
        burst.updates <= burst.replies,
    )
    fullest = most_within((call.at_ms for call in burst.calls), A_SECOND_MS)
    refused = sum(call.too_fast for call in burst.calls)
    yield Line(
        f"{what}: calls in the fullest second",
        f"{fullest}, {refused} refused as too fast",
        f"{PACE} or fewer",
        fullest <= PACE and not refused,
    )
    yield Line(
        f"{what}: urgent notices put in behind them, the longest wait in the queue",
        f"{max(burst.urgent_s):.1f} s, of others {max(burst.ordinary_s):.1f} s",
        "urgent first: half of the others' or less",
        max(burst.urgent_s) <= max(burst.ordinary_s) / 2,
    )


if __name__ == "__main__":
    show(asyncio.run(found(False)).lines)
