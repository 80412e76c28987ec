"""A load of HTTP requests over keep-alive sockets, as light as Python allows, so that the server is what is measured."""

import asyncio
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

ANSWERS_WITHIN_S = 30


@dataclass(frozen=True, slots=True)
class Target:
    """Where pushes go; `url` is an http address with a path."""

    url: str

    @property
    def host(self) -> str:
        """The server."""
        return urlsplit(self.url).hostname or ""

    @property
    def port(self) -> int:
        """Its port."""
        return urlsplit(self.url).port or 80

    def request(self, body: bytes) -> bytes:
        """The bytes of one POST."""
        head = (
            f"POST {urlsplit(self.url).path} HTTP/1.1\r\nHost: {self.host}:{self.port}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        return head.encode() + body


class Client:
    """One connection, opened anew where the server closes it after each answer; one request at a time."""

    def __init__(self, target: Target, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._target = target
        self._reader = reader
        self._writer = writer
        self._closed = False

    @classmethod
    async def open(cls, target: Target) -> "Client":
        """Connect."""
        return cls(target, *await asyncio.open_connection(target.host, target.port))

    async def post(self, request: bytes) -> float:
        """Send, wait for the 200 or 201, and give the seconds it took."""
        began = time.perf_counter()
        async with asyncio.timeout(ANSWERS_WITHIN_S):
            if self._closed:
                self._reader, self._writer = await asyncio.open_connection(
                    self._target.host, self._target.port
                )
            self._writer.write(request)
            head = (await self._reader.readuntil(b"\r\n\r\n")).lower()
            if not head.startswith((b"http/1.1 200", b"http/1.1 201")):
                raise RuntimeError(f"the server said {head[:40]!r}")
            length = head.partition(b"content-length:")[2].partition(b"\r\n")[0]
            await self._reader.readexactly(int(length))
            if b"\r\nconnection: close" in head:
                self._closed = True
                await self.close()
        return time.perf_counter() - began

    async def close(self) -> None:
        """Let go."""
        self._writer.close()
        await self._writer.wait_closed()


async def flood(target: Target, bodies: Iterator[bytes], clients: int) -> float:
    """As fast as so many clients can; requests a second. `bodies` is shared and ends the flood."""
    sent = 0
    opened = [await Client.open(target) for _ in range(clients)]

    async def go(client: Client) -> None:
        nonlocal sent
        for body in bodies:
            await client.post(target.request(body))
            sent += 1

    began = time.perf_counter()
    await asyncio.gather(*(go(client) for client in opened))
    took = time.perf_counter() - began
    await asyncio.gather(*(client.close() for client in opened))
    return sent / took


async def at_rate(
    per_second: float, count: int, act: Callable[[int], "asyncio.Future[float]"]
) -> list[float]:
    """Begin one act every so often, however long each takes; what each gave."""
    began = time.perf_counter()
    under_way = []
    for turn in range(count):
        await asyncio.sleep(max(0.0, began + turn / per_second - time.perf_counter()))
        under_way.append(act(turn))
    return list(await asyncio.gather(*under_way))


async def steadily(target: Target, bodies: Iterator[bytes], per_second: float, count: int) -> list[float]:
    """Requests at a steady rate, each on whichever connection is free; the seconds each took."""
    free: asyncio.Queue[Client] = asyncio.Queue()
    for _ in range(64):
        free.put_nowait(await Client.open(target))

    async def one(_turn: int) -> float:
        began = time.perf_counter()
        client = await free.get()
        await client.post(target.request(next(bodies)))
        free.put_nowait(client)
        return time.perf_counter() - began

    took = await at_rate(per_second, count, lambda turn: asyncio.ensure_future(one(turn)))
    while not free.empty():
        await free.get_nowait().close()
    return took


def percentile(values: list[float], share: float) -> float:
    """The value below which that share of them lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]
