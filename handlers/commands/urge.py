"""/催办: urges the unit; not counted as 督办 (design §3)."""

from config.texts import answers_commands as told
from domain.commands import UrgeUnit
from handlers.commands.command import DISPATCH, SUPERVISION, Call, CommandSpec
from handlers.commands.steps import done, the_ticket, words_if_any
from handlers.speaking import Spoken


async def run(call: Call) -> Spoken:
    """With words of one's own, or without."""
    ticket = await the_ticket(call)
    return await done(call, ticket, UrgeUnit(call.by, await words_if_any(call, ticket)), told.urged)


SPEC = CommandSpec(
    names=("催办",),
    aliases=("urge",),
    usage="/催办 工单号 [话]",
    example="/催办 K7M2 请今天下班前报送进度",
    purpose="催办承办单位",
    offices=SUPERVISION | DISPATCH,
    run=run,
)
