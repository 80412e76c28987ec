"""/查: a ticket by its number; by phone number only for those who dispatch and call, with a reason, every look logged."""

from config.texts import answers
from config.texts import answers_commands as told
from domain.phones import is_dialable, normalised
from domain.vocabulary import Office
from handlers.commands.command import EVERYBODY, Call, CommandSpec, Unclear
from handlers.commands.progress import check_may_read
from handlers.commands.steps import incomplete, seen, the_ticket
from handlers.speaking import Spoken

BY_PHONE = frozenset({Office.DISPATCHER, Office.CALLBACK_OFFICER})
_SHORTEST_PHONE = 7


async def run(call: Call) -> Spoken:
    """A phone number where one stands, else a ticket."""
    phone = call.arguments.take(_phone)
    if phone is not None:
        return await _by_phone(call, phone)
    ticket = await the_ticket(call)
    check_may_read(call, ticket)
    return Spoken(told.summary(await seen(call, ticket)), ticket.id)


async def _by_phone(call: Call, phone: str) -> Spoken:
    if not call.offices & BY_PHONE:
        raise Unclear(answers.phone_not_yours())
    if call.in_group:
        raise Unclear(answers.only_one_to_one(call.spec.name))
    reason = call.text.strip()
    if not reason:
        raise incomplete(call, "查询事由（按号码查询须留痕）")
    appellant = await call.work.appellants.known(phone)
    if appellant is None:
        return Spoken(told.nothing_under_phone())
    await call.work.appellants.look(appellant, call.speaker.id, None, reason, call.context.now)
    since = call.context.now - call.context.policy.again_within
    opened = await call.work.tickets.open_of(appellant)
    ended = await call.work.tickets.closed_of(appellant, since)
    return Spoken(told.under_phone([await seen(call, ticket) for ticket in (*opened, *ended)]))


def _phone(word: str) -> str | None:
    number = normalised(word)
    return number if len(number) >= _SHORTEST_PHONE and is_dialable(number) else None


SPEC = CommandSpec(
    names=("查", "查询"),
    aliases=("query", "find"),
    usage="/查 工单号；派单员、回访员：/查 电话号码 事由",
    example="/查 K7M2",
    purpose="查工单概况",
    offices=EVERYBODY,
    run=run,
)
