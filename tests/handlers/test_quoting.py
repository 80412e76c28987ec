"""Who quotes means the ticket quoted: what cannot be traced is asked for, never guessed (design §4). And 撤销 alone."""

import pytest

from domain.ticket import Ticket
from domain.vocabulary import State
from tests.handlers.house import OTHER_PHONE, House

LEADER = "transport-leader"
LOST = "a-message-from-before"


async def two(house: House) -> tuple[Ticket, Ticket]:
    """Two open tickets, of which the leader has just dealt with the second."""
    first = await house.dispatched()
    second = await house.dispatched("人民路路灯坏了三盏", phone=OTHER_PHONE)
    await house.says(LEADER, f"{second.number} 收到")
    return first, second


async def reports(house: House, *tickets: Ticket) -> list[int]:
    return [sum(not note.withdrawn for note in (await house.ticket(t.number)).progress) for t in tickets]


async def test_a_quote_that_cannot_be_traced_is_asked_about_and_the_words_are_kept(house: House) -> None:
    first, second = await two(house)

    asked = await house.says(LEADER, "材料到了", quote=LOST)

    assert "这是哪一件的" in asked
    assert await reports(house, first, second) == [0, 0]
    place = 1 if asked.index(first.short_code) < asked.index(second.short_code) else 2
    answer = await house.says(LEADER, str(place))
    assert first.number in answer
    assert await reports(house, first, second) == [1, 0]


async def test_without_a_quote_the_ticket_just_touched_is_still_meant(house: House) -> None:
    first, second = await two(house)

    await house.says(LEADER, "材料到了")

    assert await reports(house, first, second) == [0, 1]


async def test_the_only_open_ticket_is_meant_whatever_is_quoted(house: House) -> None:
    only = await house.dispatched()

    await house.says(LEADER, "材料到了", quote=LOST)

    assert await reports(house, only) == [1]


async def test_a_quote_whose_words_name_one_ticket_is_traced_by_them(house: House) -> None:
    first, second = await two(house)

    await house.says(LEADER, "材料到了", quote=LOST, quoted_words=f"已记录进度 {first.number}。")
    await house.says(LEADER, "人手也到了", quote=LOST, quoted_words=f"1. {first.short_code} 音响太吵")

    assert await reports(house, first, second) == [2, 0]


async def test_a_quote_whose_words_name_both_is_asked_about(house: House) -> None:
    first, second = await two(house)

    words = f"今日到期：{first.number}、{second.number}"
    assert "这是哪一件的" in await house.says(LEADER, "材料到了", quote=LOST, quoted_words=words)


async def test_received_under_what_cannot_be_traced_signs_nothing_unasked(house: House) -> None:
    first, _ = await two(house)

    asked = await house.says(LEADER, "收到", quote=LOST)

    assert first.short_code in asked
    assert (await house.ticket(first.number)).state is State.DISPATCHED
    await house.says(LEADER, "1")
    assert (await house.ticket(first.number)).state is State.ACKNOWLEDGED


async def test_an_undo_under_what_cannot_be_traced_asks_which_report(house: House) -> None:
    first, second = await two(house)
    await house.says(LEADER, f"{first.number} 已安排")
    await house.says(LEADER, f"{second.number} 已安排")

    asked = await house.says(LEADER, "撤销", quote=LOST)
    assert await reports(house, first, second) == [1, 1]
    await house.says(LEADER, "1" if asked.index(first.short_code) < asked.index(second.short_code) else "2")

    assert await reports(house, first, second) == [0, 1]


async def test_an_undo_under_the_report_it_means_takes_that_one_back(house: House) -> None:
    first, second = await two(house)
    await house.says(LEADER, f"{first.number} 已安排")
    await house.says(LEADER, f"{second.number} 已安排")

    await house.says(LEADER, "撤销", quote=LOST, quoted_words=f"已记录进度 {first.number}。")

    assert await reports(house, first, second) == [0, 1]


@pytest.mark.parametrize("last", [0, 1])
async def test_of_two_reports_in_the_very_same_instant_the_one_said_last_is_taken_back(
    house: House, last: int
) -> None:
    tickets = await two(house)
    for ticket in (tickets[1 - last], tickets[last]):
        await house.says(LEADER, f"{ticket.number} 已安排")

    answer = await house.says(LEADER, "撤销")

    assert tickets[last].number in answer
    assert (await reports(house, *tickets))[last] == 0
    await house.says(LEADER, "撤销")
    assert await reports(house, *tickets) == [0, 0]
