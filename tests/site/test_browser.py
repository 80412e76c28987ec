"""The page in a real browser on a phone-sized screen, filled in as a confirmer does it with a thumb.

`DUBAN_SCREENSHOTS`, a folder, keeps what it looked like.
"""

import os
import struct
import zlib
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, FilePayload, Page, async_playwright, expect

from adapters.standins.dingtalk.pictures import picture
from bot.site.ports import Said, Shut
from bot.site.uploads import Limits
from config.texts import site as words
from domain.inbound import Position
from domain.site_page import PageShut
from domain.vocabulary import ConfirmationKind
from tests.site.conftest import served
from tests.site.house import Site

CHROMIUM = Path(os.environ.get("DUBAN_CHROMIUM", "/usr/bin/chromium"))

pytestmark = [
    pytest.mark.browser,
    # One browser for the whole file (starting it is what takes the time), so one event loop too.
    pytest.mark.asyncio(loop_scope="module"),
    # In CI a missing browser is a failure; elsewhere it is said and passed over.
    pytest.mark.skipif(
        not CHROMIUM.exists() and not os.environ.get("CI"), reason=f"Chromium is not installed at {CHROMIUM}"
    ),
]


def shot(name: str) -> FilePayload:
    return {"name": f"{name}.png", "mimeType": "image/png", "buffer": picture(name)}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        await browser.close()


PHONE = {
    "viewport": {"width": 375, "height": 720},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
}


async def opened(context: BrowserContext, site: Site) -> Page:
    context.set_default_timeout(10_000)
    page = await context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text) if "Content Security" in said.text else None)
    await page.goto(site.url())
    await expect(page.locator("#waiting")).to_be_hidden()
    assert complaints == []
    return page


@pytest_asyncio.fixture(loop_scope="module")
async def full_site() -> AsyncIterator[Site]:
    """The page as it is served for real."""
    running = await served(Limits())
    yield running
    await running.server.close()


@pytest_asyncio.fixture(loop_scope="module")
async def page(browser: Browser, full_site: Site) -> AsyncIterator[Page]:
    context = await browser.new_context(
        **PHONE,
        locale="zh-CN",
        permissions=["geolocation"],
        geolocation={"latitude": 30.25, "longitude": 120.16, "accuracy": 12},
    )
    yield await opened(context, full_site)
    await context.close()


async def look(page: Page, name: str, *, whole: bool = True) -> None:
    if folder := os.environ.get("DUBAN_SCREENSHOTS"):
        await page.screenshot(path=Path(folder) / f"site-{name}.png", full_page=whole)


async def tick(page: Page, item: int, verdict: str) -> None:
    await page.locator("fieldset.item").nth(item - 1).get_by_role("radio", name=verdict, exact=True).check()


async def test_a_confirmer_fills_in_the_page_with_a_thumb(page: Page, full_site: Site) -> None:
    await expect(page.get_by_role("heading", name="幸福路口车速太快")).to_be_visible()
    await expect(page.locator("#where")).to_contain_text("误差约 12 米")
    await expect(page.locator("#missing")).to_contain_text("第 1、2 条没有勾选")
    await page.locator("#check").tap()
    await expect(page.locator("#summary")).to_be_hidden()
    await expect(page.locator("#missing")).to_have_class("lacking asked")
    await look(page, "1-open", whole=False)

    await tick(page, 1, "到位")
    await tick(page, 2, "到位")
    await expect(page.locator("#missing")).to_have_text("还差：没有现场照片")
    await page.locator("#camera").set_input_files([shot("甲")])
    await page.locator("#camera").set_input_files([shot("乙"), shot("丙")])
    await page.get_by_role("button", name="删掉第 2 张照片").tap()
    await expect(page.locator("#photos img")).to_have_count(2)
    await expect(page.locator("#missing")).to_have_text("都填好了。")
    await page.get_by_label("看到的情况").fill("减速带两处，标线清楚。")
    await look(page, "2-filled")

    await page.get_by_role("button", name="下一步：核对").tap()
    await expect(page.locator("#verdict")).to_contain_text("全部到位")
    await expect(page.locator("#summary-photos")).to_have_text("2 张")
    await look(page, "3-summary")
    await page.get_by_role("button", name="提交").tap()
    await expect(page.locator("#done-message")).to_have_text("核实结果已提交：到位。")
    await look(page, "4-done", whole=False)

    [event] = full_site.office.taken
    assert [(one.item, one.passed) for one in event.findings] == [(1, True), (2, True)]
    assert event.position == Position(30.25, 120.16, 12.0)
    assert len(event.photos) == 2
    assert event.note == "减速带两处，标线清楚。"

    await page.reload()
    await expect(page.locator("h1")).to_contain_text("已经提交过了")
    await look(page, "5-shut", whole=False)


