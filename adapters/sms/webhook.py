"""The door gateways push through: `GET|POST /intake/{gateway}/{secret}` (`sms.md` §10.2).

Their pushes are not signed, so the unguessable path is what proves the sender. What a push holds is stored before
it is acknowledged; whatever goes wrong before that makes the gateway push again. Neither numbers nor words of
citizens, nor the secret, reach a log.
"""

import asyncio
import hmac
import logging
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass

from aiohttp import web

from adapters.sms.port import Clock, Gateway, Parsed, PushAnswer
from config.secret import Secret
from domain.failures import Misconfigured, Unreadable
from domain.inbound import Inbound

BODY_LIMIT = 64 * 1024
"""Octets; far above any push seen, far below what could hurt."""

ReceiveAll = Callable[[tuple[Inbound, ...]], Awaitable[None]]
"""Stores events and works on them; returns only after the commit, and takes repeats calmly."""
Quarantine = Callable[[str, bytes, str], Awaitable[None]]
"""Keeps (source, raw, reason) for a person to look at; returns only after the commit, and takes repeats calmly."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Door:
    """One gateway's address: who knocks, and the secret part of the path."""

    gateway: Gateway
    secret: Secret
    """At least 128 random bits: it is all that proves a push."""

    def __post_init__(self) -> None:
        if not self.secret:
            raise Misconfigured(f"The address for pushes from {self.gateway.name} needs a secret of its own.")


@dataclass(slots=True)
class IntakeCounts:
    """What happened at the door since the start; the only trace a wrong secret leaves."""

    taken: int = 0
    checked: int = 0
    strangers: int = 0
    """Wrong secret or unknown gateway."""
    too_big: int = 0
    unreadable: int = 0
    failed: int = 0
    """Could not be stored; the gateway was asked to push again."""


@dataclass(frozen=True, slots=True)
class Webhook:
    """The handlers of the door; `routes` hangs them into the web server."""

    doors: tuple[Door, ...]
    receive_all: ReceiveAll
    quarantine: Quarantine
    clock: Clock
    """Business time: it becomes `received_at`."""
    counts: IntakeCounts
    read_limit_s: float = 10.0
    """Real seconds in which a push must have arrived whole."""

    async def check(self, request: web.Request) -> web.Response:
        """A GET: the gateway's console tries whether the address lives."""
        door = self._door(request)
        self.counts.checked += 1
        return _answer(door.gateway.checked())

    async def push(self, request: web.Request) -> web.Response:
        """A POST: texts and reports. Stored first, acknowledged then."""
        door = self._door(request)
        name = door.gateway.name
        body = await self._body(request)
        try:
            parsed = door.gateway.parse(body, self.clock())
        except Unreadable as reason:
            return await self._refuse(name, ((body, str(reason)),) if body else (), str(reason))
        bad = tuple((entry.raw, entry.reason) for entry in parsed.unreadable)
        if bad and not parsed.events:
            return await self._refuse(name, bad, bad[0][1])
        if not await self._stored(name, parsed, bad):
            return self._later()
        self.counts.taken += 1
        return _answer(door.gateway.taken())

    def _door(self, request: web.Request) -> Door:
        name = request.match_info["gateway"]
        secret = request.match_info["secret"].encode("utf-8", "backslashreplace")
        for door in self.doors:
            ours = door.secret.reveal().encode()
            # The comparison comes first so that it always takes its time.
            if hmac.compare_digest(secret, ours) and name == door.gateway.name:
                return door
        self.counts.strangers += 1
        raise web.HTTPNotFound

    async def _body(self, request: web.Request) -> bytes:
        if (request.content_length or 0) > BODY_LIMIT:
            raise self._too_big()
        gathered = bytearray()
        try:
            async with asyncio.timeout(self.read_limit_s):
                async for chunk in request.content.iter_any():
                    gathered += chunk
                    if len(gathered) > BODY_LIMIT:
                        raise self._too_big()
        except TimeoutError:
            raise web.HTTPRequestTimeout(text="The body did not arrive in time.") from None
        except web.RequestPayloadError:
            self.counts.unreadable += 1
            raise web.HTTPBadRequest(text="The body is not encoded as its headers say.") from None
        return bytes(gathered)

    def _too_big(self) -> web.HTTPRequestEntityTooLarge:
        self.counts.too_big += 1
        sentence = f"A push may hold at most {BODY_LIMIT} octets; send it in several."
        return web.HTTPRequestEntityTooLarge(BODY_LIMIT, BODY_LIMIT, text=sentence)

    async def _stored(self, name: str, parsed: Parsed, bad: Iterable[tuple[bytes, str]]) -> bool:
        try:
            if parsed.events:
                await self.receive_all(parsed.events)
            for raw, reason in bad:
                await self.quarantine(name, raw, reason)
        except Exception as error:  # noqa: BLE001 - whatever kept us from storing, the gateway must push again
            self._note(name, error)
            return False
        return True

    async def _refuse(self, name: str, bad: Iterable[tuple[bytes, str]], sentence: str) -> web.Response:
        """Kept for a person to look at, and refused with the reason."""
        if not await self._stored(name, Parsed(), bad):
            return self._later()
        self.counts.unreadable += 1
        _log.warning(
            "A push could not be read.", extra={"action": "sms_push", "gateway": name, "reason": sentence}
        )
        return web.Response(status=400, text=sentence)

    def _note(self, name: str, error: Exception) -> None:
        # Only the kind of error: its text or traceback may quote what the citizen wrote.
        fields = {"action": "sms_push", "gateway": name, "failure": type(error).__name__}
        _log.error("A push could not be stored; the gateway will push it again.", extra=fields)

    def _later(self) -> web.Response:
        self.counts.failed += 1
        return web.Response(status=503, text="It could not be stored; push it again later.")


def _answer(answer: PushAnswer) -> web.Response:
    return web.Response(
        status=answer.status,
        body=answer.body,
        headers={"Content-Type": f"{answer.content_type}; charset=utf-8"},
    )


def routes(webhook: Webhook) -> tuple[web.RouteDef, ...]:
    """The door's routes, to be added to the web server's table."""
    path = "/intake/{gateway}/{secret}"
    return (web.get(path, webhook.check), web.post(path, webhook.push))
