"""A duty roster came in a file: every unit's turns take the place of those of their span, all of them or none."""

from collections.abc import Mapping

from domain.actor import Actor
from domain.ids import DocketId, UnitId
from domain.rosters.deciding import imported
from domain.rosters.roster import ROSTERS, Roster
from domain.rosters.turns import Turns
from handlers.ports import Work
from handlers.rosters.keeping import keep_roster
from handlers.surroundings import Surroundings


async def import_roster(
    read: Mapping[UnitId, Turns], digest: str, by: Actor, work: Work, around: Surroundings
) -> Mapping[UnitId, Roster]:
    """The rosters as they now are. `digest`: SHA-256 of the file. Raises `Stale` for a lost race."""
    kept: dict[UnitId, Roster] = {}
    for unit, turns in sorted(read.items()):
        before = await work.dockets.named(ROSTERS, unit)
        events = imported(before, unit, turns, digest, DocketId(work.ids.new()))
        kept[unit] = await keep_roster(before, events, by, work, around)
    return kept
