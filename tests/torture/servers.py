"""A PostgreSQL and a Redis of the torture's own, on free ports, that may be killed and started again.

PostgreSQL runs with fsync off: a kill of processes loses nothing that was written to the operating system, only a power cut
would, and none is tried here. Commits are synchronous as in life.
"""

import asyncio
import os
import shutil
import signal
import subprocess
from pathlib import Path

from tests.servers import answers, as_postgres_user, free_port

STARTS_WITHIN_S = 60
LOOK_EVERY_S = 0.05


class Postgres:
    """`folder` must be one the postgres user may enter; `install` makes an empty cluster there."""

    def __init__(self, programs: Path, folder: Path) -> None:
        self._control = str(programs / "pg_ctl")
        self._init = str(programs / "initdb")
        self._folder = folder
        self._port = free_port()

    @property
    def url(self) -> str:
        """For `database.url`."""
        return f"postgresql://postgres@127.0.0.1:{self._port}/postgres"

    def install(self) -> None:
        """Make the cluster."""
        if os.geteuid() == 0:
            shutil.chown(self._folder, "postgres")
        self._folder.chmod(0o700)
        make = [self._init, "-D", f"{self._folder}/data", "-U", "postgres", "-A", "trust", "-E", "UTF8"]
        subprocess.run(as_postgres_user(make), check=True, stdout=subprocess.DEVNULL, cwd=self._folder)

    async def start(self) -> None:
        """Up and answering; after a kill that includes recovery."""
        options = f"-p {self._port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={self._folder} -c fsync=off"
        await self._pg_ctl(
            "-w", "-t", str(STARTS_WITHIN_S), "-l", f"{self._folder}/log", "-o", options, "start"
        )

    async def kill(self) -> None:
        """At once, without a checkpoint: every connection breaks, recovery replays the log at the next start."""
        await self._pg_ctl("-m", "immediate", "-w", "stop")

    async def _pg_ctl(self, *words: str) -> None:
        command = as_postgres_user([self._control, "-D", f"{self._folder}/data", *words])
        quiet = asyncio.subprocess.DEVNULL
        process = await asyncio.create_subprocess_exec(*command, cwd=self._folder, stdout=quiet, stderr=quiet)
        if await process.wait() != 0:
            raise RuntimeError(f"pg_ctl {words[-1]} failed; see {self._folder}/log")


class Redis:
    """It keeps nothing on disk: a start after a kill finds it empty."""

    def __init__(self, program: str) -> None:
        self._program = program
        self._port = free_port()
        self._process: asyncio.subprocess.Process | None = None

    @property
    def url(self) -> str:
        """For `redis.url`."""
        return f"redis://127.0.0.1:{self._port}/0"

    async def start(self) -> None:
        """Up and answering."""
        nowhere = asyncio.subprocess.DEVNULL
        words = ("--port", str(self._port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no")
        self._process = await asyncio.create_subprocess_exec(
            self._program, *words, stdout=nowhere, stderr=nowhere
        )
        async with asyncio.timeout(STARTS_WITHIN_S):
            while not answers(self._port):  # noqa: ASYNC110 - somebody else's server
                await asyncio.sleep(LOOK_EVERY_S)

    async def kill(self) -> None:
        """SIGKILL."""
        if self._process is not None and self._process.returncode is None:
            self._process.send_signal(signal.SIGKILL)
            await self._process.wait()