async def test_what_failed_is_noted_and_summed_up(page: Page, full_site: Site) -> None:
    await tick(page, 1, "到位")
    await tick(page, 2, "未到位")
    await expect(page.locator("#missing")).to_have_text("还差：没有写哪里没到位")
    await page.get_by_label("哪里没到位").fill("还缺六株")
    await look(page, "6-failed")
    await page.locator("#check").tap()
    await expect(page.locator("#verdict")).to_contain_text("1 条未到位，将退回承办单位")
    await look(page, "7-failed-summary")
    await page.get_by_role("button", name="返回修改").tap()
    await expect(page.get_by_label("哪里没到位")).to_have_value("还缺六株")
    await page.locator("#check").tap()
    await page.locator("#send").tap()
    await expect(page.locator("#done")).to_be_visible()

    assert [(one.passed, one.note) for one in full_site.office.taken[0].findings] == [
        (True, ""),
        (False, "还缺六株"),
    ]


async def test_a_matter_with_nothing_to_see_needs_the_note_of_the_call(page: Page, full_site: Site) -> None:
    await tick(page, 1, "到位")
    await tick(page, 2, "到位")
    await page.get_by_text("没有现场可看？").tap()
    await page.get_by_role("radio", name="付款凭证").check()
    await expect(page.locator("#missing")).to_have_text("还差：没有写通话情况")
    await look(page, "8-voucher")
    await page.get_by_label("必填").fill("已看付款凭证原件，10日上午电话联系，对方认可。")
    await page.locator("#check").tap()
    await expect(page.locator("#summary-kind")).to_have_text("付款凭证")
    await page.locator("#send").tap()
    await expect(page.locator("#done")).to_be_visible()

    assert full_site.office.taken[0].kind is ConfirmationKind.PAYMENT_VOUCHER


async def test_a_refusal_is_shown_and_nothing_filled_in_is_lost(page: Page, full_site: Site) -> None:
    full_site.office.answer = Said(ok=False, message="这张照片在工单NX2019070100001用过，请重新到现场拍摄。")
    await tick(page, 1, "到位")
    await tick(page, 2, "到位")
    await page.locator("#camera").set_input_files([shot("甲")])
    await page.locator("#check").tap()
    await page.locator("#send").tap()

    await expect(page.locator("#sending")).to_have_text(full_site.office.answer.message)
    await look(page, "9-refused")
    await page.locator("#back").tap()
    await expect(page.locator("#photos img")).to_have_count(1)

    full_site.office.answer = Said(ok=True, message="已收到。")
    await page.locator("#check").tap()
    await page.locator("#send").tap()
    await expect(page.locator("#done")).to_be_visible()


