"""/督查: the fact list of the inspecting bodies: who reads it, and what it never says."""

from config.texts.inspecting import NOTE
from tests.handlers.house import House


async def late(house: House) -> list[str]:
    """Five matters of the transport bureau, all long overdue; gives their numbers."""
    numbers = [
        (await house.dispatched(f"幸福路第{n}根路灯不亮，晚上很黑", phone=f"1380000111{n}")).number
        for n in range(5)
    ]
    house.clock("2019-08-05 09:00")
    return numbers


async def test_the_facts_of_a_period_by_unit_with_their_tickets(house: House) -> None:
    numbers = await late(house)

    told = await house.says("inspector", "/督查 上月")

    assert "交通局：超期未办结5件" in told
    assert all(number in told for number in numbers)
    assert told.endswith(NOTE)
    assert "路灯" not in told


async def test_a_quiet_period_names_nobody(house: House) -> None:
    assert "没有达到提示标准的单位" in await house.says("head", "/督查 上月")


async def test_it_is_for_the_inspecting_bodies_and_the_heads_alone(house: House) -> None:
    await late(house)
    await house.says("admin", "/绑定 督办群", group="cid-group")

    for who in ("transport-head", "supervisor", "dispatcher"):
        assert "您的岗位不能使用" in await house.says(who, "/督查 上月")
    assert "单聊" in await house.says("head", "/督查 上月", group="cid-group")


async def test_an_inspector_reads_everything_and_changes_nothing(house: House) -> None:
    ticket = await house.dispatched()

    assert ticket.number in await house.says("inspector", f"/进度 {ticket.number}")
    for act in (
        f"/督办 {ticket.number} 重点督办",
        f"/改派 {ticket.number} 交警大队",
        f"/催办 {ticket.number}",
    ):
        assert "您的岗位不能使用" in await house.says("inspector", act)
    assert await house.ticket() == ticket
