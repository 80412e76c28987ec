"""What a reverse proxy does in life: one address for all workers, each connection to one that answers."""

import asyncio
import itertools
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

CHUNK = 65536


@asynccontextmanager
async def doorman(port: int, workers: Sequence[int]) -> AsyncIterator[None]:
    """Listens at `port` and passes on to the workers' ports by turns; a connection breaks when its worker dies."""
    turns = itertools.count()
    under_way: set[asyncio.Task[None]] = set()

    async def passed_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        if task is not None:
            under_way.add(task)
            task.add_done_callback(under_way.discard)
        start = next(turns)
        for place in range(len(workers)):
            try:
                there = await asyncio.open_connection("127.0.0.1", workers[(start + place) % len(workers)])
            except OSError:
                continue
            await asyncio.gather(_pour(reader, there[1]), _pour(there[0], writer))
            return
        writer.close()

    server = await asyncio.start_server(passed_on, "127.0.0.1", port)
    try:
        yield
    finally:
        server.close()
        for task in tuple(under_way):
            task.cancel()
        await asyncio.gather(*under_way, return_exceptions=True)


async def _pour(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
    try:
        while chunk := await source.read(CHUNK):
            sink.write(chunk)
            await sink.drain()
    except OSError:
        return  # one side was killed: the other is told by the close below
    finally:
        sink.close()
