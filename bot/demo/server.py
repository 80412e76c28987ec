"""The demo page's own routes: thin doors to the stand-ins' control APIs and to moving time.

Nothing here decides or shows anything of its own: a click becomes a message, a press or a visit of the real program.
"""

import asyncio
import json
from collections.abc import Awaitable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from aiohttp import web

from bot.demo.cast import Cast
from bot.stage.phones import CannotDo, Phones
from bot.travel import Travel

PAGE = Path(__file__).with_name("page")
FILES = {"demo.css": "text/css", "demo.js": "text/javascript", "markdown.js": "text/javascript"}
LONGEST_TEXT = 2000
HEARTBEAT_S = 15
T = TypeVar("T")


class Move(StrEnum):
    """The buttons that move time."""

    HOUR = "hour"
    DAY = "day"
    MORNING = "morning"


@dataclass(slots=True)
class DemoPage:
    """`pictures` counts the test photos taken, so that each is new."""

    cast: Cast
    phones: Phones
    travel: Travel
    pictures: int = 0

    def routes(self) -> tuple[web.RouteDef, ...]:
        """Everything under `/` and `/demo/`."""
        return (
            web.get("/", self.page),
            web.get("/demo/cast", self.who),
            web.get("/demo/clock", self.clock),
            web.post("/demo/clock", self.move),
            web.get("/demo/sms/{phone}", self.texts),
            web.post("/demo/sms", self.text),
            web.get("/demo/chat/{person}", self.screen),
            web.post("/demo/say", self.say),
            web.post("/demo/press", self.press),
            web.get("/demo/file", self.file),
            web.get("/demo/watch", self.watch),
            web.get("/demo/{file}", self.asset),
        )

    async def page(self, _request: web.Request) -> web.StreamResponse:
        """The page itself."""
        return web.FileResponse(PAGE / "index.html")

    async def asset(self, request: web.Request) -> web.StreamResponse:
        """Its style and scripts."""
        name = request.match_info["file"]
        if name not in FILES:
            raise web.HTTPNotFound
        return web.FileResponse(PAGE / name, headers={"Content-Type": f"{FILES[name]}; charset=utf-8"})

    async def who(self, _request: web.Request) -> web.Response:
        """Who can be played, and the stories to play."""
        return web.json_response(self.cast.as_json())

    async def clock(self, _request: web.Request) -> web.Response:
        """Business time."""
        return web.json_response({"now": self.travel.now().isoformat()})

    async def move(self, request: web.Request) -> web.Response:
        """Move business time; everything that comes due on the way happens in order."""
        told = await _json(request)
        try:
            move = Move(str(told.get("move")))
        except ValueError:
            raise web.HTTPBadRequest(text="可选：hour、day、morning") from None
        match move:
            case Move.HOUR:
                await self.travel.by_hours(1)
            case Move.DAY:
                await self.travel.by_hours(24)
            case Move.MORNING:
                await self.travel.to(self.travel.next_morning())
        return await self.clock(request)

    async def texts(self, request: web.Request) -> web.Response:
        """A citizen's screen."""
        return web.json_response(await self.phones.texts(request.match_info["phone"]))

    async def text(self, request: web.Request) -> web.Response:
        """A citizen sends a text message."""
        told = await _json(request)
        await _done(self.phones.text(str(told.get("phone")), str(told.get("text"))[:LONGEST_TEXT]))
        return web.json_response({})

    async def screen(self, request: web.Request) -> web.Response:
        """An official's screen."""
        return web.json_response(await self.phones.screen(request.match_info["person"]))

    async def say(self, request: web.Request) -> web.Response:
        """An official says something, perhaps with a fresh test photo."""
        told = await _json(request)
        text = str(told.get("text") or "")[:LONGEST_TEXT]
        order: dict[str, object] = {"person": str(told.get("person")), "kind": "text", "text": text}
        if told.get("group") is True:
            order["to"] = self.cast.group
        if told.get("picture") is True:
            self.pictures += 1
            order |= {"picture": f"demo-{self.pictures}", "kind": "richText" if text else "picture"}
        await _done(self.phones.say(order))
        return web.json_response({})

    async def press(self, request: web.Request) -> web.Response:
        """An official presses a card's button."""
        told = await _json(request)
        order = {"person": told.get("person"), "outTrackId": told.get("card"), "button": told.get("index")}
        return web.json_response(await _done(self.phones.press(order)))

    async def file(self, request: web.Request) -> web.Response:
        """A picture shown on a screen."""
        path = request.query.get("at", "")
        if not path.startswith("/control/files/"):
            raise web.HTTPNotFound
        content, kind = await self.phones.file(path)
        return web.Response(body=content, content_type=kind)

    async def watch(self, request: web.Request) -> web.StreamResponse:
        """Server-sent events: whose screen has changed, and what time it is."""
        response = web.StreamResponse(
            headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"}
        )
        await response.prepare(request)
        heard: asyncio.Queue[dict[str, object]] = asyncio.Queue()
        listening = [
            asyncio.create_task(self._listen(base, heard)) for base in (self.phones.chat, self.phones.sms)
        ]
        try:
            while True:
                await response.write(await self._line(heard))
        except ConnectionError:
            return response  # the page was closed: nothing more to tell
        finally:
            for task in listening:
                task.cancel()
            await asyncio.gather(*listening, return_exceptions=True)

    async def _line(self, heard: asyncio.Queue[dict[str, object]]) -> bytes:
        try:
            async with asyncio.timeout(HEARTBEAT_S):
                news = await heard.get()
        except TimeoutError:
            news = {}
        return f"data: {json.dumps({**news, 'now': self.travel.now().isoformat()})}\n\n".encode()

    async def _listen(self, base: str, heard: asyncio.Queue[dict[str, object]]) -> None:
        async for line in self.phones.news(base):
            told = json.loads(line)
            phone = [told["phone"]] if "phone" in told else []
            await heard.put({"people": told.get("people", []), "phones": phone})


async def _json(request: web.Request) -> dict[str, object]:
    try:
        told = await request.json()
    except ValueError:
        raise web.HTTPBadRequest(text="请求不是 JSON") from None
    if not isinstance(told, dict):
        raise web.HTTPBadRequest(text="请求应为 JSON 对象")
    return told


async def _done(doing: Awaitable[T]) -> T:
    """What a person cannot do on their phone is the page's business: the stand-in's sentence, as it is."""
    try:
        return await doing
    except CannotDo as error:
        raise web.HTTPConflict(text=str(error)) from None
