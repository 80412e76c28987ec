"""The demo as a stranger starts it: a process of its own on a free port, with data of its own."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.stage.theatre import free_port

READY_WITHIN_S = 60
ENDS_WITHIN_S = 15


@asynccontextmanager
async def running_demo(folder: Path) -> AsyncIterator[str]:
    """Gives the page's address once the demo has said it is ready."""
    port = free_port()
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "bot", "demo", "--port", str(port), "--data", str(folder / "town")),
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    try:
        async with asyncio.timeout(READY_WITHIN_S):
            line = (await process.stdout.readline()).decode()
        assert f"http://127.0.0.1:{port}" in line, line or "the demo ended at its start"
        yield f"http://127.0.0.1:{port}"
    finally:
        if process.returncode is None:
            process.terminate()
        async with asyncio.timeout(ENDS_WITHIN_S):
            await process.wait()
