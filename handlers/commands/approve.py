"""/销号: the approval; with the rating it closes the ticket (design §3)."""

from config.texts import answers_commands as told
from domain.commands import Approve
from handlers.commands.command import HEADS, Call, CommandSpec
from handlers.commands.steps import done, the_ticket
from handlers.speaking import Spoken


async def run(call: Call) -> Spoken:
    """By somebody who neither asked nor confirmed."""
    ticket = await the_ticket(call)
    return await done(call, ticket, Approve(call.by), told.approved)


SPEC = CommandSpec(
    names=("销号",),
    aliases=("closeout",),
    usage="/销号 工单号",
    example="/销号 K7M2",
    purpose="批准销号（申请人、核查员不能批准）",
    offices=HEADS,
    run=run,
)
