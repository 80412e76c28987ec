"""Who goes when nobody is named: whoever has the fewest visits waiting."""

from tests.handlers.house import House


async def test_the_second_matter_goes_to_the_confirmer_who_has_none_waiting(house: House) -> None:
    first = await house.closeout_asked()
    second_number = (await house.assigned("东湖小区路灯坏了三天，晚上很黑", phone="13911110009")).number
    await house.says("transport-leader", f"{second_number} 全部完成，已电话联系诉求人", files=1)
    await house.files_arrive()
    await house.says("transport-leader", f"{second_number} 申请销号")
    await house.says("transport-leader", "是")

    second = await house.ticket(second_number)

    assert first.visit is not None
    assert second.visit is not None
    assert (first.visit.confirmer, second.visit.confirmer) == ("confirmer", "confirmer2")
