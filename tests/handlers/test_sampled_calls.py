"""抽样回访 of answers at once, through text and chat: asked, still asked after the silence, opened again (§6.2)."""

from dataclasses import replace

import pytest

from domain.asks import AskKind
from domain.context import Context
from domain.notices import NoticeKind
from domain.timers import timers_for
from domain.vocabulary import Rating, RatingWay, State
from handlers.ports import Work
from handlers.surroundings import Surroundings
from tests.handlers.house import PHONE, House


@pytest.fixture
async def asked(house: House) -> House:
    """Answered on Friday morning, asked on Monday."""
    house.world = replace(house.world, policy=replace(house.world.policy, answered_sample=1.0))
    ticket = await house.filed("请问老年卡怎么办理，要带什么材料")
    await house.says("operator", f"/答复 {ticket.number} 满六十五岁，带身份证到公交总站办理，当场领取。")
    await comes_due(house, "2019-07-08 09:00")
    return house


async def comes_due(house: House, written: str) -> None:
    """The clock is moved, and what was due until then is heard."""
    house.clock(written)
    context: Context = house.world.context(house.now)
    for timer in timers_for(await house.ticket(), context):
        if timer.due_at <= house.now:
            await house.step(timer.step)


async def questions(work: Work, around: Surroundings) -> list[AskKind]:
    """What the citizen has not answered yet."""
    caller = await work.appellants.known(PHONE)
    assert caller is not None
    since = around.context.now - around.context.policy.again_within
    return [one.kind for one in await work.asks.open_of_appellant(caller, since)]


async def test_the_citizen_is_asked_and_a_digit_answers(asked: House) -> None:
    assert NoticeKind.SURVEY in await asked.texted_back()

    await asked.texts("1")

    ticket = await asked.ticket()
    assert ticket.state is State.ANSWERED
    assert [(one.rating, one.way) for one in ticket.ratings] == [(Rating.SATISFIED, RatingWay.SMS)]
    assert len(await asked.tickets()) == 1


async def test_a_late_digit_still_counts_once_the_officer_was_asked_to_call(asked: House) -> None:
    await comes_due(asked, "2019-07-09 12:30")
    assert [one.to.person for one in await asked.notices(NoticeKind.CALL_WANTED)] == ["caller"]

    assert await asked.handle(questions) == [AskKind.SURVEY]

    await asked.texts("2")

    assert await asked.handle(questions) == []
    ticket = await asked.ticket()
    assert [one.rating for one in ticket.ratings] == [Rating.BASICALLY]
    assert len(await asked.tickets()) == 1


async def test_the_officer_writes_down_what_was_said_on_the_phone(asked: House) -> None:
    number = (await asked.ticket()).number

    await asked.says("caller", f"/回访 {number} 满意")

    assert (await asked.ticket()).ratings[-1].way is RatingWay.PHONE
    assert (await asked.ticket()).state is State.ANSWERED


async def test_a_dissatisfied_citizens_matter_is_taken_up_again(asked: House) -> None:
    await asked.texts("4")

    assert (await asked.ticket()).state is State.RECEIVED
