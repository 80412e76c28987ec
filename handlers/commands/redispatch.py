"""/改派: to another unit, which gets a full limit; read back once."""

from config.texts import answers_commands as told
from domain.commands import Redispatch
from handlers.commands.command import DISPATCH, SUPERVISION, Call, CommandSpec
from handlers.commands.steps import incomplete, read_back, the_ticket, unit_named, units_named, words_if_any
from handlers.speaking import Spoken

_TAKE_BACK = {"收回": True}


async def run(call: Call) -> Spoken:
    """The new lead; 收回 without a unit takes it back to 待派单."""
    ticket = await the_ticket(call)
    assists = units_named(call, "协办")
    lead = unit_named(call)
    if lead is None and not call.arguments.one_of(_TAKE_BACK):
        raise incomplete(call, "改派到哪个单位（只收回不改派请写“收回”）")
    command = Redispatch(call.by, lead, assists, await words_if_any(call, ticket))
    return await read_back(call, ticket, command, lambda view: told.redispatch_wish(view, lead))


SPEC = CommandSpec(
    names=("改派",),
    aliases=("redispatch",),
    usage="/改派 工单号 单位 [协办 单位…] [原因]",
    example="/改派 K7M2 交警大队 属交通管理职责",
    purpose="改派其他单位（读回确认）",
    offices=DISPATCH | SUPERVISION,
    run=run,
)
