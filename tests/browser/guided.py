"""Follows a guided story on the page with the mouse: what the guide points at is clicked, and its effect waited for."""

import os
import re
from collections.abc import Awaitable, Callable
from pathlib import Path

from playwright.async_api import Browser, Page, Playwright, expect

from tests.demo.acting import Step, stories

CHROMIUM = Path(os.environ.get("DUBAN_CHROMIUM", "/usr/bin/chromium"))
SLOWEST_MS = 20_000

Seen = Callable[[int, Step], Awaitable[None]]


async def chromium(playwright: Playwright) -> Browser:
    """Debian's browser, without a screen."""
    return await playwright.chromium.launch(
        executable_path=CHROMIUM, args=["--no-sandbox", "--disable-lcd-text"]
    )


async def opened(browser: Browser, url: str, width: int = 1440, height: int = 900) -> tuple[Page, list[str]]:
    """The demo's page, and whatever its scripts complain about."""
    page = await browser.new_page(viewport={"width": width, "height": height}, locale="zh-CN")
    page.set_default_timeout(SLOWEST_MS)
    expect.set_options(timeout=SLOWEST_MS)
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    await page.goto(url)
    await expect(page.locator("#steps li").first).to_be_visible()
    return page, complaints


async def follow(page: Page, number: int, seen: Seen) -> None:
    """Play the story of that number to its end; `seen` is called after each step with its place."""
    await page.locator("#story").select_option(str(number))
    code = ""
    for place, step in enumerate(_steps(number)):
        button = page.locator("#steps li").nth(place).locator("button")
        if await button.count():
            await button.click()
            await _do(page, step)
        for who, words in _promised(step):
            code = code or await _code(page)
            await _sees(page, who, words.replace("{工单}", code))
        await seen(place, step)


async def _do(page: Page, step: Step) -> None:
    """What the guide points at is what a person would click."""
    pointed = page.locator(".pointed")
    await expect(pointed).to_have_count(1)
    await pointed.click()
    if "move" in step:
        await expect(page.locator("[data-move=day]")).to_be_enabled(timeout=3 * SLOWEST_MS)
    elif "site" in step:
        await fill_in(page)
        await page.locator("#site .close").click()
    elif "type" in step:
        await expect(page.locator(f"#{step['pane']} textarea")).to_have_value("")


async def fill_in(page: Page, *, send: bool = True) -> None:
    """The confirmer's page in its frame: everything is as it should be."""
    site = page.frame_locator("#site iframe")
    await expect(site.locator("#form")).to_be_visible()
    for item in await site.locator("fieldset.item").all():
        await item.get_by_role("radio", name=re.compile("^(✓ ?)?到位")).check()
    await page.locator("#site-photo").click()
    await page.locator("#site-place").click()
    await expect(site.locator("#missing")).to_have_text("都填好了。")
    if send:
        await site.locator("#check").click()
        await site.get_by_role("button", name="提交").click()
        await expect(site.locator("#done")).to_be_visible()


async def _sees(page: Page, who: str, words: str) -> None:
    """On the pane that shows this person, or would."""
    pane = (
        "citizen"
        if who.isdigit()
        else "group"
        if who == "group"
        else "centre"
        if who.startswith("zx")
        else "leader"
    )
    if who != "group":
        await page.locator(f"#{pane} .who").select_option(who if who.isdigit() else f"staff-{who}")
    spaced = r"\s*".join(re.escape(letter) for letter in re.sub(r"\s", "", words))
    await expect(page.locator(f"#{pane} .screen")).to_contain_text(re.compile(spaced))


async def _code(page: Page) -> str:
    screen = page.locator("#citizen .screen")
    await expect(screen).to_contain_text("编号")
    found = re.findall(r"编号([A-Z][A-Z0-9]+)", await screen.inner_text())
    return str(found[-1])


def _steps(number: int) -> list[Step]:
    steps = stories()[number]["steps"]
    assert isinstance(steps, list)
    return steps


def _promised(step: Step) -> list[tuple[str, str]]:
    see = step.get("see", [])
    assert isinstance(see, list)
    return [(str(who), str(words)) for who, words in see]
