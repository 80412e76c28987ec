"""A capital's day, sixty times as fast: `python -m bench.service.day [--hours 4|24] [--speed 60]`.

70,000 requests by the measured profile of the hours, 4,000 leaders, the platform's limit scaled likewise. Three requests in
ten are dispatched, and their leader replies once, three minutes later; the others are for the desk. Once a virtual minute the
backlog is compared with what comes in one virtual minute. Where the machine cannot keep up it is told so, and a ladder of
slower days shows what it can. It ends by itself and ends only what it started.
"""

import argparse
import asyncio
import signal
import statistics
import tempfile
from collections import deque
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from pathlib import Path

from bench.lines import HEAD, Line, row
from bench.machine import Server, described, load, servers
from bench.profile import HOURS, MINUTES, arrivals, busiest, per_minute
from bench.pushes import texts
from bench.service.crowd import Crowd
from bench.service.fleet import Fleet, fleet
from bench.service.postgres import connected, own_database
from store import clock as stored_clock

REQUESTS, LEADERS, DISPATCHERS, WORKERS = 70_000, 4_000, 20, 3
PEAK_HOURS, SPEED = 4, 60
PASSED_ON = 10, 3
"""Of so many requests, so many are dispatched."""
REPLIES_AFTER_MIN = 3
PLATFORM_LIMIT, MOST_CALLS = 20, 1000
"""Calls a second in the world; and the most that can be set."""
OVERRUN_MIN = 5.0
"""With so much backlog the day is broken off: it is known that this machine cannot do it."""
LADDER, LADDER_S, HELD_S, PEAK = (40, 30, 20, 15, 10, 5, 2), 40, 240, busiest(1)
LEAST_MIN = 3
"""Virtual minutes of each of them."""
DRAINS_WITHIN_S = 240
FLAT = 1.15
"""Memory at the end against the middle: what is not given back shows there, when every cache is warm."""
MIDDLE = 0.5


def limit(speed: int) -> int:
    """The platform's limit at that speed."""
    return min(MOST_CALLS, PLATFORM_LIMIT * speed)


@dataclass(frozen=True, slots=True)
class Minute:
    """One virtual minute: backlogs in minutes of traffic, what came in, and what all workers held (MB)."""

    inbox: float
    outbox: float
    came: int
    memory_mb: float

    @property
    def backlog(self) -> float:
        """The worse of both."""
        return max(self.inbox, self.outbox)


