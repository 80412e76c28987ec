"""/办结: 申请办结 on the ordinary track, with finding and result for the citizen."""

from config.texts import answers
from config.texts.heard.replies import hear_reply
from domain.commands import ReportHandled
from handlers.answer_check import findings_for
from handlers.commands.command import UNIT, Call, CommandSpec
from handlers.commands.steps import done, needed_text, the_ticket
from handlers.speaking import Spoken, sealed_about


async def run(call: Call) -> Spoken:
    """The words become the answer once they were checked, and the centre has reviewed them."""
    ticket = await the_ticket(call)
    words = needed_text(call, "调查情况和办理结果")
    contact = hear_reply(words, call.context.now, call.context.calendar).contact is not None
    command = ReportHandled(
        call.by,
        await sealed_about(ticket, words, call.work),
        contact=contact,
        findings=await findings_for(ticket, words, call.work, call.context),
    )
    return await done(call, ticket, command, answers.handed_in)


SPEC = CommandSpec(
    names=("办结", "申请办结"),
    aliases=("handled", "done"),
    usage="/办结 工单号 调查情况和办理结果",
    example="/办结 K7M2 7月9日现场检查，已更换路灯3盏，已电话告知诉求人",
    purpose="普通件申请办结",
    offices=UNIT,
    run=run,
)
