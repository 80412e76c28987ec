"""`python -m tests.torture --kills 60 --seed 42`: one torture, its reckoning, and the verdict as the last line."""

import argparse
import asyncio
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.servers import postgres_programs
from tests.torture.checks import findings
from tests.torture.gather import gathered
from tests.torture.run import Plan, Result, torture
from tests.torture.town import town
from tests.torture.verdict import Verdict

WORKER = ("-m", "bot", "run")
SHOWN_OF_EACH = 10
LONGEST_FOR_ONE_S = 3.6
"""On a busy machine: a worker has to come up before it can be killed at its work."""


def main() -> int:
    """0: clean. 1: something was found, and it is printed. 2: it cannot be tried here."""
    told = argparse.ArgumentParser(prog="python -m tests.torture")
    told.add_argument("--kills", type=int, default=60)
    told.add_argument("--seed", type=int, default=None)
    told.add_argument("--minutes", type=float, default=None, help="no more kills after so long")
    told.add_argument("--keep", action="store_true", help="leave logs and journals where they are")
    asked = told.parse_args()
    seed = asked.seed if asked.seed is not None else random.SystemRandom().randrange(1_000_000)
    programs, redis = postgres_programs(), shutil.which("redis-server")
    if programs is None or redis is None:
        _say("torture: not tried - it starts a PostgreSQL and a Redis of its own, and they are not installed")
        return 2
    folder = Path(tempfile.mkdtemp(prefix="duban-torture-"))
    minutes = asked.minutes if asked.minutes is not None else max(5.0, asked.kills * LONGEST_FOR_ONE_S / 60)
    plan = Plan(asked.kills, seed, 60 * minutes)
    try:
        verdict = asyncio.run(_tried(folder, plan, programs, redis))
    finally:
        if asked.keep:
            _say(f"kept: {folder}")
        else:
            shutil.rmtree(folder, ignore_errors=True)
    _say(verdict.line())
    return 0 if verdict.clean else 1


async def _tried(folder: Path, plan: Plan, programs: Path, redis: str) -> Verdict:
    began = time.monotonic()
    async with town(folder, programs, redis, WORKER) as here:
        result = await torture(here, plan)
        history = await gathered(result)
        found = findings(history)
        _tell(result, found)
    return Verdict.of(history, found, result, plan, time.monotonic() - began)


def _tell(result: Result, found: dict[str, list[str]]) -> None:
    went, stood = (
        ", ".join(f"{n} {k}" for k, n in sorted(c.items())) for c in (result.matters, result.stalled)
    )
    _say(
        f"matters to their end: {went or 'none'}; given up on the way: {stood or 'none'}; time moved {result.moved} times"
    )
    for line in result.noise:
        _say(line)
    for line, count in Counter(result.crowd.town.ended).items():
        _say(f"ended by itself {count} times and was started again: {line}")
    for name, sentences in found.items():
        for sentence in sentences[:SHOWN_OF_EACH]:
            _say(f"{name}: {sentence}")
        if len(sentences) > SHOWN_OF_EACH:
            _say(f"{name}: and {len(sentences) - SHOWN_OF_EACH} more")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
