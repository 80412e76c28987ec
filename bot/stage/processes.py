"""The stand-ins as processes of their own, beside an embedded duban: for the demo and for rehearsals.

They must not share our event loop: a client that blocks would stop its own server (`dingtalk.md` §3.8).
"""

import asyncio
import json
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from domain.failures import DubanError

STARTS_WITHIN_S = 30
ENDS_WITHIN_S = 5


class StageBroken(DubanError):
    """A stand-in did not start; the text says what it printed."""


@asynccontextmanager
async def standin(kind: str, told: dict[str, object]) -> AsyncIterator[str]:
    """A stand-in of that kind ("dingtalk" or "sms") alive inside the block; gives its address.

    `told` is written to a file it reads at its start, so that no secret stands in the list of processes.
    """
    with tempfile.TemporaryDirectory(prefix="duban-standin-") as folder:
        file = Path(folder) / "told.json"
        file.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
        file.chmod(0o600)
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", "bot.stage.standin", kind, str(file), "attached"),
            stdin=asyncio.subprocess.PIPE,  # it closes when we die, however we die, and the stand-in ends too
            stdout=asyncio.subprocess.PIPE,
            start_new_session=True,  # Ctrl+C is for us: we stop first, and end them ourselves
        )
        try:
            yield await _address(kind, process)
        finally:
            await _end(process)


async def _address(kind: str, process: asyncio.subprocess.Process) -> str:
    if process.stdout is None:
        raise StageBroken(f"the stand-in {kind} has no output to read")
    try:
        async with asyncio.timeout(STARTS_WITHIN_S):
            line = (await process.stdout.readline()).decode().strip()
    except TimeoutError:
        raise StageBroken(f"the stand-in {kind} did not start within {STARTS_WITHIN_S} s") from None
    _, found, address = line.rpartition("http://")
    if not found:
        raise StageBroken(f"the stand-in {kind} did not say where it listens: {line or 'it ended'}")
    return f"http://{address}"


async def _end(process: asyncio.subprocess.Process) -> None:
    if process.returncode is None:
        process.terminate()
        try:
            async with asyncio.timeout(ENDS_WITHIN_S):
                await process.wait()
        except TimeoutError:
            process.kill()
            await process.wait()
