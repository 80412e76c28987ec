"""Processes beside this one, each telling one line of JSON when it is ready."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

STARTS_WITHIN_S = 60


@asynccontextmanager
async def beside(module: str, *arguments: str) -> AsyncIterator[dict[str, Any]]:
    """`python -m MODULE ARGUMENTS`, alive inside the block; gives what it told, with its `pid`."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        module,
        *arguments,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    if process.stdin is None or process.stdout is None:
        raise RuntimeError("a process without pipes")
    try:
        async with asyncio.timeout(STARTS_WITHIN_S):
            line = await process.stdout.readline()
        if not line:
            raise RuntimeError(f"{module} ended before it was ready")
        yield {**json.loads(line), "pid": process.pid}
    finally:
        process.stdin.close()
        try:
            async with asyncio.timeout(STARTS_WITHIN_S):
                await process.wait()
        except TimeoutError:
            process.kill()
            await process.wait()


def resident_mb(pid: int) -> float:
    """Memory a process holds, in MB (Linux)."""
    for line in Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise RuntimeError(f"no VmRSS for {pid}")