async def test_while_the_store_is_away_it_says_so_and_what_was_filled_in_goes_when_it_is_back(
    page: Page, full_site: Site
) -> None:
    await tick(page, 1, "到位")
    await tick(page, 2, "到位")
    await page.locator("#camera").set_input_files([shot("甲")])
    await page.get_by_label("看到的情况").fill("减速带两处。")
    await page.locator("#check").tap()
    full_site.office.broken = RuntimeError("no store")
    await page.locator("#send").tap()

    await expect(page.locator("#sending")).to_have_text(words.not_now())
    await look(page, "10-away")
    full_site.office.broken = None
    await page.locator("#send").tap()
    await expect(page.locator("#done")).to_be_visible()
    [event] = full_site.office.taken
    assert (event.note, len(event.photos), len(event.findings)) == ("减速带两处。", 1, 2)


async def test_a_phone_that_forgot_the_page_gets_ticks_and_words_back(page: Page) -> None:
    await tick(page, 2, "未到位")
    await page.get_by_label("哪里没到位").fill("还缺六株")
    page.on("dialog", lambda dialog: dialog.accept())
    await page.reload()

    await expect(page.get_by_label("哪里没到位")).to_have_value("还缺六株")
    await expect(page.locator("#missing")).to_contain_text("第 1 条没有勾选")


async def test_without_signal_nothing_is_lost_and_it_goes_by_itself_later(
    page: Page, full_site: Site
) -> None:
    await tick(page, 1, "到位")
    await tick(page, 2, "到位")
    await page.locator("#camera").set_input_files([shot("甲")])
    await page.locator("#check").tap()
    await page.context.set_offline(True)
    await page.locator("#send").tap()
    await expect(page.locator("#sending")).to_contain_text("没有信号，还没送出")
    await look(page, "10-offline")

    await page.context.set_offline(False)

    await expect(page.locator("#done")).to_be_visible()
    assert len(full_site.office.taken) == 1


async def test_a_refused_position_is_explained_and_stops_only_a_pass(
    browser: Browser, full_site: Site
) -> None:
    context = await browser.new_context(**PHONE, permissions=[])
    page = await opened(context, full_site)
    await expect(page.locator("#where")).to_contain_text("手机没有允许定位")
    await tick(page, 1, "到位")
    await tick(page, 2, "到位")
    await page.locator("#camera").set_input_files([shot("甲")])
    await expect(page.locator("#missing")).to_have_text("还差：没有定位")
    await page.locator("#check").tap()
    await expect(page.locator("#summary")).to_be_hidden()
    await look(page, "11-no-position", whole=False)

    await tick(page, 2, "未到位")
    await page.locator("#check").tap()
    await expect(page.locator("#summary-place")).to_have_text("没有")
    await context.close()


async def test_another_phone_reads_what_to_do(browser: Browser, full_site: Site) -> None:
    full_site.office.device = "another phone"
    context = await browser.new_context(**PHONE)
    page = await opened(context, full_site)
    await expect(page.get_by_role("heading", name="已在另一台手机上打开")).to_be_visible()
    await look(page, "12-other-phone", whole=False)
    await context.close()


async def test_words_of_people_are_never_taken_for_markup(browser: Browser, full_site: Site) -> None:
    full_site.office.shut = Shut(PageShut.REVOKED, "<img src=x onerror=alert(1)>")
    context = await browser.new_context(**PHONE)
    page = await opened(context, full_site)
    await expect(page.get_by_text("<img src=x")).to_be_visible()
    await context.close()


def huge_png(megabytes: int) -> bytes:
    """A small picture with a long remark in it."""
    remark = b"\x00" * (megabytes * 1024 * 1024)
    chunk = (
        struct.pack(">I", len(remark)) + b"teXt" + remark + struct.pack(">I", zlib.crc32(b"teXt" + remark))
    )
    whole = picture("大")
    return whole[:-12] + chunk + whole[-12:]


async def test_a_photo_beyond_the_limit_is_turned_away_before_the_upload(page: Page, tmp_path: Path) -> None:
    big = tmp_path / "big.png"
    big.write_bytes(huge_png(16))
    await page.locator("#camera").set_input_files([big])

    await expect(page.locator("#photo-error")).to_contain_text("有照片超过 15 MB")
    await expect(page.locator("#photos img")).to_have_count(0)
