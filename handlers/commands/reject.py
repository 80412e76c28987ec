"""/不予销号: with a reason; the old limit stands."""

from config.texts import answers_commands as told
from domain.commands import RejectCloseout
from handlers.commands.command import SUPERVISION, Call, CommandSpec
from handlers.commands.steps import done, needed_text, the_ticket
from handlers.speaking import Spoken, sealed_about


async def run(call: Call) -> Spoken:
    """The unit is told what is missing."""
    ticket = await the_ticket(call)
    reason = await sealed_about(ticket, needed_text(call, "不予销号的原因"), call.work)
    return await done(call, ticket, RejectCloseout(call.by, reason), told.closeout_rejected)


SPEC = CommandSpec(
    names=("不予销号",),
    aliases=("reject",),
    usage="/不予销号 工单号 原因",
    example="/不予销号 K7M2 标志牌尚未安装",
    purpose="退回销号申请",
    offices=SUPERVISION,
    run=run,
)
