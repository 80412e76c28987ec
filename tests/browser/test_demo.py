"""The demo's page in a real browser, before the real program in a process of its own: the whole loop by mouse."""

import os
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright, expect

from tests.browser.demo_process import running_demo
from tests.browser.guided import CHROMIUM, chromium, follow, opened
from tests.demo.acting import Step

pytestmark = [
    pytest.mark.browser,
    pytest.mark.asyncio(loop_scope="module"),
    # In CI a missing browser is a failure; elsewhere it is said and passed over.
    pytest.mark.skipif(
        not CHROMIUM.exists() and not os.environ.get("CI"), reason=f"Chromium is not installed at {CHROMIUM}"
    ),
]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def demo(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[str]:
    async with running_demo(tmp_path_factory.mktemp("demo")) as url:
        yield url


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await chromium(playwright)
        yield browser
        await browser.close()


async def test_one_text_message_is_carried_to_close_out_and_look_back(browser: Browser, demo: str) -> None:
    page, complaints = await opened(browser, demo)
    loads: list[str] = []
    page.on("load", lambda _page: loads.append(page.url))
    done: list[int] = []

    async def seen(place: int, _step: Step) -> None:
        done.append(place)

    await follow(page, 0, seen)

    await expect(page.locator("#group .screen")).to_contain_text("已销号")
    assert len(done) == await page.locator("#steps li").count()
    assert loads == []  # nothing was loaded anew: everything came by itself
    assert complaints == []
    await page.close()


async def test_news_on_another_phone_is_marked_until_it_is_looked_at(browser: Browser, demo: str) -> None:
    page, complaints = await opened(browser, demo)
    await page.locator("#citizen .who").select_option("13911110003")
    await page.locator("#centre .who").select_option("staff-zx09")

    await page.locator("#citizen textarea").fill("工业园北门井盖破了两个，货车过不去")
    await page.locator("#citizen textarea").press("Enter")
    chip = page.locator("#centre .others button", has_text="孙示例")
    await expect(chip).to_be_visible()
    await expect(page.locator("#centre .who option[value=staff-zx03]")).to_contain_text("●")
    await chip.click()

    await expect(page.locator("#centre .screen")).to_contain_text("井盖破了两个")
    await expect(chip).to_have_count(0)
    await expect(page.locator("#centre .who option[value=staff-zx03]")).not_to_contain_text("●")
    assert complaints == []
    await page.close()


async def test_what_people_write_is_never_markup(browser: Browser, demo: str) -> None:
    page, complaints = await opened(browser, demo)
    await page.locator("#leader textarea").fill("<img src=x onerror=document.title='broken'><b>你好</b>")
    await page.locator("#leader .send").click()

    await expect(page.locator("#leader .bubble.mine").last).to_contain_text("<b>你好</b>")
    assert await page.title() == "督办 · 演示"
    assert complaints == []
    await page.close()


async def test_a_phone_sized_screen_shows_one_pane_at_a_time_without_cutting_it(
    browser: Browser, demo: str
) -> None:
    page, _ = await opened(browser, demo, width=390, height=780)

    for name in ("citizen", "leader", "group", "centre"):
        pane = page.locator(f"#{name}")
        await pane.scroll_into_view_if_needed()
        box = await pane.bounding_box()
        assert box is not None
        assert 300 <= box["width"] <= 390
        inside = await pane.evaluate(
            "pane => [...pane.querySelectorAll('form *, h2 *')].every((one) => "
            "one.getBoundingClientRect().right <= pane.getBoundingClientRect().right + 1)"
        )
        assert inside
    await page.close()


async def test_words_that_could_not_be_sent_stay_in_the_box(browser: Browser, demo: str) -> None:
    page, _ = await opened(browser, demo)
    await page.route("**/demo/say", lambda route: route.abort())

    await page.locator("#leader textarea").fill("正在施工")
    await page.locator("#leader textarea").press("Enter")

    await expect(page.locator("#leader .toast")).to_have_text("演示程序没有应答，这一步没有做")
    await expect(page.locator("#leader textarea")).to_have_value("正在施工")
    await page.close()
