"""Brings the stand-in up and down: one port for the vendor's calls and for the control interface."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import aiohttp
from aiohttp import web

from adapters.standins.journal import Journal
from adapters.standins.sms.calls import Calls
from adapters.standins.sms.control import Control
from adapters.standins.sms.faults import Faults
from adapters.standins.sms.gateway import StandinGateway
from adapters.standins.sms.pushes import Pushes
from adapters.standins.sms.settings import StandinSettings
from adapters.standins.sms.signature import Verifier

_SHUTDOWN_S = 0.5


@dataclass(frozen=True, slots=True)
class Running:
    """A stand-in that answers at `address`, `http://host:port`."""

    address: str
    gateway: StandinGateway


@asynccontextmanager
async def serving(settings: StandinSettings) -> AsyncIterator[Running]:
    """The stand-in, alive inside the block. Raises `OSError` where the port is taken."""
    async with aiohttp.ClientSession() as session:
        faults = Faults()
        journal = Journal(settings.journal)
        pushes = Pushes(session, settings.rules, settings.callback_url, faults, journal)
        gateway = StandinGateway(settings, pushes, faults, journal)
        gateway.remember()
        calls = Calls(gateway, Verifier(settings.access_key_id, settings.access_key_secret))
        app = web.Application()
        app.add_routes(Control(gateway).routes())
        app.add_routes([web.get("/", calls.call, allow_head=False), web.post("/", calls.call)])
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=_SHUTDOWN_S, handler_cancellation=True)
        await runner.setup()
        try:
            await web.TCPSite(runner, settings.host, settings.port).start()
            host, port = runner.addresses[0][:2]
            yield Running(f"http://{host}:{port}", gateway)
        finally:
            await pushes.stop()
            await runner.cleanup()
            journal.close()


async def run(settings: StandinSettings) -> None:
    """Serve until cancelled; the first line printed is the address."""
    async with serving(settings) as running:
        sys.stdout.write(f"sms stand-in at {running.address}\n")
        sys.stdout.flush()
        await asyncio.Event().wait()
