"""Whole matters through every hand, as the stories of domain.md §16 tell them: what is said is what happens."""

from domain.vocabulary import Grade, Rating, State, Track, Urgency
from tests.handlers.house import House

GRAVEL = "某镇Z村县道上货车掉石子，夜里很吵也很危险"


async def test_gravel_on_the_road_with_an_assisting_unit(house: House) -> None:
    """Story 1: close-out is refused while the assistant's item is open."""
    ticket = await house.filed(GRAVEL)
    number = ticket.number
    await house.says("dispatcher", f"/派单 {number} 某镇 投诉 地点：某镇Z村县道")
    await house.says("town-liaison", "收到")
    await house.says("town-liaison", "已到Z村看过，镇里没有处罚权")
    house.clock("2019-07-08 10:00")
    lines = "1. 减速带 | 装好并划线 | 交通局\n2. 标志牌 | 装好 | 交通局\n3. 治超卡点 | 24小时值守 | 交警大队"
    answer = await house.says(
        "supervisor", f"/交办 {number} @某transport-leader 协办 交警大队 时限7月16日 彻底解决\n{lines}"
    )
    assert "7月16日（周二）" in answer

    await house.says("transport-leader", "收到")
    await house.says("police-leader", "收到，马上安排")
    await house.says("transport-leader", "1、2已完成，已电话告知诉求人", files=2)
    await house.files_arrive()
    assert "条目3" in await house.says("transport-leader", "申请销号")
    assert (await house.ticket(number)).closeout is None

    house.later(hours=2)
    assert "条目3" in await house.says("police-leader", "3已完成，卡点24小时值守", files=1)
    await house.files_arrive()
    assert "对吗" in await house.says("transport-leader", "申请销号")
    await house.says("transport-leader", "是")
    visit = (await house.ticket(number)).visit
    assert visit is not None
    await house.goes_there(visit.confirmer)
    await house.says("head", f"/销号 {number}")
    await house.texts("满意")

    ticket = await house.ticket(number)
    assert ticket.state is State.CLOSED_OUT
    assert ticket.look_back is not None


async def test_noise_sent_back_and_done_differently(house: House) -> None:
    """Story 7: not satisfied, grade 3, an old photo refused, something different this time."""
    await house.in_callback()
    number = (await house.ticket()).number
    await house.says("head", f"/销号 {number}")
    await house.texts("不满意")
    await house.texts("昨晚又响到一点")
    assert (await house.ticket()).state is State.DISSATISFIED_REVIEW
    assert (await house.ticket()).approval is None
    await house.says("supervisor", f"/重办 {number} 未解决 5个工作日 须夜间实测达标")
    await house.says("supervisor", "是")

    ticket = await house.ticket()
    assert ticket.state is State.REWORK
    assert ticket.supervision is not None
    assert ticket.supervision.grade is Grade.KEY

    house.later(days=2)
    await house.says("transport-leader", "全部完成，现场实测达标，已电话联系诉求人", files=1)
    await house.files_arrive()
    assert "不同" in await house.says("transport-leader", "申请销号")
    assert "对吗" in await house.says("transport-leader", "这次签了限时经营协议，加装隔音门，夜间实测达标")
    await house.says("transport-leader", "是")
    visit = (await house.ticket()).visit
    assert visit is not None
    await house.goes_there(visit.confirmer)
    await house.texts("基本满意")
    await house.says("head", f"/销号 {number}")

    ticket = await house.ticket()
    assert ticket.state is State.CLOSED_OUT
    assert [given.rating for given in ticket.ratings][-1] is Rating.BASICALLY


async def test_petrol_smell_at_night_closes_by_explanation(house: House) -> None:
    """Story 2 without its second caller: urgent, minutes, the ordinary track, no site visit."""
    house.clock("2019-05-27 21:11")
    await house.texts("幸福小区旁边加油站有很浓的汽油味")
    ticket = await house.ticket()
    assert ticket.urgency is Urgency.URGENT
    house.clock("2019-05-27 21:12")
    await house.says("dispatcher", f"/派单 {ticket.number} 某镇 求助 地点：幸福小区")
    house.clock("2019-05-27 21:14")
    assert "已签收" in await house.says("town-duty", "收到")
    house.clock("2019-05-27 21:20")
    await house.says("town-duty", "已到现场，油罐车卸油，测过无危险")
    house.clock("2019-05-27 21:26")
    result = "经现场检查，系当晚油罐车卸油、小区处于下风向，检测无泄漏，21时26分已电话告知诉求人"
    await house.says("town-duty", f"申请办结，{result}")
    await house.says("town-duty", "是")
    await house.says("dispatcher", f"/审核 {ticket.number} 通过")
    house.clock("2019-05-28 08:40")
    await house.texts("1")

    ticket = await house.ticket()
    assert ticket.state is State.CLOSED
    assert ticket.track is Track.ORDINARY
    assert not ticket.visits
    lead = ticket.lead
    assert lead is not None
    assert not lead.arrival_late
    assert ticket.too_fast
    await house.says("supervisor", f"/复看 {ticket.number} 属解释类")
    assert not (await house.ticket()).too_fast


async def test_three_people_are_needed_to_close(house: House) -> None:
    """The confirmer may not approve, nor the unit, nor whoever asked (invariant 2)."""
    ticket = await house.closeout_asked()
    await house.says("supervisor", f"/踏勘 {ticket.number} @某head")
    visit = (await house.ticket()).visit
    assert visit is not None
    assert visit.confirmer == "head"
    await house.goes_there("head")

    await house.says("head", f"/销号 {ticket.number}")
    assert (await house.ticket()).approval is None
    await house.says("deputy", f"/销号 {ticket.number}")

    assert (await house.ticket()).approval is not None


async def test_a_confirmer_of_the_own_unit_is_refused(house: House) -> None:
    ticket = await house.closeout_asked()

    await house.says("supervisor", f"/踏勘 {ticket.number} @某transport-liaison")

    visit = (await house.ticket()).visit
    assert visit is not None
    assert visit.confirmer != "transport-liaison"
