"""Files that are not what they say, sent in chat and uploaded on the page: their sender is told, and nothing else happens."""

import base64
import io
import itertools
import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import aiohttp
import pytest
import pytest_asyncio

from domain.vocabulary import Office
from tests.scenarios.pictures import HTML, HUGE, JPEG_BOMB, PHOTO, PNG_BOMB, jpeg, picture
from tests.scenarios.town import Town

pytestmark = pytest.mark.asyncio(loop_scope="module")

PHONE = "13700000031"
WORDS = "今天去看过，减速带正在安装，第{}次报送"
LINK = re.compile(r"https?://[^\s()\\\"]+/site/[^\s()\\\"]+")


@dataclass(frozen=True, slots=True)
class File:
    """As its sender names it, whatever it really is."""

    name: str
    media_type: str
    content: bytes


@dataclass(slots=True)
class Matter:
    """One matter in the hands of one leader, who has no other."""

    here: Town
    number: str
    leader: str
    count: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))

    def kinds(self) -> list[str]:
        """What has happened to the matter so far."""
        wanted = "SELECT kind FROM events JOIN tickets ON tickets.id = ticket WHERE number = ? ORDER BY seq"
        return [str(kind) for (kind,) in self.here.rows(wanted, self.number)]

    def evidence(self) -> int:
        ((count,),) = self.here.rows("SELECT count(*) FROM evidence")
        assert isinstance(count, int)
        return count

    async def sends(self, kind: str, file: File) -> list[str]:
        """The leader sends a file of that kind, after a report of their own; what they hear from then on."""
        await self.here.say(self.leader, WORDS.format(next(self.count)))
        heard = await self.here.heard(self.leader)
        sent = {
            "name": file.name,
            "type": file.media_type,
            "base64": base64.b64encode(file.content).decode(),
        }
        await self.here.control("say", {"person": self.leader, "kind": kind, "files": [sent]})
        await self.here.settle()
        return (await self.here.heard(self.leader))[len(heard) :]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def matter(here: Town) -> AsyncIterator[Matter]:
    await here.text(PHONE, "县道上大货车掉石子，很危险")
    ((number,),) = here.rows("SELECT number FROM tickets")
    dispatcher, supervisor = here.holder(Office.DISPATCHER), here.holder(Office.SUPERVISOR)
    await here.say(dispatcher.staff_id or "", f"/派单 {number} 交通运输局 投诉 地点：Z村县道")
    await here.say(
        supervisor.staff_id or "", f"/交办 {number} 交通运输局 尽快处理\n1. 减速带 | 装好并划线 | 交通运输局"
    )
    yield Matter(here, str(number), leader_of(here, "交通运输局"))


def leader_of(here: Town, unit: str) -> str:
    directory, day = here.house.program.parts.who.directory, here.house.program.now().date()
    (found,) = [one for one in directory.units.values() if one.name == unit]
    return directory.holders(Office.LEADER, day, found.id)[0].staff_id or ""


BAD_FILES = {
    "empty": ("picture", File("x.jpg", "image/jpeg", b""), "是空的"),
    "an empty document": ("file", File("x.docx", "application/msword", b""), "是空的"),
    "a page instead of a photo": ("picture", File("x.jpg", "image/jpeg", HTML), "不是照片"),
    "a page under a photo's name": ("file", File("x.jpg", "image/jpeg", HTML), "不是照片"),
    "a document instead of a photo": ("picture", File("x.png", "image/png", b"%PDF-1.4\n%%EOF"), "不是照片"),
    "a JPEG cut off": ("picture", File("x.jpg", "image/jpeg", PHOTO[:300]), "不完整"),
    "a PNG cut off": ("picture", File("x.png", "image/png", picture("甲")[:-12]), "不完整"),
    "a PNG that unfolds": ("picture", File("x.png", "image/png", PNG_BOMB), "太大"),
    "a JPEG that unfolds": ("picture", File("x.jpg", "image/jpeg", JPEG_BOMB), "太大"),
    "beyond the limit": ("picture", File("x.jpg", "image/jpeg", HUGE), "太大"),
}


@pytest.mark.parametrize(("kind", "file", "why"), BAD_FILES.values(), ids=BAD_FILES.keys())
async def test_a_bad_file_in_chat_is_told_to_its_sender_once_and_is_no_evidence(
    matter: Matter, kind: str, file: File, why: str
) -> None:
    here = matter.here
    before, sockets, logged = matter.evidence(), await here.sockets(), len(here.logged())

    heard = await matter.sends(kind, file)

    (sentence,) = [one for one in heard if why in one]
    assert "没有收下" in sentence
    assert matter.number in sentence
    assert "重新" in sentence
    assert matter.evidence() == before
    assert matter.kinds()[-1] != "evidence_added"
    assert await here.sockets() == sockets
    lines = [line for line in here.logged()[logged:].splitlines() if "was not taken" in line]
    assert len(lines) == 1
    assert '"key": "file:' in lines[0]
    good = await matter.sends("picture", File("y.jpg", "image/jpeg", jpeg(4000, 3000 + next(matter.count))))
    assert matter.evidence() == before + 1
    assert not [one for one in good if "没有收" in one]


