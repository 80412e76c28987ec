"""/派单: exactly one lead unit; accepts a received ticket too (design §3)."""

from config.texts import answers_commands as told
from domain.commands import Dispatch
from handlers.commands.command import DISPATCH, Call, CommandSpec
from handlers.commands.steps import (
    NATURES,
    done,
    incomplete,
    limit_named,
    place_named,
    the_ticket,
    unit_named,
    units_named,
    words_if_any,
)
from handlers.speaking import Spoken


async def run(call: Call) -> Spoken:
    """The lead, who assists, a limit if the table's is not meant, and what is demanded."""
    ticket = await the_ticket(call)
    assists = units_named(call, "协办")
    limit = limit_named(call)
    lead = unit_named(call)
    if lead is None:
        raise incomplete(call, "承办单位")
    nature = call.arguments.one_of(NATURES)
    place = await place_named(call, ticket)
    demand = await words_if_any(call, ticket)
    command = Dispatch(call.by, lead, assists, limit, demand, nature=nature, place=place)
    return await done(call, ticket, command, told.dispatched)


SPEC = CommandSpec(
    names=("派单",),
    aliases=("dispatch",),
    usage="/派单 工单号 单位 [协办 单位…] [时限…] [类型] [地点：…] [办理要求]",
    example="/派单 K7M2 城管局 协办 幸福街道 时限5个工作日",
    purpose="派给承办单位（未受理的同时受理）",
    offices=DISPATCH,
    run=run,
)
