"""A timer has come due: just another command to the same rules (design §2)."""

from domain.actor import SYSTEM
from domain.commands import TimeCame
from domain.faces import Answer
from domain.ids import VisitId
from domain.inbound import TimerDue
from handlers.keeping import carry_out
from handlers.moments import docket_due
from handlers.ports import Work
from handlers.surroundings import Surroundings


async def timer_due(event: TimerDue, work: Work, around: Surroundings) -> Answer | None:
    """Take the step. One the ticket no longer wants is refused and does nothing; nobody is told."""
    if event.docket is not None:
        await docket_due(event, event.docket, work, around)
        return None
    if event.ticket is None:
        return None
    ticket = await work.tickets.get(event.ticket)
    if ticket is not None:
        command = TimeCame(SYSTEM, event.step, VisitId(work.ids.new()))
        await carry_out(ticket, command, work, around.context)
    return None
