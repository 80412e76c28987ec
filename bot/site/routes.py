"""The confirmation page (现场核实页) on the wire: `/site/{token}`, its facts, its submission, its assets (design §5).

A visit is opened and bound to a device by `GET …/facts` (which only the page's script asks for) or by a `POST`; never by
`GET` or `HEAD` of the page itself, so that a link preview in a chat neither opens the visit nor learns what it is about.
Neither the token nor anything a person wrote reaches a log from here; the web server's access log must be off for
`/site`, since the path is the pass.
"""

import asyncio
import hashlib
import json
from collections.abc import Awaitable, Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog
from aiohttp import web

from bot.links import SitePass
from bot.site.answers import Pages, told, told_shut
from bot.site.devices import Device
from bot.site.fields import Unusable
from bot.site.ports import Blobs, Facts, ReadsLinks, Said, Shut, Submit
from bot.site.uploads import MEGABYTE, Limits, Upload, content_of, read_upload
from config.texts import site as words
from config.texts import times
from config.texts.masking import mask_words
from domain.calendar_clock import local_date
from domain.failures import Unreadable
from domain.ids import BlobId
from domain.inbound import EventKey, SiteSubmitted
from domain.site_page import PageShut, SitePage, UploadFault

OPEN_FOR = timedelta(hours=72)
"""No visit stays open longer, so a pass that expired longer ago opens nothing any more."""

NOT_OURS, EXPIRED = Shut(PageShut.NOT_OURS), Shut(PageShut.EXPIRED)
_TOO_MUCH = frozenset({UploadFault.TOO_BIG, UploadFault.PHOTO_TOO_BIG, UploadFault.TOO_MANY_PHOTOS})

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


@dataclass(slots=True)
class ConfirmationPage:
    """The page's handlers; `routes` hangs them into the web server. `clock` is business time."""

    links: ReadsLinks
    clock: Callable[[], datetime]
    facts: Facts
    submit: Submit
    blobs: Blobs
    secure_cookies: bool
    """False only where the page is served without HTTPS: the demo on this very machine."""
    limits: Limits = field(default_factory=Limits)
    pages: Pages = field(init=False)

    def __post_init__(self) -> None:
        self.pages = Pages(self.limits)

    async def look(self, request: web.Request) -> web.Response:
        """The page itself: tells nothing of the matter, opens nothing."""
        site_pass = self._pass(request)
        if site_pass is None:
            return self.pages.shut(NOT_OURS)
        if self._long_over(site_pass):
            return self.pages.shut(EXPIRED)
        found = await self.facts(site_pass, None)
        return self.pages.shut(found) if isinstance(found, Shut) else self.pages.page()

    async def open(self, request: web.Request) -> web.Response:
        """What the page shows; opens the visit for the device that asks first."""
        site_pass = self._pass(request)
        if site_pass is None:
            return told_shut(NOT_OURS)
        if self._long_over(site_pass):
            return told_shut(EXPIRED)
        device = Device.of(request) or Device.new()
        found = await self.facts(site_pass, device.id)
        if isinstance(found, Shut):
            return told_shut(found)
        answer = told(200, _shown(found, self.clock()))
        device.remember(answer, secure=self.secure_cookies)
        return answer

    async def send(self, request: web.Request) -> web.Response:
        """The filled-in page. Everything is judged before anything is kept."""
        site_pass = self._pass(request)
        if site_pass is None:
            return told_shut(NOT_OURS)
        if self._long_over(site_pass):
            return told_shut(EXPIRED)
        device = Device.of(request)
        if device is None:
            return _said(403, words.not_opened_here())
        found = await self.facts(site_pass, device.id)
        # A page that this device has sent in already goes on: the same content gets the same answer again.
        if isinstance(found, Shut) and found.reason is not PageShut.SUBMITTED:
            return told_shut(found)
        try:
            with ExitStack() as files:
                said = await self._sent(site_pass, await read_upload(request, self.limits, files))
        except Unusable as reason:
            return self._refused(reason, site_pass)
        return told(200 if said.ok else 422, {"ok": said.ok, "message": said.message or words.later()})

    async def asset(self, request: web.Request) -> web.Response:
        """A style sheet or script of the page."""
        return self.pages.asset(request.match_info["name"])

    def _pass(self, request: web.Request) -> SitePass | None:
        try:
            return self.links.read(request.match_info["token"])
        except Unreadable:
            return None

    def _long_over(self, site_pass: SitePass) -> bool:
        return self.clock() > site_pass.expires_at + OPEN_FOR

    async def _sent(self, site_pass: SitePass, upload: Upload) -> Said:
        # One after the other: no more than one photo is whole in memory.
        photos = [await self.blobs.put(await asyncio.to_thread(content_of, file)) for file in upload.photos]
        return await self.submit(_event(site_pass, upload, tuple(dict.fromkeys(photos)), self.clock()))

    def _refused(self, reason: Unusable, site_pass: SitePass) -> web.Response:
        log.warning("site_upload_refused", visit=site_pass.visit, fault=reason.fault.value)
        bounds = words.Bounds(
            photo_mb=self.limits.photo_bytes // MEGABYTE,
            photos=self.limits.photos,
            total_mb=self.limits.body_bytes // MEGABYTE,
            words=self.limits.words,
        )
        status = 413 if reason.fault in _TOO_MUCH else 408 if reason.fault is UploadFault.TOO_SLOW else 400
        return _said(status, words.refused(reason.fault, bounds, reason.photo))


