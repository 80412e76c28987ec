"""Leaders just reply (design §4): progress with an undo, pictures that join, wishes read back, the close-out form."""

from datetime import date

import pytest

from domain.ids import ItemNo
from domain.inbound import SpeechForm
from domain.outgoing import FetchFile
from domain.vocabulary import ItemState, State
from tests.handlers.house import OTHER_PHONE, House

LEADER = "transport-leader"


async def _two(house: House) -> tuple[str, str]:
    """The leader has two open tickets, and touched neither lately."""
    first = await house.dispatched()
    second = await house.dispatched("人民路路灯坏了三盏", phone=OTHER_PHONE)
    return first.number, second.number


# --- which ticket ---------------------------------------------------------------------------------------------------


async def test_the_only_open_ticket_takes_the_words_at_once(house: House) -> None:
    await house.dispatched()

    answer = await house.says(LEADER, "已安排队伍去现场")

    ticket = await house.ticket()
    assert "已记录进度" in answer
    assert "撤销" in answer
    assert ticket.state is State.IN_PROGRESS


async def test_with_two_open_tickets_it_is_asked_and_what_was_said_is_kept(house: House) -> None:
    first, second = await _two(house)

    answer = await house.says(LEADER, "材料明天到", files=1)
    assert "1." in answer
    assert "2." in answer
    assert not (await house.ticket(first)).progress
    await house.says(LEADER, "2")

    chosen = [t for t in (await house.ticket(first), await house.ticket(second)) if t.progress]
    assert len(chosen) == 1
    note = chosen[0].progress[0]
    assert note.words is not None
    assert await house.opened(note.words) == "材料明天到"
    assert [one.report for _, one in await house.rows() if isinstance(one, FetchFile)] == [note.seq]


async def test_more_words_before_the_choice_are_kept_too(house: House) -> None:
    await _two(house)

    await house.says(LEADER, "材料明天到")
    await house.says(LEADER, "人已经派了")
    answer = await house.says(LEADER, "1")

    assert "已记录进度" in answer
    done = next(t for t in await house.tickets() if t.progress)
    assert done.progress[0].words is not None
    assert await house.opened(done.progress[0].words) == "材料明天到\n人已经派了"


async def test_a_number_that_is_not_on_the_list_changes_nothing(house: House) -> None:
    await _two(house)

    await house.says(LEADER, "材料明天到")
    answer = await house.says(LEADER, "7")

    assert "没有这个序号" in answer
    assert not any(t.progress for t in await house.tickets())


async def test_a_ticket_touched_in_the_last_minutes_is_taken_and_it_says_so(house: House) -> None:
    first, _ = await _two(house)
    await house.says(LEADER, f"{first} 已安排队伍")
    house.later(minutes=3)

    answer = await house.says(LEADER, "材料也到了")

    assert "刚才处理的工单" in answer
    assert len((await house.ticket(first)).progress) == 2


async def test_words_that_name_two_tickets_are_progress_on_both(house: House) -> None:
    first, second = await _two(house)

    await house.says(LEADER, f"{first} 和 {second} 都安排人去了")

    assert (await house.ticket(first)).progress
    assert (await house.ticket(second)).progress


async def test_a_wish_that_names_two_tickets_is_not_guessed_at(house: House) -> None:
    first, second = await _two(house)

    answer = await house.says(LEADER, f"{first} {second} 申请延期到7月25日，材料没到")

    assert "一次说一件" in answer
    assert (await house.ticket(first)).extension is None


async def test_a_number_nobody_has_is_said(house: House) -> None:
    await house.dispatched()

    answer = await house.says(LEADER, "NX2019070599999 已完成")

    assert "没有找到" in answer
    assert not (await house.ticket()).progress


async def test_another_units_ticket_is_refused_even_by_number(house: House) -> None:
    ticket = await house.dispatched()
    await house.dispatched("人民路路灯坏了三盏", unit="水务局", phone=OTHER_PHONE)

    answer = await house.says("water-leader", f"{ticket.number} 已完成")

    assert "不是本单位" in answer
    assert not (await house.ticket(ticket.number)).progress


