"""/答复: answered at once (在线办结)."""

from config.texts import answers_commands as told
from domain.commands import AnswerAtOnce
from handlers.commands.command import INTAKE, Call, CommandSpec
from handlers.commands.steps import done, needed_text, the_ticket
from handlers.speaking import Spoken, sealed_about


async def run(call: Call) -> Spoken:
    """The words go to the citizen as the answer."""
    ticket = await the_ticket(call)
    answer = await sealed_about(ticket, needed_text(call, "答复内容"), call.work)
    return await done(call, ticket, AnswerAtOnce(call.by, answer), told.answered)


SPEC = CommandSpec(
    names=("答复",),
    aliases=("answer",),
    usage="/答复 工单号 答复内容",
    example="/答复 K7M2 办理地点在政务大厅二楼，工作日8:30至17:30。",
    purpose="在线答复并办结咨询、建议、表扬",
    offices=INTAKE,
    run=run,
)
