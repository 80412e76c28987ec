"""`GET /metrics`: what stands is looked at, at most every few seconds, and everything is shown in Prometheus' words.

Answered only to callers on this machine or in a private network, and never through a proxy: figures are nobody's business.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from ipaddress import ip_address

import structlog
from aiohttp import hdrs, web
from prometheus_client import generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from adapters.dingtalk.health import StreamHealth
from adapters.redis.connection import State
from adapters.sms.webhook import IntakeCounts
from bot.auditor import Auditor
from bot.build import Parts
from bot.clock import monotonic_s
from bot.held_frames import HeldFrames
from bot.spending import CALLS, PUSHES
from domain.calendar_clock import local_date
from domain.economy import forecast
from store.auditing import Auditing, Heartbeat
from store.connection import Connection
from store.gauges import Waiting, waiting

LOOKED_AT_FOR_S = 5.0
ANSWERS_WITHIN_S = 3.0
FORWARDED = ("X-Forwarded-For", "X-Real-IP", "Forwarded", "Via")

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


@dataclass(slots=True)
class Scraping:
    """`stream`: what this worker's own client shows, if it listens."""

    parts: Parts
    auditor: Auditor
    stream: Callable[[], StreamHealth | None]
    held: HeldFrames
    door: IntakeCounts = field(default_factory=IntakeCounts)
    monotonic: Callable[[], float] = monotonic_s
    _looked_at_s: float | None = None
    _looking: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def show(self, request: web.Request) -> web.Response:
        """The figures; 404 for strangers, who learn not even that they exist."""
        if self.parts.centre.settings.server.metrics == "off" or not is_private(request):
            raise web.HTTPNotFound
        await self.look()
        answer = web.Response(body=generate_latest(self.parts.metrics.registry))
        answer.headers[hdrs.CONTENT_TYPE] = CONTENT_TYPE_LATEST
        return answer

    async def look(self) -> None:
        """Bring the gauges up to date, unless they are."""
        async with self._looking:
            now_s = self.monotonic()
            if self._looked_at_s is not None and now_s - self._looked_at_s < LOOKED_AT_FOR_S:
                return
            self._of_this_worker()
            try:
                async with asyncio.timeout(ANSWERS_WITHIN_S):
                    await self._of_the_store()
                up = 1
            except Exception as error:  # noqa: BLE001 - whatever it is, the rest is shown all the same
                up = 0
                log.warning("The store could not be looked at for /metrics.", fault=type(error).__name__)
            self.parts.metrics.set("store_up", up)
            self._looked_at_s = now_s

    async def _of_the_store(self) -> None:
        parts = self.parts

        async def ask(connection: Connection) -> tuple[Waiting, Heartbeat | None, Heartbeat | None]:
            auditing = Auditing(connection)
            stream = await auditing.heartbeat(self.auditor.stream) if self.auditor.stream else None
            return await waiting(connection), await auditing.heartbeat("auditor"), stream

        stands, audited, heard = await parts.database.read(ask)
        real, business = parts.clock.real(), parts.clock.now()
        metrics = parts.metrics
        metrics.set("inbox_pending_events", stands.pending)
        metrics.set("quarantine_events", stands.quarantined)
        for name in ("outbox_rows", "outbox_oldest_age_seconds", "findings"):
            metrics.clear(name)
        for depth in stands.outbox:
            metrics.set("outbox_rows", depth.rows, depth.kind, depth.state)
            age_s = _age_s(depth.oldest, business)
            metrics.set("outbox_oldest_age_seconds", age_s, depth.kind, depth.state)
        for kind, number in stands.findings.items():
            metrics.set("findings", number, kind)
        metrics.set("timer_lag_seconds", _age_s(stands.timer_due_at, business))
        if audited is not None:
            metrics.set("auditor_age_seconds", _age_s(audited.at, real))
        if heard is not None:
            metrics.set("stream_heard_age_seconds", _age_s(heard.heard_at, real))
        if stands.oldest_snapshot is not None:
            metrics.set("database_oldest_snapshot_seconds", stands.oldest_snapshot.total_seconds())
        await self._of_the_budget(business)

    async def _of_the_budget(self, business: datetime) -> None:
        spending, metrics = self.parts.spending, self.parts.metrics
        spent, day = await spending.spent(), local_date(business)
        for kind, budget in ((CALLS, spending.budget.calls), (PUSHES, spending.budget.pushes)):
            metrics.set("quota_spent", spent[kind], kind)
            metrics.set("quota_forecast", forecast(spent[kind], day), kind)
            metrics.set("quota_budget", budget, kind)

    def _of_this_worker(self) -> None:
        parts, metrics = self.parts, self.parts.metrics
        metrics.set("under_way", parts.intake.under_way, "events")
        metrics.set("under_way", parts.sender.under_way, "messages")
        load = parts.database.load()
        metrics.set("database_connections", load.in_use, "in_use")
        metrics.set("database_connections", load.most, "most")
        metrics.set("database_waiting", load.waiting)
        counts = parts.fleet.rate.counts
        metrics.totals.show("rate_limit_leaves", counts.shared, "fleet")
        metrics.totals.show("rate_limit_leaves", counts.local, "worker")
        metrics.totals.show("rate_limit_waits", counts.waited)
        metrics.totals.show("rate_limit_wait_seconds", counts.waited_s)
        metrics.totals.show("recipient_waits", parts.fleet.shares.counts.waits)
        if parts.fleet.link.state is not State.ABSENT:
            metrics.set("redis_up", parts.fleet.link.state is State.FINE)
        for outcome in ("taken", "strangers", "too_big", "unreadable", "failed"):
            metrics.totals.show("door_pushes", getattr(self.door, outcome), outcome)
        metrics.set("held_frames", len(self.held))
        for why, number in self.held.lost.items():
            metrics.totals.show("held_frames_lost", number, why)
        self._of_the_stream()

    def _of_the_stream(self) -> None:
        health, metrics = self.stream(), self.parts.metrics
        metrics.set("stream_sockets", health.sockets if health else 0)
        if health is None:
            # Another worker listens now: what this one last heard says nothing any more.
            metrics.clear("stream_silence_seconds")
            return
        metrics.set("stream_silence_seconds", health.quiet_s or 0.0)
        for outcome in (
            "pushes",
            "acknowledged",
            "acks_lost",
            "not_kept",
            "malformed",
            "unreadable",
            "turned_away",
        ):
            metrics.totals.show("stream_frames", getattr(health.counters, outcome), outcome)


def is_private(request: web.Request) -> bool:
    """Whether the caller is on this machine or in a private network, and no proxy stands between."""
    if any(name in request.headers for name in FORWARDED) or request.remote is None:
        return False
    try:
        caller = ip_address(request.remote)
    except ValueError:
        return False
    return caller.is_loopback or caller.is_private


def _age_s(since: datetime | None, now: datetime) -> float:
    return 0.0 if since is None else max(0.0, (now - since).total_seconds())
