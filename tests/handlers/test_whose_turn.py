"""Who goes when nobody is named: whose area it is, else whoever has the fewest visits waiting."""

from dataclasses import replace

from domain.ids import PersonId
from tests.handlers.house import House
from tests.world import TRANSPORT


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


async def test_whoever_looks_after_the_area_goes_before_whoever_has_less_to_do(house: House) -> None:
    person = house.world.directory.people[PersonId("confirmer2")]
    held = replace(person.offices[0], covers=frozenset({TRANSPORT}))
    house.world = house.world.with_people(replace(person, offices=(held,)))

    ticket = await house.closeout_asked()

    assert ticket.visit is not None
    assert ticket.visit.confirmer == "confirmer2"
