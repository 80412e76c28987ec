"""The stand-in as a running server: both hosts, the socket and the control API on one port."""

import asyncio
import json
import signal
from dataclasses import dataclass

from aiohttp import web

from adapters.standins.dingtalk import gateway, reading
from adapters.standins.dingtalk.calls import (
    cards,
    contacts,
    ding,
    media,
    notices,
    oauth,
    plain_cards,
    robot,
    todos,
    webhooks,
)
from adapters.standins.dingtalk.control import acts, look, people, press, say, steer
from adapters.standins.dingtalk.control import doors as control
from adapters.standins.dingtalk.gate import handler_for
from adapters.standins.dingtalk.settings import StandinSettings
from adapters.standins.dingtalk.templates import read_template
from adapters.standins.dingtalk.world import World

LARGEST_BODY = 64 * 1024 * 1024
WORLD: web.AppKey[World] = web.AppKey("world", World)
_CALLS = tuple(
    call
    for module in (gateway, oauth, robot, cards, plain_cards, contacts, media, ding, notices, todos, webhooks)
    for call in module.CALLS
)
_DOORS = tuple(door for module in (people, say, press, acts, look, steer) for door in module.DOORS)


@dataclass(frozen=True, slots=True)
class RunningStandin:
    """A stand-in that listens. `url` is its address without a trailing slash."""

    url: str
    world: World
    runner: web.AppRunner

    async def stop(self) -> None:
        """Close every socket and stop listening."""
        await self.runner.cleanup()


def create_app(settings: StandinSettings) -> web.Application:
    """The stand-in as an aiohttp application."""
    world = World(settings)
    if settings.world_file is not None:
        people.load(world, reading.as_mapping(json.loads(settings.world_file.read_text(encoding="utf-8"))))
    for template_id, file in settings.template_files:
        exported = reading.as_mapping(json.loads(file.read_text(encoding="utf-8")))
        world.templates[template_id] = read_template(template_id, exported)
    app = web.Application(client_max_size=LARGEST_BODY)
    app[WORLD] = world
    opener = gateway.xml_answer(world, handler_for(gateway.OPEN, world))
    app.router.add_route(gateway.OPEN.method, gateway.OPEN.path, opener)
    app.router.add_get(gateway.SOCKET_PATH, gateway.socket_handler(world))
    for call in _CALLS:
        app.router.add_route(call.method, call.path, handler_for(call, world))
    for door in _DOORS:
        app.router.add_route(door.method, door.path, control.handler_for(door, world))
    app.router.add_get("/files/{name:.+}", look.file_handler(world, links=True))
    app.router.add_get("/control/files/{name:.+}", look.file_handler(world, links=False))
    app.router.add_get("/control/watch", look.watch_handler(world))
    app.on_shutdown.append(_stop)
    return app


async def serve(settings: StandinSettings) -> RunningStandin:
    """Start a stand-in; it listens when this returns."""
    app = create_app(settings)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0, handler_cancellation=True)
    await runner.setup()
    await web.TCPSite(runner, settings.host, settings.port).start()
    app[WORLD].push_on()
    port = runner.addresses[0][1]
    return RunningStandin(f"http://{settings.host}:{port}", app[WORLD], runner)


async def run(settings: StandinSettings) -> None:
    """Serve until cancelled or told to end (SIGTERM, SIGINT); prints one line with the address."""
    standin = await serve(settings)
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    for one in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(one, ended.set)
    print(f"DingTalk stand-in: {standin.url}", flush=True)  # noqa: T201 - the line its starter reads
    try:
        await ended.wait()
    finally:
        for one in (signal.SIGTERM, signal.SIGINT):
            loop.remove_signal_handler(one)
        await standin.stop()


async def _stop(app: web.Application) -> None:
    await app[WORLD].stream.stop()
    app[WORLD].journal.close()
