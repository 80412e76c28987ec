"""How far business time is moved from real time, kept so that every worker and a restart agree (design §6, Two times)."""

from datetime import timedelta

from sqlalchemy import select

from store.connection import Connection
from store.tables.running import settings
from store.upsert import insert_into

_OFFSET = "clock_offset_us"
_TICK = timedelta(microseconds=1)


async def offset(connection: Connection) -> timedelta:
    """Business time minus real time."""
    rows = await connection.execute(select(settings.c.value).where(settings.c.name == _OFFSET))
    return int(rows.scalar() or 0) * _TICK


async def move(connection: Connection, to: timedelta) -> None:
    """Set the offset. Raises `ValueError` for moving back: what has happened stays in the past."""
    if to < await offset(connection):
        raise ValueError("business time never goes back")
    value = str(to // _TICK)
    await connection.execute(
        insert_into(settings, connection)
        .values(name=_OFFSET, value=value)
        .on_conflict_do_update(index_elements=["name"], set_={"value": value})
    )
