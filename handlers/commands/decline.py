"""/不予受理: with a reason, and the right way told to the citizen (domain.md §4.4)."""

from config.texts import answers_commands as told
from config.texts import labels
from domain.commands import Decline
from domain.vocabulary import DeclineReason
from handlers.commands.command import INTAKE, Call, CommandSpec
from handlers.commands.steps import by_label, done, incomplete, the_ticket, words_if_any
from handlers.speaking import Spoken

REASONS = by_label(DeclineReason, labels.decline_reason) | {
    "警情": DeclineReason.EMERGENCY,
    "法定途径": DeclineReason.LEGAL_PROCEDURE,
    "诉讼": DeclineReason.LEGAL_PROCEDURE,
    "信访": DeclineReason.PETITION,
    "涉密": DeclineReason.SECRETS,
    "骚扰": DeclineReason.DISTURBANCE,
}


async def run(call: Call) -> Spoken:
    """A reason from the list, and words if there are any."""
    ticket = await the_ticket(call)
    reason = call.arguments.one_of(REASONS)
    if reason is None:
        raise incomplete(call, f"原因（{told.choices(DeclineReason, labels.decline_reason)}）")
    words = await words_if_any(call, ticket)
    return await done(call, ticket, Decline(call.by, reason, words), told.declined)


SPEC = CommandSpec(
    names=("不予受理",),
    aliases=("decline",),
    usage="/不予受理 工单号 原因 [说明]",
    example="/不予受理 K7M2 信访事项 请按原渠道继续反映",
    purpose="不予受理并告知群众正确途径",
    offices=INTAKE,
    run=run,
)
