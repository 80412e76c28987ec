"""The ten-day bulletin (十天一通报): drafted, approved, frozen, sent; corrected only as a new version (§13.6)."""

import re

from domain.bulletins.bulletin import BULLETINS, NEXT, Bulletin, Stage, timers
from handlers.bulletins import moment
from handlers.ports import Work
from handlers.surroundings import Surroundings
from tests.documents.reading import LEAKS, book, words_of
from tests.handlers.house import OTHER_PHONE
from tests.papers.conftest import Desk
from tests.world import at

RESULT = "7月6日现场检查，已责令商户22点后停止播放，并电话告知诉求人，持续巡查"
LABEL = "2019-07-01_2019-07-10"


async def the_bulletin(desk: Desk, label: str = LABEL) -> Bulletin:
    async def found(work: Work, _: Surroundings) -> Bulletin | None:
        return await work.dockets.named(BULLETINS, label)

    there = await desk.house.handle(found)
    assert there is not None
    return there


async def ten_days(desk: Desk) -> None:
    """One matter dealt with and praised, one with the traffic bureau and late, one supervised; then the period is over."""
    house = desk.house
    done = await house.dispatched()
    await house.says("transport-liaison", f"/办结 {done.number} {RESULT}")
    await house.says("dispatcher", f"/审核 {done.number} 通过")
    await house.texts("1")
    other = await house.dispatched("人民路路灯坏了三盏，晚上很黑", unit="交警大队", phone=OTHER_PHONE)
    await house.says("supervisor", f"/督办 {other.number} 重点督办")
    house.clock("2019-07-11 09:00")


async def drafted(desk: Desk) -> None:
    await ten_days(desk)
    await desk.house.says("supervisor", "/通报 拟稿 7月上旬")


async def test_a_period_that_is_not_over_has_no_bulletin(desk: Desk) -> None:
    await ten_days(desk)

    answer = await desk.house.says("supervisor", "/通报 拟稿 本期")

    assert "还没有结束" in answer


async def test_the_draft_goes_to_the_heads_and_to_nobody_else(desk: Desk) -> None:
    await drafted(desk)

    await desk.print_all()

    assert (await the_bulletin(desk)).stage is Stage.DRAFTED
    assert any("请审定" in words for words in await desk.told("head"))
    assert {name.rpartition(".")[2] for name in await desk.got("head")} == {"docx", "xlsx"}
    assert await desk.got("transport-head") == []
    assert "没有" in await desk.house.says("transport-head", "/通报 7月上旬")


async def test_every_figure_is_the_one_counted(desk: Desk) -> None:
    await drafted(desk)

    (event,) = await desk.print_all()

    words = words_of(await desk.file(event, "docx"))
    assert "2019年7月1日至7月10日" in words
    assert "本期共受理群众诉求2件，其中短信平台2件" in re.sub(r"\s", "", words)
    assert "有效诉求2件，在线办结0件，转派2件" in words
    assert "单位办结1件" in words
    assert "满意率100.00%" in words
    assert "重点督办" in words or "发出督办单" in words
    assert "满意率＝（满意＋基本满意）÷（满意＋基本满意＋不满意）" in words
    assert not LEAKS.search(words)
    assert "音响" not in words, "a citizen's words are nothing for a bulletin"


async def test_every_figure_leads_to_its_tickets(desk: Desk) -> None:
    await drafted(desk)

    (event,) = await desk.print_all()

    annex = book(await desk.file(event, "xlsx"))
    cells = [str(cell.value) for sheet in annex for row in sheet.iter_rows() for cell in row if cell.value]
    numbers = {ticket.number for ticket in await desk.house.tickets()}
    assert numbers <= {one for one in numbers if any(one in cell for cell in cells)}


async def test_approved_it_has_its_numbers_and_goes_to_every_unit(desk: Desk) -> None:
    await drafted(desk)
    await desk.print_all()

    answer = await desk.house.says("head", "/通报 批准 7月上旬")
    (event,) = await desk.print_all()

    bulletin = await the_bulletin(desk)
    assert "第1期（总第1期）" in answer
    assert bulletin.stage is Stage.ISSUED
    assert "第1期（总第1期）" in words_of(await desk.file(event, "docx"))
    for who in ("transport-head", "police-liaison", "inspector"):
        assert len(await desk.got(who)) == 2


