"""The demo's town in this process: the page's routes, the real program, the stand-ins; time stands until moved."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.cli.demo import begins, pages
from bot.clock import BusinessClock
from bot.stage.theatre import Theatre, theatre
from config.init import write_sample
from config.load import load


@asynccontextmanager
async def staged(folder: Path) -> AsyncIterator[Theatre]:
    """A fresh town on any free port."""
    write_sample(folder / "centre")
    centre = load(folder / "centre", {})
    clock = BusinessClock(stopped_at=begins(centre.calendar))
    async with theatre(centre, clock, ticking=False, pages=pages) as house:
        yield house
