"""申请办结 with an answer that does not answer: back once with the reason, then to a person with the findings (§8.5)."""

from config.texts.cards import as_markdown
from domain.answering import AnswerFault
from domain.commands import FileAppeal
from domain.ids import PersonId, TicketId
from domain.notices import CardKind, NoticeKind
from domain.ticket import Ticket
from domain.vocabulary import Channel, RatingWay, State
from handlers.erasing import erase, known_by
from handlers.keeping import carry_out
from handlers.ports import Work
from handlers.surroundings import Surroundings
from handlers.views import view_of
from store.appellants import subject_of
from store.tables.answers import answer_marks
from tests.handlers.house import NOISE, OTHER_PHONE, House
from tests.world import by

GOOD = "7月6日现场检查，已责令商户22点后停止播放，并电话告知诉求人，持续巡查"
EMPTY = "您反映的问题已收悉，我局高度重视，已转交相关部门尽快处理，已电话联系诉求人，感谢您的理解和支持。"
LAMPS = "桃园小区南门外的三盏路灯坏了半个月，晚上老人摔过跤，请尽快修好"
REPAIRED = (
    "经现场检查，路灯系电缆被施工挖断所致。我局于7月2日组织抢修，更换电缆四十米、灯具三盏，当晚试灯全部点亮，"
    "并与施工方约定今后开挖前先联系路灯所，已电话告知诉求人，对方表示认可。"
)


async def test_empty_talk_goes_back_at_once_and_nothing_is_handed_in(house: House) -> None:
    ticket = await house.dispatched()

    answer = await house.says("transport-liaison", f"/办结 {ticket.number} {EMPTY}")

    assert "退回" in answer
    assert "查到什么、做了什么" in answer
    ticket = await house.ticket()
    assert ticket.state is State.IN_PROGRESS
    assert [one.findings[0].fault for one in ticket.returned_answers] == [AnswerFault.EMPTY_TALK]
    assert not await house.notices(NoticeKind.HANDLED_TO_REVIEW)


async def test_the_better_answer_is_simply_said_and_read_back(house: House) -> None:
    ticket = await house.dispatched()
    assert "退回" in await house.says("transport-liaison", f"申请办结，{EMPTY}")

    assert "对吗" in await house.says("transport-liaison", GOOD)
    await house.says("transport-liaison", "是")

    ticket = await house.ticket(ticket.number)
    assert ticket.state is State.HANDLED
    assert ticket.answer_findings == ()


async def test_the_second_failing_one_reaches_the_reviewer_with_what_was_found(house: House) -> None:
    ticket = await house.dispatched()
    await house.says("transport-liaison", f"申请办结，{EMPTY}")

    read_back = await house.says("transport-liaison", EMPTY)
    assert "将一并报审核人" in read_back
    await house.says("transport-liaison", "是")

    ticket = await house.ticket(ticket.number)
    assert ticket.state is State.HANDLED
    assert [one.fault for one in ticket.answer_findings] == [AnswerFault.EMPTY_TALK]
    shown = await house.handle(lambda work, around: _card(ticket, work, around))
    assert "答复检查：只说收到、转办或重视" in shown
    assert "通过" in await house.says("dispatcher", f"/审核 {ticket.number} 通过")


async def _card(ticket: Ticket, work: Work, around: Surroundings) -> str:
    """What the reviewer's card says."""
    view = await view_of(ticket, work, around.context, PersonId("dispatcher"))
    return as_markdown(view, CardKind.DECISION, ()).markdown


async def test_the_answer_to_another_matter_is_known_again(house: House) -> None:
    first = await house.dispatched(LAMPS)
    await house.says("transport-liaison", f"/办结 {first.number} {REPAIRED}")
    second = await house.dispatched(NOISE, phone=OTHER_PHONE)

    answer = await house.says("transport-liaison", f"/办结 {second.number} {REPAIRED}")

    assert f"与工单{first.number}的答复几乎相同" in answer
    assert (await house.ticket(second.number)).state is State.IN_PROGRESS


async def test_the_same_answer_to_a_neighbour_with_the_same_matter_is_right(house: House) -> None:
    first = await house.dispatched(LAMPS)
    await house.says("transport-liaison", f"/办结 {first.number} {REPAIRED}")
    second = await house.dispatched("桃园小区南门外路灯坏了半个月，老人摔跤，请修好", phone=OTHER_PHONE)

    await house.says("transport-liaison", f"/办结 {second.number} {REPAIRED}")

    assert (await house.ticket(second.number)).state is State.HANDLED


async def test_an_erased_citizens_answer_leaves_no_marks(house: House) -> None:
    ticket = await house.dispatched(LAMPS)
    await house.says("transport-liaison", f"/办结 {ticket.number} {REPAIRED}")
    await house.says("dispatcher", f"/审核 {ticket.number} 通过")
    await house.texts("1")
    assert await house.count(answer_marks) == 1

    async def gone(work: Work, around: Surroundings) -> bool:
        known = await known_by(ticket.appellants[0], work)
        return await erase(known, PersonId("admin"), "本人申请", work, around.context)

    assert await house.handle(gone)
    assert await house.count(answer_marks) == 0


async def test_a_caller_with_a_fixed_line_is_called_and_the_rating_written_down(house: House) -> None:
    """12345来电 from a landline: no survey text, a call at once, `/回访` closes it."""

    async def filed(work: Work, around: Surroundings) -> Ticket:
        caller = (await work.appellants.with_phone("057122223333")).appellant
        words = await work.words.seal(NOISE, subject_of(caller))
        number = await work.tickets.next_number(around.context.today)
        code = await work.tickets.next_short_code()
        ticket = await carry_out(
            None,
            FileAppeal(
                by("operator"),
                TicketId(work.ids.new()),
                number,
                code,
                caller,
                words,
                Channel.CALL,
                fixed_line=True,
            ),
            work,
            around.context,
        )
        assert isinstance(ticket, Ticket)
        return ticket

    number = (await house.handle(filed)).number
    await house.says("operator", f"/受理 {number} 投诉 幸福路12号")
    await house.says("dispatcher", f"/派单 {number} 交通局")
    await house.says("transport-liaison", f"/办结 {number} {GOOD}")
    await house.says("dispatcher", f"/审核 {number} 通过")

    assert await house.texted_back() == []
    assert [one.to.person for one in await house.notices(NoticeKind.CALL_WANTED)] == ["caller"]
    await house.says("caller", f"/回访 {number} 满意 对方表示噪音没有了")
    ticket = await house.ticket(number)
    assert ticket.state is State.CLOSED
    assert ticket.ratings[-1].way is RatingWay.PHONE
