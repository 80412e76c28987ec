"""Who may open the page, when, and what a stranger or a link preview learns: nothing."""

from datetime import timedelta

import aiohttp
import pytest
import structlog

from bot.site.devices import COOKIE
from bot.site.ports import Shut
from bot.site.routes import OPEN_FOR
from bot.site.uploads import Limits
from domain.site_page import PageShut
from tests.site.conftest import served
from tests.site.house import NUMBER, Phone, Site, links_at


async def test_a_link_preview_neither_opens_the_visit_nor_learns_what_it_is_about(
    site: Site, phone: Phone
) -> None:
    async with phone.session.head(site.url()) as answer:
        assert answer.status == 200
    status, text = await phone.get(site.path())

    assert status == 200
    assert site.office.device is None
    assert site.office.looks == [None, None]
    for secret in (NUMBER, "减速带", "幸福路", "李核查"):
        assert secret not in text


async def test_the_page_tells_the_items_and_what_counts_as_done(phone: Phone) -> None:
    status, told = await phone.facts()

    assert status == 200
    assert told["number"] == NUMBER
    assert told["items"] == [
        {"no": 1, "text": "路口装减速带", "standard": "装好并刷标线", "unit": "交通运输局"},
        {"no": 2, "text": "补种绿化带缺株", "standard": "缺株补齐、浇透水", "unit": "园林绿化中心"},
    ]
    assert told["due"] == "7月12日（周五）09:30"


async def test_the_page_never_shows_the_citizens_name_or_number(phone: Phone) -> None:
    _, told = await phone.facts()

    assert "13800001234" not in str(told)
    assert "王小明" not in str(told)
    assert "过马路太危险" in str(told["problem"])


async def test_the_first_phone_keeps_the_visit(phone: Phone, other_phone: Phone) -> None:
    assert (await phone.facts())[0] == 200
    status, told = await other_phone.facts()

    assert status == 403
    assert told["shut"] == "other_device"
    assert "原来的手机和浏览器" in str(told["message"])
    assert (await phone.facts())[0] == 200


async def test_another_phone_cannot_send_in_what_the_first_one_opened(
    phone: Phone, other_phone: Phone, site: Site
) -> None:
    await phone.facts()
    status, told = await other_phone.send()
    assert status == 403
    assert "没有打开过" in str(told["message"])

    site.office.device = None
    await other_phone.facts()
    status, told = await phone.send()

    assert (status, told["shut"]) == (403, "other_device")
    assert site.office.taken == []
    assert site.office.kept == {}


async def test_the_cookie_is_hidden_from_scripts_and_other_sites(phone: Phone, site: Site) -> None:
    async with phone.session.get(site.url(site.path() + "/facts")) as answer:
        cookie = answer.headers["Set-Cookie"]

    assert cookie.startswith(f"{COOKIE}=")
    for word in ("HttpOnly", "SameSite=Strict", "Path=/site", "Max-Age=604800"):
        assert word in cookie
    assert "Secure" not in cookie


async def test_over_https_the_cookie_is_secure() -> None:
    site = await served(Limits(), secure=True)
    async with aiohttp.ClientSession() as session, session.get(site.url(site.path() + "/facts")) as answer:
        assert "Secure" in answer.headers["Set-Cookie"]
    await site.server.close()


async def test_the_store_never_sees_what_proves_the_device(phone: Phone, site: Site) -> None:
    async with phone.session.get(site.url(site.path() + "/facts")) as answer:
        proof = answer.cookies[COOKIE].value

    assert site.office.device not in (None, proof)
    assert len(site.office.device or "") == 64


@pytest.mark.parametrize("forged", ["", "short", "x" * 44, "ä" * 43, "a b" * 14 + "c"])
async def test_a_cookie_that_cannot_be_ours_counts_as_none(site: Site, forged: str) -> None:
    async with aiohttp.ClientSession() as session:
        headers = {"Cookie": f"{COOKIE}={forged}"}
        async with session.get(site.url(site.path() + "/facts"), headers=headers) as answer:
            assert answer.status == 200
            assert answer.cookies[COOKIE].value != forged


