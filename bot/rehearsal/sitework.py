"""The confirmer's own work in a story: opens the page from the card like a phone would, and sends it in."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import aiohttp

from adapters.standins.dingtalk.pictures import picture
from bot.rehearsal.memory import Memory
from bot.rehearsal.screens import Shown
from bot.stage.phones import CannotDo

_LINK = re.compile(r"https?://[^\s()\"]+/site/[^\s()\"]+")
HERE = "30.2500,120.1600"


@dataclass(slots=True)
class SiteWork:
    """`last_answer` is what the page said after sending. Cookies are kept, as one phone keeps them."""

    session: aiohttp.ClientSession
    last_answer: str = ""
    _links: dict[str, str] = field(default_factory=dict)

    async def confirm(self, shown: Sequence[Shown], told: dict[str, object], memory: Memory) -> None:
        """Open the newest link on the screen, fill in the page, send it."""
        link = next((m[0] for one in reversed(shown) if (m := _LINK.search(one.text))), None)
        if link is None:
            raise CannotDo("屏幕上没有现场核实的链接")
        facts = await self._facts(link)
        failed = _numbers(told.get("未到位", ""))
        findings = [
            {"item": item["no"], "passed": item["no"] not in failed, "note": ""} for item in facts["items"]
        ]
        form = aiohttp.FormData(default_to_multipart=True)
        form.add_field("findings", json.dumps(findings))
        form.add_field("note", memory.filled(str(told.get("说明", ""))))
        form.add_field("kind", str(told.get("方式", "site")))
        if (place := str(told.get("位置", HERE))) != "无":
            latitude, longitude = place.split(",")
            form.add_field("latitude", latitude.strip())
            form.add_field("longitude", longitude.strip())
            form.add_field("accuracy", "15")
        for name in _names(told.get("照片", "现场")):
            form.add_field("photo", picture(name), filename=f"{len(name)}.png", content_type="image/png")
        async with self.session.post(link, data=form) as answer:
            said = await answer.json()
        self.last_answer = str(said.get("message", ""))

    async def _facts(self, link: str) -> dict[str, list[dict[str, int]]]:
        async with self.session.get(link) as page:
            if page.status >= 400:  # noqa: PLR2004 - as on the wire
                raise CannotDo(f"核实页打不开：{re.sub('<[^>]+>', ' ', await page.text()).strip()[:200]}")
        async with self.session.get(f"{link}/facts") as answer:
            told = await answer.json()
        return {"items": told["items"]}


def _numbers(told: object) -> frozenset[int]:
    return frozenset(int(number) for number in re.findall(r"\d+", str(told)))


def _names(told: object) -> list[str]:
    if isinstance(told, list | tuple):
        return [str(name) for name in told]
    return [] if told == "无" else [str(told)]
