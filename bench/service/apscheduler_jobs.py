"""What one APScheduler job per ticket would cost: the time from its waking to the last due job, shared among them."""

import asyncio
import itertools
import logging
import statistics
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from apscheduler.events import EVENT_JOB_REMOVED, JobEvent
from apscheduler.jobstores.base import BaseJobStore
from apscheduler.jobstores.memory import MemoryJobStore
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.asyncio import AsyncIOScheduler

IN_MEMORY, IN_A_DATABASE = 10_000, 1_000
DUE, ROUNDS = 100, 3
DONE_WITHIN_S = 600
_ran = itertools.count()


@dataclass(frozen=True, slots=True)
class Jobs:
    """Seconds per due job: kept in memory (gone at a restart), and in a table of SQLite."""

    in_memory: float
    in_a_database: float


async def measure() -> Jobs:
    """Medians of the rounds, every round with a scheduler of its own."""
    logging.getLogger("apscheduler").setLevel(logging.CRITICAL)
    memory = [await _once(MemoryJobStore(), IN_MEMORY) for _ in range(ROUNDS)]
    kept = []
    with tempfile.TemporaryDirectory(prefix="duban-bench-") as home:
        for turn in range(ROUNDS):
            store = SQLAlchemyJobStore(url=f"sqlite:///{Path(home) / f'{turn}.db'}")
            kept.append(await _once(store, IN_A_DATABASE))
    return Jobs(statistics.median(memory), statistics.median(kept))


async def job(_ticket: int) -> None:
    """A step that costs nothing: ours are not measured with their handling either."""
    next(_ran)


async def _once(store: BaseJobStore, jobs: int) -> float:
    scheduler = AsyncIOScheduler(jobstores={"default": store}, timezone=UTC)
    left, over = DUE, asyncio.Event()

    def removed(_event: JobEvent) -> None:
        nonlocal left
        left -= 1
        if not left:
            over.set()

    scheduler.add_listener(removed, EVENT_JOB_REMOVED)
    scheduler.start(paused=True)
    now = datetime.now(UTC)
    for number in range(jobs):
        at = (
            now - timedelta(seconds=DUE - number) if number < DUE else now + timedelta(days=1, seconds=number)
        )
        scheduler.add_job(job, "date", run_date=at, args=[number], id=str(number), misfire_grace_time=None)
    began = time.perf_counter()
    scheduler.resume()
    async with asyncio.timeout(DONE_WITHIN_S):
        await over.wait()
    took = time.perf_counter() - began
    scheduler.shutdown(wait=False)
    return took / DUE
