"""/挂账: put on the long-term ledger with a review day, read back once; 恢复 brings it back to work."""

from config.texts import answers_commands as told
from domain.commands import Shelve, Unshelve
from handlers.commands.command import HEADS, Call, CommandSpec
from handlers.commands.steps import day_named, done, incomplete, needed_text, read_back, the_ticket
from handlers.speaking import Spoken, sealed_about

_BACK = {"恢复": True, "恢复办理": True, "resume": True}


async def run(call: Call) -> Spoken:
    """A plan and a review day within the policy's 90 days."""
    ticket = await the_ticket(call)
    if call.arguments.one_of(_BACK):
        return await done(call, ticket, Unshelve(call.by), told.unshelved)
    review_on = day_named(call)
    if review_on is None:
        raise incomplete(call, "复核日（90天以内）")
    plan = await sealed_about(ticket, needed_text(call, "挂账原因和计划"), call.work)
    command = Shelve(call.by, review_on, plan)
    return await read_back(call, ticket, command, lambda view: told.shelve_wish(view, review_on))


SPEC = CommandSpec(
    names=("挂账",),
    aliases=("shelve",),
    usage="/挂账 工单号 复核日 原因和计划；恢复：/挂账 工单号 恢复",
    example="/挂账 K7M2 9月30日 需列入明年道路改造计划，已报财政",
    purpose="挂账或恢复办理（读回确认）",
    offices=HEADS,
    run=run,
)
