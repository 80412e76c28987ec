"""Opening a Stream connection, and its socket (`dingtalk.md` §3.1-3.2)."""

from collections.abc import Awaitable, Callable

from aiohttp import web

from adapters.standins.dingtalk import reading
from adapters.standins.dingtalk.answers import CallRefused, refused
from adapters.standins.dingtalk.gate import Call
from adapters.standins.dingtalk.links import Link
from adapters.standins.dingtalk.reading import Json
from adapters.standins.dingtalk.secrets_book import Subscriptions
from adapters.standins.dingtalk.world import Asked, World

OPEN_PATH = "/v1.0/gateway/connections/open"
SOCKET_PATH = "/connect"
CLIENT_FRAME_LIMIT = 1024 * 1024


async def open_connection(asked: Asked) -> Json:
    """A client asks for an endpoint and a ticket for one connection."""
    body, settings = asked.body, asked.world.settings
    right = (settings.client_id, settings.client_secret)
    if (reading.text(body, "clientId"), reading.text(body, "clientSecret")) != right:
        raise refused("invalidClientIdOrSecret", "无效的clientId或者clientSecret")
    if "ua" in body and not reading.text(body, "ua"):
        raise refused("invalidParameter", "ua invalid")
    wanted = reading.objects(body, "subscriptions")
    for one in wanted:
        kind, topic = reading.text(one, "type"), reading.text(one, "topic")
        if kind not in {"EVENT", "CALLBACK", "SYSTEM"} or not topic or (kind == "EVENT" and topic != "*"):
            raise refused("invalidParameter", "subscriptions invalid")
    if not wanted:
        raise refused("invalidParameter", "subscriptions invalid")
    ticket = asked.world.secrets.tickets.issue(
        Subscriptions(
            events=any(one["type"] == "EVENT" for one in wanted),
            topics=frozenset(reading.text(one, "topic") for one in wanted if one["type"] == "CALLBACK"),
        ),
        asked.world.rules.ticket_seconds,
    )
    return {"endpoint": asked.origin.replace("http://", "ws://", 1) + SOCKET_PATH, "ticket": ticket}


def socket_handler(world: World) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    """The WebSocket end of the Stream; a ticket opens it once."""

    async def handle(request: web.Request) -> web.StreamResponse:
        wants = world.secrets.tickets.use(request.query.get("ticket", ""))
        if wants is None or request.transport is None:
            world.stream.counts["tickets_refused"] += 1
            return web.Response(status=401, text="ticket invalid")
        ws = web.WebSocketResponse(autoping=False, max_msg_size=CLIENT_FRAME_LIMIT, timeout=1.0)
        await ws.prepare(request)
        link = Link(world.mint.fresh_hex("connection"), ws, request.transport, wants)
        world.stream.opened(link)
        try:
            while (raw := await link.heard()) is not None:
                world.stream.heard(link, raw)
        finally:
            world.stream.closed(link)
        return ws

    return handle


def wants_json(request: web.Request) -> bool:
    """Without an Accept header that asks for JSON the gateway answers in XML."""
    return "json" in request.headers.get("Accept", "")


def xml_answer(
    world: World, inner: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    """Wrap the open call: who does not ask for JSON gets XML."""

    async def handle(request: web.Request) -> web.StreamResponse:
        if wants_json(request):
            return await inner(request)
        world.warn("gateway opened without Accept: application/json; the answer was XML")
        return web.Response(
            text="<OpenConnectionResponse><endpoint/><ticket/></OpenConnectionResponse>",
            content_type="application/xml",
        )

    return handle


async def off_duty_prompt(asked: Asked) -> Json:
    """The SDK's helper for a sentence shown while the client is away."""
    if asked.body.get("robotCode") != asked.world.settings.client_id:
        raise CallRefused(400, "invalidParameter.robotCode.auth")
    return {"success": True, "result": True}


OPEN = Call("POST", OPEN_PATH, open_connection, token=False, counted=False)
CALLS = (Call("POST", "/v1.0/innerApi/robot/stream/away/template/update", off_duty_prompt),)
