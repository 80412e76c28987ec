"""Supervision sheets (督办单): numbered as they are issued, gapless within the year, one open sheet a ticket (§10.1, §13.2)."""

from domain.vocabulary import Grade
from tests.handlers.house import OTHER_PHONE, House

THIRD_PHONE = "13800003333"


async def sheet(house: House, number: str) -> tuple[Grade, int]:
    ticket = await house.ticket(number)
    assert ticket.supervision is not None
    return ticket.supervision.grade, ticket.supervision.number


async def test_sheets_are_numbered_one_after_the_other(house: House) -> None:
    first = await house.dispatched()
    second = await house.dispatched("人民路路灯坏了三盏", phone=OTHER_PHONE)

    answer = await house.says("supervisor", f"/督办 {first.number} 一般督办")
    await house.says("supervisor", f"/督办 {second.number} 重点督办")

    assert "督办单民督〔2019〕1号" in answer
    assert await sheet(house, first.number) == (Grade.GENERAL, 1)
    assert await sheet(house, second.number) == (Grade.KEY, 2)


async def test_a_higher_sheet_replaces_the_lower_under_a_number_of_its_own(house: House) -> None:
    ticket = await house.dispatched()
    await house.says("supervisor", f"/督办 {ticket.number} 一般督办")

    await house.says("supervisor", f"/督办 {ticket.number} 重点督办")

    assert await sheet(house, ticket.number) == (Grade.KEY, 2)


async def test_lowered_by_the_head_it_stays_the_same_sheet(house: House) -> None:
    ticket = await house.dispatched()
    await house.says("supervisor", f"/督办 {ticket.number} 重点督办")

    await house.says("head", f"/督办 {ticket.number} 一般督办 已见成效")

    assert await sheet(house, ticket.number) == (Grade.GENERAL, 1)


async def test_an_urge_is_no_sheet_and_a_refused_one_takes_no_number(house: House) -> None:
    ticket = await house.dispatched()
    await house.says("supervisor", f"/催办 {ticket.number}")
    await house.says("transport-leader", f"/督办 {ticket.number} 重点督办")
    other = await house.dispatched("人民路路灯坏了三盏", phone=OTHER_PHONE)
    await house.says("supervisor", f"/督办 {other.number} 一般督办 时限2019年7月1日")

    await house.says("supervisor", f"/督办 {other.number} 一般督办")

    assert await sheet(house, other.number) == (Grade.GENERAL, 1)


async def test_every_year_begins_at_one(house: House) -> None:
    first = await house.dispatched()
    await house.says("supervisor", f"/督办 {first.number} 一般督办")
    house.clock("2020-01-02 09:00")
    second = await house.dispatched("人民路路灯坏了三盏", phone=OTHER_PHONE)

    answer = await house.says("supervisor", f"/督办 {second.number} 一般督办")

    assert "民督〔2020〕1号" in answer


async def test_what_a_second_meeting_assigns_is_stuck_and_gets_the_special_grade(house: House) -> None:
    house.clock("2019-07-26 09:00")
    ticket = await house.dispatched(phone=THIRD_PHONE)
    for day in ("2019-07-26 10:00", "2019-08-06 10:00"):
        house.clock(day)
        await house.says("supervisor", "/调度会 准备 今天")
        await house.says("supervisor", f"/调度会 加 {ticket.number}")
        await house.says("supervisor", "/调度会 开会")
        await house.says("supervisor", "/调度会 定 1号 交通局 装减速带")
        await house.says("supervisor", "/调度会 散会")

    assert await sheet(house, ticket.number) == (Grade.SPECIAL, 2)
