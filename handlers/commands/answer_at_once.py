"""/答复: answered at once (在线办结), in words of one's own or with an entry of the store of answers."""

from config.texts import answers_commands as told
from config.texts.heard.library import hear_entry
from domain.commands import AnswerAtOnce
from domain.vocabulary import State
from handlers.answering import entry_text, propose
from handlers.commands.command import INTAKE, Call, CommandSpec, Unclear
from handlers.commands.steps import done, needed_text, the_ticket
from handlers.speaking import Spoken, sealed_about

_ANSWERABLE = frozenset({State.RECEIVED, State.PENDING_DISPATCH})


async def run(call: Call) -> Spoken:
    """The words, or the entry's, go to the citizen as the answer; without either the best entries are proposed."""
    ticket = await the_ticket(call)
    number = call.arguments.take(hear_entry)
    if number is not None:
        text = await entry_text(number, ticket, call.work, call.around)
        if isinstance(text, str):
            raise Unclear(text)
        return await done(call, ticket, AnswerAtOnce(call.by, text), told.answered)
    if not call.text.strip() and ticket.state in _ANSWERABLE:
        proposed = await propose(ticket, call.speaker, call.work, call.around)
        if proposed is not None:
            return proposed
    answer = await sealed_about(ticket, needed_text(call, "答复内容"), call.work)
    return await done(call, ticket, AnswerAtOnce(call.by, answer), told.answered)


SPEC = CommandSpec(
    names=("答复",),
    aliases=("answer",),
    usage="/答复 工单号 答复内容|库编号（不写则推荐答复库）",
    example="/答复 K7M2 办理地点在政务大厅二楼，工作日8:30至17:30。",
    purpose="在线答复并办结咨询、建议、表扬",
    offices=INTAKE,
    run=run,
)