@pytest.mark.parametrize(
    "path",
    [
        "/site/x",
        "/site/71.72.UDA5.1562722200.AAAA",
        "/site/%FF%00%ED%A0%80",
        "/site/....",
        "/site/" + "A" * 3000,
    ],
)
async def test_a_link_we_did_not_sign_is_refused_and_asks_nobody(phone: Phone, site: Site, path: str) -> None:
    status, text = await phone.get(path)

    assert status == 403
    assert "链接不对" in text
    assert "核实卡片" in text
    assert (await phone.get(path + "/facts"))[0] == 403
    async with phone.session.post(site.url(path), data={"note": "x"}) as answer:
        assert answer.status == 403
    assert site.office.looks == []


async def test_another_installations_link_is_refused(phone: Phone, site: Site) -> None:
    status, _ = await phone.get(site.path(key=b"somebody else's key"))

    assert status == 403


@pytest.mark.parametrize(
    ("reason", "status", "headline"),
    [
        (PageShut.NOT_OURS, 403, "链接不对"),
        (PageShut.OTHER_DEVICE, 403, "已在另一台手机上打开"),
        (PageShut.EXPIRED, 410, "链接已过期"),
        (PageShut.SUBMITTED, 410, "已经提交过了"),
        (PageShut.REVOKED, 410, "这次核实已取消"),
    ],
)
async def test_a_shut_page_says_why_and_what_to_do(
    phone: Phone, site: Site, reason: PageShut, status: int, headline: str
) -> None:
    site.office.shut = Shut(reason)

    shown, text = await phone.get(site.path())
    assert shown == status
    assert headline in text

    shown, told = await phone.facts()
    assert (shown, told["ok"], told["title"]) == (status, False, headline)
    assert str(told["message"]).split("\n")[0].endswith("。")


async def test_a_reissued_link_is_asked_for_with_the_command(phone: Phone, site: Site) -> None:
    site.office.shut = Shut(PageShut.EXPIRED)

    assert "/踏勘" in (await phone.get(site.path()))[1]


async def test_the_rules_own_sentence_takes_the_place_of_the_usual_one(phone: Phone, site: Site) -> None:
    site.office.shut = Shut(PageShut.REVOKED, "该工单现在是“已销号”，不需要<现场>核实。")

    text = (await phone.get(site.path()))[1]
    assert "“已销号”" in text
    assert "&lt;现场&gt;" in text
    assert (await phone.facts())[1]["message"] == "该工单现在是“已销号”，不需要<现场>核实。"


async def test_an_old_pass_goes_on_only_while_a_visit_can_still_be_open(phone: Phone, site: Site) -> None:
    expires = links_at().read(site.path().removeprefix("/site/")).expires_at
    site.now = expires + OPEN_FOR
    assert (await phone.facts())[0] == 200

    site.now = expires + OPEN_FOR + timedelta(seconds=1)
    for status, text in (await phone.get(site.path()), await phone.facts(), await phone.send()):
        assert status == 410
        assert "过期" in str(text)
    assert site.office.taken == []


async def test_every_answer_is_guarded(phone: Phone, site: Site) -> None:
    for path in (site.path(), site.path() + "/facts", "/site/x", "/site/page/site.css", "/site/page/none.js"):
        async with phone.session.get(site.url(path)) as answer:
            policy = answer.headers["Content-Security-Policy"]
            assert "default-src 'none'" in policy
            assert "script-src 'self'" in policy
            assert "unsafe" not in policy
            assert "frame-ancestors 'self'" in policy
            assert answer.headers["Referrer-Policy"] == "no-referrer"
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            assert answer.headers["Cache-Control"] == (
                "public, max-age=3600" if path.endswith("site.css") else "no-store"
            )


@pytest.mark.parametrize("name", ["site.html", "__init__.py", "..%2Froutes.py", "none.css"])
async def test_only_style_sheets_and_scripts_are_given_out(phone: Phone, name: str) -> None:
    assert (await phone.get(f"/site/page/{name}"))[0] == 404


async def test_when_the_store_is_away_a_sentence_says_so_and_no_log_says_more(
    phone: Phone, site: Site
) -> None:
    await phone.facts()
    site.office.broken = RuntimeError("王小明 13800001234")

    with structlog.testing.capture_logs() as lines:
        status, text = await phone.get(site.path())
        assert (status, "系统忙" in text) == (503, True)
        status, told = await phone.send()
        assert (status, told["ok"]) == (503, False)
        assert "再提交" in str(told["message"])

    assert len(lines) == 2
    token = site.path().removeprefix("/site/")
    for line in lines:
        assert "王小明" not in str(line)
        assert token not in str(line)