def routes(page: ConfirmationPage) -> tuple[web.RouteDef, ...]:
    """The page's routes, to be added to the web server's table. None of them answers with a bare failure."""
    return (
        web.get("/site/page/{name}", page.asset),
        web.get("/site/{token}", _calm(page.look, page.pages.busy)),
        web.get("/site/{token}/facts", _calm(page.open, _busy)),
        web.post("/site/{token}", _calm(page.send, _busy)),
    )


def _calm(handler: Handler, busy: Callable[[], web.Response]) -> Handler:
    """When the store is away the confirmer on the village road reads a sentence and may try again."""

    async def calm(request: web.Request) -> web.StreamResponse:
        try:
            return await handler(request)
        except Exception as error:  # noqa: BLE001 - whatever it was, nothing was taken and it must be said
            # Only the kind of failure: its text may quote what was written, and the path is the pass.
            log.error("site_page_failed", failure=type(error).__name__)  # noqa: TRY400 - see above
            return busy()

    return calm


def _busy() -> web.Response:
    return _said(503, words.not_now())


def _said(status: int, sentence: str) -> web.Response:
    return told(status, {"ok": False, "message": sentence})


def _event(site_pass: SitePass, upload: Upload, photos: tuple[BlobId, ...], now: datetime) -> SiteSubmitted:
    """The same content for the same visit is the same event, however often a bad line makes the phone send it."""
    content = {
        "findings": [[one.item, one.passed, one.note] for one in upload.findings],
        "note": upload.note,
        "kind": upload.kind.value,
        "position": upload.position
        and [upload.position.latitude, upload.position.longitude, upload.position.accuracy_m],
        "photos": photos,
    }
    digest = hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
    return SiteSubmitted(
        key=EventKey("site", f"{site_pass.visit}:{digest}"),
        at=now,
        ticket=site_pass.ticket,
        visit=site_pass.visit,
        person=site_pass.person,
        findings=upload.findings,
        photos=photos,
        position=upload.position,
        note=upload.note,
        kind=upload.kind,
    )


def _shown(page: SitePage, now: datetime) -> dict[str, object]:
    """The page's facts for its script. What citizens wrote is masked once more: two locks on one door."""
    today = local_date(now)
    return {
        "number": page.number,
        "title": mask_words(page.title),
        "place": page.place,
        "problem": mask_words(page.problem),
        "confirmer": page.confirmer,
        "due": times.deadline(page.due_at, today) if page.due_at else "",
        "until": times.moment(page.open_until, today) if page.open_until else "",
        "items": [
            {"no": one.no, "text": one.text, "standard": one.standard, "unit": one.unit} for one in page.items
        ],
    }
