"""Makes the pictures of the README anew: plays the first guided story in a browser (`make screenshots`).

python tests/screenshots.py docs/pictures
"""

import asyncio
import sys
import tempfile
from pathlib import Path

from playwright.async_api import Browser, Page, async_playwright, expect

sys.path.insert(0, str(Path(__file__).parent.parent))  # run as a file, the packages are one floor up

from tests.browser.demo_process import running_demo
from tests.browser.guided import chromium, fill_in, follow, opened
from tests.demo.acting import Step

USUAL = (1280, 760)
LARGEST = 300_000
"""Bytes; more is not a picture for a README."""


def main(folder: Path) -> None:
    """Write every picture into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    asyncio.run(draw(folder))
    for picture in sorted(folder.glob("*.png")):
        print(f"{picture}  {picture.stat().st_size // 1024} KB")  # noqa: T201 - what a script says
        assert picture.stat().st_size < LARGEST, f"{picture} is too large"


async def draw(folder: Path) -> None:
    """A town of its own, and a browser before it."""
    with tempfile.TemporaryDirectory(prefix="duban-pictures-") as home:
        async with running_demo(Path(home)) as url, async_playwright() as playwright:
            browser = await chromium(playwright)
            await play(browser, url, folder)
            await browser.close()


async def play(browser: Browser, url: str, folder: Path) -> None:
    """The story, with a picture where something is to be seen."""
    page, _ = await opened(browser, url, *USUAL)

    async def seen(_place: int, step: Step) -> None:
        words = str(step.get("type", ""))
        if words.startswith("/交办"):
            await page.locator("#leader .who").select_option("staff-jtj02")
            await to_card(page)
            await calm(page)
            await page.screenshot(path=folder / "page.png")
        elif step.get("press") == "申请销号":
            await tall(page)
            await to_card(page)
            await calm(page)
            await page.locator("#leader .card").last.screenshot(path=folder / "card.png")
            await usual(page)
        elif words.startswith("/销号"):
            await calm(page)
            await page.locator("#group").screenshot(path=folder / "group.png")
            await confirmation(page, folder)

    await follow(page, 0, seen)
    await page.close()


async def confirmation(page: Page, folder: Path) -> None:
    """The confirmer's page filled in but not sent, on a phone."""
    await page.locator("#centre .who").select_option("staff-zx09")
    await page.locator('#centre a[href*="/site/"]').last.click()
    await fill_in(page, send=False)
    await tall(page)
    await page.frame_locator("#site iframe").locator("fieldset.item").first.scroll_into_view_if_needed()
    await calm(page)
    await page.locator("#site").screenshot(path=folder / "confirmation.png")
    await usual(page)
    await page.locator("#site .close").click()


async def to_card(page: Page) -> None:
    """The leader's card from its title on; getting there takes a moment."""
    await page.locator("#leader .to-card").click()
    await expect(page.locator("#leader .card h3").last).to_be_in_viewport(ratio=1)


async def tall(page: Page) -> None:
    """Room for a whole card or page."""
    await page.set_viewport_size({"width": USUAL[0], "height": 1000})


async def usual(page: Page) -> None:
    """A small laptop's screen."""
    await page.set_viewport_size({"width": USUAL[0], "height": USUAL[1]})


async def calm(page: Page) -> None:
    """Nothing flashes, slides or is said in passing."""
    await expect(page.locator(".toast")).to_have_count(0)
    await page.evaluate("Promise.all(document.getAnimations().map((one) => one.finished.catch(() => {})))")
    await page.mouse.move(0, 0)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
