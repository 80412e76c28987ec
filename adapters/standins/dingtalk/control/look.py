"""Looking: screens, the call log, counters, files, and news for live pages."""

import asyncio
from collections.abc import Awaitable, Callable

from aiohttp import web

from adapters.standins.dingtalk import reading
from adapters.standins.dingtalk.clock import iso
from adapters.standins.dingtalk.control.doors import Door, Order
from adapters.standins.dingtalk.reading import Json
from adapters.standins.dingtalk.screen import screen_of
from adapters.standins.dingtalk.world import World

HEARTBEAT_S = 15.0


async def screen(order: Order) -> Json:
    """One person's screen."""
    return screen_of(order.world, order.person(order.parts["person"]))


async def calls(order: Order) -> Json:
    """The platform calls so far, oldest first; `?path=` keeps those that begin so."""
    prefix = order.query.get("path", "")
    return {"calls": [one.to_json() for one in order.world.calls if one.path.startswith(prefix)]}


async def acks(order: Order) -> Json:
    """Every transmission over the Stream and how long its ack took, oldest first; `?topic=` keeps those that begin so."""
    prefix = order.query.get("topic", "")
    return {
        "acks": [
            {"at": one.at_ms, "topic": one.topic, "ms": one.took_ms}
            for one in order.world.stream.answered
            if one.topic.startswith(prefix)
        ]
    }


async def stats(order: Order) -> Json:
    """Quota, sockets, pushes, warnings, and whether everything is quiet."""
    world = order.world
    month = world.clock.month()
    return {
        "now": iso(world.clock.now_ms()),
        "month": month,
        "quota": {
            "calls": world.quota.calls[month],
            "calls_limit": world.rules.monthly_calls,
            "pushes": world.quota.pushes[month],
        },
        "sockets": [
            {"id": one.id, "retired": one.retired, "silent": one.silent, "half_open": one.frozen}
            for one in world.stream.links.values()
        ],
        "unacked": world.stream.unfinished,
        "quiet": world.quiet(),
        "counts": dict(world.stream.counts),
        "faults": [{"fault": one.kind, "path": one.prefix, "left": one.left} for one in world.faults.waiting],
        "warnings": list(world.warnings),
    }


def file_handler(world: World, links: bool) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    """A file's content: by its id for those who look, by its temporary link for the app."""

    async def handle(request: web.Request) -> web.StreamResponse:
        name = request.match_info["name"]
        file_id = world.secrets.file_links.look(name) if links else name
        stored = world.phones.files.get(file_id or "")
        if stored is None:
            return web.Response(status=403 if links else 404, text="expired or unknown")
        return web.Response(body=stored.content, content_type=stored.media_type)

    return handle


def watch_handler(world: World) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    """Server-sent events: one line whenever a screen changes."""

    async def handle(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(
            headers={
                "Content-Type": "text/event-stream",
                "Cache-Control": "no-cache",
                "Access-Control-Allow-Origin": "*",
            }
        )
        await response.prepare(request)
        news = world.watch.listen()
        try:
            await response.write(b": watching\n\n")
            while True:
                await response.write(await _line(news))
        except ConnectionError:
            return response  # the page was closed: nothing more to tell
        finally:
            world.watch.leave(news)

    return handle


async def _line(news: asyncio.Queue[frozenset[str]]) -> bytes:
    try:
        async with asyncio.timeout(HEARTBEAT_S):
            whose = set(await news.get())
    except TimeoutError:
        return b": still here\n\n"
    while not news.empty():
        whose |= news.get_nowait()
    return f"data: {reading.compact({'people': sorted(whose)})}\n\n".encode()


DOORS = (
    Door("GET", "/control/screen/{person}", screen, needs_body=False),
    Door("GET", "/control/calls", calls, needs_body=False),
    Door("GET", "/control/acks", acks, needs_body=False),
    Door("GET", "/control/stats", stats, needs_body=False),
)
