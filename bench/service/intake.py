"""Texts of citizens in service mode: ours against the machine's ceiling in alternating rounds, then ours at a steady rate.

`python -m bench.service.intake` prints its own lines. Both sides write the same rows into databases of the same server, ours
through the whole program, the ceiling by asyncpg alone (`bench/service/bare.py`).
"""

import asyncio
import pickle
import statistics
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from bench.lines import Found, Line, show
from bench.processes import beside
from bench.pushes import texts
from bench.service.postgres import connected, own_database, without_triggers
from bench.service.rows import one_intake
from bench.wire import Client, Target, flood, percentile, steadily

CLIENTS = (16, 64)
ROUNDS = 5
PER_ROUND = 400
WARM_UP = 200
SENT_WITHIN_S = 120
RATE, STEADY = 300, 3000
WANTED_SHARE, WANTED_P95_S = 1 / 3, 0.050


@dataclass(frozen=True, slots=True)
class Rounds:
    """Medians in texts a second with so many clients, and the rounds (ours, ceiling)."""

    clients: int
    ours: float
    ceiling: float
    rounds: tuple[tuple[float, float], ...]

    @property
    def share(self) -> float:
        """What of the ceiling is left."""
        return self.ours / self.ceiling


@dataclass(frozen=True, slots=True)
class ServiceIntake:
    """Rows by table are those of one intake; the steady rate in seconds."""

    rounds: tuple[Rounds, ...]
    steady_p50: float
    steady_p95: float
    rows: dict[str, int]


async def measure() -> ServiceIntake:
    """Both live side by side; only one is asked at a time."""
    with tempfile.TemporaryDirectory(prefix="duban-bench-") as home:
        folder = Path(home)
        async with (
            own_database() as url,
            own_database() as plain,
            beside("bench.ours", home, "0", url) as house,
        ):
            ours, pushed = Target(house["door"]), texts()
            await _push(ours, next(pushed))
            await _sent(url)
            look = await one_intake(url)
            await _push(ours, next(pushed))
            written = await look()
            rows = folder / "rows"
            rows.write_bytes(pickle.dumps(list(written.values())))
            await without_triggers(plain)
            async with beside("bench.service.bare", plain, str(rows)) as yard:
                ceiling = Target(yard["door"])
                for target in (ours, ceiling):
                    await flood(target, islice(pushed, WARM_UP), CLIENTS[0])
                found = [await _rounds(ours, ceiling, url, pushed, clients) for clients in CLIENTS]
            await _sent(url)
            took = await steadily(ours, pushed, RATE, STEADY)
    return ServiceIntake(
        tuple(found),
        percentile(took, 0.5),
        percentile(took, 0.95),
        {name: len(one.rows) for name, one in written.items()},
    )


async def _rounds(ours: Target, ceiling: Target, url: str, pushed: Iterator[bytes], clients: int) -> Rounds:
    rounds = []
    for _ in range(ROUNDS):
        await _sent(url)
        mine = await flood(ours, islice(pushed, PER_ROUND), clients)
        await _sent(url)
        rounds.append((mine, await flood(ceiling, islice(pushed, PER_ROUND), clients)))
    return Rounds(
        clients,
        statistics.median(mine for mine, _ in rounds),
        statistics.median(theirs for _, theirs in rounds),
        tuple(rounds),
    )


async def _sent(url: str) -> None:
    """Wait until our outbox is empty, so that the ceiling does not share the machine with our sender."""
    waiting = "SELECT count(*) FROM outbox WHERE state IN ('waiting', 'claimed', 'started') AND NOT held"
    async with asyncio.timeout(SENT_WITHIN_S), connected(url) as connection:
        while await connection.fetchval(waiting):  # noqa: ASYNC110 - another process empties it
            await asyncio.sleep(0.2)
    await asyncio.sleep(0.5)


async def _push(target: Target, body: bytes) -> None:
    client = await Client.open(target)
    await client.post(target.request(body))
    await client.close()


async def found(_full: bool) -> Found:
    """The table's lines."""
    took = await measure()
    rows = ", ".join(f"{count} {name}" for name, count in sorted(took.rows.items()))
    rounds = "; ".join(
        f"{one.clients} clients {', '.join(f'{ours:.0f}/{bare:.0f}' for ours, bare in one.rounds)}"
        for one in took.rounds
    )
    note = (
        f"Service texts: one worker, medians of {ROUNDS} alternating rounds of {PER_ROUND} texts from phones never seen before "
        f"(ours/ceiling: {rounds}). One intake writes {rows}. The ceiling: an aiohttp handler before asyncpg alone, the same rows "
        "by prepared statements, row by row, at most fifty intakes a commit, two committers, no triggers, no rules, nothing sent."
    )
    return Found(tuple(lines(took)), (note,))


def lines(took: ServiceIntake) -> Iterator[Line]:
    """What, found, wanted, met."""
    for one in took.rounds:
        yield Line(
            f"service: texts over HTTP, {one.clients} clients, ours : ceiling",
            f"{one.ours:.0f}/s : {one.ceiling:.0f}/s = {one.share:.2f}",
            f"{WANTED_SHARE:.2f} or more",
            one.share >= WANTED_SHARE,
        )
    yield Line(
        f"service: texts at {RATE}/s, p95 (p50)",
        f"{took.steady_p95 * 1000:.0f} ms ({took.steady_p50 * 1000:.0f} ms)",
        f"under {WANTED_P95_S * 1000:.0f} ms",
        took.steady_p95 < WANTED_P95_S,
    )


if __name__ == "__main__":
    show(asyncio.run(found(False)).lines)
