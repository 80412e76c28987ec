"""`duban demo`: the whole loop on this machine, one page to open (design §6)."""

import asyncio
import shutil
import signal
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer
from aiohttp import web

from bot.cli.port import check_port
from bot.clock import BusinessClock, real_now
from bot.demo.cast import Cast
from bot.demo.server import DemoPage
from bot.logs import log_to_stderr
from bot.program import Program
from bot.stage.phones import Phones
from bot.stage.theatre import theatre
from bot.travel import Travel
from config.init import write_sample
from config.load import load
from config.settings import LogSettings
from domain.calendar import WorkCalendar
from domain.calendar_clock import local_date

AT_WORK = timedelta(minutes=30)
"""The town wakes half an hour into a working morning, whenever it is started: at night nobody would answer."""

Port = Annotated[int, typer.Option(help="网页端口。", min=1, max=65535)]
Data = Annotated[Path, typer.Option(help="演示数据目录，每次启动时清空。")]


def demo(port: Port = 8012, data: Data = Path("demo-data")) -> None:
    """Run until ended; every start begins with an empty town."""
    check_port("127.0.0.1", port, "请换一个，例如：make demo PORT=8031")
    log_to_stderr(LogSettings(level="warning"))
    asyncio.run(_demo(port, data))


async def _demo(port: int, data: Path) -> None:
    if (data / "centre" / "duban.toml").exists():
        shutil.rmtree(data)
    write_sample(data / "centre")
    centre = load(data / "centre", {})
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    for one in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(one, ended.set)
    clock = BusinessClock(begins(centre.calendar) - real_now())
    async with theatre(centre, clock, port=port, ticking=True, pages=pages) as house:
        typer.echo(f"督办演示已就绪，请用浏览器打开：{house.url}\n按 Ctrl+C 结束。")
        await ended.wait()


def begins(calendar: WorkCalendar) -> datetime:
    """When the town wakes."""
    return calendar.next_working_morning(real_now()) + AT_WORK


def pages(phones: Phones, travel: Travel, program: Program) -> tuple[web.RouteDef, ...]:
    """The demo's page and routes for this program."""
    cast = Cast(program.parts.who.directory, local_date(program.now()))
    return DemoPage(cast, phones, travel).routes()
