"""Rosters are kept as dockets; the program reads again only those that have changed."""

from dataclasses import replace

from domain.actor import official
from domain.docket import Entry, folded
from domain.ids import DocketId, PersonId, UnitId
from domain.rosters.deciding import imported
from domain.rosters.roster import ROSTERS, AbsenceNoted, Roster, RosterEvent
from domain.rosters.turns import Turn
from store.connection import Connection
from store.database import Database
from store.docket_audit import docket_chains
from store.duty import newer_rosters
from store.work import SqlWork, Tools
from tests.world import at

NOON = at("2019-07-05 12:00")
TURN = Turn(1, PersonId("w1"), NOON, at("2019-07-05 20:00"), "白班", PersonId("w2"))


async def kept(
    database: Database, tools: Tools, *events: RosterEvent, before: Roster | None = None
) -> Roster:
    start = before.version if before else 0
    by = official(PersonId("w1"))
    entries = [Entry(start + n, NOON, by, event) for n, event in enumerate(events, start=1)]
    after = folded(ROSTERS, before, entries)
    await database.write(lambda c: SqlWork(c, tools).dockets.append(ROSTERS, entries, after))
    return after


async def newer(database: Database, known: dict[DocketId, int]) -> set[Roster]:
    return set(await database.read(lambda c: newer_rosters(c, known)))


async def test_only_what_changed_is_read_again(database: Database, tools: Tools) -> None:
    water, power = [
        await kept(
            database, tools, *imported(None, UnitId(unit), (TURN,), "digest", DocketId(tools.ids.new()))
        )
        for unit in ("water", "power")
    ]
    known = {water.id: water.version, power.id: power.version}

    away = await kept(database, tools, AbsenceNoted(1, absent=True), before=water)

    assert await newer(database, {}) == {away, power}
    assert await newer(database, known) == {away}
    assert away.turns == (replace(TURN, absent=True),)
    assert await newer(database, {**known, away.id: away.version}) == set()


async def test_a_roster_is_chained_and_audited_like_every_docket(database: Database, tools: Tools) -> None:
    roster = await kept(
        database, tools, *imported(None, UnitId("water"), (TURN,), "digest", DocketId(tools.ids.new()))
    )

    async def look(connection: Connection) -> Roster | None:
        return await SqlWork(connection, tools).dockets.named(ROSTERS, "water")

    assert await database.read(look) == roster
    assert await docket_chains(database, {ROSTERS.name: ROSTERS}) == ()
