"""/退单: the dispatcher's decision, the head's the second time; typed by the unit it is the request, read back once."""

from config.texts import answers_commands as told
from config.texts import labels
from domain.commands import DecideReturn, RequestReturn
from domain.vocabulary import ReturnReason
from handlers.commands.command import DISPATCH, UNIT, Call, CommandSpec
from handlers.commands.steps import (
    by_label,
    done,
    incomplete,
    read_back,
    the_ticket,
    unit_named,
    words_if_any,
)
from handlers.speaking import Spoken

REASONS = by_label(ReturnReason, labels.return_reason)


async def run(call: Call) -> Spoken:
    """批准 (perhaps with the unit it goes to) or 驳回 decides; a reason from the list asks for it."""
    ticket = await the_ticket(call)
    granted = call.arguments.verdict()
    unit = unit_named(call)
    if granted is not None:
        decision = DecideReturn(call.by, granted, unit if granted else None, await words_if_any(call, ticket))
        return await done(call, ticket, decision, told.return_granted if granted else told.return_refused)
    reason = call.arguments.one_of(REASONS)
    if reason is None:
        raise incomplete(
            call,
            f"“批准”或“驳回”；承办单位申请请写原因（{told.choices(ReturnReason, labels.return_reason)}）",
        )
    wish = RequestReturn(call.by, reason, unit, await words_if_any(call, ticket))
    return await read_back(call, ticket, wish, lambda view: told.return_wish(view, reason, unit))


SPEC = CommandSpec(
    names=("退单",),
    aliases=("return",),
    usage="/退单 工单号 批准|驳回 [改派单位] [原因]；承办单位：/退单 工单号 原因 [应由单位]",
    example="/退单 K7M2 批准 交警大队",
    purpose="审批退单；承办单位申请退单",
    offices=DISPATCH | UNIT,
    run=run,
)
