"""/联系: the citizen's number for whoever must call them, one-to-one, with a reason, every look logged (domain.md §14)."""

from config.texts import answers, whistles
from config.texts import answers_commands as told
from domain.vocabulary import Office
from handlers.commands.command import UNIT, Call, CommandSpec, Unclear
from handlers.commands.steps import needed_text, seen, the_ticket
from handlers.speaking import Spoken
from handlers.views import may_see_caller


async def run(call: Call) -> Spoken:
    """A reporter, or a caller who asked for secrecy, is never shown to a unit."""
    ticket = await the_ticket(call)
    reason = needed_text(call, "联系事由（查看号码须留痕）")
    if not may_see_caller(ticket, call.speaker.id, call.context):
        raise Unclear(answers.caller_not_shown(secret=ticket.confidential))
    if ticket.whistle and not ticket.appellants:
        return Spoken(whistles.no_citizen(await seen(call, ticket)), ticket.id)
    found = []
    for appellant in ticket.appellants:
        data = await call.work.appellants.look(
            appellant, call.speaker.id, ticket.id, reason, call.context.now
        )
        if data:
            found.append(data)
    return Spoken(told.callers(ticket.number, found), ticket.id)


SPEC = CommandSpec(
    names=("联系", "联系群众"),
    aliases=("contact",),
    usage="/联系 工单号 事由",
    example="/联系 K7M2 电话了解情况",
    purpose="查看诉求人电话（仅限须联系的人，全程留痕）",
    offices=UNIT | {Office.CALLBACK_OFFICER, Office.DISPATCHER, Office.OPERATOR},
    run=run,
    private=True,
)
