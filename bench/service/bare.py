"""The machine's ceiling: a bare aiohttp handler before plain asyncpg, in a process of its own.

`python -m bench.service.bare URL ROWS`: a database with our tables and indexes but without our triggers, and the rows one
intake writes (pickled templates). It parses the push, writes the same rows with prepared statements, row by row, at most
fifty intakes a commit, and answers after the commit: no rules, no sealing, no look-ups, nothing sent.
"""

import asyncio
import json
import pickle
import sys
from pathlib import Path

import asyncpg
from aiohttp import web

from bench.rows import Row, Template, copies

AT_ONCE = 50
COMMITTERS = 2
"""As many as the machine has cores: one leaves Python and PostgreSQL waiting for each other in turn (`stack.md` §2)."""

Writes = list[tuple[str, list[Row]]]


class Committer:
    """One connection; whatever waits shares a commit."""

    def __init__(self, waiting: "asyncio.Queue[tuple[Writes, asyncio.Future[None]]]") -> None:
        self._waiting = waiting
        self._prepared: dict[str, asyncpg.prepared_stmt.PreparedStatement] = {}

    async def run(self, url: str) -> None:
        """Until cancelled."""
        connection = await asyncpg.connect(url)
        while True:
            batch = [await self._waiting.get()]
            async with connection.transaction():
                while True:
                    await self._write(connection, batch[-1][0])
                    if len(batch) == AT_ONCE or self._waiting.empty():
                        break
                    batch.append(self._waiting.get_nowait())
            for _, done in batch:
                done.set_result(None)

    async def _write(self, connection: asyncpg.Connection, writes: Writes) -> None:
        for text, rows in writes:
            if text not in self._prepared:
                self._prepared[text] = await connection.prepare(text)
            for row in rows:
                await self._prepared[text].fetch(*row)


async def serve(url: str, templates: list[Template]) -> None:
    """Until whoever started us closes our input."""
    rows = copies(templates)
    waiting: asyncio.Queue[tuple[Writes, asyncio.Future[None]]] = asyncio.Queue()
    committers = [asyncio.create_task(Committer(waiting).run(url)) for _ in range(COMMITTERS)]

    async def push(request: web.Request) -> web.Response:
        for _entry in json.loads(await request.read()):
            done = asyncio.get_running_loop().create_future()
            waiting.put_nowait((rows(), done))
            await done
        return web.json_response({"code": 0, "msg": "ok"})

    app = web.Application()
    app.router.add_post("/push", push)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    port = runner.addresses[0][1]
    sys.stdout.write(json.dumps({"door": f"http://127.0.0.1:{port}/push"}) + "\n")
    sys.stdout.flush()
    await asyncio.to_thread(sys.stdin.read)
    await runner.cleanup()
    for committer in committers:
        committer.cancel()
    await asyncio.gather(*committers, return_exceptions=True)


if __name__ == "__main__":
    asyncio.run(serve(sys.argv[1], pickle.loads(Path(sys.argv[2]).read_bytes())))  # noqa: S301 - written by the bench itself