@dataclass(slots=True)
class Day:
    """One run over a span of hours at one speed. `minutes` is filled as it goes."""

    house: Fleet
    crowd: Crowd
    span: range
    speed: int
    length_s: float
    """Real."""
    minutes: list[Minute] = field(default_factory=list)
    calls: int = 0
    """Of the platform, that count, from beginning to end."""
    dispatched: int = 0
    _numbers: Iterator[int] = field(default_factory=count)
    _replies: "deque[tuple[float, str, str]]" = field(default_factory=deque)
    _last_ticket: int = 0
    _last_row: int = 0
    _last_offered: int = 0

    @property
    def overrun(self) -> bool:
        """Whether it was broken off."""
        return bool(self.minutes) and self.minutes[-1].backlog >= OVERRUN_MIN

    @property
    def bounded(self) -> bool:
        """Whether the backlog never was more than one virtual minute of traffic."""
        return bool(self.minutes) and all(one.backlog <= 1 for one in self.minutes)

    async def run(self) -> None:
        """Until its end, or until it is overrun."""
        await self._new_tickets()
        self._last_row, self._last_offered = await self._newest_row(), self.crowd.offered
        calls_before = await self._calls()
        coming = arrivals(self.span, REQUESTS)
        loop = asyncio.get_running_loop()
        began_s, began = loop.time(), self.house.clock.now()
        next_at, minute = next(coming, None), 1
        while loop.time() - began_s < self.length_s and not self.overrun:
            now_min = (loop.time() - began_s) * self.speed / 60
            while next_at is not None and next_at <= now_min:
                self.crowd.text()
                next_at = next(coming, None)
            if now_min >= minute:
                minute = int(now_min) + 1
                # What the minute that ends left behind; only then what the next one brings.
                self.minutes.append(await self._look())
                self.house.clock.set(began + timedelta(minutes=now_min))
                await self._pass_a_minute(now_min)
            await asyncio.sleep(0.01)
        self.calls = await self._calls() - calls_before

    async def _pass_a_minute(self, now_min: float) -> None:
        """Time for everybody, dispatches of what came, and replies that are due."""
        offset = self.house.clock.offset
        await self.house.database.write(lambda connection: stored_clock.move(connection, offset))
        await self.house.phones.set_clock(offset)
        for number in await self._new_tickets():
            turn = next(self._numbers)
            if turn % PASSED_ON[0] < PASSED_ON[1]:
                leader = self.house.capital.leaders[turn % LEADERS]
                words = f"/派单 {number} {leader.unit} 求助 地点：幸福路{turn}号"
                self.crowd.say(self.house.capital.clerks[turn % DISPATCHERS], words)
                self.dispatched += 1
                self._replies.append((now_min + REPLIES_AFTER_MIN, leader.staff_id, number))
        while self._replies and self._replies[0][0] <= now_min:
            _, leader_id, number = self._replies.popleft()
            self.crowd.say(leader_id, f"{number} 已到现场，正在处理，预计两天完成")

    async def _look(self) -> Minute:
        moving = await self.house.moving()
        newest = await self._newest_row()
        async with connected(self.house.url) as connection:
            rows = await connection.fetchval(
                "SELECT count(*) FROM outbox WHERE id > $1 AND id <= $2", self._last_row, newest
            )
        came, self._last_offered = self.crowd.offered - self._last_offered, self.crowd.offered
        self._last_row = newest
        waiting_in = self.crowd.unanswered + moving.events_pending
        waiting_out = moving.messages_waiting + moving.messages_under_way
        usual = max(1.0, per_minute(self._hour, REQUESTS))
        return Minute(
            waiting_in / max(came, usual), waiting_out / max(rows, usual), came, self.house.memory_mb()
        )

    @property
    def _hour(self) -> int:
        return self.span[min(len(self.span) - 1, len(self.minutes) // MINUTES)]

    async def _new_tickets(self) -> list[str]:
        async with connected(self.house.url) as connection:
            found = await connection.fetch(
                "SELECT id, number FROM tickets WHERE id > $1 ORDER BY id", self._last_ticket
            )
        self._last_ticket = found[-1][0] if found else self._last_ticket
        return [number for _, number in found]

    async def _calls(self) -> int:
        async with self.house.phones.session.get(f"{self.house.phones.chat}/control/stats") as answer:
            return int((await answer.json())["quota"]["calls"])

    async def _newest_row(self) -> int:
        async with connected(self.house.url) as connection:
            return int(await connection.fetchval("SELECT max(id) FROM outbox") or 0)


async def day(hours: int, speed: int, ladder_s: int) -> AsyncIterator[Line]:
    """The day; and where it was too much, what is not: found by slower days, then held for minutes."""
    span = busiest(hours)
    with tempfile.TemporaryDirectory(prefix="duban-bench-") as home:
        async with (
            own_database() as url,
            fleet(Path(home), url, WORKERS, LEADERS, limit(speed), clerks=DISPATCHERS, hour=span[0]) as house,
        ):
            bodies = texts()
            whole = await _lived(house, bodies, span, speed, hours * 3600 / speed)
            for line in lines(whole):
                yield line
            if whole.bounded:
                return
            held = await _held(house, bodies, [one for one in LADDER if one < speed], ladder_s)
            if isinstance(held, str):
                yield Line("day: what this machine holds", held, "-", None)
                return
            rate = per_minute(PEAK[0], REQUESTS) * held.speed / 60
            passed = rate * PASSED_ON[1] / PASSED_ON[0]
            shown = (
                f"{held.speed}x: {rate:.0f} requests a second, {passed:.0f} of them dispatched and replied to"
            )
            yield Line("day: what this machine holds, the busiest hour", shown, "-", None)
            for line in lines(held):
                yield line


async def _lived(house: Fleet, bodies: Iterator[bytes], span: range, speed: int, length_s: float) -> Day:
    """One run, and its crowd gone home."""
    crowd = Crowd(house, bodies)
    await crowd.open()
    one = Day(house, crowd, span, speed, length_s)
    await one.run()
    await crowd.close()
    return one


async def _held(house: Fleet, bodies: Iterator[bytes], speeds: list[int], each_s: int) -> Day | str:
    """The first of these, which fall, at which the busiest hour's backlog stays bounded: shortly, then for minutes. Or why none."""
    for speed in speeds:
        try:
            # What is left of the day before would be taken for this one's; and a worker stopped in its midst keeps its leases.
            await house.quiet(DRAINS_WITHIN_S)
            await house.restart(limit(speed))
            await house.quiet(DRAINS_WITHIN_S)
        except TimeoutError:
            return f"not known: after {DRAINS_WITHIN_S} s there was still {await house.moving()}"
        for length_s in (max(each_s, LEAST_MIN * 60 / speed), min(HELD_S, 3600 / speed)):
            one = await _lived(house, bodies, PEAK, speed, length_s)
            if not one.bounded:
                break
        else:
            return one
    return f"less than {speeds[-1]}x" if speeds else "not tried"


def lines(one: Day) -> Iterator[Line]:
    """What, found, wanted, met."""
    span = f"{one.span[0]}:00 to {one.span[-1] + 1}:00 at {one.speed:g}x"
    worst, came = max(one.minutes, key=lambda minute: minute.backlog), sum(m.came for m in one.minutes)
    broken = f", broken off after {len(one.minutes)} virtual minutes" if one.overrun else ""
    yield Line(
        f"day: {span}, the largest backlog",
        f"{worst.backlog:.2f} virtual minutes of traffic (in {worst.inbox:.2f}, out {worst.outbox:.2f}), "
        f"median {statistics.median(m.backlog for m in one.minutes):.2f}{broken}",
        "1 or less",
        one.bounded,
    )
    most = max(one.minutes, key=lambda minute: minute.came)
    yield Line(
        f"day: {span}, taken in",
        f"{came} texts, orders and replies, at most {most.came} in a virtual minute; {one.crowd.refused} pushed again",
        "-",
        None,
    )
    if not one.overrun:
        yield _calls(one, span)
    held = [minute.memory_mb for minute in one.minutes]
    middle = held[int(len(held) * MIDDLE)]
    yield Line(
        f"day: {span}, memory of {WORKERS} workers at the start, middle and end",
        f"{held[0]:.0f}, {middle:.0f}, {held[-1]:.0f} MB",
        f"end within {FLAT}x of the middle",
        held[-1] <= middle * FLAT,
    )


def _calls(one: Day, span: str) -> Line:
    return Line(
        f"day: {span}, calls for a request dispatched",
        f"{one.calls / max(1, one.dispatched):.1f} ({one.calls} for {one.dispatched})",
        "for docs/scale.md",
        None,
    )


async def _shown(hours: int, speed: int, ladder_s: int) -> None:
    answering = await servers()
    print(f"{described(answering)}\nLoad at the start {load()}.\n\n{HEAD}", flush=True)
    if missing := [server for server in Server if server not in answering]:
        print(row(Line("day", f"not measured: no answer from {', '.join(missing)}", "-", None)))
        return
    async for line in day(hours, speed, ladder_s):
        print(row(line), flush=True)
    print(
        f"\n{REQUESTS:,} requests a day by the measured profile of the hours (a text each), {LEADERS:,} leaders, {WORKERS} "
        f"workers, DingTalk's limit {limit(speed)} calls a second. {PASSED_ON[1]} in {PASSED_ON[0]} requests are dispatched in "
        f"chat, and their leader replies once {REPLIES_AFTER_MIN} minutes later. Clients, stand-ins, PostgreSQL and Redis share "
        f"the machine. A virtual minute lasts {60 / speed:g} s. Load at the end {load()}."
    )


def main() -> None:
    """Measure, then print."""
    parser = argparse.ArgumentParser(prog="python -m bench.service.day")
    parser.add_argument("--hours", type=int, default=PEAK_HOURS, choices=range(1, HOURS + 1), metavar="1..24")
    parser.add_argument("--speed", type=int, default=SPEED)
    parser.add_argument("--ladder", type=int, default=LADDER_S, help="seconds of each slower day")
    told = parser.parse_args()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # told to end, it ends what it started, too
    asyncio.run(_shown(told.hours, told.speed, told.ladder))


if __name__ == "__main__":
    main()
