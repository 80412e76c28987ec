"""/到场: a unit is there, with words and pictures if they have any (domain.md §7.1, §12)."""

from config.texts import answers_commands as told
from domain.commands import ReportArrival
from domain.refusals import Refusal
from handlers.commands.command import UNIT, Call, CommandSpec
from handlers.commands.steps import refused, seen, the_ticket, words_if_any
from handlers.keeping import carry_out
from handlers.leader_progress import record
from handlers.speaking import Spoken
from handlers.talk import talk_of


async def run(call: Call) -> Spoken:
    """Late arrival is counted apart and does not make the ticket late; what is said along is progress as well."""
    ticket = await the_ticket(call)
    command = ReportArrival(call.by, await words_if_any(call, ticket))
    outcome = await carry_out(ticket, command, call.work, call.context)
    if isinstance(outcome, Refusal):
        return await refused(call, ticket, outcome)
    answer = told.arrived(await seen(call, outcome))
    talk = talk_of(call.said, call.speaker, call.work, call.around)
    if call.text.strip() or talk.files:
        await record(talk.saying(call.text.strip(), talk.files), outcome)
    return Spoken(answer, ticket.id)


SPEC = CommandSpec(
    names=("到场",),
    aliases=("arrive",),
    usage="/到场 工单号 [现场情况，可附照片]",
    example="/到场 K7M2 三人已到，机器还在运转",
    purpose="报告本单位已到现场",
    offices=UNIT,
    run=run,
)
