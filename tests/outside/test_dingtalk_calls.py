"""DingTalk does not do what we ask, or does it and does not say so: nothing is lost silently, nothing is said twice."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.economy import Budget, Supply
from domain.ids import TicketId
from domain.notices import Notice, NoticeKind, Recipient, RecipientKind
from domain.outgoing import Ding
from domain.people import Person
from domain.vocabulary import Office
from store.connection import Connection
from store.work import SqlWork
from tests.outside.acting import CARDS, SEND, calls, dispatcher, misbehave, operator, text, told, until
from tests.scenarios.town import GROUP, Town

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def dispatched(here: Town, words: str) -> Person:
    """A matter lies with a unit: its liaison, who holds the card."""
    phone = await text(here, words)
    await here.settle()
    ((number,),) = here.rows("SELECT number FROM tickets ORDER BY id DESC LIMIT 1")
    assert phone
    await here.say(dispatcher(here), f"/派单 {number} 城管局 求助 地点：幸福路")
    unit = here.house.program.parts.who.directory.unit_named("城管局")[0].id
    day = here.house.program.now().date()
    return here.house.program.parts.who.directory.holders(Office.LIAISON, day, unit)[0]


async def cards_about(here: Town, person: str, words: str) -> list[str]:
    screen = await here.house.phones.screen(person)
    chats = screen["chats"]
    assert isinstance(chats, list)
    return [
        str(one["card"]["values"])
        for chat in chats
        for one in chat["messages"]
        if one.get("card") and words in str(one["card"]["values"])
    ]


@pytest.mark.parametrize("fault", ["error_500", "throttle_403", "error_503"])
async def test_a_refusal_in_passing_costs_nothing_but_time(here: Town, fault: str) -> None:
    await misbehave(here, fault, path=SEND, count=1)
    await text(here, f"公园长椅坏了，{_mark(fault)}")

    await until(lambda: told(here, dispatcher(here), _mark(fault)))
    await here.settle()

    assert len(await told(here, dispatcher(here), _mark(fault))) == 1


@pytest.mark.parametrize(("fault", "shown"), [("no_answer", 0), ("done_but_504", 1), ("reset_call", 0)])
async def test_a_message_that_may_have_gone_out_is_not_sent_again_and_the_operator_is_told(
    here: Town, fault: str, shown: int
) -> None:
    before = len(await told(here, operator(here), "不知是否送达"))
    words = f"垃圾桶满了三天没人收，{_mark(fault)}"
    await misbehave(here, fault, path=SEND, count=1)

    await text(here, words)
    await until(lambda: _more(here, operator(here), "不知是否送达", before))
    await here.settle()

    assert len(await told(here, dispatcher(here), _mark(fault))) == shown
    assert len(await told(here, operator(here), "不知是否送达")) == before + 1


@pytest.mark.parametrize("fault", ["no_answer", "done_but_504", "reset_call", "error_500"])
async def test_a_card_in_doubt_is_sent_again_and_shown_once(here: Town, fault: str) -> None:
    words = f"井盖松动，{_mark(fault)}"
    troubles = len(here.rows("SELECT id FROM outbox WHERE state IN ('failed', 'unknown')"))
    await misbehave(here, fault, path=CARDS, count=1)

    liaison = await dispatched(here, words)
    await until(lambda: cards_about(here, liaison.staff_id or "", words))
    await here.settle()

    assert len(await cards_about(here, liaison.staff_id or "", words)) == 1
    assert len(here.rows("SELECT id FROM outbox WHERE state IN ('failed', 'unknown')")) == troubles


async def test_words_the_review_refuses_are_told_in_other_words_and_to_the_operator(here: Town) -> None:
    dark = "某某不许说的词"
    before = len(await told(here, operator(here), "有消息没有发出"))
    hints = len(await told(here, dispatcher(here), "有一条给您的消息未能显示"))
    await misbehave(here, "refuse_content", words=[dark])

    await text(here, f"小区里{dark}，请处理")
    await here.settle()
    await misbehave_no_more(here)

    ((number,),) = here.rows("SELECT number FROM tickets ORDER BY id DESC LIMIT 1")
    assert not await told(here, dispatcher(here), dark)
    assert len(await told(here, operator(here), "有消息没有发出")) == before + 1
    hinted = await told(here, dispatcher(here), "有一条给您的消息未能显示")
    assert len(hinted) == hints + 1
    assert str(number) in hinted[-1]


async def test_a_revoked_token_is_renewed_once_and_nobody_notices(here: Town) -> None:
    await text(here, "路口信号灯乱闪")
    await here.settle()
    fetched = await calls(here, "/v1.0/oauth2/accessToken")
    await here.control("misbehave", {"fault": "expire_tokens"})

    await text(here, "令牌失效以后，路灯又坏了")
    await until(lambda: told(here, dispatcher(here), "令牌失效以后"))
    await here.settle()

    assert await calls(here, "/v1.0/oauth2/accessToken") == fetched + 1
    assert len(await told(here, dispatcher(here), "令牌失效以后")) == 1


async def test_a_refused_strong_reminder_is_told_to_the_operator_who_can_call(here: Town) -> None:
    liaison = await dispatched(here, "强提醒被拒，电线垂到路面")
    before = len(await told(here, operator(here), "强提醒（DING）未能发出"))
    await misbehave(here, "refuse_ding", count=1)
    parts = here.house.program.parts
    ((ticket,),) = here.rows("SELECT id FROM tickets ORDER BY id DESC LIMIT 1")
    notice = Notice(
        Recipient(RecipientKind.PERSON, liaison.id), NoticeKind.FEEDBACK_DUE, TicketId(int(str(ticket)))
    )

    async def remind(connection: Connection) -> None:
        outbox = SqlWork(connection, parts.tools).outbox
        await outbox.put(Ding(liaison.id, notice), key="ding:refused", at=parts.clock.now(), urgent=True)

    await parts.database.write(remind)
    parts.sender.wake.set()
    await until(lambda: _more(here, operator(here), "强提醒（DING）未能发出", before))
    await here.settle()

    assert len(await told(here, operator(here), "强提醒（DING）未能发出")) == before + 1


async def test_when_the_platform_says_the_months_calls_are_spent_nothing_urgent_is_dropped(
    here: Town,
) -> None:
    parts = here.house.program.parts
    words = "额度用完以后，桥面塌了一个洞"
    await here.control("settings", {"monthly_calls": 1}, "PUT")

    await text(here, words)
    await until(lambda: _waits(here))
    await here.house.program.timetable.spend()

    assert parts.spending.stands is Supply.OUT
    assert here.rows("SELECT count(*) FROM outbox WHERE key LIKE 'quota:%:OUT'") == [(1,)]

    await here.control("settings", {"monthly_calls": None}, "PUT")
    here.change("UPDATE outbox SET retry_at = NULL WHERE state = 'waiting'")
    await until(lambda: told(here, dispatcher(here), words))
    await here.settle()
    assert len(await told(here, dispatcher(here), words)) == 1
    assert await told(here, operator(here), "接口额度预计不够")
    parts.spending._out_until = None


async def test_while_the_budget_is_short_niceties_are_dropped_with_their_reason_and_the_rest_goes(
    here: Town,
) -> None:
    parts = here.house.program.parts
    parts.spending.budget = Budget(calls=1, pushes=0)
    await here.house.program.timetable.spend()
    assert parts.spending.stands is Supply.OUT
    group = len(await here.heard(dispatcher(here), GROUP))

    await dispatched(here, "额度紧张时，河边护栏断了")
    leader = here.house.program.parts.who.directory.people_named("曹示例")[0]
    await here.say(
        here.holder(Office.SUPERVISOR).staff_id or "",
        f"/交办 {_newest(here)} @{leader.name} 时限{_next_week(here)} 投诉 地点：河边\n1. 护栏 | 修好 | 交通运输局",
    )
    await here.settle()
    parts.spending.budget = replace(parts.spending.budget, calls=0)
    await here.house.program.timetable.spend()

    dropped = here.rows("SELECT id FROM outbox WHERE state = 'dropped' AND code LIKE '%额度%'")
    assert await cards_about(here, leader.staff_id or "", "额度紧张时")
    assert dropped
    assert len(await here.heard(dispatcher(here), GROUP)) == group


async def misbehave_no_more(here: Town) -> None:
    await here.control("misbehave", {}, "DELETE")


async def _more(here: Town, person: str, words: str, before: int) -> bool:
    return len(await told(here, person, words)) > before


async def _waits(here: Town) -> bool:
    return bool(here.rows("SELECT id FROM outbox WHERE state = 'waiting' AND retry_at IS NOT NULL"))


def _newest(here: Town) -> str:
    return str(here.rows("SELECT number FROM tickets ORDER BY id DESC LIMIT 1")[0][0])


def _next_week(here: Town) -> str:
    day = here.house.program.now() + timedelta(days=9)
    return f"{day.month}月{day.day}日"


def _mark(fault: str) -> str:
    """As it can be said: a line under words is markdown."""
    return fault.replace("_", "")
