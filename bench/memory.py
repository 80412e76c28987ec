"""What an idle embedded process holds: `duban run` over the sample centre, connected to nothing, left alone for a while."""

import asyncio
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bench.lines import Found, Line
from bench.processes import resident_mb
from bot.stage.theatre import free_port
from config.init import write_sample

IDLE_S = 10
ENDS_WITHIN_S = 20
WANTED_MB = 150


async def measure() -> float:
    """MB resident."""
    with tempfile.TemporaryDirectory(prefix="duban-bench-") as home:
        centre = Path(home) / "centre"
        write_sample(centre)
        settings = centre / "duban.toml"
        text = settings.read_text(encoding="utf-8")
        settings.write_text(text.replace("port = 8086", f"port = {free_port()}"), encoding="utf-8")
        async with _running(centre) as pid:
            await asyncio.sleep(IDLE_S)
            return resident_mb(pid)


async def found(_full: bool) -> Found:
    """The table's line."""
    held = await measure()
    return Found(
        (Line("embedded: an idle process", f"{held:.0f} MB", f"under {WANTED_MB} MB", held < WANTED_MB),)
    )


@asynccontextmanager
async def _running(centre: Path) -> AsyncIterator[int]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "run", "--dir", str(centre)),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    if process.stdout is None:
        raise RuntimeError("a process without output")
    await process.stdout.readline()
    try:
        yield process.pid
    finally:
        process.terminate()
        async with asyncio.timeout(ENDS_WITHIN_S):
            await process.wait()
