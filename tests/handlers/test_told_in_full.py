"""What people are told is whole and told once: reasons reach them, a date is promised once, nobody is asked in vain."""

from bot.delivery.letters import ChatLetter
from bot.delivery.wording import Wording
from domain.asks import AskKind
from domain.ids import PersonId
from domain.notices import NoticeKind
from domain.outgoing import Notify
from handlers.ports import Work
from handlers.surroundings import Surroundings
from tests.handlers.house import House

LEADER = "transport-leader"


async def _told(house: House, kind: NoticeKind) -> str:
    """The latest notice of that kind as its reader gets it."""
    notice = (await house.notices(kind))[-1]

    async def worded(work: Work, around: Surroundings) -> str:
        letter = await Wording(work, around, has_template=True).letter(Notify(notice))
        assert isinstance(letter, ChatLetter)
        return letter.text.markdown

    return await house.handle(worded)


async def test_a_refused_extension_says_why(house: House) -> None:
    ticket = await house.dispatched()
    await house.says(LEADER, "申请延期到7月25日，材料没到")
    await house.says(LEADER, "是")

    await house.says("head", f"/延期 {ticket.number} 驳回 先把能修的修好")

    assert "先把能修的修好" in await _told(house, NoticeKind.EXTENSION_DECIDED)


async def test_the_citizen_is_promised_the_same_day_only_once(house: House) -> None:
    ticket = await house.dispatched()
    assert (await house.texted_back()).count(NoticeKind.CITIZEN_DISPATCHED) == 1

    await house.says("dispatcher", f"/改派 {ticket.number} 交警大队 属交通管理")
    await house.says("dispatcher", "是")
    assert (await house.ticket()).lead != ticket.lead
    assert (await house.texted_back()).count(NoticeKind.CITIZEN_DISPATCHED) == 1, (
        "the same day: known already"
    )

    house.clock("2019-07-08 09:30")
    await house.says("dispatcher", f"/改派 {ticket.number} 交通局 属交通局职责")
    await house.says("dispatcher", "是")
    assert (await house.texted_back()).count(NoticeKind.CITIZEN_DISPATCHED) == 2, "another day: told again"


async def test_a_leader_is_not_asked_for_what_only_another_unit_can_report(house: House) -> None:
    ticket = await house.filed()
    await house.says("operator", f"/受理 {ticket.number} 投诉 幸福路12号")
    lines = "1. 装减速带\n2. 治超卡点 | 有人值守 | 交警大队"
    await house.says("supervisor", f"/交办 {ticket.number} @某transport-leader 协办 交警大队\n{lines}")
    await house.says(LEADER, "1已完成，已电话联系诉求人", files=1)
    await house.files_arrive()

    said = await house.says(LEADER, "申请销号")

    assert "条目2由" in said
    assert "已完成”并说明" not in said

    async def question(work: Work, around: Surroundings) -> object:
        return await work.asks.latest_of_person(
            PersonId(LEADER), around.context.now, (AskKind.CLOSEOUT_WORDS,)
        )

    assert await house.handle(question) is None
