"""/调度会 in chat: prepared, opened, decided item by item, closed - story 1 of domain.md §16 begins here."""

from datetime import date

import pytest

from domain.docket import step_of
from domain.inbound import TimerDue
from domain.meetings.meeting import MEETINGS, NEXT, Meeting, Stage, Why
from domain.outgoing import Tell
from domain.ticket import MeetingRef
from domain.timers import Timer
from domain.vocabulary import Grade, State, Track
from handlers.moments import docket_due
from handlers.ports import Work
from handlers.surroundings import Surroundings
from store.work import SqlWork
from tests.handlers.house import House

GRAVEL = "运渣车在县道上一路掉石子，又危险又吵，村里管不了"
OTHER = "菜场门口占道经营，天天堵"


async def meeting(house: House, batch: str = "1") -> Meeting:
    async def found(work: Work, _: Surroundings) -> Meeting | None:
        return await work.dockets.named(MEETINGS, batch)

    there = await house.handle(found)
    assert there is not None
    return there


async def told(house: House, who: str) -> list[str]:
    rows = [row for _, row in await house.rows() if isinstance(row, Tell)]
    return [await house.opened(row.words) for row in rows if who in {row.to.person, row.to.kind.value}]


async def on_the_list(house: House) -> str:
    """A matter with the town is put before the meeting of 26 July; gives its number."""
    house.clock("2019-07-25 09:00")
    ticket = await house.dispatched(GRAVEL, unit="交通局")
    await house.says("supervisor", "/调度会 准备")
    await house.says("head", f"/调度会 加 {ticket.number}")
    return ticket.number


async def opened(house: House) -> str:
    number = await on_the_list(house)
    house.clock("2019-07-26 10:00")
    await house.says("supervisor", "/调度会 开会")
    return number


async def test_without_a_meeting_one_hears_when_the_next_is(house: House) -> None:
    house.clock("2019-07-04 09:00")

    answer = await house.says("supervisor", "/调度会")

    assert "7月8日" in answer  # the 6th is a Saturday
    assert "/调度会 准备" in answer


async def test_the_agenda_is_proposed_with_the_reason_of_every_matter(house: House) -> None:
    late = await house.dispatched(OTHER)
    house.clock("2019-07-29 09:00")

    answer = await house.says("supervisor", "/调度会 准备")

    assert "8月6日" in answer
    assert late.number in answer
    assert "超期5个工作日以上" in answer
    assert (await meeting(house)).items[0].why == (Why.LONG_OVERDUE,)


async def test_the_centres_own_batch_number_goes_on(house: House) -> None:
    await house.says("supervisor", "/调度会 准备")
    again = await house.says("supervisor", "/调度会 准备")

    assert "已在准备" in again
    assert (await meeting(house, "1")).batch == "1"


async def test_a_leaders_pick_goes_onto_the_list_once(house: House) -> None:
    number = await on_the_list(house)

    answer = await house.says("head", f"/调度会 加 {number}")

    assert "已在清单上" in answer
    assert len((await meeting(house)).items) == 1


async def test_what_the_chair_decides_is_in_the_leaders_hand_at_once(house: House) -> None:
    number = await opened(house)

    answer = await house.says(
        "supervisor",
        "/调度会 定 1号 交通局 协办 交警大队\n1. 减速带\n2. 标志牌\n3. 治超卡点 | 24小时值守 | 交警大队",
    )

    ticket = await house.ticket(number)
    assert "第1批1号已交办" in answer
    assert ticket.meetings == (MeetingRef("1", 1),)
    assert ticket.track is Track.LIST
    assert ticket.grade >= Grade.KEY
    assert ticket.state is State.DISPATCHED
    assert [a.unit for a in ticket.assignments] == ["transport", "police"]
    assert ticket.limit is not None
    assert ticket.limit.limit.on == date(2019, 8, 6)  # the day of the next meeting
    assert {card.person for card in await house.cards()} >= {"transport-leader", "police-leader"}
    assert (await meeting(house)).decided[0].ticket == ticket.id


async def test_a_date_said_at_the_meeting_beats_the_next_meeting(house: House) -> None:
    number = await opened(house)

    await house.says("supervisor", "/调度会 定 1号 交通局 时限8月2日 装减速带")

    ticket = await house.ticket(number)
    assert ticket.limit is not None
    assert ticket.limit.limit.on == date(2019, 8, 2)


async def test_a_line_is_decided_once(house: House) -> None:
    number = await opened(house)
    await house.says("supervisor", "/调度会 定 1号 交通局 装减速带")

    answer = await house.says("supervisor", "/调度会 定 1号 交警大队 装减速带")

    assert "不能重复议定" in answer
    ticket = await house.ticket(number)
    assert ticket.lead is not None
    assert ticket.lead.unit == "transport"


