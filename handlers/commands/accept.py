"""/受理: nature, class and place stand; a declined request is taken up again."""

import re

from config.texts import answers_commands as told
from domain.commands import Accept, Reopen
from domain.ids import UnitId
from domain.refusals import Refusal
from domain.ticket import Ticket
from domain.vocabulary import State
from handlers.commands.command import INTAKE, Call, CommandSpec
from handlers.commands.steps import (
    AREAS,
    NATURES,
    URGENCIES,
    categories_by_name,
    done,
    refused,
    the_ticket,
    units_named,
)
from handlers.keeping import carry_out
from handlers.speaking import Spoken, sealed_if_any

_SECRET = {"保密": True, "要求保密": True}
_FIRM = {"企业": True, "企业诉求": True}
_PLACE = re.compile(r"^(?:地点|地址|位置)[:：\s]*")
_TITLE = re.compile(r"^标题[:：\s]*")


async def run(call: Call) -> Spoken:
    """Accept, with what the words classify; None keeps what is known."""
    ticket = await the_ticket(call)
    if ticket.state is State.DECLINED:
        ticket_or_no = await carry_out(ticket, Reopen(call.by), call.work, call.context)
        if isinstance(ticket_or_no, Refusal):
            return await refused(call, ticket, ticket_or_no)
        ticket = ticket_or_no
    return await done(call, ticket, await _command(call, ticket), told.accepted)


async def _command(call: Call, ticket: Ticket) -> Accept:
    nature = call.arguments.one_of(NATURES)
    urgency = call.arguments.one_of(URGENCIES)
    area = call.arguments.one_of(AREAS)
    secret = call.arguments.one_of(_SECRET) or False
    firm = call.arguments.one_of(_FIRM) or False
    category = call.arguments.one_of(categories_by_name(call))
    about = _complained_of(call)
    lines = [line.strip() for line in call.text.split("\n") if line.strip()]
    title = next((_TITLE.sub("", line) for line in lines if _TITLE.match(line)), "")
    place = " ".join(_PLACE.sub("", line) for line in lines if not _TITLE.match(line))
    return Accept(
        call.by,
        nature=nature,
        category=category.code if category else None,
        place=await sealed_if_any(ticket, place, call.work),
        title=await sealed_if_any(ticket, title, call.work),
        urgency=urgency,
        area=area,
        about_unit=about,
        confidential=secret,
        enterprise=firm,
    )


def _complained_of(call: Call) -> UnitId | None:
    named = units_named(call, "被反映单位") or units_named(call, "涉及单位")
    return named[0] if named else None


SPEC = CommandSpec(
    names=("受理",),
    aliases=("accept",),
    usage="/受理 工单号 类型 [分类] [紧急|特急] [城区|农村] [保密] 地点",
    example="/受理 K7M2 投诉 噪音扰民 城区 幸福路12号小区",
    purpose="受理诉求，定类型和地点（不予受理的可重新受理）",
    offices=INTAKE,
    run=run,
)
