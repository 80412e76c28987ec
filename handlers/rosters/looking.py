"""Every day at four each roster is looked at three days ahead: gaps and people nobody can reach are told before they matter."""

from datetime import datetime

from config.texts import duty as told
from domain.docket import step_of
from domain.ids import DocketId, PersonId
from domain.notices import Recipient, RecipientKind
from domain.rosters.foresight import AHEAD, LAST_DAY, gaps_ahead, unreachable
from domain.rosters.roster import LOOK, ROSTERS, Roster, next_look
from domain.timers import Timer
from handlers.dockets import tell
from handlers.ports import Work
from handlers.surroundings import Surroundings


async def moment(docket: DocketId, step: str, due_at: datetime, work: Work, around: Surroundings) -> None:
    """The daily look. It writes nothing into the roster's history: nothing happened to it."""
    del step, due_at
    roster = await work.dockets.get(ROSTERS, docket)
    if roster is None:
        return
    await tell_of_gaps(roster, work, around)
    await work.timers.set(docket, [Timer(step_of(ROSTERS, LOOK), next_look(around.context.now))])


async def tell_of_gaps(roster: Roster, work: Work, around: Surroundings) -> None:
    """Each once to the unit, and once to the administrator when it is a day away."""
    now, directory = around.context.now, around.context.directory
    until = now + AHEAD
    unit = directory.units.get(roster.unit)
    name = unit.name if unit else roster.unit
    for gap in gaps_ahead(roster, now, until):
        words = told.gap_ahead(name, gap, until)
        key = f"gap:{roster.id}:{gap.since.isoformat()}"
        await _tell(words, key, gap.since, roster, work=work, around=around)
    for one in unreachable(roster, directory, now, until):
        person = directory.person(one.person)
        words = told.unreachable(name, one.turn, person.name if person else one.person)
        key = f"unreachable:{roster.id}:{one.person}:{one.turn.since.isoformat()}"
        await _tell(words, key, one.turn.since, roster, work=work, around=around)


async def _tell(
    words: str, key: str, since: datetime, roster: Roster, *, work: Work, around: Surroundings
) -> None:
    context = around.context
    keeper = _keeper(roster, around)
    if keeper is not None:
        to = Recipient(RecipientKind.PERSON, person=keeper)
        await tell(to, told.GAP_TITLE, words, key=key, work=work, context=context)
    if keeper is None or since <= context.now + LAST_DAY:
        admin = Recipient(RecipientKind.OPERATOR)
        await tell(admin, told.GAP_TITLE, words, key=f"{key}:admin", work=work, context=context)


def _keeper(roster: Roster, around: Surroundings) -> PersonId | None:
    """The unit's liaison, else whoever answers for it."""
    directory, day = around.context.directory, around.context.today
    found = directory.liaison_of(roster.unit, day) or directory.accountable_of(roster.unit, day)
    return found.id if found else None
