"""/签收: the typed twin of the button."""

from config.texts import answers_commands as told
from domain.commands import Acknowledge
from handlers.commands.command import UNIT, Call, CommandSpec
from handlers.commands.steps import done, the_ticket
from handlers.speaking import Spoken


async def run(call: Call) -> Spoken:
    """Late is recorded, not refused."""
    ticket = await the_ticket(call)
    return await done(call, ticket, Acknowledge(call.by), told.acknowledged)


SPEC = CommandSpec(
    names=("签收",),
    aliases=("sign", "ack"),
    usage="/签收 工单号",
    example="/签收 K7M2",
    purpose="签收工单",
    offices=UNIT,
    run=run,
)