@pytest.mark.parametrize(
    ("kind", "file"),
    [
        ("picture", File("x.txt", "text/html", jpeg(100, 101))),
        ("picture", File("x.png", "image/png", jpeg(100, 102))),
        ("file", File("x.jpg", "image/jpeg", picture("乙"))),
        ("picture", File("x.gif", "image/gif", b"GIF89a" + b"\x00" * 50)),
        ("file", File("说明.txt", "text/plain", "减速带已装好".encode())),
    ],
    ids=["a text by its name", "another format", "a file", "a screenshot", "a document"],
)
async def test_a_file_under_a_wrong_name_or_of_a_rare_kind_is_what_its_bytes_say(
    matter: Matter, kind: str, file: File
) -> None:
    before = matter.evidence()

    heard = await matter.sends(kind, file)

    assert matter.evidence() == before + 1
    assert not [one for one in heard if "没有收" in one]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def page(matter: Matter) -> AsyncIterator["SitePhone"]:
    async with at_the_page(matter) as phone:
        yield phone


@asynccontextmanager
async def at_the_page(matter: Matter) -> AsyncIterator["SitePhone"]:
    """The confirmer's phone, with the page open: the leader, who has sent photos, asks for close-out."""
    here = matter.here
    await here.say(matter.leader, "1已完成，已当面告知诉求人")
    await here.say(matter.leader, "申请销号")
    await here.say(matter.leader, "确认")
    screens = [
        json.dumps(await here.house.phones.screen(one.staff_id or ""), ensure_ascii=False)
        for one in here.house.program.parts.who.directory.active()
    ]
    link = next(found[0] for shown in screens if (found := LINK.search(shown)))
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
        phone = SitePhone(session, link)
        await phone.opened()
        yield phone


@dataclass(slots=True)
class SitePhone:
    """Keeps the page's cookie, as one phone does."""

    session: aiohttp.ClientSession
    link: str

    async def opened(self) -> None:
        async with self.session.get(f"{self.link}/facts") as answer:
            assert answer.status == 200, await answer.text()

    async def uploads(self, file: File) -> tuple[int, str]:
        form = aiohttp.FormData(default_to_multipart=True)
        form.add_field("findings", json.dumps([{"item": 1, "passed": True, "note": ""}]))
        form.add_field("note", "减速带两处")
        form.add_field("kind", "site")
        for field_name, value in (("latitude", "30.25"), ("longitude", "120.16"), ("accuracy", "15")):
            form.add_field(field_name, value)
        form.add_field("photo", io.BytesIO(file.content), filename=file.name, content_type=file.media_type)
        async with self.session.post(self.link, data=form) as answer:
            return answer.status, str((await answer.json())["message"])


BAD_UPLOADS = {
    "empty": (File("x.jpg", "image/jpeg", b""), 400, "第1张照片是空的"),
    "a page instead of a photo": (File("x.jpg", "image/jpeg", HTML), 400, "第1张照片不是照片"),
    "a JPEG cut off": (File("x.jpg", "image/jpeg", PHOTO[:300]), 400, "第1张照片不完整"),
    "a PNG that unfolds": (File("x.png", "image/png", PNG_BOMB), 413, "第1张照片太大"),
    "a JPEG that unfolds": (File("x.jpg", "image/jpeg", JPEG_BOMB), 413, "第1张照片太大"),
    "beyond the limit": (File("x.jpg", "image/jpeg", HUGE), 413, "第1张照片太大"),
    "a page that says it is a photo": (File("x.html", "image/png", HTML), 400, "第1张照片不是照片"),
}


@pytest.mark.parametrize(("file", "status", "why"), BAD_UPLOADS.values(), ids=BAD_UPLOADS.keys())
async def test_a_bad_photo_on_the_page_is_refused_by_its_number_and_the_page_stays_open(
    matter: Matter, page: SitePhone, file: File, status: int, why: str
) -> None:
    here = matter.here
    before, kinds, logged = here.state(), matter.kinds(), len(here.logged())

    answered, sentence = await page.uploads(file)
    await here.settle()

    assert answered == status
    assert why in sentence
    assert "未收下" in sentence
    assert here.state() == before
    assert matter.kinds() == kinds
    assert "site_upload_refused" in here.logged()[logged:]
    await page.opened()


async def test_after_all_that_a_good_photo_under_a_wrong_name_is_taken(
    matter: Matter, page: SitePhone
) -> None:
    status, sentence = await page.uploads(File("x.html", "text/html", jpeg(4000, 2999)))
    await matter.here.settle()

    assert status == 200, sentence
    assert "到位" in sentence
    ((count,),) = matter.here.rows("SELECT count(*) FROM site_confirmations")
    assert count == 1


async def test_nothing_logged_of_all_this_is_personal(matter: Matter) -> None:
    here = matter.here
    people = here.house.program.parts.who.directory.people.values()
    personal = here.phones_used | {p.name for p in people} | {p.mobile for p in people}

    assert [
        one for one in (*personal, "减速带", "掉石子", "Bad Gateway", "说明.txt") if one in here.logged()
    ] == []
