"""One open socket, and the ways it can be ill."""

import asyncio
import socket
import struct
from dataclasses import dataclass, field

from aiohttp import WSMsgType, web

from adapters.standins.dingtalk.secrets_book import Subscriptions


@dataclass(eq=False, slots=True)
class Link:
    """A client's socket.

    `retired`: told to disconnect, gets no further push. `silent`: takes everything, answers nothing, not even a
    WebSocket ping. `frozen`: half-open, its bytes are not even read.
    """

    id: str
    ws: web.WebSocketResponse
    transport: asyncio.Transport
    wants: Subscriptions
    retired: bool = False
    silent: bool = False
    frozen: bool = False
    pushed: set[str] = field(default_factory=set)
    pings: set[str] = field(default_factory=set)
    pinger: asyncio.Task[None] | None = None

    def takes(self, kind: str, topic: str) -> bool:
        """True if the client subscribed to such pushes."""
        return self.wants.events if kind == "EVENT" else topic in self.wants.topics

    async def send(self, text: str) -> None:
        """Send a frame; a silent or closed socket swallows it."""
        if self.silent or self.frozen or self.ws.closed:
            return
        try:
            await self.ws.send_str(text)
        except ConnectionError:
            self.retired = True  # the other side is gone: nothing more is routed here

    async def heard(self) -> str | None:
        """The next thing the client says; None when it has closed. Pings are answered while we are well."""
        async for message in self.ws:
            if self.silent or self.frozen:
                continue
            if message.type is WSMsgType.PING:
                await self.ws.pong(message.data)
            elif message.type is WSMsgType.TEXT:
                return str(message.data)
        return None

    def freeze(self) -> None:
        """Become half-open: the connection stands, nobody is there."""
        self.frozen = True
        self.transport.pause_reading()

    def recover(self) -> None:
        """Be well again."""
        self.silent = False
        if self.frozen:
            self.frozen = False
            if not self.transport.is_closing():
                self.transport.resume_reading()

    def reset(self) -> None:
        """Break the TCP connection with a reset."""
        self.retired = True
        raw = self.transport.get_extra_info("socket")
        if raw is not None:
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.transport.abort()

    async def end(self) -> None:
        """Close for good, politely where somebody listens."""
        self.retired = True
        if self.frozen or self.silent:
            self.transport.abort()
        else:
            await self.ws.close(code=1001)
