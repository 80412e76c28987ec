"""Whose timer a docket's is: each kind of docket (案卷) that waits for something says here what it then does."""

from collections.abc import Awaitable, Callable
from datetime import datetime

from domain.bulletins.bulletin import BULLETINS
from domain.docket import parsed_step
from domain.ids import DocketId
from domain.inbound import TimerDue
from domain.meetings.meeting import MEETINGS
from domain.rosters.roster import ROSTERS
from handlers import bulletins, meetings
from handlers.ports import Work
from handlers.rosters import looking
from handlers.surroundings import Surroundings

Moment = Callable[[DocketId, str, datetime, Work, Surroundings], Awaitable[None]]
"""What a kind does when one of its timers has come: the docket, the step, when it was due."""

MOMENTS: dict[str, Moment] = {
    MEETINGS.name: meetings.moment,
    ROSTERS.name: looking.moment,
    BULLETINS.name: bulletins.moment,
}
"""By the kind's name. To add one: write its handler, add its line here."""


async def docket_due(event: TimerDue, docket: DocketId, work: Work, around: Surroundings) -> None:
    """Hand the step to its kind. A step of a kind that waits for nothing does nothing."""
    named = parsed_step(event.step)
    moment = MOMENTS.get(named[0]) if named else None
    if named is not None and moment is not None:
        await moment(docket, named[1], event.due_at, work, around)
