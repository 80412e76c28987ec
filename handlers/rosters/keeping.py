"""How a roster changes: appended, known at once to whoever asks who is on duty, and looked at for what it leaves open."""

from domain.actor import Actor
from domain.rosters.roster import ROSTERS, Roster, RosterEvent
from handlers.dockets import keep_docket
from handlers.ports import Work
from handlers.rosters.looking import tell_of_gaps
from handlers.surroundings import Surroundings


async def keep_roster(
    before: Roster | None, events: tuple[RosterEvent, ...], by: Actor, work: Work, around: Surroundings
) -> Roster:
    """Append, and let everybody know who now is on duty; what it leaves open in the next days is told at once."""
    roster = await keep_docket(ROSTERS, before, events, by, work=work, context=around.context)
    work.roster_changed(roster)
    await tell_of_gaps(roster, work, around)
    return roster
