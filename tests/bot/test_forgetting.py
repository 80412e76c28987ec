"""The tick that forgets old inbox keys is among the ticks, and leaves those a wire may still repeat."""

from datetime import timedelta
from pathlib import Path

import aiohttp
import pytest
from sqlalchemy import select

from bot.build import build
from bot.clock import BusinessClock, real_now
from bot.timetable import Timetable
from config.init import write_sample
from config.load import load
from domain.inbound import EventKey
from domain.policy import Policy
from store.connection import Connection
from store.inbox import Inbox
from store.migrate import upgrade
from store.sealing import KeyRing
from store.tables.traffic import inbox_keys
from tests.databases import PostgresServer

KEYS_KEPT = Policy().keep_keys


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def environment(request: pytest.FixtureRequest) -> dict[str, str]:
    if request.param == "sqlite":
        return {}
    server: PostgresServer = request.getfixturevalue("postgres_server")
    return {"DUBAN_DATABASE_URL": server.emptied()}


async def nothing() -> None:
    """Nobody's names have changed."""


async def test_every_hour_keys_older_than_a_month_go(tmp_path: Path, environment: dict[str, str]) -> None:
    write_sample(tmp_path)
    centre = load(tmp_path, environment)
    KeyRing.create(centre.places.master_key)
    await upgrade(centre.database_url.reveal())
    async with aiohttp.ClientSession() as session:
        parts = build(centre, BusinessClock(), session)

        async def come(connection: Connection) -> None:
            inbox = Inbox(connection, parts.tools)
            await inbox.remember(EventKey("sms", "old"), real_now() - KEYS_KEPT - timedelta(minutes=1))
            await inbox.remember(EventKey("sms", "young"), real_now() - KEYS_KEPT + timedelta(days=1))

        async def keys(connection: Connection) -> list[str]:
            return [row.key for row in await connection.execute(select(inbox_keys.c.key))]

        await parts.database.write(come)
        hourly = [
            job
            for job in Timetable(parts, nothing).ticks().get_jobs()
            if job.trigger.interval == timedelta(hours=1)
        ]
        for job in hourly:
            await job.func()

        assert await parts.database.read(keys) == ["young"]
        await parts.database.close()
