"""/条目: adds, changes or removes items; after the first close-out request with a reason (design §3)."""

import re

from config.texts import answers
from config.texts import answers_commands as told
from config.texts.heard.commands import HeardLine
from config.texts.heard.items import HeardItem, hear_items
from domain.commands import AddItem, ChangeItem, RemoveItem
from domain.ids import ItemNo, Sealed
from domain.ticket import Ticket
from handlers.commands.assign import new_item
from handlers.commands.command import DISPATCH, SUPERVISION, Call, CommandSpec, Unclear
from handlers.commands.steps import done, incomplete, seen, the_ticket, units_by_name
from handlers.speaking import Spoken, sealed_about, sealed_if_any

_ADD, _CHANGE, _REMOVE = "add", "change", "remove"
_ACTS = {"增": _ADD, "增加": _ADD, "加": _ADD, "add": _ADD, "改": _CHANGE, "修改": _CHANGE, "change": _CHANGE}
_ACTS |= {"删": _REMOVE, "删除": _REMOVE, "remove": _REMOVE}
_REASON = re.compile(r"^\s*(?:原因|理由|事由)[:：\s]*")


async def run(call: Call) -> Spoken:
    """What to do with which item; without anything the list is shown."""
    ticket = await the_ticket(call)
    act = call.arguments.one_of(_ACTS)
    if act is None:
        return Spoken(told.item_list(await seen(call, ticket)), ticket.id)
    if act == _ADD:
        item = await new_item(call, ticket, _line(call, _item_words(call)))
        return await done(
            call, ticket, AddItem(call.by, item, await _reason(call, ticket)), told.items_changed
        )
    numbers = call.arguments.numbers()
    if not numbers:
        raise incomplete(call, "条目编号")
    no = ItemNo(numbers[0])
    if act == _REMOVE:
        words = _REASON.sub("", call.text)
        reason = await sealed_if_any(ticket, words, call.work)
        return await done(call, ticket, RemoveItem(call.by, no, reason), told.items_changed)
    return await _change(call, ticket, no)


async def _change(call: Call, ticket: Ticket, no: ItemNo) -> Spoken:
    heard = _line(call, _item_words(call))
    item = await new_item(call, ticket, heard)
    command = ChangeItem(
        call.by, no, item.words, item.standard, item.unit, item.due_on, await _reason(call, ticket)
    )
    return await done(call, ticket, command, told.items_changed)


def _item_words(call: Call) -> str:
    words = call.arguments.rest()
    if not words:
        raise incomplete(call, "条目内容")
    return words


def _line(call: Call, words: str) -> HeardItem:
    """The words of the first line, read like a line of the list."""
    context = call.context
    line = HeardLine(1, f"1. {words}")
    heard = hear_items((line,), context.now, context.calendar, frozenset(units_by_name(call)))
    if heard.faults:
        raise Unclear(answers.item_fault(1, heard.faults[0].fault, heard.faults[0].words))
    return heard.items[0]


async def _reason(call: Call, ticket: Ticket) -> Sealed | None:
    for line in call.heard.lines:
        if _REASON.match(line.text):
            return await sealed_about(ticket, _REASON.sub("", line.text), call.work)
    return None


SPEC = CommandSpec(
    names=("条目",),
    aliases=("items",),
    usage="/条目 工单号 增|改|删 [编号] 条目 | 到位标准 | 单位 | 时限",
    example="/条目 K7M2 改 2 治超卡点 | 24小时值守 | 交警大队",
    purpose="查看、增加、修改、删除条目（申请销号后改动须另起一行写“原因：……”）",
    offices=SUPERVISION | DISPATCH,
    run=run,
)
