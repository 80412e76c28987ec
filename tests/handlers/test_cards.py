"""Buttons (design §4): the holder only, on the newest face, once; they do what the typed words do."""

import json

import pytest

from domain.faces import Answer
from domain.notices import CardKind
from domain.vocabulary import State
from tests.handlers.house import House

LEADER = "transport-leader"


def _buttons(answer: Answer | None) -> dict[str, str]:
    """Action and argument of every button on the presser's new face."""
    assert answer is not None
    assert answer.face is not None
    told = json.loads(dict(answer.face.values)["buttons"])
    return {button["action"]: button["argument"] for button in told}


async def test_signing_by_button_answers_with_a_face_without_that_button(house: House) -> None:
    await house.dispatched()

    words, answer = await house.presses(LEADER, "acknowledge")

    assert "已签收" in words
    assert (await house.ticket()).state is State.ACKNOWLEDGED
    assert "acknowledge" not in _buttons(answer)
    assert "report_progress" in _buttons(answer)


async def test_a_press_on_an_old_face_does_nothing_and_shows_the_current_one(house: House) -> None:
    await house.dispatched()

    words, answer = await house.presses(LEADER, "acknowledge", back=1)

    assert "没有生效" in words
    assert (await house.ticket()).state is State.DISPATCHED
    assert "acknowledge" in _buttons(answer)


async def test_pressing_twice_signs_once(house: House) -> None:
    await house.dispatched()
    await house.presses(LEADER, "acknowledge")
    version = (await house.ticket()).version

    words, _ = await house.presses(LEADER, "acknowledge")

    assert "没有生效" in words
    assert (await house.ticket()).version == version


async def test_somebody_elses_card_does_nothing_in_another_hand(house: House) -> None:
    await house.dispatched()
    card = next(iter(await house.cards()))

    words = await house.presses_on(card, "water-leader", "acknowledge")

    assert "不是发给您的" in words
    assert (await house.ticket()).state is State.DISPATCHED


async def test_an_action_the_person_may_not_take_does_nothing(house: House) -> None:
    await house.dispatched()

    words, _ = await house.presses(LEADER, "approve")

    assert "没有生效" in words


@pytest.mark.parametrize("action", ["nonsense", "", "签收"])
async def test_an_unknown_action_does_nothing(house: House, action: str) -> None:
    await house.dispatched()

    words, _ = await house.presses(LEADER, action)

    assert "没有生效" in words


async def test_report_progress_asks_for_the_words_which_then_are_the_report(house: House) -> None:
    ticket = await house.dispatched()
    await house.dispatched("人民路路灯坏了三盏", phone="13800003333")
    house.later(hours=1)

    await house.presses_for(ticket, LEADER, "report_progress")
    answer = await house.says(LEADER, "已安排队伍")

    assert ticket.number in answer
    assert len((await house.ticket(ticket.number)).progress) == 1


async def test_an_extension_by_button_asks_date_and_reason_and_reads_back(house: House) -> None:
    await house.dispatched()

    words, _ = await house.presses(LEADER, "request_extension")
    assert "延期到哪一天" in words
    assert "对吗" in await house.says(LEADER, "延期到7月25日，材料没到")


async def test_a_return_by_button_chooses_the_reason_by_number(house: House) -> None:
    await house.dispatched()

    words, _ = await house.presses("transport-liaison", "request_return")
    assert "1. 非本单位职责" in words
    await house.says("transport-liaison", "1")
    await house.says("transport-liaison", "是")

    assert (await house.ticket()).state is State.RETURN_REQUESTED


async def test_what_was_read_back_can_be_confirmed_by_button_once(house: House) -> None:
    await house.assigned()
    await house.says(LEADER, "全部完成，已电话联系诉求人", files=1)
    await house.files_arrive()

    _, answer = await house.presses(LEADER, "request_closeout")
    question = _buttons(answer)["yes"]
    await house.presses(LEADER, "yes", argument=question)
    assert (await house.ticket()).state is State.CLOSEOUT_REQUESTED
    words, _ = await house.presses(LEADER, "yes", argument=question)

    assert "没有生效" in words


async def test_a_no_by_button_changes_nothing(house: House) -> None:
    await house.closeout_asked()

    _, answer = await house.presses(LEADER, "withdraw_closeout")
    await house.presses(LEADER, "no", argument=_buttons(answer)["no"])

    assert (await house.ticket()).state is State.CLOSEOUT_REQUESTED


async def test_the_head_decides_by_button(house: House) -> None:
    ticket = await house.in_callback()

    words, _ = await house.presses("head", "approve", CardKind.DECISION)

    assert ticket.short_code in words
    assert (await house.ticket()).approval is not None


async def test_the_supervisors_number_comes_by_button(house: House) -> None:
    await house.dispatched()

    words, _ = await house.presses(LEADER, "contact_supervisor")

    assert "某supervisor" in words


async def test_a_number_chooses_the_button_where_no_template_is_published(house: House) -> None:
    await house.dispatched()

    answer = await house.says(LEADER, "1")

    assert "已签收" in answer
    assert (await house.ticket()).state is State.ACKNOWLEDGED