async def test_what_was_approved_is_frozen_whatever_happens_to_the_figures(desk: Desk) -> None:
    await drafted(desk)
    (draft,) = await desk.print_all()
    await desk.house.texts("又一件：东湖路口红绿灯坏了", phone="13800003333")
    await desk.house.says("head", "/通报 批准 7月上旬")

    (final,) = await desk.print_all()

    assert final.content == draft.content
    for ending in ("docx", "xlsx"):
        first, again = await desk.file(final, ending), await desk.file(final, ending)
        assert first == again


async def test_the_same_inputs_give_the_same_bytes(desk: Desk) -> None:
    await drafted(desk)
    (first,) = await desk.print_all()
    await desk.house.says("supervisor", "/通报 拟稿 7月上旬")
    (second,) = await desk.print_all()

    assert [one.blob for one in first.files] == [one.blob for one in second.files]


async def test_only_the_heads_approve_and_only_what_was_drafted(desk: Desk) -> None:
    await drafted(desk)
    early = await desk.house.says("head", "/通报 批准 7月上旬")
    await desk.print_all()

    refused = await desk.house.says("supervisor", "/通报 批准 7月上旬")

    assert "正在制作" in early
    assert "中心主任或副主任" in refused
    assert (await the_bulletin(desk)).stage is Stage.DRAFTED


async def test_what_was_sent_is_corrected_only_as_a_new_version_with_a_reason(desk: Desk) -> None:
    await drafted(desk)
    await desk.print_all()
    await desk.house.says("head", "/通报 批准 7月上旬")
    await desk.print_all()

    again = await desk.house.says("supervisor", "/通报 拟稿 7月上旬")
    bare = await desk.house.says("head", "/通报 更正 7月上旬")
    await desk.house.says("head", "/通报 更正 7月上旬 办结数漏计一件")
    await desk.print_all()
    answer = await desk.house.says("head", "/通报 批准 7月上旬")
    await desk.print_all()

    bulletin = await the_bulletin(desk)
    assert "已经印发" in again
    assert "原因" in bare
    assert "第1期（总第1期）第2版" in answer
    assert [one.version for one in bulletin.editions] == [1, 2]


async def test_the_next_one_comes_by_itself_on_the_first_working_morning(desk: Desk) -> None:
    await drafted(desk)
    await desk.print_all()
    first = await the_bulletin(desk)
    context = desk.house.world.context(desk.house.now)
    assert [(timer.step, timer.due_at) for timer in timers(first, context)] == [
        (NEXT, at("2019-07-22 08:30"))
    ]
    desk.house.clock("2019-07-22 08:30")

    await desk.house.handle(lambda work, around: moment(first.id, NEXT, desk.house.now, work, around))
    await desk.house.handle(lambda work, around: moment(first.id, NEXT, desk.house.now, work, around))

    second = await the_bulletin(desk, "2019-07-11_2019-07-20")
    assert second.stage is Stage.ASKED


async def test_a_meetings_minutes_and_list_are_printed_for_those_who_keep_them(desk: Desk) -> None:
    house = desk.house
    house.clock("2019-07-25 09:00")
    ticket = await house.dispatched()
    await house.says("supervisor", "/调度会 准备")
    await house.says("head", f"/调度会 加 {ticket.number}")
    house.clock("2019-07-26 10:00")
    await house.says("supervisor", "/调度会 开会")
    await house.says("supervisor", "/调度会 定 1号 交通局 协办 交警大队 装减速带")
    await house.says("supervisor", "/调度会 表态 1号 @某transport-head 三天内装好")
    await house.says("supervisor", "/调度会 散会")

    (event,) = await desk.print_all()

    assert len(await desk.got("supervisor")) == 3
    assert await desk.got("transport-leader") == []
    minutes = next(one for one in event.files if "纪要" in one.name)
    words = words_of(await desk.blobs.get(minutes.blob) or b"")
    assert "交通局" in words
    assert "三天内装好" in words
