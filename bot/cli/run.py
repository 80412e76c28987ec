"""`duban run`: one worker, embedded or service as the settings say, until SIGTERM."""

import asyncio
import signal
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.port import check_port
from bot.cli.reading import HERE, Folder, centre_of
from bot.cli.sharing import redis_sentence
from bot.clock import BusinessClock
from bot.program import Program
from bot.rhythm import Rhythm
from config.load import Centre

LOOK_EVERY_S = 1.0

Port = Annotated[
    int | None,
    typer.Option(min=0, max=65_535, help="监听端口，代替 server.port；同机多进程各用一个，0 为自动选择。"),
]


def run(folder: Folder = HERE, port: Port = None) -> None:
    """Run until told to end."""
    centre = at_port(centre_of(Path(folder)), port)
    for warning in centre.warnings:
        typer.echo(f"注意：{warning}", err=True)
    server = centre.settings.server
    check_port(
        server.host, server.port, "可能已有一个在运行；或在 duban.toml 的 server.port（或 --port）换一个。"
    )
    if sentence := asyncio.run(redis_sentence(centre)):
        # No reason not to start: nothing is lost without it.
        typer.echo(f"注意：{sentence}", err=True)
    asyncio.run(serve(centre))


def at_port(centre: Centre, port: int | None) -> Centre:
    """The centre with this worker's own port in place of the one set; 0 is any that is free, None leaves it."""
    if port is None:
        return centre
    settings = centre.settings
    return replace(centre, settings=replace(settings, server=replace(settings.server, port=port)))


async def serve(centre: Centre, rhythm: Rhythm | None = None) -> None:
    """Start, wait for the end, stop cleanly. A task that dies ends the program: its supervisor starts it again."""
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    for one in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(one, ended.set)
    port = centre.settings.server.port
    async with Program(centre, BusinessClock(), port, rhythm=rhythm or Rhythm()) as program:
        typer.echo(f"督办已启动：{centre.settings.server.public_url}（本机端口 {program.port}）")
        while not ended.is_set():
            program.watch()
            try:
                async with asyncio.timeout(LOOK_EVERY_S):
                    await ended.wait()
            except TimeoutError:
                continue
