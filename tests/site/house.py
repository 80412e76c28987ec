"""A confirmation page on a real socket, with a visit that remembers its device as the rules demand, and the phones at it."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import aiohttp
from aiohttp.test_utils import TestServer

from adapters.standins.dingtalk.pictures import picture
from bot.links import SignedLinks, SitePass
from bot.site.ports import Said, Shut
from bot.site.routes import ConfirmationPage
from domain.ids import BlobId, ItemNo, PersonId, TicketId, VisitId
from domain.inbound import SiteSubmitted
from domain.site_page import PageItem, PageShut, SitePage

NOW = datetime(2019, 7, 10, 1, 30, tzinfo=UTC)
NUMBER = "NX2019071000317"
FINDINGS = [{"item": 1, "passed": True, "note": ""}, {"item": 2, "passed": True, "note": ""}]
HERE = {"latitude": "30.25", "longitude": "120.16", "accuracy": "15"}


def links_at(now: datetime = NOW, key: bytes = b"a key of a test") -> SignedLinks:
    return SignedLinks("http://127.0.0.1", key, timedelta(hours=24), lambda: now)


def page(**changes: object) -> SitePage:
    values: dict[str, object] = {
        "number": NUMBER,
        "items": (
            PageItem(ItemNo(1), "路口装减速带", "装好并刷标线", "交通运输局"),
            PageItem(ItemNo(2), "补种绿化带缺株", "缺株补齐、浇透水", "园林绿化中心"),
        ),
        "title": "幸福路口车速太快",
        "place": "幸福路与建设路口",
        "problem": "孩子上学过马路太危险，请装减速带。我叫王小明，电话13800001234",
        "confirmer": "李核查",
        "due_at": NOW + timedelta(days=2),
        "open_until": NOW + timedelta(hours=72),
    }
    return SitePage(**(values | changes))  # type: ignore[arg-type]  # values are a test's own


@dataclass
class Office:
    """The rest of the program, by hand: facts, submissions and files as the page's ports want them."""

    shown: SitePage = field(default_factory=page)
    shut: Shut | None = None
    answer: Said = field(default_factory=lambda: Said(ok=True, message="核实结果已提交：到位。"))
    broken: Exception | None = None
    device: str | None = None
    looks: list[str | None] = field(default_factory=list)
    taken: list[SiteSubmitted] = field(default_factory=list)
    kept: dict[BlobId, bytes] = field(default_factory=dict)
    submitted: bool = False

    async def facts(self, site_pass: SitePass, device: str | None) -> SitePage | Shut:
        assert site_pass.ticket == 71
        self.looks.append(device)
        if self.broken:
            raise self.broken
        if self.shut:
            return self.shut
        if device is not None:
            self.device = self.device or device
            if self.device != device:
                return Shut(PageShut.OTHER_DEVICE)
        return Shut(PageShut.SUBMITTED) if self.submitted else self.shown

    async def submit(self, event: SiteSubmitted) -> Said:
        self.taken.append(event)
        self.submitted = self.answer.ok
        return self.answer

    async def put(self, content: bytes) -> BlobId:
        name = BlobId(hashlib.sha256(content).hexdigest())
        self.kept[name] = content
        return name


@dataclass
class Site:
    """The served page, its office, and the clock on its wall."""

    server: TestServer
    office: Office
    page: ConfirmationPage
    now: datetime = NOW

    def path(self, key: bytes = b"a key of a test") -> str:
        token = links_at(key=key).token(TicketId(71), VisitId(72), PersonId("P09"))
        return f"/site/{token}"

    def url(self, path: str | None = None) -> str:
        return str(self.server.make_url(path or self.path()))


@dataclass
class Phone:
    """One phone's browser: keeps its cookies and fills in the page."""

    session: aiohttp.ClientSession
    site: Site

    async def get(self, path: str) -> tuple[int, str]:
        async with self.session.get(self.site.url(path)) as answer:
            return answer.status, await answer.text()

    async def facts(self) -> tuple[int, dict[str, object]]:
        async with self.session.get(self.site.url(self.site.path() + "/facts")) as answer:
            return answer.status, await answer.json()

    async def send(self, form: aiohttp.FormData | None = None) -> tuple[int, dict[str, object]]:
        async with self.session.post(self.site.url(), data=form or filled()) as answer:
            return answer.status, await answer.json()

    async def send_raw(self, body: bytes, content_type: str) -> tuple[int, dict[str, object]]:
        headers = {"Content-Type": content_type}
        async with self.session.post(self.site.url(), data=body, headers=headers) as answer:
            return answer.status, await answer.json()


def filled(
    photos: Iterable[bytes] = (picture("现场"),),
    fields: Mapping[str, str] | None = None,
) -> aiohttp.FormData:
    """A page filled in as it should be, but for `fields`."""
    form = aiohttp.FormData()
    told = {"findings": json.dumps(FINDINGS), "note": "已装好", "kind": "site", **HERE, **(fields or {})}
    for name, value in told.items():
        form.add_field(name, value, content_type="text/plain; charset=utf-8")
    for content in photos:
        form.add_field("photo", content, filename="1.png", content_type="image/png")
    return form
