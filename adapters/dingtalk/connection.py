"""One Stream socket, from the upgrade to the last acknowledgement (`dingtalk.md` §3.2-3.5)."""

import asyncio
from collections.abc import Callable
from enum import StrEnum

import aiohttp
import structlog

from adapters.dingtalk.desk import Desk
from adapters.dingtalk.frames import (
    TOPIC_DISCONNECT,
    TOPIC_PING,
    Ack,
    AckCode,
    Frame,
    FrameKind,
    ack_text,
    body_of,
    read_frame,
)
from adapters.dingtalk.gateway import Socket
from adapters.dingtalk.health import StreamCounters
from adapters.dingtalk.settings import StreamSettings
from adapters.dingtalk.workroom import Workroom
from domain.failures import Unreadable

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)

_ACK_S = 5.0
"""A peer that does not read what we send is no peer."""


class Ending(StrEnum):
    """Why a socket is read no longer."""

    CLOSED = "closed"
    QUIET = "quiet"
    """No frame for too long, although it answers pings: its registration is thought dead."""
    FAILED = "failed"


class Connection:
    """Reads one socket without ever waiting for the work, and acknowledges on that same socket."""

    def __init__(
        self,
        socket: Socket,
        desk: Desk,
        workroom: Workroom,
        *,
        settings: StreamSettings,
        counters: StreamCounters,
        saw_frame: Callable[[], None],
    ) -> None:
        self._socket = socket
        self._desk = desk
        self._workroom = workroom
        self._settings = settings
        self._counters = counters
        self._saw_frame = saw_frame
        self.leaving = asyncio.Event()
        """The server announced that it will let this socket go; what still comes on it counts."""

    async def read(self) -> Ending:
        """Take frames until the socket ends."""
        while True:
            limit = self._settings.overlap_quiet_s if self.leaving.is_set() else self._settings.idle_limit_s
            try:
                async with asyncio.timeout(limit):
                    message = await self._socket.receive()
            except TimeoutError:
                return Ending.QUIET
            if message.type not in {aiohttp.WSMsgType.TEXT, aiohttp.WSMsgType.BINARY}:
                return Ending.CLOSED
            self._counters.frames += 1
            self._saw_frame()
            await self._take(message.data)

    async def close(self) -> None:
        """Say goodbye; a peer that does not answer is left."""
        await self._socket.close()

    async def _take(self, raw: str | bytes) -> None:
        try:
            frame = read_frame(raw)
        except Unreadable as fault:
            self._malformed(raw, str(fault))
            return
        match frame.kind:
            case FrameKind.SYSTEM:
                await self._system(frame)
            case FrameKind.EVENT | FrameKind.CALLBACK:
                self._counters.pushes += 1
                self._hand_over(frame, _as_text(raw))
            case None:
                self._counters.malformed += 1
                self._desk.mention_once("A frame of an unknown type was ignored.", frame.type_name)

    def _malformed(self, raw: str | bytes, reason: str) -> None:
        self._counters.malformed += 1
        log.warning("A malformed frame was set aside; the socket stays.", bytes=len(raw), reason=reason)
        if not self._workroom.take(lambda: self._desk.malformed(_as_text(raw), reason)):
            self._counters.turned_away += 1

    async def _system(self, frame: Frame) -> None:
        if frame.topic == TOPIC_PING:
            try:
                echo = body_of(frame)
            except Unreadable:
                echo = {}
            await self._acknowledge(frame, Ack(AckCode.OK, echo))
        elif frame.topic == TOPIC_DISCONNECT:
            self.leaving.set()

    def _hand_over(self, frame: Frame, raw: str) -> None:
        async def send_ack(ack: Ack) -> None:
            await self._acknowledge(frame, ack)

        if not self._workroom.take(lambda: self._desk.work(frame, raw, send_ack)):
            self._counters.turned_away += 1
            log.error("Too much waits already: a frame was left unacknowledged.", waiting=len(self._workroom))

    async def _acknowledge(self, frame: Frame, ack: Ack) -> None:
        try:
            async with asyncio.timeout(_ACK_S):
                await self._socket.send_str(ack_text(frame, ack))
        except (aiohttp.ClientError, OSError, TimeoutError):
            self._counters.acks_lost += 1
            log.warning("An acknowledgement found its socket gone; the event will come again.")
        else:
            self._counters.acknowledged += 1


def _as_text(raw: str | bytes) -> str:
    return raw if isinstance(raw, str) else raw.decode(errors="replace")
