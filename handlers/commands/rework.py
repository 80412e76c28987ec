"""/重办: sent back for rework with a cause class and a limit; read back once."""

from config.texts import answers_commands as told
from config.texts import labels
from domain.commands import OrderRework
from domain.vocabulary import CauseClass
from handlers.commands.command import SUPERVISION, Call, CommandSpec
from handlers.commands.steps import by_label, incomplete, limit_named, needed_text, read_back, the_ticket
from handlers.speaking import Spoken, sealed_about

CAUSES = by_label(CauseClass, labels.cause)


async def run(call: Call) -> Spoken:
    """Why, until when, and what must be different."""
    ticket = await the_ticket(call)
    limit = limit_named(call)
    cause = call.arguments.one_of(CAUSES)
    if cause is None:
        raise incomplete(call, f"原因归类（{told.choices(CauseClass, labels.cause)}）")
    words = await sealed_about(ticket, needed_text(call, "重办要求"), call.work)
    command = OrderRework(call.by, cause, words, limit)
    return await read_back(call, ticket, command, lambda view: told.rework_wish(view, cause, limit))


SPEC = CommandSpec(
    names=("重办",),
    aliases=("rework",),
    usage="/重办 工单号 原因归类 [时限] 要求",
    example="/重办 K7M2 未解决 5个工作日 夜间噪音仍超标，须实测达标",
    purpose="发回重办（读回确认）",
    offices=SUPERVISION,
    run=run,
)
