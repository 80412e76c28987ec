"""Waiting for what comes by itself: bounded, and over as soon as it is true."""

import asyncio
from collections.abc import Callable


async def until(true: Callable[[], bool], within_s: float = 15) -> None:
    async with asyncio.timeout(within_s):
        while not true():  # noqa: ASYNC110 - a look at what another task changes
            await asyncio.sleep(0.01)
