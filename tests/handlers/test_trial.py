"""--试算: what a command would answer and what still stands between a matter and its end; and nothing happens."""

import pytest

from domain.outgoing import Reply
from domain.vocabulary import State
from store.tables.dockets import dockets
from store.tables.record import events
from store.tables.running import counters
from store.tables.traffic import timers
from tests.handlers.house import House


async def footprint(house: House) -> tuple[object, ...]:
    """Everything a command could leave behind, but for the answer itself."""
    rows = [row for _, row in await house.rows() if not isinstance(row, Reply)]
    return (
        rows,
        [await house.count(one) for one in (events, timers, dockets, counters)],
        await house.tickets(),
    )


@pytest.mark.parametrize(
    ("who", "said", "would"),
    [
        ("supervisor", "/催办 {} --试算", "已催办"),
        ("supervisor", "/督办 {} 重点督办 --试算", "督办单民督〔2019〕1号"),
        ("dispatcher", "/改派 {} 交警大队 —试算", "交警大队"),
        ("supervisor", "/调度会 准备 --试算", "第1批调度会"),
        ("head", "/挂账 {} 8月1日 等规划批复 --试算", "挂账"),
    ],
)
async def test_a_tried_command_answers_as_it_would_and_leaves_nothing(
    house: House, who: str, said: str, would: str
) -> None:
    ticket = await house.dispatched()
    before = await footprint(house)

    answer = await house.says(who, said.format(ticket.number))

    assert answer.startswith("【试算，未作任何改动】")
    assert would in answer
    assert await footprint(house) == before


async def test_numbers_taken_in_a_trial_are_not_gone(house: House) -> None:
    ticket = await house.dispatched()
    await house.says("supervisor", f"/督办 {ticket.number} 一般督办 --试算")

    answer = await house.says("supervisor", f"/督办 {ticket.number} 一般督办")

    assert "民督〔2019〕1号" in answer


async def test_a_trial_names_every_gate_that_is_still_shut(house: House) -> None:
    ticket = await house.assigned()

    answer = await house.says("head", f"/销号 {ticket.number} --试算")

    assert "销号还差：条目1、2未办结；责任领导申请销号；现场核实通过；群众评价；中心主任审批" in answer


async def test_the_gates_open_one_after_the_other(house: House) -> None:
    ticket = await house.in_callback()
    before = await house.says("supervisor", f"/进度 {ticket.number}")
    await house.says("head", f"/销号 {ticket.number}")
    approved = await house.says("supervisor", f"/进度 {ticket.number}")
    await house.says("caller", f"/回访 {ticket.number} 满意")
    after = await house.says("supervisor", f"/进度 {ticket.number}")

    assert "销号还差：群众评价；中心主任审批" in before
    assert "销号还差：群众评价" in approved
    assert "中心主任审批" not in approved
    assert "还差" not in after
    assert (await house.ticket()).state is State.CLOSED_OUT


async def test_an_ordinary_matter_has_its_own_gates(house: House) -> None:
    ticket = await house.dispatched()

    answer = await house.says("supervisor", f"/进度 {ticket.number}")

    assert "结案还差：承办单位申请办结；中心审核；群众评价" in answer
