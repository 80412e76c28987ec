"""A centre's parts for the length of one command, beside a running program or without one."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

import aiohttp

from bot.build import Parts, build
from bot.cli.reading import centre_of
from bot.clock import BusinessClock
from store import clock as stored_clock

T = TypeVar("T")


def with_parts(folder: Path, doing: Callable[[Parts], Awaitable[T]]) -> T:
    """Do it with the parts of the centre in that folder, at its business time."""

    async def whole() -> T:
        clock = BusinessClock()
        async with aiohttp.ClientSession() as session:
            parts = build(centre_of(Path(folder)), clock, session)
            renewing: asyncio.Task[None] | None = None
            try:
                await parts.number.take()
                # A command may take longer than the number is lent for.
                renewing = asyncio.create_task(_renewing(parts), name="duban-command-number")
                clock.offset = await parts.database.read(stored_clock.offset)
                return await doing(parts)
            finally:
                if renewing is not None:
                    renewing.cancel()
                    with suppress(asyncio.CancelledError):
                        await renewing
                await parts.number.give_back()
                await parts.database.close()

    return asyncio.run(whole())


async def _renewing(parts: Parts) -> None:
    # SQLite lends nothing.
    if parts.database.dialect != "sqlite":
        await parts.number.run()
