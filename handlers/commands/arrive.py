"""/到场: arrived on site, for urgent matters (domain.md §7.1)."""

from config.texts import answers_commands as told
from domain.commands import ReportArrival
from handlers.commands.command import UNIT, Call, CommandSpec
from handlers.commands.steps import done, the_ticket
from handlers.speaking import Spoken


async def run(call: Call) -> Spoken:
    """Late arrival is counted apart and does not make the ticket late."""
    ticket = await the_ticket(call)
    return await done(call, ticket, ReportArrival(call.by), told.arrived)


SPEC = CommandSpec(
    names=("到场",),
    aliases=("arrive",),
    usage="/到场 工单号",
    example="/到场 K7M2",
    purpose="报告已到现场",
    offices=UNIT,
    run=run,
)
