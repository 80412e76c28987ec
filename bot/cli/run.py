"""`duban run`: one worker, embedded or service as the settings say, until SIGTERM."""

import asyncio
import signal
from pathlib import Path

import typer

from bot.cli.port import check_port
from bot.cli.reading import HERE, Folder, centre_of
from bot.clock import BusinessClock
from bot.program import Program
from config.load import Centre

LOOK_EVERY_S = 1.0


def run(folder: Folder = HERE) -> None:
    """Run until told to end."""
    centre = centre_of(Path(folder))
    for warning in centre.warnings:
        typer.echo(f"注意：{warning}", err=True)
    server = centre.settings.server
    check_port(server.host, server.port, "可能已有一个在运行；或在 duban.toml 的 server.port 换一个。")
    asyncio.run(serve(centre))


async def serve(centre: Centre) -> None:
    """Start, wait for the end, stop cleanly. A task that dies ends the program: its supervisor starts it again."""
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    for one in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(one, ended.set)
    async with Program(centre, BusinessClock(), centre.settings.server.port) as program:
        typer.echo(f"督办已启动：{centre.settings.server.public_url}")
        while not ended.is_set():
            program.watch()
            try:
                async with asyncio.timeout(LOOK_EVERY_S):
                    await ended.wait()
            except TimeoutError:
                continue