async def test_somebody_without_tickets_is_told_so(house: House) -> None:
    assert "没有在办工单" in await house.says("water-leader", "已完成")


# --- progress -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", ["收到", "收到，马上安排", "好的"])
async def test_an_acknowledgement_signs_and_is_no_progress(house: House, words: str) -> None:
    await house.dispatched()

    answer = await house.says(LEADER, words)

    ticket = await house.ticket()
    assert "已签收" in answer
    assert ticket.state is State.ACKNOWLEDGED
    assert not ticket.progress


async def test_undo_within_ten_minutes_takes_the_report_back(house: House) -> None:
    await house.assigned()
    await house.says(LEADER, "1已完成")
    house.later(minutes=9)

    answer = await house.says(LEADER, "撤销")

    ticket = await house.ticket()
    assert "已撤回" in answer
    assert ticket.progress[0].withdrawn
    assert ticket.items[0].state is ItemState.OPEN


async def test_undo_after_ten_minutes_changes_nothing(house: House) -> None:
    await house.dispatched()
    await house.says(LEADER, "已安排队伍")
    house.later(minutes=11)

    answer = await house.says(LEADER, "撤销")

    assert "没有可撤回" in answer
    assert not (await house.ticket()).progress[0].withdrawn


async def test_items_said_to_be_done_are_done_and_the_rest_is_named(house: House) -> None:
    await house.assigned()

    answer = await house.says(LEADER, "1已完成，2还差验收")

    ticket = await house.ticket()
    assert ticket.progress[0].done == (ItemNo(1),)
    assert ticket.items[1].state is ItemState.OPEN
    assert "还差条目2" in answer


async def test_a_date_is_shown_in_full(house: House) -> None:
    await house.dispatched()

    answer = await house.says(LEADER, "预计10号前装好减速带")

    assert "7月10日（周三）" in answer
    assert (await house.ticket()).progress[0].expected_on == date(2019, 7, 10)


async def test_contact_with_the_citizen_in_the_words_counts(house: House) -> None:
    await house.dispatched()

    await house.says(LEADER, "已电话联系诉求人，约好明天见面")

    lead = (await house.ticket()).lead
    assert lead is not None
    assert lead.contacted_at == house.now


async def test_arrival_in_the_words_counts(house: House) -> None:
    await house.dispatched("幸福小区门口有很浓的汽油味")

    await house.says("transport-duty", "人员已到现场，正在排查")

    lead = (await house.ticket()).lead
    assert lead is not None
    assert lead.arrived_at == house.now


async def test_recognised_speech_is_read_back_as_heard(house: House) -> None:
    await house.dispatched()

    answer = await house.says(LEADER, "已经按排队伍", form=SpeechForm.RECOGNISED)

    assert "已经按排队伍" in answer


async def test_an_unreadable_kind_of_message_is_answered_politely(house: House) -> None:
    await house.dispatched()

    answer = await house.says(LEADER, "", form=SpeechForm.UNKNOWN)

    assert "看不懂" in answer
    assert not (await house.ticket()).progress


# --- pictures -------------------------------------------------------------------------------------------------------


async def test_pictures_join_the_progress_they_follow(house: House) -> None:
    await house.assigned()
    await house.says(LEADER, "1已完成")
    house.later(minutes=2)

    answer = await house.says(LEADER, "", files=2)
    await house.files_arrive()

    (note,) = (await house.ticket()).progress
    assert "附件2份" in answer
    assert len(note.evidence) == 2


async def test_a_picture_without_words_and_nothing_before_is_a_report_of_its_own(house: House) -> None:
    await house.dispatched()

    await house.says(LEADER, "", files=1)
    await house.files_arrive()

    (note,) = (await house.ticket()).progress
    assert len(note.evidence) == 1


async def test_a_picture_used_for_another_ticket_is_not_taken_and_it_is_said(house: House) -> None:
    first, second = await _two(house)
    await house.says(LEADER, f"{first} 已装好", files=1)
    await house.files_arrive("abc")
    await house.says(LEADER, f"{second} 已装好", files=1)

    await house.files_arrive("abc")

    assert not (await house.ticket(second)).progress[0].evidence


# --- wishes ---------------------------------------------------------------------------------------------------------


