"""Does on the demo page what a step of its stories says, and looks for what the step promises."""

import json
import re
from dataclasses import dataclass

import aiohttp

from bot.demo.cast import STORIES
from bot.rehearsal.memory import Memory
from bot.rehearsal.screens import Shown, chat_shown, texts_shown
from bot.rehearsal.sitework import SiteWork

Json = dict[str, object]
Step = dict[str, object]


def stories() -> list[Json]:
    return list(json.loads(STORIES.read_text(encoding="utf-8")))


@dataclass(slots=True)
class Actor:
    """Everybody of a story, before one page."""

    url: str
    session: aiohttp.ClientSession
    phone: str = ""
    visits: int = 0

    async def play(self, step: Step) -> None:
        """Do the step as the page would."""
        person = str(step.get("as", ""))
        if not {"type", "press", "move", "site"} & set(step):
            return  # only to look at
        if move := step.get("move"):
            await self.post("/demo/clock", {"move": move})
        elif step.get("pane") == "citizen":
            self.phone = person
            await self.post("/demo/sms", {"phone": person, "text": await self.filled(step["type"])})
        elif press := step.get("press"):
            card = next(
                one for one in reversed(await self.screen(person)) if press in {b.text for b in one.buttons}
            )
            index = [button.text for button in card.buttons].index(str(press))
            await self.post("/demo/press", {"person": staff(person), "card": card.card, "index": index})
        elif "site" in step:
            self.visits += 1
            told = {**step["site"], "照片": f"现场 {self.visits}"}
            work = SiteWork(self.session)
            await work.confirm(await self.screen(person), told, Memory())
            assert "已提交" in work.last_answer, work.last_answer
        else:
            order = {"person": staff(person), "text": await self.filled(step["type"], person)}
            order |= {"group": step["pane"] == "group", "picture": step.get("photo") is True}
            await self.post("/demo/say", order)

    async def filled(self, words: object, person: str = "") -> str:
        """With the short code of the newest receipt, and the long number last read on this person's screen."""
        text = str(words)
        if "{工单}" in text:
            text = text.replace("{工单}", await self._last(r"编号([A-Z][A-Z0-9]+)", self.phone))
        if "{编号}" in text:
            text = text.replace("{编号}", await self._last(r"(NX\d+)", person))
        return text

    async def _last(self, pattern: str, who: str) -> str:
        found = [match for one in await self.screen(who) for match in re.findall(pattern, one.text)]
        return str(found[-1]) if found else "?"

    async def screen(self, who: str) -> tuple[Shown, ...]:
        if who.isdigit():
            return texts_shown(await self.get(f"/demo/sms/{who}"))
        if who == "group":
            return chat_shown(await self.get(f"/demo/chat/{staff('zx07')}"), group=True)
        told = await self.get(f"/demo/chat/{staff(who)}")
        rings = told["dings"]
        assert isinstance(rings, list)
        dings = tuple(Shown(f"ding {one['id']}", f"DING {one['text']}", mine=False) for one in rings)
        return (*chat_shown(told, group=False), *dings)

    async def get(self, path: str) -> Json:
        async with self.session.get(f"{self.url}{path}") as answer:
            assert answer.status == 200, await answer.text()
            return dict(await answer.json())

    async def post(self, path: str, body: Json) -> Json:
        async with self.session.post(f"{self.url}{path}", json=body) as answer:
            assert answer.status == 200, await answer.text()
            return dict(await answer.json())


def staff(code: str) -> str:
    return f"staff-{code}"
