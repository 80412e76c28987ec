"""/延期: the head's decision; typed by the unit it is the request, read back once."""

from datetime import date

from config.texts import answers_commands as told
from domain.commands import DecideExtension, RequestExtension
from domain.ticket import Ticket
from handlers.commands.command import HEADS, UNIT, Call, CommandSpec
from handlers.commands.steps import (
    date_named,
    done,
    incomplete,
    needed_text,
    read_back,
    the_ticket,
    words_if_any,
)
from handlers.speaking import Spoken, sealed_about


async def run(call: Call) -> Spoken:
    """批准 or 驳回 decides; a date and a reason without either ask for it."""
    ticket = await the_ticket(call)
    granted = call.arguments.verdict()
    heard = date_named(call)
    if granted is None:
        if heard is None:
            raise incomplete(call, "“批准”或“驳回”；承办单位申请请写延期到哪天和原因")
        return await _ask(call, ticket, heard.on)
    until = heard.on if heard else None
    command = DecideExtension(call.by, granted, until, await words_if_any(call, ticket))
    return await done(call, ticket, command, told.extension_granted if granted else told.extension_refused)


async def _ask(call: Call, ticket: Ticket, until: date) -> Spoken:
    reason = await sealed_about(ticket, needed_text(call, "延期原因"), call.work)
    command = RequestExtension(call.by, until, reason)
    return await read_back(call, ticket, command, lambda view: told.extension_wish(view, until))


SPEC = CommandSpec(
    names=("延期",),
    aliases=("extension", "extend"),
    usage="/延期 工单号 批准|驳回 [日期] [原因]；承办单位：/延期 工单号 日期 原因",
    example="/延期 K7M2 批准",
    purpose="审批延期；承办单位申请延期",
    offices=HEADS | UNIT,
    run=run,
)
