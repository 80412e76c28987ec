"""A process of ours that is killed by SIGKILL and started again, as its supervisor would."""

import asyncio
import os
import signal
import sys
from dataclasses import dataclass, field
from pathlib import Path

ENDS_WITHIN_S = 30


@dataclass(slots=True)
class Killable:
    """`words` are the arguments of Python; what it prints goes to the end of `log`."""

    name: str
    words: tuple[str, ...]
    log: Path
    _process: asyncio.subprocess.Process | None = field(default=None)

    @property
    def running(self) -> bool:
        """Whether it has not ended."""
        return self._process is not None and self._process.returncode is None

    @property
    def pid(self) -> int:
        """Of the life that began last."""
        return self._process.pid if self._process else 0

    def last_words(self) -> str:
        """The last line it printed."""
        lines = (
            self.log.read_text(encoding="utf-8", errors="replace").splitlines() if self.log.exists() else []
        )
        return lines[-1][:300] if lines else ""

    async def start(self) -> None:
        """Begin another life; it may take seconds until it does its work."""
        with self.log.open("ab") as told:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable,
                *self.words,
                stdout=told,
                stderr=told,
                env={**os.environ, "PYTHONDONTWRITEBYTECODE": ""},
                start_new_session=True,  # Ctrl+C is for the torture alone: it ends them itself
            )

    async def kill(self) -> None:
        """SIGKILL: no goodbye."""
        await self._end(signal.SIGKILL)

    async def stop(self) -> None:
        """SIGTERM, and the end waited for."""
        await self._end(signal.SIGTERM)

    async def _end(self, how: signal.Signals) -> None:
        if self._process is None or self._process.returncode is not None:
            return
        self._process.send_signal(how)
        try:
            async with asyncio.timeout(ENDS_WITHIN_S):
                await self._process.wait()
        except TimeoutError:
            self._process.kill()
            await self._process.wait()
