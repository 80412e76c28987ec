"""The demo page's own routes: thin doors to the stand-ins' control APIs and to moving time.

Nothing here decides or shows anything of its own: a click becomes a message, a press or a visit of the real program.
"""

import asyncio
import json
import re
from collections.abc import Awaitable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from enum import StrEnum
from pathlib import Path
from typing import TypeVar, assert_never

from aiohttp import web

from adapters.standins.dingtalk.pictures import picture
from bot.demo.cast import Cast
from bot.stage.phones import CannotDo, Phones
from bot.travel import NeverQuiet, Travel
from domain.calendar_clock import instant, local_date

PAGE = Path(__file__).with_name("page")
TYPES = {".css": "text/css", ".js": "text/javascript"}
LONGEST_TEXT = 2000
HEARTBEAT_S = 15
PLAIN_NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")
SHOWN_FILE = re.compile(r"/control/files/[A-Za-z0-9_-]+")
T = TypeVar("T")


class Move(StrEnum):
    """The buttons that move time."""

    HOUR = "hour"
    DAY = "day"
    MORNING = "morning"
    NIGHT = "night"
    MONTH = "month"


NIGHT_AT = time(23, 0)
LOOK_BACK = timedelta(days=30)
"""The month button reaches the look-back of what was closed today (domain.md §9)."""


@dataclass(slots=True)
class DemoPage:
    """`pictures` counts the test photos taken, so that each is new. One journey at a time, however many pages."""

    cast: Cast
    phones: Phones
    travel: Travel
    pictures: int = 0
    journey: asyncio.Lock = field(default_factory=asyncio.Lock)

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
            web.get("/demo/photo", self.photo),
            web.get("/demo/watch", self.watch),
            web.get("/demo/{file}", self.asset),
        )

    async def page(self, _request: web.Request) -> web.StreamResponse:
        """The page itself."""
        return web.FileResponse(PAGE / "index.html")

    async def asset(self, request: web.Request) -> web.StreamResponse:
        """Its style and scripts."""
        name = request.match_info["file"]
        kind = TYPES.get(Path(name).suffix)
        if kind is None or name not in {path.name for path in PAGE.iterdir()}:
            raise web.HTTPNotFound
        kept = {"Content-Type": f"{kind}; charset=utf-8", "Cache-Control": "no-cache"}
        return web.FileResponse(PAGE / name, headers=kept)

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
            raise web.HTTPBadRequest(text=f"时间可选：{'、'.join(Move)}") from None
        async with self.journey:
            try:
                await self.travel.to(self._aim(move))
            except NeverQuiet as error:
                raise web.HTTPServiceUnavailable(text=f"时间没有推进到位：{error}") from None
        return await self.clock(request)

    def _aim(self, move: Move) -> datetime:
        now = self.travel.now()
        match move:
            case Move.HOUR:
                return now + timedelta(hours=1)
            case Move.DAY:
                return now + timedelta(days=1)
            case Move.MORNING:
                return self.travel.next_morning()
            case Move.NIGHT:
                tonight = instant(local_date(now), NIGHT_AT)
                return tonight if tonight > now else tonight + timedelta(days=1)
            case Move.MONTH:
                return now + LOOK_BACK
            case _:
                assert_never(move)

    async def texts(self, request: web.Request) -> web.Response:
        """A citizen's screen."""
        return web.json_response(await _done(self.phones.texts(_name(request, "phone"))))

    async def text(self, request: web.Request) -> web.Response:
        """A citizen sends a text message."""
        told = await _json(request)
        text = str(told.get("text") or "").strip()
        if not text:
            raise web.HTTPBadRequest(text="短信没有内容")
        await _done(self.phones.text(str(told.get("phone")), text[:LONGEST_TEXT]))
        return web.json_response({})

    async def screen(self, request: web.Request) -> web.Response:
        """An official's screen."""
        return web.json_response(await _done(self.phones.screen(_name(request, "person"))))

    async def say(self, request: web.Request) -> web.Response:
        """An official says something, perhaps with a fresh test photo."""
        told = await _json(request)
        text = str(told.get("text") or "")[:LONGEST_TEXT]
        order: dict[str, object] = {"person": str(told.get("person")), "kind": "text", "text": text}
        if told.get("group") is True:
            order["to"] = self.cast.group
        if told.get("picture") is True:
            order |= {"picture": self._new_picture(), "kind": "richText" if text else "picture"}
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
        if not SHOWN_FILE.fullmatch(path):
            raise web.HTTPNotFound
        content, kind = await _done(self.phones.file(path))
        return web.Response(body=content, content_type=kind, headers={"Cache-Control": "max-age=3600"})

    async def photo(self, _request: web.Request) -> web.Response:
        """A photo nobody has sent before, for the confirmer's page."""
        return web.Response(
            body=picture(self._new_picture()), content_type="image/png", headers={"Cache-Control": "no-store"}
        )

    def _new_picture(self) -> str:
        self.pictures += 1
        return f"demo-{self.pictures}"

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


def _name(request: web.Request, key: str) -> str:
    """Whose screen; anything but a plain name would lead elsewhere in the stand-in."""
    name = request.match_info[key]
    if not PLAIN_NAME.fullmatch(name):
        raise web.HTTPNotFound
    return name


async def _done(doing: Awaitable[T]) -> T:
    """What a person cannot do on their phone is the page's business: the stand-in's sentence, as it is."""
    try:
        return await doing
    except CannotDo as error:
        raise web.HTTPConflict(text=_sentence(str(error))) from None


def _sentence(said: str) -> str:
    try:
        told = json.loads(said)
    except ValueError:
        return said
    return str(told.get("error", said)) if isinstance(told, dict) else said