async def test_an_extension_is_read_back_in_full_and_asked_only_after_yes(house: House) -> None:
    await house.dispatched()

    answer = await house.says(LEADER, "申请延期到25号，材料没到")
    assert "7月25日（周四）" in answer
    assert (await house.ticket()).extension is None
    await house.says(LEADER, "是")

    wish = (await house.ticket()).extension
    assert wish is not None
    assert wish.until == date(2019, 7, 25)


async def test_an_extension_without_date_and_reason_is_asked_for_what_is_missing(house: House) -> None:
    await house.dispatched()

    assert "延期到哪一天和延期原因" in await house.says(LEADER, "申请延期")
    assert "延期原因" in await house.says(LEADER, "7月25日")
    assert "7月25日（周四）" in await house.says(LEADER, "材料没到")
    await house.says(LEADER, "是")

    assert (await house.ticket()).extension is not None


@pytest.mark.parametrize("no", ["取消", "不是", "算了"])
async def test_a_no_to_the_read_back_changes_nothing(house: House, no: str) -> None:
    await house.dispatched()
    await house.says(LEADER, "申请延期到25号，材料没到")

    answer = await house.says(LEADER, no)

    assert "未作任何改动" in answer
    assert (await house.ticket()).extension is None


async def test_what_the_rules_forbid_is_refused_before_any_read_back(house: House) -> None:
    await house.dispatched()

    answer = await house.says(LEADER, "申请延期到12月31号，材料没到")

    assert "对吗" not in answer
    assert (await house.ticket()).extension is None


async def test_an_impossible_date_is_asked_again(house: House) -> None:
    await house.dispatched()

    assert "日期" in await house.says(LEADER, "申请延期到2月30日，材料没到")


async def test_a_return_with_its_reason_is_read_back_and_confirmed(house: House) -> None:
    await house.dispatched()

    answer = await house.says("transport-liaison", "不是我们管的，应该交警大队")
    assert "非本单位职责" in answer
    assert "交警大队" in answer
    await house.says("transport-liaison", "是")

    assert (await house.ticket()).state is State.RETURN_REQUESTED


async def test_a_return_without_a_reason_chooses_one_by_number(house: House) -> None:
    await house.dispatched()

    assert "3. 重复派单" in await house.says("transport-liaison", "申请退单")
    assert "重复派单" in await house.says("transport-liaison", "3")
    await house.says("transport-liaison", "是")

    assert (await house.ticket()).returns[0].reason.value == "duplicate"


# --- close-out ------------------------------------------------------------------------------------------------------


async def test_the_close_out_form_asks_only_for_what_is_missing(house: House) -> None:
    await house.assigned()

    assert "条目1、2" in await house.says(LEADER, "申请销号")
    assert "照片" in await house.says(LEADER, "1、2已完成")
    await house.says(LEADER, "", files=1)
    await house.files_arrive()
    assert "对吗" in await house.says(LEADER, "7月5日上午已电话告知诉求人，对方认可")
    assert (await house.ticket()).closeout is None
    await house.says(LEADER, "是")

    ticket = await house.ticket()
    assert ticket.state is State.CLOSEOUT_REQUESTED
    assert ticket.visit is not None


async def test_a_complete_wish_is_read_back_at_once(house: House) -> None:
    await house.assigned()
    await house.says(LEADER, "全部完成，已电话联系诉求人", files=1)
    await house.files_arrive()

    answer = await house.says(LEADER, "申请销号")

    assert "对吗" in answer
    assert "佐证：1份" in answer


async def test_words_after_the_request_are_remarks_and_void_nothing(house: House) -> None:
    await house.closeout_asked()

    answer = await house.says(LEADER, "补充说明：标线已复划")

    ticket = await house.ticket()
    assert "备注" in answer
    assert ticket.state is State.CLOSEOUT_REQUESTED
    assert all(item.state is ItemState.REPORTED_DONE for item in ticket.items)


async def test_work_goes_on_withdraws_the_request_after_a_read_back(house: House) -> None:
    await house.closeout_asked()

    assert "对吗" in await house.says(LEADER, "还要继续施工")
    assert (await house.ticket()).state is State.CLOSEOUT_REQUESTED
    await house.says(LEADER, "是")

    assert (await house.ticket()).state is State.IN_PROGRESS


