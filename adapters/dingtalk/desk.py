"""From a frame to its acknowledgement: parse, hand over, answer (`dingtalk.md` §3.5, §3.6, §5.6)."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

import structlog

from adapters.dingtalk.facing import card_params
from adapters.dingtalk.frames import (
    TOPIC_PRESSED,
    Ack,
    AckCode,
    Frame,
    FrameKind,
    event_head_of,
)
from adapters.dingtalk.health import StreamCounters
from adapters.dingtalk.loose import Json
from adapters.dingtalk.parse import inbound_of
from adapters.dingtalk.settings import DingTalkSettings
from domain.faces import Answer
from domain.failures import Permanent, Unreadable
from domain.inbound import CardPressed, Inbound

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)

Receive = Callable[[Inbound], Awaitable[Answer]]
"""Returns after the commit. Whatever it raises means that not even the raw event could be kept."""
BusyFace = Callable[[CardPressed], Answer]
SendAck = Callable[[Ack], Awaitable[None]]

_OK = Ack(AckCode.OK, {"response": None})
_EVENT_OK = Ack(AckCode.OK, {"status": "SUCCESS"})
_EVENT_LATER = Ack(AckCode.OK, {"status": "LATER", "message": "not kept"})
_PRESS_OK = Ack(AckCode.OK, {"response": {}})
_UNKNOWN_TOPIC = Ack(AckCode.UNKNOWN_TOPIC, {"response": None}, "unknown topic")
_MOST_REMEMBERED = 100
_LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Unread:
    """What came over the wire and cannot be parsed, for the quarantine (`duban quarantine`).

    `raw` may hold personal data: keep it sealed, never log it. `reason` holds none.
    """

    topic: str
    raw: str
    reason: str
    at: datetime


Report = Callable[[Unread], Awaitable[None]]


class Desk:
    """Takes one frame at a time from any socket and answers on that socket."""

    def __init__(
        self,
        settings: DingTalkSettings,
        receive: Receive,
        report: Report,
        *,
        busy_face: BusyFace,
        clock: Callable[[], datetime],
        counters: StreamCounters,
    ) -> None:
        self._settings = settings
        self._receive = receive
        self._report = report
        self._busy_face = busy_face
        self._clock = clock
        self._counters = counters
        self._mentioned: set[str] = set()

    async def work(self, frame: Frame, raw: str, send_ack: SendAck) -> None:
        """Parse the frame, have it kept, acknowledge it; silence when it was not kept."""
        try:
            inbound = inbound_of(frame, self._settings, self._clock())
        except Unreadable as fault:
            await self._set_aside(Unread(frame.topic, raw, str(fault), self._clock()), frame, send_ack)
            return
        match inbound:
            case None if frame.kind is FrameKind.EVENT:
                self.mention_once("An event nobody uses was acknowledged.", event_head_of(frame).event_type)
                await send_ack(_EVENT_OK)
            case None:
                self.mention_once("A frame of an unknown topic was answered with 404.", frame.topic)
                await send_ack(_UNKNOWN_TOPIC)
            case CardPressed():
                await self._press(inbound, send_ack)
            case _:
                await self._keep(inbound, frame, send_ack)

    async def malformed(self, raw: str, reason: str) -> None:
        """A frame that is not one: nothing to acknowledge, but not lost either."""
        await self._reported(Unread("", raw, reason, self._clock()))

    async def _keep(self, inbound: Inbound, frame: Frame, send_ack: SendAck) -> None:
        try:
            await self._receive(inbound)
        except Exception as fault:  # noqa: BLE001 - every failure here means: not kept, so stay silent
            self._lost(inbound, fault)
            if frame.kind is FrameKind.EVENT:
                await send_ack(_EVENT_LATER)
            return
        await send_ack(_EVENT_OK if frame.kind is FrameKind.EVENT else _OK)

    async def _press(self, press: CardPressed, send_ack: SendAck) -> None:
        """Answer in time with the presser's face; work that takes longer is never cut off, only no longer awaited."""
        work = asyncio.ensure_future(self._receive(press))
        try:
            done, _ = await asyncio.wait({work}, timeout=self._settings.stream.press_limit_s)
            if not done:
                self._counters.answered_busy += 1
                await send_ack(_face_ack(self._busy_face(press)))
            answer = await work
        except asyncio.CancelledError:
            work.cancel()
            await asyncio.gather(work, return_exceptions=True)
            raise
        except Exception as fault:  # noqa: BLE001 - every failure here means: not kept, so stay silent
            self._lost(press, fault)
            return
        if done:
            await send_ack(_face_ack(answer))

    async def _set_aside(self, unread: Unread, frame: Frame, send_ack: SendAck) -> None:
        self._counters.unreadable += 1
        log.warning(
            "A frame could not be read and was set aside.",
            topic=frame.topic[:_LONGEST_NAME],
            reason=unread.reason,
        )
        if not await self._reported(unread):
            return
        if frame.kind is FrameKind.EVENT:
            await send_ack(_EVENT_OK)
        else:
            await send_ack(_PRESS_OK if frame.topic == TOPIC_PRESSED else _OK)

    async def _reported(self, unread: Unread) -> bool:
        try:
            await self._report(unread)
        except Exception as fault:  # noqa: BLE001 - not kept, so stay silent and let it come again
            self._not_set_aside(fault)
            return False
        return True

    def _not_set_aside(self, fault: Exception) -> None:
        self._counters.not_kept += 1
        log.error("An unreadable frame could not be set aside.", fault=type(fault).__name__)

    def _lost(self, inbound: Inbound, fault: Exception) -> None:
        self._counters.not_kept += 1
        log.error(
            "An event was not kept and not acknowledged.",
            source=inbound.key.source,
            key=inbound.key.id,
            fault=type(fault).__name__,
        )

    def mention_once(self, sentence: str, name: str) -> None:
        """Log something odd about the wire the first time only."""
        short = name[:_LONGEST_NAME]
        if short not in self._mentioned and len(self._mentioned) < _MOST_REMEMBERED:
            self._mentioned.add(short)
            log.warning(sentence, name=short)


def _face_ack(answer: Answer) -> Ack:
    """The presser's new face; `cardData` in an acknowledgement reaches the presser's screen only (§5.6).

    A face that does not fit is left out: what was pressed is kept all the same.
    """
    if answer.face is None:
        return _PRESS_OK
    try:
        values = card_params(answer.face).values
    except Permanent as fault:
        log.warning("A card's new face did not fit and was not shown.", code=fault.code)
        return _PRESS_OK
    face: Json = {
        "cardUpdateOptions": {"updateCardDataByKey": True, "updatePrivateDataByKey": True},
        "cardData": {"cardParamMap": values},
    }
    return Ack(AckCode.OK, {"response": face})
