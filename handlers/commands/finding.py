"""/认定: an unreasonable demand takes two office holders of the centre; the first hand is read back."""

from config.texts import answers_commands as told
from config.texts import labels
from domain.commands import ConfirmFinding, ProposeFinding
from domain.vocabulary import Office, UnreasonableGround
from handlers.commands.command import CALLERS, DISPATCH, SUPERVISION, Call, CommandSpec
from handlers.commands.steps import by_label, done, incomplete, needed_text, read_back, the_ticket
from handlers.speaking import Spoken, sealed_about

GROUNDS = by_label(UnreasonableGround, labels.unreasonable_ground)

_SECOND_HAND = {"确认": True, "复核": True}


async def run(call: Call) -> Spoken:
    """First hand: ground and reasons. Second hand, another person: 同意."""
    ticket = await the_ticket(call)
    ground = call.arguments.one_of(GROUNDS)
    if ground is None:
        if call.arguments.one_of(_SECOND_HAND) or call.arguments.verdict():
            return await done(call, ticket, ConfirmFinding(call.by), told.finding_confirmed)
        grounds = told.choices(UnreasonableGround, labels.unreasonable_ground)
        raise incomplete(call, f"认定类型（{grounds}），复核人请写“同意”")
    words = await sealed_about(ticket, needed_text(call, "认定依据"), call.work)
    command = ProposeFinding(call.by, ground, words)
    return await read_back(call, ticket, command, lambda view: told.finding_wish(view, ground))


SPEC = CommandSpec(
    names=("认定",),
    aliases=("finding",),
    usage="/认定 工单号 类型 依据；复核：/认定 工单号 同意",
    example="/认定 K7M2 要求突破政策 依据供水条例第三十条，已书面答复",
    purpose="认定不合理诉求（须两人，其中一人为中心主任或副主任）",
    offices=CALLERS | DISPATCH | SUPERVISION | {Office.OPERATOR},
    run=run,
)
