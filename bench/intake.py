"""Texts of citizens over HTTP: ours against the yardstick in alternating rounds, then ours at a steady rate."""

import asyncio
import pickle
import sqlite3
import statistics
import tempfile
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from bench.lines import Found, Line
from bench.processes import beside
from bench.pushes import texts
from bench.rows import one_intake
from bench.wire import Client, Target, flood, percentile, steadily

CLIENTS = 32
ROUNDS = 5
PER_ROUND = 800
WARM_UP = 100
SENT_WITHIN_S = 60
RATE, STEADY = 100, 1500
WANTED_SHARE, WANTED_P99_S = 0.25, 0.1
MS = 1000


@dataclass(frozen=True, slots=True)
class Intake:
    """Medians of the rounds, in texts a second; seconds at the steady rate."""

    ours: float
    bare: float
    rounds: tuple[tuple[float, float], ...]
    steady_p50: float
    steady_p99: float
    rows: dict[str, int]


async def measure() -> Intake:
    """Both servers live side by side; only one is asked at a time."""
    with tempfile.TemporaryDirectory(prefix="duban-bench-") as home:
        folder = Path(home)
        async with beside("bench.ours", home) as house:
            ours, database = Target(house["door"]), Path(house["database"])
            pushed = texts()
            await _push(ours, next(pushed))
            await _sent(database)  # else the first receipt's rows would be taken for the second intake's
            with one_intake(database) as look:
                await _push(ours, next(pushed))
                written = look()
            rows = folder / "rows"
            rows.write_bytes(pickle.dumps(list(written.values())))
            async with beside("bench.bare", str(database), str(folder / "bare.db"), str(rows)) as yard:
                bare = Target(yard["door"])
                for target in (ours, bare):
                    await flood(target, islice(pushed, WARM_UP), CLIENTS)
                await _sent(database)
                rounds = []
                for _ in range(ROUNDS):
                    mine = await flood(ours, islice(pushed, PER_ROUND), CLIENTS)
                    await _sent(database)
                    rounds.append((mine, await flood(bare, islice(pushed, PER_ROUND), CLIENTS)))
            took = await steadily(ours, pushed, RATE, STEADY)
    return Intake(
        statistics.median(mine for mine, _ in rounds),
        statistics.median(theirs for _, theirs in rounds),
        tuple(rounds),
        percentile(took, 0.5),
        percentile(took, 0.99),
        {name: len(one.rows) for name, one in written.items()},
    )


async def found(_full: bool) -> Found:
    """The table's lines."""
    took = await measure()
    ratio = took.ours / took.bare
    rows = ", ".join(f"{count} {name}" for name, count in sorted(took.rows.items()))
    rounds = "; ".join(f"{ours:.0f}/{bare:.0f}" for ours, bare in took.rounds)
    lines = (
        Line(
            f"embedded: texts over HTTP, {CLIENTS} clients, ours : bare",
            f"{took.ours:.0f}/s : {took.bare:.0f}/s = {ratio:.2f}",
            f"{WANTED_SHARE} or more",
            ratio >= WANTED_SHARE,
        ),
        Line(
            f"embedded: texts at {RATE}/s, p99 (p50)",
            f"{took.steady_p99 * MS:.0f} ms ({took.steady_p50 * MS:.0f} ms)",
            f"under {WANTED_P99_S * MS:.0f} ms",
            took.steady_p99 < WANTED_P99_S,
        ),
    )
    note = (
        f"Embedded texts: medians of {ROUNDS} alternating rounds of {PER_ROUND} texts from phones never seen before "
        f"(ours/bare: {rounds}). One intake writes {rows}. Bare: an aiohttp handler that parses the push, and a plain sqlite3 "
        "thread with group commit that writes the same rows into the same tables and indexes with the same settings, "
        "without triggers, rules, sealing, look-ups or ids of its own. Ours is the whole program: it also sends every "
        "receipt meanwhile and takes the gateway's report on it. Both answer after the commit, each in its own process."
    )
    return Found(lines, (note,))


async def _sent(database: Path) -> None:
    """Wait until our outbox is empty, so that the yardstick does not share the machine with our sender."""
    waiting = "SELECT count(*) FROM outbox WHERE state IN ('waiting', 'claimed', 'started') AND NOT held"
    async with asyncio.timeout(SENT_WITHIN_S):
        with closing(sqlite3.connect(database)) as connection:
            while connection.execute(waiting).fetchone()[0]:  # noqa: ASYNC110 - another process empties it
                await asyncio.sleep(0.2)
    await asyncio.sleep(0.5)


async def _push(target: Target, body: bytes) -> None:
    client = await Client.open(target)
    await client.post(target.request(body))
    await client.close()
