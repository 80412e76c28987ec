"""/审核: is the unit's answer real, does it fit the request (domain.md §8.5)."""

from config.texts import answers_commands as told
from domain.commands import Review
from handlers.commands.command import DISPATCH, Call, CommandSpec
from handlers.commands.steps import done, incomplete, the_ticket, words_if_any
from handlers.speaking import Spoken


async def run(call: Call) -> Spoken:
    """通过 opens the callback, 退回 needs a reason and leaves the limit as it was."""
    ticket = await the_ticket(call)
    passed = call.arguments.verdict()
    if passed is None:
        raise incomplete(call, "“通过”或“退回”")
    command = Review(call.by, passed, await words_if_any(call, ticket))
    return await done(call, ticket, command, told.review_passed if passed else told.review_failed)


SPEC = CommandSpec(
    names=("审核",),
    aliases=("review",),
    usage="/审核 工单号 通过|退回 [原因]",
    example="/审核 K7M2 退回 未说明检查结果和时间",
    purpose="审核单位办结结果",
    offices=DISPATCH,
    run=run,
)
