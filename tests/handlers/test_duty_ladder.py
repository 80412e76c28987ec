"""The urgent ladder as it leaves the house: what is queued at which rung, as chat, DING or text, and what stops it."""

from dataclasses import replace

from bot.delivery.letters import ChatLetter, NoLetter, SmsLetter
from bot.delivery.wording import Wording
from domain.ladders import DEFAULT_LADDERS, Ladder, Means, Rung
from domain.notices import NoticeKind
from domain.outgoing import Notify
from domain.vocabulary import Office
from handlers.ports import Work
from handlers.surroundings import Surroundings
from tests.handlers.house import House

PETROL = "加油站汽油味很浓，大家很害怕，请快来看看"


async def urgent(house: House) -> None:
    """Dispatched at night to the transport bureau."""
    house.clock("2019-07-05 23:00")
    ticket = await house.filed(PETROL)
    await house.says("dispatcher", f"/派单 {ticket.number} 交通局 求助 地点：幸福路加油站")


async def rung(house: House, minutes: int) -> None:
    """The rung so many minutes after the dispatch comes."""
    ticket = await house.ticket()
    assert ticket.lead is not None
    house.now = ticket.lead.assigned_at
    house.later(minutes=minutes)
    await house.step(f"rung:{int(ticket.lead.assigned_at.timestamp())}:transport/{minutes}")


async def letters_to(house: House, person: str, kind: NoticeKind) -> list[object]:
    """What goes over the wire to them now, of that kind."""
    rows = [row for _, row in await house.rows() if isinstance(row, Notify)]
    mine = [row for row in rows if row.notice.to.person == person and row.notice.kind is kind]

    async def worded(work: Work, around: Surroundings) -> list[object]:
        return [await Wording(work, around, has_template=True).letter(row) for row in mine]

    return await house.handle(worded)


async def test_the_duty_phone_gets_a_text_although_its_holder_has_dingtalk(house: House) -> None:
    await urgent(house)

    await rung(house, 10)
    await rung(house, 15)

    chat, text = await letters_to(house, "transport-duty", NoticeKind.ACK_REMINDER)
    assert isinstance(chat, ChatLetter)
    assert isinstance(text, SmsLetter)
    assert "请在23:30前到场处置" in text.text.text
    assert text.phone == house.world.directory.people[text.to].mobile  # type: ignore[index]  # an official


async def test_ding_and_text_may_stand_at_the_same_minute(house: House) -> None:
    both = Ladder(tuple(Rung(10, (Office.DUTY_OFFICER,), means) for means in (Means.DING, Means.SMS)))
    policy = replace(house.world.policy, ladders=replace(DEFAULT_LADDERS, urgent=both))
    house.world = replace(house.world, policy=policy)
    await urgent(house)

    await rung(house, 10)

    letters = await letters_to(house, "transport-duty", NoticeKind.ACK_REMINDER)
    assert [type(letter) for letter in letters] == [ChatLetter, SmsLetter]


async def test_a_rung_that_comes_twice_tells_nobody_twice(house: House) -> None:
    await urgent(house)
    await rung(house, 15)
    before = len(await house.rows())

    await rung(house, 15)

    assert len(await house.rows()) == before


async def test_once_somebody_signs_nothing_queued_goes_out(house: House) -> None:
    await urgent(house)
    await rung(house, 10)
    await rung(house, 15)

    await house.says("transport-duty", "收到")

    letters = await letters_to(house, "transport-duty", NoticeKind.ACK_REMINDER)
    assert len(letters) == 2
    assert all(isinstance(letter, NoLetter) for letter in letters)


async def test_progress_shows_who_was_called_by_which_means_and_who_signed(house: House) -> None:
    await urgent(house)
    await rung(house, 10)
    await rung(house, 15)
    ticket = await house.ticket()

    said = await house.says("supervisor", f"/进度 {ticket.number}")

    assert "通知情况：\n23:00 某transport-" in said
    assert "23:10 某transport-duty 强提醒待发" in said
    assert "23:15 某transport-duty 短信待发" in said
    assert "交通局：尚未签收" in said
    await house.says("transport-duty", "收到")
    assert "交通局：7月5日（周五）23:15签收" in await house.says("supervisor", f"/进度 {ticket.number}")


async def test_a_group_reads_no_name_in_it(house: House) -> None:
    await urgent(house)
    await house.says("admin", "/绑定 督办群", group=house.group)
    ticket = await house.ticket()

    said = await house.says("supervisor", f"/进度 {ticket.number}", group=house.group)

    assert "23:00 某同志" in said
    assert "transport-duty" not in said
