"""The web server: the gateways' door, the confirmation page, and two questions a watchdog asks.

The access log stays off: secrets of the door and passes of the page lie in their paths.
"""

from collections.abc import AsyncIterator, Callable, Iterable
from datetime import timedelta

from aiohttp import web

from adapters.sms.webhook import Door, IntakeCounts, Webhook
from adapters.sms.webhook import routes as door_routes
from bot.auditor import Auditor
from bot.build import Parts
from bot.held_frames import HeldFrames
from bot.listening import Listener
from bot.scraping import Scraping
from bot.site.routes import ConfirmationPage
from bot.site.routes import routes as site_routes
from bot.site_house import SiteFacts, SiteSubmit
from bot.timetable import Timetable
from bot.unread import keep_unread
from config.secret import Secret

SWEPT_WITHIN = timedelta(seconds=30)
LARGEST_BODY = 96 * 1024 * 1024


def application(
    parts: Parts,
    timetable: Timetable,
    auditor: Auditor,
    scraping: Scraping,
    listener: Callable[[], Listener | None],
    *,
    pages: Iterable[web.RouteDef] = (),
) -> web.Application:
    """Everything that is served."""
    app = web.Application(client_max_size=LARGEST_BODY)
    health = _Health(parts, timetable, auditor, listener, scraping.held)
    app.add_routes([web.get("/healthz", health.alive), web.get("/readyz", health.ready)])
    app.add_routes([web.get("/metrics", scraping.show)])
    app.add_routes(_door(parts, scraping.door))
    app.add_routes(_page(parts))
    app.add_routes(pages)
    return app


def _door(parts: Parts, counts: IntakeCounts) -> tuple[web.RouteDef, ...]:
    secret: Secret = parts.centre.settings.sms.webhook_secret
    if parts.gateway is None or not secret:
        return ()

    async def quarantine(source: str, raw: bytes, reason: str) -> None:
        await keep_unread(parts, source, raw, reason)

    doors = (Door(parts.gateway, secret),)
    return door_routes(Webhook(doors, parts.intake.receive_all, quarantine, parts.clock.now, counts))


def _page(parts: Parts) -> tuple[web.RouteDef, ...]:
    page = ConfirmationPage(
        links=parts.links,
        clock=parts.clock.now,
        facts=SiteFacts(parts),
        submit=SiteSubmit(parts),
        blobs=parts.blobs,
        secure_cookies=parts.links.public_url.startswith("https"),
    )
    return site_routes(page)


class _Health:
    def __init__(
        self,
        parts: Parts,
        timetable: Timetable,
        auditor: Auditor,
        listener: Callable[[], Listener | None],
        held: HeldFrames,
    ) -> None:
        self._parts = parts
        self._timetable = timetable
        self._auditor = auditor
        self._listener = listener
        self._held = held

    async def alive(self, _request: web.Request) -> web.Response:
        """The process answers."""
        return web.Response(text="ok")

    async def ready(self, _request: web.Request) -> web.Response:
        """Whether it does its work; 503 with what is wrong."""
        wrong = [sentence async for sentence in self._wrong()]
        told: dict[str, object] = {"ready": not wrong, "wrong": wrong, "worker": self._parts.worker}
        told["business_time"] = self._parts.clock.now().isoformat()
        told["held_frames"] = len(self._held)
        told.update(self._parts.fleet.report())
        told["spent"] = await self._parts.spending.spent() if not wrong else {}
        listener = self._listener()
        if listener is not None and not wrong:
            told["listens"] = await listener.who()
        return web.json_response(told, status=503 if wrong else 200)

    async def _audited(self) -> tuple[str, ...]:
        try:
            return await self._auditor.complaints()
        except Exception as error:  # noqa: BLE001 - as above
            return (f"auditor: {type(error).__name__}",)

    async def _wrong(self) -> AsyncIterator[str]:
        try:
            await self._parts.spending.spent()
        except Exception as error:  # noqa: BLE001 - whatever it is, the watchdog must hear it
            yield f"database: {type(error).__name__}"
        listener = self._listener()
        if listener is not None and not listener.elsewhere:
            health = listener.client.health() if listener.client else None
            if health is None or not health.sockets:
                yield f"stream: not connected {health.open_failure if health else ''}".strip()
        if held := len(self._held):
            yield f"held: {held} messages wait in memory for the database; do not stop this worker"
        for complaint in await self._audited():
            yield complaint
        swept = self._timetable.swept_at
        if swept is not None and self._parts.clock.real() - swept > SWEPT_WITHIN:
            yield f"timers: not looked at since {swept.isoformat()}"
