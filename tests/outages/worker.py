"""One worker in a process of its own, as `duban run` starts it, but for the day: business time begins where the store says.

`duban run` never goes back in time, and a story may be set in another year. Usage: python -m tests.outages.worker DIR PORT
"""

import asyncio
import os
import signal
import sys
from pathlib import Path

from bot.cli.reading import log_to_stderr
from bot.clock import BusinessClock
from bot.program import Program
from bot.rhythm import Rhythm
from config.load import load
from store import clock as stored_clock
from store.database import open_database

LOOK_EVERY_S = 1.0
RHYTHM = Rhythm(sweep_s=0.1, follow_s=0.1)
"""A story stops at every due moment until each worker has taken it up and handled it."""


async def serve(folder: Path, port: int) -> None:
    centre = load(folder, os.environ)
    log_to_stderr(centre.settings.log)
    database = open_database(centre.database_url.reveal())
    try:
        offset = await database.read(stored_clock.offset)
    finally:
        await database.close()
    ended = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, ended.set)
    async with Program(centre, BusinessClock(offset), port, rhythm=RHYTHM) as program:
        while not ended.is_set():
            program.watch()
            try:
                async with asyncio.timeout(LOOK_EVERY_S):
                    await ended.wait()
            except TimeoutError:
                continue


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1]), int(sys.argv[2])))
