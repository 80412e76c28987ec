"""What happens besides people speaking: files lost, delivery reports, timers, read marks, quotes, strangers."""

from domain.ids import TicketId
from domain.inbound import EventKey, FileLost, MessageRead, SmsFate, SmsReported
from domain.notices import NoticeKind
from domain.outgoing import FetchFile, Reply
from domain.vocabulary import State
from handlers import deliveries, files, people
from handlers.ports import Work
from handlers.surroundings import Surroundings
from store.staff import Staff
from store.work import SqlWork
from tests.handlers.house import OTHER_PHONE, House

LEADER = "transport-leader"


async def _sent(house: House, message: str, ticket: TicketId) -> None:
    async def job(work: Work, _: Surroundings) -> None:
        assert isinstance(work, SqlWork)
        await work.marks.sent(message, ticket, 1)

    await house.handle(job)


async def test_a_quoted_message_decides_which_ticket_is_meant(house: House) -> None:
    first = await house.dispatched()
    second = await house.dispatched("人民路路灯坏了三盏", phone=OTHER_PHONE)
    await house.says(LEADER, f"{second.number} 已安排")
    await _sent(house, "message-1", first.id)

    await house.says(LEADER, "材料到了", quote="message-1")

    assert len((await house.ticket(first.number)).progress) == 1


async def test_a_command_may_quote_instead_of_naming_the_ticket(house: House) -> None:
    ticket = await house.dispatched()
    await _sent(house, "message-1", ticket.id)

    await house.says("supervisor", "/催办 请抓紧", quote="message-1")

    assert (await house.ticket()).urges == 1


async def test_a_yes_under_another_tickets_message_confirms_nothing(house: House) -> None:
    first = await house.dispatched()
    second = await house.dispatched("人民路路灯坏了三盏", phone=OTHER_PHONE)
    await house.says(LEADER, f"{first.number} 申请延期到25号，材料没到")
    await _sent(house, "message-1", second.id)

    await house.says(LEADER, "是", quote="message-1")

    assert (await house.ticket(first.number)).extension is None


async def test_a_picture_that_could_not_be_fetched_is_asked_for_again(house: House) -> None:
    await house.dispatched()
    await house.says(LEADER, "已装好", files=1)
    row = next(row for row, outgoing in await house.rows() if isinstance(outgoing, FetchFile))
    event = FileLost(EventKey("lost", "1"), house.now, row, "expired")

    await house.handle(lambda work, around: files.file_lost(event, work, around))

    assert "重新发送" in await house.answer_to(event.key)


async def _reported(house: House, our_id: str, fate: SmsFate) -> None:
    event = SmsReported(
        house.key("report"), "alibaba", "13800001111", "biz", our_id, fate, "MK:0012", house.now
    )
    for _ in range(2):
        await house.handle(lambda work, around: deliveries.report_received(event, work, around))


async def test_a_failed_text_reaches_the_operator_once(house: House) -> None:
    await house.filed()
    (row, _), *_ = await house.rows()

    await _reported(house, str(row), SmsFate.FAILED)

    (told,) = await house.notices(NoticeKind.DELIVERY_FAILED)
    assert told.code == "alibaba MK:0012"


async def test_a_delivered_text_and_one_that_is_not_ours_trouble_nobody(house: House) -> None:
    await house.filed()
    (row, _), *_ = await house.rows()

    await _reported(house, str(row), SmsFate.DELIVERED)
    await _reported(house, "123", SmsFate.FAILED)

    assert not await house.notices(NoticeKind.DELIVERY_FAILED)


async def test_a_timer_the_ticket_no_longer_wants_does_nothing(house: House) -> None:
    ticket = await house.dispatched()

    await house.step("no-such-step")

    assert await house.ticket() == ticket


async def test_reading_a_message_is_remembered_and_signs_nothing(house: House) -> None:
    ticket = await house.dispatched()
    await _sent(house, "message-1", ticket.id)
    event = MessageRead(EventKey("read", "1"), house.now, f"staff-{LEADER}", "message-1")

    await house.handle(lambda work, around: people.message_read(event, work, around))

    assert (await house.ticket()).state is State.DISPATCHED


async def test_a_stranger_is_reached_by_the_link_of_their_own_message_alone(house: House) -> None:
    await house.says("nobody", "你好", corp="other-corp")

    (reply,) = [outgoing for _, outgoing in await house.rows() if isinstance(outgoing, Reply)]
    assert reply.staff_id is None


async def test_whoever_left_is_kept_as_suspended(house: House) -> None:
    async def suspended(work: Work, _: Surroundings) -> frozenset[str]:
        assert isinstance(work, SqlWork)
        return frozenset(await Staff(work.connection).suspended())

    await house.leaves("transport-leader")

    assert await house.handle(suspended) == {"transport-leader"}


async def test_a_picture_fetched_after_the_matter_went_elsewhere_is_kept_with_its_report(
    house: House,
) -> None:
    ticket = await house.dispatched()
    await house.says(LEADER, "已到现场，正在处理", files=1)
    await house.says("dispatcher", f"/改派 {ticket.number} 交警大队 职责在交警")

    await house.files_arrive()

    assert len((await house.ticket()).progress[0].evidence) == 1


async def test_a_picture_whose_report_was_withdrawn_is_told_and_never_silently_missing(house: House) -> None:
    await house.dispatched()
    await house.says(LEADER, "已到现场，正在处理", files=1)
    await house.says(LEADER, "撤销")

    await house.files_arrive()

    assert (await house.ticket()).progress[0].evidence == ()
    answers = [await house.opened(row.words) for _, row in await house.rows() if isinstance(row, Reply)]
    assert any("没有并入" in words for words in answers)
