"""The duty rosters as the program keeps them at hand: only those that have changed since it last looked are read."""

from collections.abc import Mapping

from sqlalchemy import select

from domain.ids import DocketId
from domain.rosters.roster import ROSTERS, Roster
from store.connection import Connection
from store.dockets import docket_codec
from store.tables.dockets import dockets


async def newer_rosters(connection: Connection, known: Mapping[DocketId, int]) -> tuple[Roster, ...]:
    """Rosters unknown so far, or beyond the version known."""
    of_kind = dockets.c.kind == ROSTERS.name
    rows = await connection.execute(select(dockets.c.id, dockets.c.version).where(of_kind))
    changed = [row.id for row in rows if known.get(DocketId(row.id), 0) < row.version]
    if not changed:
        return ()
    bodies = (await connection.execute(select(dockets.c.body).where(dockets.c.id.in_(changed)))).scalars()
    return tuple(docket_codec(ROSTERS).decode(body) for body in bodies)