async def test_a_refused_assignment_leaves_the_line_undecided(house: House) -> None:
    await opened(house)

    answer = await house.says("supervisor", "/调度会 定 1号 交通局 时限2019年7月20日")

    assert "过去" in answer
    assert (await meeting(house)).decided == ()


@pytest.mark.parametrize(
    ("said", "hint"),
    [
        ("/调度会 定 交通局", "序号"),
        ("/调度会 定 9号 交通局", "清单上没有9号"),
        ("/调度会 散会", "没有议定"),
        ("/调度会 表态 1号 三天内完成", "还没有议定"),
        ("/调度会 改期 8月1日 领导出差", "已经开始"),
        ("/调度会 加 NX2019070199999", "NX2019070199999"),
    ],
)
async def test_what_cannot_be_done_is_said_in_one_sentence_and_changes_nothing(
    house: House, said: str, hint: str
) -> None:
    await opened(house)
    before = await meeting(house)

    answer = await house.says("supervisor", said)

    assert hint in answer
    assert await meeting(house) == before


async def test_pledge_look_back_minutes_and_list_in_the_same_minute(house: House) -> None:
    await house.says("admin", "/绑定 督办群", group="cid-group")
    await opened(house)
    await house.says("supervisor", "/调度会 定 1号 交通局 装减速带")
    await house.says("supervisor", "/调度会 表态 1号 @某transport-head 三天内装好，请群众监督")

    minutes = await house.says("supervisor", "/调度会 散会")

    assert "第1批调度会纪要" in minutes
    assert "交通局牵头" in minutes
    assert "三天内装好" in minutes
    assert (await meeting(house)).stage is Stage.CLOSED
    (in_group,) = await told(house, "group")
    assert "交通局牵头" in in_group
    assert "掉石子" not in in_group, "the citizen's words are for nobody in particular"


async def test_the_next_agenda_comes_by_itself_and_what_was_put_off_is_on_it(house: House) -> None:
    number = await opened(house)
    await house.says("supervisor", "/调度会 缓 1号 等规划意见")
    await house.says("supervisor", "/调度会 散会")
    first = await meeting(house)
    house.clock("2019-08-05 08:30")

    await due(house, first, NEXT)

    second = await meeting(house, "2")
    assert second.on == date(2019, 8, 6)
    assert second.last == first.id
    assert Why.LEFT_OVER in second.items[0].why
    for who in ("supervisor", "head"):
        (words,) = await told(house, who)
        assert number in words
        assert "上次会议暂缓" in words


async def test_an_agenda_already_there_is_not_made_twice(house: House) -> None:
    await opened(house)
    await house.says("supervisor", "/调度会 缓 1号")
    await house.says("supervisor", "/调度会 散会")
    first = await meeting(house)
    house.clock("2019-08-02 15:00")
    await house.says("supervisor", "/调度会 准备")
    house.clock("2019-08-05 08:30")

    await due(house, first, NEXT)

    assert await told(house, "supervisor") == []


async def test_on_its_morning_the_keepers_are_reminded(house: House) -> None:
    await on_the_list(house)
    house.clock("2019-07-26 08:30")

    await due(house, await meeting(house), "day:2019-07-26")

    assert ["今天召开" in words for words in await told(house, "supervisor")] == [True]


async def test_the_last_list_is_looked_back_at_line_by_line(house: House) -> None:
    await opened(house)
    await house.says("supervisor", "/调度会 定 1号 交通局 装减速带")
    await house.says("supervisor", "/调度会 散会")
    house.clock("2019-08-06 09:00")
    await house.says("supervisor", "/调度会 准备 8月6日")
    await house.says("supervisor", "/调度会 开会")

    listed = await house.says("supervisor", "/调度会 回头看")
    await house.says("supervisor", "/调度会 回头看 1号 减速带已装，标志牌未装")

    assert "第1批交办1件" in listed
    assert "未办结" in await house.says("supervisor", "/调度会 回头看")


async def test_batches_are_counted_together(house: House) -> None:
    await opened(house)
    await house.says("supervisor", "/调度会 定 1号 交通局 装减速带")

    answer = await house.says("head", "/调度会 统计")

    assert "累计1批，交办1件，办结0件，未办结1件，办结率0.00%" in answer


async def test_a_meeting_is_for_those_who_keep_it(house: House) -> None:
    answer = await house.says("transport-leader", "/调度会 准备")

    assert "您的岗位不能使用" in answer
    assert await house.says("supervisor", "/调度会") != answer


async def due(house: House, which: Meeting, step: str) -> None:
    """The meeting's own timer comes, if it waits for that step."""

    async def handled(work: Work, around: Surroundings) -> None:
        assert isinstance(work, SqlWork)
        event = TimerDue(house.key("timer"), None, step_of(MEETINGS, step), house.now, which.id)
        await docket_due(event, which.id, work, around)

    assert Timer(step, house.now) in MEETINGS.timers(which, house.world.context(house.now))
    await house.handle(handled)
