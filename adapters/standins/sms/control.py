"""The control interface under `/control/`: act as a citizen, look at a phone, make trouble (`docs/standins.md`)."""

import asyncio
import json
from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from typing import Annotated, ClassVar, TypeVar

from aiohttp import web
from pydantic import ConfigDict, Field, TypeAdapter, ValidationError
from yarl import URL

from adapters.standins.sms.faults import Fault
from adapters.standins.sms.gateway import StandinGateway
from adapters.standins.sms.phones import Message
from adapters.standins.sms.settings import Rules, Template

_KEEP_ALIVE_S = 15.0
Asked = TypeVar("Asked")


@dataclass(frozen=True, slots=True)
class TextAsked:
    """`POST /control/text`."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    phone: Annotated[str, Field(min_length=1, max_length=32)]
    text: Annotated[str, Field(max_length=10_000)]
    split: bool = False
    twice: bool = False


@dataclass(frozen=True, slots=True)
class PushAsked:
    """`POST /control/push`: `path` empty means the callback address itself."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    body: str
    path: str = ""
    content_type: str = "application/json;charset=UTF-8"


@dataclass(frozen=True, slots=True)
class ClockAsked:
    """`POST /control/clock`: business time is real time plus this many seconds."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    offset_s: Annotated[float, Field(ge=-4e9, le=4e9, allow_inf_nan=False)]


@dataclass(frozen=True, slots=True)
class CallbackAsked:
    """`PUT /control/callback`: where texts and reports go; empty for nowhere."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    url: Annotated[str, Field(pattern=r"^(https?://\S+)?$")]


@dataclass(frozen=True, slots=True)
class RegisterAsked:
    """`POST /control/register`: what the customer has registered, in addition to what is."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    sign_names: tuple[str, ...] = ()
    templates: tuple[Template, ...] = ()


class Control:
    """Handles everything under `/control/`."""

    def __init__(self, gateway: StandinGateway) -> None:
        self._gateway = gateway

    def routes(self) -> list[web.RouteDef]:
        """The control interface's table."""
        return [
            web.post("/control/text", self.text),
            web.post("/control/push", self.push),
            web.get("/control/screen/{phone}", self.screen),
            web.get("/control/phones", self.phones),
            web.get("/control/watch", self.watch),
            web.get("/control/clock", self.clock),
            web.post("/control/clock", self.set_clock),
            web.get("/control/stats", self.stats),
            web.get("/control/rules", self.rules),
            web.put("/control/rules", self.set_rules),
            web.post("/control/register", self.register),
            web.put("/control/callback", self.callback),
            web.get("/control/misbehave", self.faults),
            web.post("/control/misbehave", self.misbehave),
            web.delete("/control/misbehave", self.behave),
        ]

    async def text(self, request: web.Request) -> web.Response:
        """A citizen sends a text."""
        asked = await _read(request, TextAsked)
        message = self._gateway.citizen_texts(asked.phone, asked.text, split=asked.split, twice=asked.twice)
        return _json({"message": _shown(message)})

    async def push(self, request: web.Request) -> web.Response:
        """Any body to the callback address, or to another path on its host; the answer comes back."""
        asked = await _read(request, PushAsked)
        callback = self._gateway.pushes.callback_url
        if not callback:
            raise _bad("There is no callback address yet: PUT /control/callback first.")
        url = str(URL(callback).origin()) + asked.path if asked.path else callback
        reply = await self._gateway.pushes.post(url, asked.body.encode(), asked.content_type)
        return _json({"status": reply.status, "body": reply.body, "taken": reply.taken})

    async def screen(self, request: web.Request) -> web.Response:
        """What one phone shows."""
        phone = request.match_info["phone"]
        messages = [_shown(message) for message in self._gateway.phones.screen(phone)]
        return _json({"phone": phone, "messages": messages})

    async def phones(self, _request: web.Request) -> web.Response:
        """Every phone that ever sent or received something."""
        return _json({"phones": self._gateway.phones.numbers()})

    async def watch(self, request: web.Request) -> web.StreamResponse:
        """Server-sent events: `screen` with the phone's number whenever one changes."""
        response = web.StreamResponse(
            headers={"Content-Type": "text/event-stream; charset=utf-8", "Cache-Control": "no-store"}
        )
        await response.prepare(request)
        changes = self._gateway.phones.listen()
        try:
            await response.write(b": listening\n\n")
            while True:
                await response.write(await _next_event(changes))
        except ConnectionResetError:
            return response
        finally:
            self._gateway.phones.leave(changes)

    async def clock(self, _request: web.Request) -> web.Response:
        """Both times."""
        clock = self._gateway.clock
        offset_s = clock.offset.total_seconds()
        return _json({"offset_s": offset_s, "now": clock.now().isoformat(), "real": clock.real().isoformat()})

    async def set_clock(self, request: web.Request) -> web.Response:
        """Business time moves; real time, retries and signatures do not."""
        asked = await _read(request, ClockAsked)
        self._gateway.move_clock(timedelta(seconds=asked.offset_s))
        return await self.clock(request)

    async def stats(self, _request: web.Request) -> web.Response:
        """Counts, and whether nothing is on its way any more."""
        pushes = self._gateway.pushes
        return _json(
            {
                "quiet": pushes.outstanding == 0,
                "outstanding": pushes.outstanding,
                "calls": dict(self._gateway.codes),
                "pushes": asdict(pushes.counts),
            }
        )

    async def rules(self, _request: web.Request) -> web.Response:
        """How the gateway behaves."""
        return _json(asdict(self._gateway.rules))

    async def set_rules(self, request: web.Request) -> web.Response:
        """Change some of the rules; the others stay."""
        changes = await _read_object(request)
        before = asdict(self._gateway.rules)
        unknown = sorted(set(changes) - set(before))
        if unknown:
            raise _bad(f"Unknown rule: {', '.join(unknown)}. Known: {', '.join(before)}.")
        self._gateway.pushes.rules = _checked(Rules, json.dumps(before | changes).encode())
        return await self.rules(request)

    async def register(self, request: web.Request) -> web.Response:
        """Signatures and templates are approved at once."""
        asked = await _read(request, RegisterAsked)
        account = self._gateway.account
        account.sign_names.update(asked.sign_names)
        account.templates.update({template.code: template.text for template in asked.templates})
        return _json({"sign_names": sorted(account.sign_names), "templates": sorted(account.templates)})

    async def callback(self, request: web.Request) -> web.Response:
        """Set the address texts and reports are pushed to, and try it with a GET as the console does."""
        asked = await _read(request, CallbackAsked)
        self._gateway.pushes.callback_url = asked.url
        return _json({"checked": bool(asked.url) and await self._gateway.pushes.check(asked.url)})

    async def faults(self, _request: web.Request) -> web.Response:
        """The faults in wait."""
        return _json({"waiting": [asdict(fault) for fault in self._gateway.faults.waiting]})

    async def misbehave(self, request: web.Request) -> web.Response:
        """Set a fault in wait."""
        self._gateway.faults.add(await _read(request, Fault))
        return await self.faults(request)

    async def behave(self, request: web.Request) -> web.Response:
        """Clear all faults."""
        self._gateway.faults.clear()
        return await self.faults(request)


async def _next_event(changes: asyncio.Queue[str]) -> bytes:
    try:
        phone = await asyncio.wait_for(changes.get(), _KEEP_ALIVE_S)
    except TimeoutError:
        return b": still listening\n\n"
    return f"event: screen\ndata: {json.dumps({'phone': phone})}\n\n".encode()


def _shown(message: Message) -> dict[str, object]:
    return asdict(replace(message)) | {"at": message.at.isoformat(timespec="milliseconds")}


async def _read(request: web.Request, wanted: type[Asked]) -> Asked:
    return _checked(wanted, await request.read())


def _checked(wanted: type[Asked], body: bytes) -> Asked:
    try:
        return TypeAdapter(wanted).validate_json(body)
    except ValidationError as wrong:
        faults = (f"{'.'.join(map(str, fault['loc'])) or 'body'}: {fault['msg']}" for fault in wrong.errors())
        raise _bad("; ".join(faults)) from None


async def _read_object(request: web.Request) -> dict[str, object]:
    try:
        said = json.loads(await request.read())
    except ValueError:
        raise _bad("The body must be a JSON object.") from None
    if not isinstance(said, dict):
        raise _bad("The body must be a JSON object.")
    return said


def _bad(sentence: str) -> web.HTTPBadRequest:
    return web.HTTPBadRequest(text=json.dumps({"error": sentence}), content_type="application/json")


def _json(said: object) -> web.Response:
    return web.json_response(said, dumps=lambda value: json.dumps(value, ensure_ascii=False))
