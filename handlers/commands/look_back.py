"""/回头看: a closed matter is looked at again; 反弹 and 未到位 go back to work (domain.md §8.6)."""

from config.texts import answers_commands as told
from config.texts import labels
from domain.commands import RecordLookBack, StartLookBack
from domain.refusals import Refusal
from domain.vocabulary import LookBackResult
from handlers.commands.command import SUPERVISION, Call, CommandSpec
from handlers.commands.steps import by_label, done, refused, the_ticket, words_if_any
from handlers.keeping import carry_out
from handlers.speaking import Spoken

RESULTS = by_label(LookBackResult, labels.look_back_result)


async def run(call: Call) -> Spoken:
    """Without a result it begins; with one it is recorded, begun first where nobody had."""
    ticket = await the_ticket(call)
    result = call.arguments.one_of(RESULTS)
    if result is None:
        return await done(call, ticket, StartLookBack(call.by), told.look_back_started)
    if ticket.look_back is None or ticket.look_back.opened_at is None:
        opened = await carry_out(ticket, StartLookBack(call.by), call.work, call.context)
        if isinstance(opened, Refusal):
            return await refused(call, ticket, opened)
        ticket = opened
    command = RecordLookBack(call.by, result, await words_if_any(call, ticket))
    return await done(call, ticket, command, lambda view: told.looked_back(view, result))


SPEC = CommandSpec(
    names=("回头看",),
    aliases=("lookback",),
    usage="/回头看 工单号 [巩固|反弹|未到位] [说明]",
    example="/回头看 K7M2 巩固 现场未见反弹",
    purpose="对已办结事项回头看",
    offices=SUPERVISION,
    run=run,
)
