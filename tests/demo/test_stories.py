"""Every guided story of the demo page is really played, step by step, and shows what it promises."""

import re
from pathlib import Path

import aiohttp
import pytest

from tests.demo.acting import Actor, Step, stories
from tests.demo.stage import staged


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize("story", stories(), ids=[str(story["title"]) for story in stories()])
async def test_a_guided_story_shows_what_it_says(story: dict[str, list[Step]], tmp_path: Path) -> None:
    async with staged(tmp_path) as house, aiohttp.ClientSession(cookie_jar=_jar()) as session:
        actor = Actor(house.url, session)
        for step in story["steps"]:
            before = {who: await actor.screen(who) for who, _ in promised(step)}

            await actor.play(step)
            await house.travel.settle()

            for who, words in promised(step):
                fresh = [one for one in await actor.screen(who) if one not in before[who]]
                told = squeezed(" ".join(one.text for one in fresh))
                assert squeezed(await actor.filled(words)) in told, f"{step['say']} {who}: {told}"


def promised(step: Step) -> list[tuple[str, str]]:
    """Who is to read what after the step."""
    see = step.get("see", [])
    assert isinstance(see, list)
    return [(str(who), str(words)) for who, words in see]


def _jar() -> aiohttp.CookieJar:
    return aiohttp.CookieJar(unsafe=True)
