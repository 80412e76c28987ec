"""The yardstick: a bare aiohttp handler before a plain sqlite3 writer thread with group commit, in a process of its own.

`python -m bench.bare OURS BARE ROWS`: our database, a file to make, and the rows one intake writes (pickled templates).
It parses the push, writes the same rows into the same tables with the same settings, and answers after the commit: no
rules, no sealing, no look-ups, no triggers, nothing sent.
"""

import asyncio
import json
import pickle
import queue
import sqlite3
import sys
import threading
from pathlib import Path

from aiohttp import web

from bench.rows import Row, Template, bare_copy, copies

AT_ONCE = 50
SETTINGS = (
    "busy_timeout=30000",
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "secure_delete=ON",
)

Writes = list[tuple[str, list[Row]]]


class Writer:
    """One thread, one connection; whatever waits shares a commit."""

    def __init__(self, file: Path, loop: asyncio.AbstractEventLoop) -> None:
        self._file = file
        self._loop = loop
        self._waiting: queue.Queue[tuple[Writes, asyncio.Future[None]]] = queue.Queue()
        threading.Thread(target=self._run, daemon=True).start()

    async def write(self, writes: Writes) -> None:
        """Returns once the commit stands."""
        done = self._loop.create_future()
        self._waiting.put((writes, done))
        await done

    def _run(self) -> None:
        connection = sqlite3.connect(self._file, isolation_level=None)
        for setting in SETTINGS:
            connection.execute(f"PRAGMA {setting}")
        while True:
            batch = [self._waiting.get()]
            connection.execute("BEGIN IMMEDIATE")
            while True:
                for statement, rows in batch[-1][0]:
                    connection.executemany(statement, rows)
                if len(batch) == AT_ONCE:
                    break
                try:
                    batch.append(self._waiting.get_nowait())
                except queue.Empty:
                    break
            connection.execute("COMMIT")
            self._loop.call_soon_threadsafe(_complete, [done for _, done in batch])


def _complete(waiting: list[asyncio.Future[None]]) -> None:
    for done in waiting:
        done.set_result(None)


async def serve(ours: Path, bare: Path, templates: list[Template]) -> None:
    """Until whoever started us closes our input."""
    bare_copy(ours, bare)
    rows = copies(templates)
    writer = Writer(bare, asyncio.get_running_loop())

    async def push(request: web.Request) -> web.Response:
        for _entry in json.loads(await request.read()):
            await writer.write(rows())
        return web.json_response({"code": 0, "msg": "ok"})

    app = web.Application()
    app.router.add_post("/push", push)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    sys.stdout.write(json.dumps({"door": f"http://127.0.0.1:{port}/push"}) + "\n")
    sys.stdout.flush()
    await asyncio.to_thread(sys.stdin.read)
    await runner.cleanup()


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1]), Path(sys.argv[2]), pickle.loads(Path(sys.argv[3]).read_bytes())))  # noqa: S301 - written by the bench itself
