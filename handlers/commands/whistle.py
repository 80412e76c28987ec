"""/吹哨: a town calls departments to the spot; later it confirms, both sides rate, the supervisor lets a unit off (§12)."""

from collections.abc import Awaitable, Callable

from config.texts import whistles as told
from config.texts.heard.whistles import UNIT_MARKS, WHISTLE_MARKS
from domain.commands import ConfirmWhistle, ExcuseUnit, RateUnits, RateWhistle, RefuseWhistle
from domain.decide import decide
from domain.deciding.whistling import town_hand
from domain.ids import UnitId
from domain.refusals import Reason, Refusal
from domain.ticket import Ticket
from domain.vocabulary import WhistleMark
from handlers.commands.command import CENTRE, UNIT, Call, CommandSpec
from handlers.commands.steps import (
    done,
    incomplete,
    needed_text,
    refused,
    seen,
    the_ticket,
    unit_named,
    units_by_name,
    words_if_any,
)
from handlers.keeping import carry_out
from handlers.speaking import Spoken, sealed_about
from handlers.whistling import blow

_ALL = frozenset({"全部", "所有", "都", "均", "各单位"})


async def run(call: Call) -> Spoken:
    """What comes first says what is wanted; anything but these words is a place: a new whistle."""
    first = call.arguments.left[:1]
    act = _ACTS.get(first[0]) if first else None
    if act is None:
        return await blow(call)
    call.arguments.take(lambda word: word if word == first[0] else None)
    return await act(call, await the_ticket(call))


async def _confirm(call: Call, ticket: Ticket) -> Spoken:
    return await done(call, ticket, ConfirmWhistle(call.by), told.confirmed)


async def _refuse(call: Call, ticket: Ticket) -> Spoken:
    words = needed_text(call, "不认可的原因")
    command = RefuseWhistle(call.by, await sealed_about(ticket, words, call.work))
    return await done(call, ticket, command, told.refused)


async def _excuse(call: Call, ticket: Ticket) -> Spoken:
    unit = unit_named(call)
    if unit is None:
        raise incomplete(call, "免到的单位")
    reason = await sealed_about(ticket, needed_text(call, "免到的原因"), call.work)
    return await done(call, ticket, ExcuseUnit(call.by, unit, reason), lambda view: told.excused(view, unit))


async def _rate(call: Call, ticket: Ticket) -> Spoken:
    """By the town: of the units it called; by a called unit: of the whistle."""
    if ticket.whistle is None:
        return await refused(call, ticket, Refusal(Reason.NO_WHISTLE))
    if town_hand(call.by, ticket.whistle.unit, call.context):
        return await _rate_units(call, ticket)
    mark = call.arguments.one_of(WHISTLE_MARKS)
    if mark is None:
        raise incomplete(call, "评价：合理、一般或不合理")
    command = RateWhistle(call.by, mark, await words_if_any(call, ticket))
    return await done(call, ticket, command, lambda view: told.whistle_rated(view, mark))


async def _rate_units(call: Call, ticket: Ticket) -> Spoken:
    """水务局 到位 城管局 未到位: each mark is of the units before it; of none: of all not rated yet."""
    marks = _marks(call)
    if not marks:
        raise incomplete(call, "评价：到位、一般或未到位")
    words = await words_if_any(call, ticket)
    commands = [RateUnits(call.by, mark, units, words) for units, mark in marks]
    for command in commands:
        foreseen = decide(ticket, command, call.context)
        if isinstance(foreseen, Refusal):
            return await refused(call, ticket, foreseen)
    rated: list[str] = []
    for command in commands:
        outcome = await carry_out(ticket, command, call.work, call.context)
        if isinstance(outcome, Refusal):
            return await refused(call, ticket, outcome)
        ticket = outcome
        rated.append(told.units_rated(await seen(call, ticket), command.mark))
    return Spoken("\n".join(rated), ticket.id)


def _marks(call: Call) -> list[tuple[tuple[UnitId, ...], WhistleMark]]:
    table, found = units_by_name(call), []
    units: list[UnitId] = []
    for word in call.arguments.left:
        plain = word.lower()
        if plain in table:
            units.append(table[plain])
        elif plain in UNIT_MARKS:
            found.append((tuple(units), UNIT_MARKS[plain]))
            units = []
        elif plain not in _ALL:
            continue
        call.arguments.take(lambda left, word=word: left if left == word else None)  # type: ignore[misc]
    return found


_ACTS: dict[str, Callable[[Call, Ticket], Awaitable[Spoken]]] = {
    "确认": _confirm,
    "认可": _confirm,
    "不认可": _refuse,
    "不确认": _refuse,
    "评价": _rate,
    "免到": _excuse,
}

SPEC = CommandSpec(
    names=("吹哨",),
    aliases=("whistle",),
    usage=(
        "/吹哨 地点 事由 牵头单位 协同单位… [综合执法|群众反映突出|应急处置] [限时 1小时] [紧急] [代 东湖街道]\n"
        "/吹哨 确认 工单号；/吹哨 不认可 工单号 原因\n"
        "/吹哨 评价 工单号 单位 到位|一般|未到位 [话]；部门评哨：/吹哨 评价 工单号 合理|一般|不合理 [话]\n"
        "/吹哨 免到 工单号 单位 原因（督办员）"
    ),
    example="/吹哨 青石乡Y村河边 洗砂机又响了 水务局 城管局 限时 2小时",
    purpose="乡镇（街道）吹哨、部门报到；确认、评价、免到（详见 /帮助 吹哨）",
    offices=UNIT | CENTRE,
    run=run,
)
