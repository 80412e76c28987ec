"""/更正: a counter-entry by the centre head; nothing is edited away. Lowering the urgency needs this (domain.md §5.3)."""

from config.texts import answers_commands as told
from domain.commands import CorrectRecord
from handlers.commands.command import HEADS, Call, CommandSpec
from handlers.commands.steps import AREAS, NATURES, URGENCIES, done, incomplete, needed_text, the_ticket
from handlers.speaking import Spoken, sealed_about


async def run(call: Call) -> Spoken:
    """What it should read, and why."""
    ticket = await the_ticket(call)
    nature = call.arguments.one_of(NATURES)
    urgency = call.arguments.one_of(URGENCIES)
    area = call.arguments.one_of(AREAS)
    if nature is None and urgency is None and area is None:
        raise incomplete(call, "更正的内容（类型、紧急程度或城区/农村）")
    reason = await sealed_about(ticket, needed_text(call, "更正原因"), call.work)
    return await done(
        call,
        ticket,
        CorrectRecord(call.by, reason, nature=nature, urgency=urgency, area=area),
        told.corrected,
    )


SPEC = CommandSpec(
    names=("更正",),
    aliases=("correct",),
    usage="/更正 工单号 [类型] [紧急程度] [城区|农村] 原因",
    example="/更正 K7M2 一般 经核实不属紧急情况",
    purpose="更正登记内容",
    offices=HEADS,
    run=run,
)
