"""/回访: the callback officer's rating, or a call that was not answered (domain.md §9.1)."""

import re

from config.texts import answers
from config.texts import answers_commands as told
from domain.commands import RecordCallTry, RecordRating
from domain.ids import AppellantId
from domain.ticket import Ticket
from domain.vocabulary import RatingWay
from handlers.commands.command import CALLERS, Call, CommandSpec, Unclear
from handlers.commands.steps import done, incomplete, the_ticket, words_if_any
from handlers.speaking import Spoken

_NO_ANSWER = dict.fromkeys(("未接通", "未接", "无人接听", "打不通", "无法接通", "关机", "停机"), True)
_SOLVED = {"已解决": True, "解决了": True, "未解决": False, "没解决": False, "没有解决": False}
_TAIL = re.compile(r"尾号(\d{4})")


async def run(call: Call) -> Spoken:
    """With several appellants: the next who has not rated, or the one whose number ends as said (尾号1234)."""
    ticket = await the_ticket(call)
    tail = call.arguments.take(_tail)
    not_answered = call.arguments.one_of(_NO_ANSWER)
    rating = None if not_answered else call.arguments.rating()
    if not not_answered and rating is None:
        raise incomplete(call, "评价（满意、基本满意、不予评价、不满意）或“未接通”")
    appellant = await _who(call, ticket, tail)
    if rating is None:
        return await done(call, ticket, RecordCallTry(call.by, appellant), told.call_tried)
    solved = call.arguments.one_of(_SOLVED)
    words = await words_if_any(call, ticket)
    command = RecordRating(call.by, appellant, rating, RatingWay.PHONE, words, solved)
    return await done(call, ticket, command, lambda view: told.rated(view, rating))


async def _who(call: Call, ticket: Ticket, tail: str | None) -> AppellantId:
    everyone = tuple(dict.fromkeys(appeal.appellant for appeal in ticket.appeals))
    if tail:
        for appellant in everyone:
            data = await call.work.appellants.data(appellant)
            if data and data.phone.endswith(tail):
                return appellant
        raise Unclear(answers.no_such_caller(tail))
    rated = {given.appellant for given in ticket.callback.ratings} if ticket.callback else set()
    return next((appellant for appellant in everyone if appellant not in rated), everyone[0])


def _tail(word: str) -> str | None:
    match = _TAIL.fullmatch(word)
    return match[1] if match else None


SPEC = CommandSpec(
    names=("回访",),
    aliases=("callback",),
    usage="/回访 工单号 评价|未接通 [已解决|未解决] [尾号1234] [说明]",
    example="/回访 K7M2 不满意 夜里仍有音乐声",
    purpose="登记电话回访结果",
    offices=CALLERS,
    run=run,
)