async def test_only_the_leader_or_head_may_ask_for_close_out(house: House) -> None:
    await house.assigned()
    await house.says(LEADER, "全部完成，已电话联系诉求人", files=1)
    await house.files_arrive()

    answer = await house.says("transport-liaison", "申请销号")

    assert "责任领导" in answer
    assert (await house.ticket()).closeout is None


async def test_on_the_ordinary_track_a_bare_claim_is_asked_for_its_result(house: House) -> None:
    await house.dispatched()

    assert "办理结果" in await house.says("transport-liaison", "申请办结")
    result = "7月8日现场检查，已更换路灯三盏并试亮，当日电话告知诉求人，对方认可"
    assert "对吗" in await house.says("transport-liaison", result)
    await house.says("transport-liaison", "是")

    assert (await house.ticket()).state is State.HANDLED


# --- who speaks -----------------------------------------------------------------------------------------------------


async def test_an_outsider_is_answered_politely_and_nothing_is_done(house: House) -> None:
    await house.dispatched()

    answer = await house.says("nobody", "已完成")

    assert "未作处理" in answer
    assert not (await house.ticket()).progress


async def test_another_organisation_with_the_same_staff_id_is_nobody(house: House) -> None:
    await house.dispatched()

    answer = await house.says(LEADER, "已完成", corp="other-corp")

    assert "不在本组织" in answer
    assert not (await house.ticket()).progress


async def test_plain_words_in_a_group_are_pointed_to_one_to_one(house: House) -> None:
    await house.dispatched()

    answer = await house.says(LEADER, "已完成", group="cid-group")

    assert "单聊" in answer
    assert not (await house.ticket()).progress


async def test_the_supervisors_number_is_given_on_request(house: House) -> None:
    await house.dispatched()

    assert "某supervisor" in await house.says(LEADER, "联系督办员")


# --- several questions, several tickets -----------------------------------------------------------------------------


async def test_a_yes_finds_the_read_back_behind_a_later_question_for_words(house: House) -> None:
    await house.dispatched()
    await house.says(LEADER, "申请延期到25号，材料没到")
    await house.presses(LEADER, "report_progress")

    await house.says(LEADER, "是")

    assert (await house.ticket()).extension is not None


async def test_a_mere_ok_long_after_a_read_back_confirms_nothing(house: House) -> None:
    await house.dispatched()
    await house.says(LEADER, "申请延期到25号，材料没到")
    house.later(hours=3)

    await house.says(LEADER, "好的")
    assert (await house.ticket()).extension is None
    await house.says(LEADER, "是")

    assert (await house.ticket()).extension is not None


async def test_undo_takes_back_the_report_made_after_a_question_not_the_question(house: House) -> None:
    await house.dispatched()
    await house.says(LEADER, "申请延期到25号，材料没到")
    house.later(minutes=20)
    await house.says(LEADER, "已安排队伍")

    await house.says(LEADER, "撤销")

    assert (await house.ticket()).progress[0].withdrawn


async def test_received_signs_the_only_ticket_that_waits_for_a_signature(house: House) -> None:
    first, second = await _two(house)
    await house.says(LEADER, f"{first} 收到")
    house.later(minutes=30)

    answer = await house.says(LEADER, "收到")

    assert second in answer
    assert (await house.ticket(second)).state is State.ACKNOWLEDGED


async def test_received_with_everything_signed_asks_nothing_back(house: House) -> None:
    first, second = await _two(house)
    await house.says(LEADER, f"{first} 收到")
    await house.says(LEADER, f"{second} 收到")
    house.later(minutes=30)

    assert "均已签收" in await house.says(LEADER, "收到")


async def test_a_choice_from_the_list_survives_a_yes_or_no_question(house: House) -> None:
    first, second = await _two(house)

    await house.says(LEADER, "材料明天到")
    await house.says(LEADER, f"{second} 申请延期到25号，材料没到")
    await house.says(LEADER, "1")

    progressed = [t for t in (await house.ticket(first), await house.ticket(second)) if t.progress]
    assert len(progressed) == 1
