"""/督办: orders a grade; the sheet has a limit of its own (domain.md §10.1)."""

from config.texts import answers_commands as told
from domain.commands import Supervise
from handlers.commands.command import SUPERVISION, Call, CommandSpec
from handlers.commands.steps import day_named, done, incomplete, the_ticket, words_if_any
from handlers.speaking import Spoken


async def run(call: Call) -> Spoken:
    """Grade by name or number, a day if the grade's own limit is not meant."""
    ticket = await the_ticket(call)
    due_on = day_named(call)
    grade = call.arguments.grade()
    if grade is None:
        raise incomplete(call, "督办等级（一般、重点、专项，或2、3、4）")
    command = Supervise(call.by, grade, due_on, await words_if_any(call, ticket))
    return await done(call, ticket, command, told.supervised)


SPEC = CommandSpec(
    names=("督办",),
    aliases=("supervise",),
    usage="/督办 工单号 等级 [时限] [要求]",
    example="/督办 K7M2 重点督办 7月12日前 限期整改到位",
    purpose="下达督办（一般、重点、专项）",
    offices=SUPERVISION,
    run=run,
)
