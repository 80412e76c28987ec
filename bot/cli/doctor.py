"""`duban doctor`: says in Chinese what is missing or cannot be reached, and what to do; exit 1 if anything is."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Annotated

import aiohttp
import typer

from adapters.dingtalk.api import Api
from adapters.dingtalk.contacts import Contacts
from adapters.dingtalk.rate import SlidingWindow
from bot.build import chat_settings, master_key, site_key, sms_gateway
from bot.cli.reading import HERE, Folder, centre_of
from bot.cli.sharing import redis_sentence
from bot.clock import real_now
from bot.listening import stream_lease
from config.calendar import warn_provisional
from config.checks import Severity, findings
from config.load import Centre
from config.texts import database as database_told
from config.texts import errors
from config.texts import workers as workers_told
from domain.calendar_clock import local_date
from domain.failures import DeliveryFailed, Misconfigured
from store.database import open_database
from store.leases import Leases
from store.migrate import check

Offline = Annotated[bool, typer.Option("--offline", help="只查配置，不连接数据库、钉钉和短信网关。")]
PROBE_S = 10


def doctor(folder: Folder = HERE, offline: Offline = False) -> None:
    """Look at everything once."""
    centre = centre_of(Path(folder))
    wrong = asyncio.run(_examine(centre, offline=offline))
    if wrong:
        typer.echo(f"有 {wrong} 处必须处理，处理后再运行 duban doctor。")
        raise typer.Exit(1)
    typer.echo("检查完毕，可以启动：duban run")


async def _examine(centre: Centre, *, offline: bool) -> int:
    wrong = 0
    for finding in findings(centre.settings, centre.policy, centre.directory, local_date(real_now())):
        severe = finding.severity is Severity.ERROR
        wrong += severe
        typer.echo(f"{'✗' if severe else '！'} {finding.sentence}")
    if year := warn_provisional(real_now(), centre.calendar):
        typer.echo(f"！ {year} 年的放假安排尚未录入 calendar.csv，跨年时限暂按周末推算，请按国务院通知补录。")
    if not offline:
        async for sentence in _unreachable(centre):
            wrong += 1
            typer.echo(f"✗ {sentence}")
    return wrong


async def _unreachable(centre: Centre) -> AsyncIterator[str]:
    for sentence in _keys(centre):
        yield sentence
    async for sentence in _database(centre):
        yield sentence
    if sentence := await redis_sentence(centre):
        yield sentence
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=PROBE_S)) as session:
        async for sentence in _chat(centre, session):
            yield sentence
        gateway = sms_gateway(centre, session)
        if gateway is not None and not (health := await gateway.health()).reachable:
            yield f"短信网关连不上（{health.sentence}），请检查网络出口和 duban.toml 中的 [sms.{gateway.name}]。"


def _keys(centre: Centre) -> list[str]:
    wrong = []
    for load in (master_key, site_key):
        try:
            load(centre)
        except Misconfigured as error:
            wrong.append(str(error))
    return wrong


async def _database(centre: Centre) -> AsyncIterator[str]:
    url = centre.database_url.reveal()
    if url.startswith("sqlite"):
        # Embedded: `duban run` makes and upgrades the file itself.
        return
    try:
        differences = await check(url)
    except Misconfigured as wrong:
        yield str(wrong)
        return
    for difference in differences:
        yield database_told.older(difference)
    if not differences and (holder := await _listening(url, centre)):
        typer.echo(f"· {workers_told.listening(holder)}")


async def _listening(url: str, centre: Centre) -> str:
    """Which worker of this database holds the Stream just now."""
    database = open_database(url)
    try:
        name = stream_lease(centre.settings.dingtalk.client_id)
        held = await database.read(lambda connection: Leases(connection).held(name))
    finally:
        await database.close()
    return next((one.holder for one in held if one.name == name and one.left > timedelta()), "")


async def _chat(centre: Centre, session: aiohttp.ClientSession) -> AsyncIterator[str]:
    settings = chat_settings(centre)
    if not settings.client_id:
        return
    api = Api(settings, session, SlidingWindow(settings.calls_per_second), lambda _name: None)
    try:
        await Contacts(api).departments_under()
    except DeliveryFailed as failure:
        yield f"钉钉接口不通：{errors.sentence(failure.code)}（{failure.code}）"
