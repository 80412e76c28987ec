"""Every slash-command: what it does, what it says when something is missing, who may give it, and where (domain.md §15.3)."""

from datetime import date

import pytest

from domain.vocabulary import Grade, LookBackResult, Nature, Rating, State, Track, Urgency
from handlers.commands import BY_NAME, COMMANDS
from handlers.commands.command import by_name
from tests.handlers.house import PHONE, House

GROUP = "cid-group"
RESULT = "7月6日现场检查，已责令商户22点后停止播放，并电话告知诉求人，持续巡查"


# --- the table ------------------------------------------------------------------------------------------------------


def test_two_commands_never_share_a_name() -> None:
    with pytest.raises(ValueError, match="two commands"):
        by_name((*COMMANDS, COMMANDS[0]))


PROMISED = (
    "受理 答复 补充 不予受理 派单 交办 条目 审核 催办 督办 踏勘 核实 销号 不予销号 重办 认定 延期 退单 改派 挂账 "
    "回访 回头看 进度 清单 查 值班 绑定 帮助"
)


@pytest.mark.parametrize("name", PROMISED.split())
def test_every_promised_command_is_there_with_an_english_name(name: str) -> None:
    assert BY_NAME[name].aliases


@pytest.mark.parametrize("spec", COMMANDS, ids=lambda spec: spec.name)
def test_every_example_and_usage_begins_with_its_command(spec: object) -> None:
    assert spec.example.startswith(f"/{spec.name}")  # type: ignore[attr-defined]
    assert spec.usage.startswith(f"/{spec.name}")  # type: ignore[attr-defined]


# --- how they are heard ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "written", ["／催办　{}", "/催办{}", "/urge {}", "/URGE {} 请抓紧", "/催办 请抓紧 {}", "、催办 {}"]
)
async def test_a_command_is_understood_however_it_is_typed(house: House, written: str) -> None:
    ticket = await house.dispatched()

    await house.says("supervisor", written.format(ticket.number))

    assert (await house.ticket()).urges == 1


async def test_the_short_code_does_as_well_as_the_number(house: House) -> None:
    ticket = await house.dispatched()

    await house.says("supervisor", f"/催办 {ticket.short_code.lower()}")

    assert (await house.ticket()).urges == 1


async def test_a_wrong_command_gets_the_nearest_right_one_with_an_example(house: House) -> None:
    answer = await house.says("supervisor", "/回头开 K7M2")

    assert "/回头看" in answer
    assert "例：" in answer


async def test_a_command_nobody_may_guess_at_points_to_help(house: House) -> None:
    assert "/帮助" in await house.says("supervisor", "/天气")


async def test_nobody_is_offered_a_command_they_may_not_give(house: House) -> None:
    assert "是不是" not in await house.says("transport-leader", "/催伴 K7M2")


@pytest.mark.parametrize(
    ("person", "words", "missing"),
    [
        ("operator", "/答复 {}", "答复内容"),
        ("operator", "/补充 {}", "补充"),
        ("operator", "/不予受理 {}", "原因"),
        ("dispatcher", "/派单 {}", "承办单位"),
        ("supervisor", "/交办 {}", "责任领导"),
        ("dispatcher", "/审核 {}", "通过"),
        ("supervisor", "/督办 {}", "等级"),
        ("supervisor", "/踏勘 {}", "核查员"),
        ("confirmer", "/核实 {}", "到位"),
        ("supervisor", "/不予销号 {}", "原因"),
        ("supervisor", "/重办 {}", "原因归类"),
        ("supervisor", "/重办 {} 未解决", "重办要求"),
        ("caller", "/认定 {}", "认定类型"),
        ("head", "/延期 {}", "批准"),
        ("dispatcher", "/退单 {}", "批准"),
        ("dispatcher", "/改派 {}", "单位"),
        ("head", "/挂账 {}", "复核日"),
        ("caller", "/回访 {}", "评价"),
        ("supervisor", "/条目 {} 改", "条目编号"),
        ("supervisor", "/催办", "工单号"),
        ("transport-liaison", "/办结 {}", "办理结果"),
    ],
)
async def test_what_is_missing_is_said_with_an_example_and_nothing_is_changed(
    house: House, person: str, words: str, missing: str
) -> None:
    ticket = await house.filed()

    answer = await house.says(person, words.format(ticket.number))

    assert missing in answer
    assert "例：" in answer
    assert await house.ticket() == ticket


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("/派单 NX2019070599999 交通局", "没有找到工单"),
        ("/派单 {} 不存在的局", "承办单位"),
        ("/派单 {} 交通局 时限2月30日", "日期"),
        ("/派单 {} 交通局 时限7月1日", "已经过去"),
    ],
)
async def test_what_cannot_be_is_said_and_nothing_is_changed(house: House, words: str, why: str) -> None:
    ticket = await house.filed()

    answer = await house.says("dispatcher", words.format(ticket.number))

    assert why in answer
    assert await house.ticket() == ticket


# --- who and where --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("person", "words"),
    [
        ("transport-leader", "/派单 {} 交通局"),
        ("transport-leader", "/销号 {}"),
        ("supervisor", "/销号 {}"),
        ("confirmer", "/催办 {}"),
        ("operator", "/延期 {} 批准"),
        ("inspector", "/催办 {}"),
        ("supervisor", "/绑定 督办群"),
        ("dispatcher", "/挂账 {} 9月30日 需列入计划"),
    ],
)
async def test_a_right_comes_with_the_office_not_with_knowing_the_command(
    house: House, person: str, words: str
) -> None:
    ticket = await house.filed()

    answer = await house.says(person, words.format(ticket.number))

    assert "岗位不能使用" in answer
    assert await house.ticket() == ticket


async def test_help_shows_what_this_person_may_do(house: House) -> None:
    leaders, heads = await house.says("transport-leader", "/帮助"), await house.says("head", "/帮助")

    assert "/签收" in leaders
    assert "/派单" not in leaders
    assert "/销号" in heads


async def test_help_on_one_command_shows_how_it_is_written(house: House) -> None:
    assert "写法：/交办" in await house.says("supervisor", "/帮助 交办")


async def test_a_group_becomes_the_supervision_group_by_the_administrator(house: House) -> None:
    ticket = await house.dispatched()
    assert "单聊" in await house.says("supervisor", f"/催办 {ticket.number}", group=GROUP)

    assert "督办群" in await house.says("admin", "/绑定 督办群", group=GROUP)
    await house.says("supervisor", f"/催办 {ticket.number}", group=GROUP)

    assert (await house.ticket()).urges == 1


async def test_in_any_other_group_commands_are_pointed_to_one_to_one(house: House) -> None:
    ticket = await house.dispatched()
    await house.says("admin", "/绑定 督办群", group=GROUP)

    answer = await house.says("supervisor", f"/催办 {ticket.number}", group="cid-other")

    assert "单聊" in answer
    assert (await house.ticket()).urges == 0


async def test_binding_said_one_to_one_binds_nothing(house: House) -> None:
    assert "在要绑定的群里" in await house.says("admin", "/绑定 督办群")


# --- intake and dispatch --------------------------------------------------------------------------------------------


async def test_accepting_sets_nature_urgency_and_place(house: House) -> None:
    ticket = await house.filed()

    await house.says("operator", f"/受理 {ticket.number} 投诉 紧急 农村 保密 某村一组")

    ticket = await house.ticket()
    assert (ticket.state, ticket.nature, ticket.urgency) == (
        State.PENDING_DISPATCH,
        Nature.COMPLAINT,
        Urgency.URGENT,
    )
    assert ticket.confidential
    assert ticket.place is not None
    assert await house.opened(ticket.place) == "某村一组"


async def test_accepting_a_declined_request_takes_it_up_again(house: House) -> None:
    ticket = await house.filed()
    await house.says("operator", f"/不予受理 {ticket.number} 信访事项")
    assert (await house.ticket()).state is State.DECLINED

    await house.says("operator", f"/受理 {ticket.number} 投诉 幸福路12号")

    assert (await house.ticket()).state is State.PENDING_DISPATCH


async def test_answering_at_once_ends_it(house: House) -> None:
    ticket = await house.filed("请问社保卡在哪里办")

    await house.says("operator", f"/答复 {ticket.number} 政务大厅二楼，工作日8:30至17:30。")

    assert (await house.ticket()).state is State.ANSWERED


async def test_dispatch_accepts_a_received_ticket_too(house: House) -> None:
    ticket = await house.filed()

    answer = await house.says(
        "dispatcher", f"/派单 {ticket.number} 交通 协办 交警 时限3个工作日 投诉 地点：幸福路12号 请核实"
    )

    ticket = await house.ticket()
    assert ticket.state is State.DISPATCHED
    assert {part.unit for part in ticket.assignments} == {"transport", "police"}
    assert "7月10日（周三）" in answer


async def test_assigning_takes_the_list_from_the_lines(house: House) -> None:
    ticket = await house.assigned()

    assert ticket.track is Track.LIST
    assert len(ticket.items) == 2
    assert ticket.items[0].standard is not None
    assert await house.opened(ticket.items[0].standard) == "装好并划线"


async def test_a_line_that_cannot_be_read_is_named_and_nothing_is_changed(house: House) -> None:
    ticket = await house.filed()

    answer = await house.says(
        "supervisor",
        f"/交办 {ticket.number} @某transport-leader\n1. 减速带\n2. 标志牌 | 立好 | 交通局 | 以后再说",
    )

    assert "第3行" in answer
    assert await house.ticket() == ticket


async def test_assigning_without_lines_proposes_items_for_a_yes(house: House) -> None:
    ticket = await house.filed("路口没有减速带，大车开得很快。标志牌也倒了！")
    await house.says("operator", f"/受理 {ticket.number} 求助 幸福路口")

    answer = await house.says("supervisor", f"/交办 {ticket.number} @某transport-leader")
    assert "1. 路口没有减速带" in answer
    assert not (await house.ticket()).items
    await house.says("supervisor", "是")

    assert len((await house.ticket()).items) == 2


async def test_proposed_items_may_be_answered_with_ones_own(house: House) -> None:
    ticket = await house.filed("路口没有减速带，大车开得很快。标志牌也倒了！")
    await house.says("operator", f"/受理 {ticket.number} 求助 幸福路口")
    await house.says("supervisor", f"/交办 {ticket.number} @某transport-leader")

    await house.says("supervisor", "1. 装减速带 | 装好 | 交通局 | 7月12日")

    (item,) = (await house.ticket()).items
    assert item.due_on == date(2019, 7, 12)


async def test_items_are_added_changed_and_removed(house: House) -> None:
    ticket = await house.assigned()

    await house.says("supervisor", f"/条目 {ticket.number} 增 治超卡点 | 24小时值守")
    await house.says("supervisor", f"/条目 {ticket.number} 改 2 立标志牌三块")
    await house.says("supervisor", f"/条目 {ticket.number} 删 1")

    items = (await house.ticket()).items
    assert [item.no for item in items] == [2, 3]
    assert await house.opened(items[0].words) == "立标志牌三块"


async def test_redispatch_is_read_back_and_done_after_yes(house: House) -> None:
    ticket = await house.dispatched()

    assert "对吗" in await house.says("dispatcher", f"/改派 {ticket.number} 水务局")
    assert (await house.ticket()).assignments[0].unit == "transport"
    await house.says("dispatcher", "是")

    assert (await house.ticket()).assignments[0].unit == "water"


# --- wishes decided -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("verdict", "granted"), [("批准", True), ("驳回 理由不足", False)])
async def test_an_extension_is_decided_by_the_head(house: House, verdict: str, granted: bool) -> None:
    ticket = await house.dispatched()
    await house.says("transport-leader", f"/延期 {ticket.number} 7月25日 材料没到")
    await house.says("transport-leader", "是")

    await house.says("head", f"/延期 {ticket.number} {verdict}")

    wish = (await house.ticket()).extension
    assert wish is not None
    assert wish.granted is granted


@pytest.mark.parametrize(
    ("verdict", "state"), [("批准 水务局", State.DISPATCHED), ("驳回 属本单位", State.ACKNOWLEDGED)]
)
async def test_a_return_is_decided_by_the_dispatcher(house: House, verdict: str, state: State) -> None:
    ticket = await house.dispatched()
    await house.says("transport-liaison", f"/退单 {ticket.number} 非本单位职责")
    await house.says("transport-liaison", "是")

    await house.says("dispatcher", f"/退单 {ticket.number} {verdict}")

    assert (await house.ticket()).state is state


async def test_the_unit_may_not_decide_its_own_wish(house: House) -> None:
    ticket = await house.dispatched()
    await house.says("transport-leader", "申请延期到25号，材料没到")
    await house.says("transport-leader", "是")

    await house.says("transport-leader", f"/延期 {ticket.number} 批准")

    wish = (await house.ticket()).extension
    assert wish is not None
    assert wish.granted is None


async def test_shelving_is_read_back_and_work_resumes_on_order(house: House) -> None:
    ticket = await house.assigned()

    assert "对吗" in await house.says("head", f"/挂账 {ticket.number} 9月30日 需列入明年计划")
    await house.says("head", "是")
    assert (await house.ticket()).state is State.SHELVED
    await house.says("head", f"/挂账 {ticket.number} 恢复")

    assert (await house.ticket()).shelving is None


# --- supervision, close-out -----------------------------------------------------------------------------------------


async def test_supervising_orders_a_grade_and_leaves_the_limit(house: House) -> None:
    ticket = await house.dispatched()

    await house.says("supervisor", f"/督办 {ticket.number} 重点督办 7月12日前 限期整改")

    after = await house.ticket()
    assert after.supervision is not None
    assert after.supervision.grade is Grade.KEY
    assert after.limit == ticket.limit


async def test_review_sends_it_back_or_on(house: House) -> None:
    ticket = await house.dispatched()
    await house.says("transport-liaison", f"/办结 {ticket.number} {RESULT}")

    await house.says("dispatcher", f"/审核 {ticket.number} 退回 未写检查时间")
    assert (await house.ticket()).state is State.IN_PROGRESS
    await house.says("transport-liaison", f"/办结 {ticket.number} {RESULT}，时间晚九点")
    await house.says("dispatcher", f"/审核 {ticket.number} 通过")

    assert (await house.ticket()).state is State.CALLBACK


async def test_the_confirmer_may_be_named_anew(house: House) -> None:
    ticket = await house.closeout_asked()
    assert ticket.visit is not None
    other = "confirmer2" if ticket.visit.confirmer == "confirmer" else "confirmer"

    await house.says("supervisor", f"/踏勘 {ticket.number} @某{other}", mentions=(other,))

    visit = (await house.ticket()).visit
    assert visit is not None
    assert visit.confirmer == other


async def test_a_confirmer_whose_phone_is_gone_gets_a_fresh_page_on_request_only(house: House) -> None:
    ticket = await house.closeout_asked()
    assert ticket.visit is not None
    who = ticket.visit.confirmer

    await house.says("supervisor", f"/踏勘 {ticket.number} @某{who}", mentions=(who,))
    assert (await house.ticket()).visit == ticket.visit
    await house.says("supervisor", f"/踏勘 {ticket.number} @某{who} 重发", mentions=(who,))

    visit = (await house.ticket()).visit
    assert visit is not None
    assert visit.confirmer == who
    assert visit.id != ticket.visit.id


async def test_a_bare_confirmation_is_answered_with_the_page(house: House) -> None:
    ticket = await house.closeout_asked()
    assert ticket.visit is not None

    answer = await house.says(ticket.visit.confirmer, f"/核实 {ticket.number} 到位")

    assert "https://site.test/" in answer
    assert (await house.ticket()).state is State.CLOSEOUT_REQUESTED


async def test_where_there_is_nothing_to_see_a_listed_kind_with_a_note_confirms(house: House) -> None:
    ticket = await house.closeout_asked()
    assert ticket.visit is not None

    await house.says(ticket.visit.confirmer, f"/核实 {ticket.number} 到位 付款凭证 已看原件并电话联系诉求人")

    assert (await house.ticket()).visit != ticket.visit
    assert (await house.ticket()).state is State.CALLBACK


async def test_approval_and_rating_together_close_it(house: House) -> None:
    ticket = await house.in_callback()

    await house.says("head", f"/销号 {ticket.number}")
    assert (await house.ticket()).state is State.CALLBACK
    await house.says("caller", f"/回访 {ticket.number} 满意")

    assert (await house.ticket()).state is State.CLOSED_OUT


async def test_a_refused_close_out_goes_back_to_the_unit(house: House) -> None:
    ticket = await house.closeout_asked()

    await house.says("supervisor", f"/不予销号 {ticket.number} 标志牌未装")

    assert (await house.ticket()).state is State.IN_PROGRESS
    assert (await house.ticket()).rejected_closeouts == 1


# --- callback, rework, look back ------------------------------------------------------------------------------------


async def test_a_call_that_was_not_answered_counts_once_per_half_day(house: House) -> None:
    ticket = await house.in_callback()
    house.clock("2019-07-08 10:00")

    await house.says("caller", f"/回访 {ticket.number} 未接通")
    answer = await house.says("caller", f"/回访 {ticket.number} 未接通")

    callback = (await house.ticket()).callback
    assert callback is not None
    assert len(callback.tries) == 1
    assert "登记" not in answer or "半天" in answer


async def test_rework_is_read_back_with_cause_and_limit(house: House) -> None:
    ticket = await house.in_callback()
    await house.says("caller", f"/回访 {ticket.number} 不满意 夜里仍有声音")
    assert (await house.ticket()).state is State.DISSATISFIED_REVIEW

    assert "未解决" in await house.says("supervisor", f"/重办 {ticket.number} 未解决 3个工作日 须夜间实测")
    assert (await house.ticket()).state is State.DISSATISFIED_REVIEW
    await house.says("supervisor", "是")

    after = await house.ticket()
    assert after.state is State.REWORK
    assert after.limit is not None
    assert after.limit.limit.amount == 3


async def test_an_unreasonable_demand_takes_two_hands(house: House) -> None:
    ticket = await house.in_callback()
    await house.says("caller", f"/回访 {ticket.number} 不满意 要求赔偿")
    await house.says("caller", f"/认定 {ticket.number} 要求突破政策 依据供水条例第三十条")
    await house.says("caller", "是")

    await house.says("caller", f"/认定 {ticket.number} 同意")
    finding = (await house.ticket()).finding
    assert finding is not None
    assert finding.confirmed_by is None
    await house.says("head", f"/认定 {ticket.number} 同意")

    finding = (await house.ticket()).finding
    assert finding is not None
    assert finding.confirmed_by == "head"


async def test_a_look_back_is_recorded_on_a_closed_matter(house: House) -> None:
    ticket = await house.in_callback()
    await house.says("head", f"/销号 {ticket.number}")
    await house.says("caller", f"/回访 {ticket.number} 满意")

    await house.says("supervisor", f"/回头看 {ticket.number} 巩固 现场未见反弹")

    look_back = (await house.ticket()).look_back
    assert look_back is not None
    assert look_back.result is LookBackResult.HOLDS


async def test_the_callers_rating_is_the_one_given(house: House) -> None:
    ticket = await house.in_callback()

    await house.says("caller", f"/回访 {ticket.number} 基本满意")

    assert (await house.ticket()).ratings[-1].rating is Rating.BASICALLY


async def test_lowering_the_urgency_is_the_heads_correction_with_a_reason(house: House) -> None:
    ticket = await house.filed("幸福小区门口有很浓的汽油味")

    assert "更正原因" in await house.says("head", f"/更正 {ticket.number} 一般")
    await house.says("head", f"/更正 {ticket.number} 一般 经核实为油漆味")

    assert (await house.ticket()).urgency is Urgency.NORMAL


# --- the unit's twins of buttons ------------------------------------------------------------------------------------


async def test_signing_and_arriving_can_be_typed(house: House) -> None:
    ticket = await house.dispatched("幸福小区门口有很浓的汽油味")

    await house.says("transport-duty", f"/签收 {ticket.number}")
    await house.says("transport-duty", f"/到场 {ticket.number}")

    lead = (await house.ticket()).lead
    assert lead is not None
    assert lead.acknowledged_at == house.now
    assert lead.arrived_at == house.now


# --- reading --------------------------------------------------------------------------------------------------------


async def test_progress_explains_its_due_time_line_by_line(house: House) -> None:
    ticket = await house.dispatched()

    answer = await house.says("supervisor", f"/进度 {ticket.number}")

    assert "起算：" in answer
    assert "7月19日（周五）" in answer


async def test_the_list_is_filtered_and_counted(house: House) -> None:
    await house.dispatched()
    await house.assigned("人民路路灯坏了三盏", phone="13800003333")

    assert "共2件" in await house.says("supervisor", "/清单")
    assert "共1件" in await house.says("supervisor", "/清单 清单件")
    assert "没有符合条件" in await house.says("supervisor", "/清单 超期")
    assert "没有符合条件" in await house.says("supervisor", "/清单 水务局")
    assert "不是单位名称" in await house.says("supervisor", "/清单 某某某")


async def test_what_is_shelved_is_not_listed_as_late_unless_it_is_asked_for(house: House) -> None:
    late = await house.filed()
    await house.says("dispatcher", f"/派单 {late.number} 交通局 求助 地点：幸福路口 时限7月12日")
    await house.says("head", f"/挂账 {late.number} 9月30日 需列入明年计划")
    await house.says("head", "是")
    assert (await house.ticket()).state is State.SHELVED
    house.later(days=20)

    assert "没有符合条件" in await house.says("supervisor", "/清单 超期")
    assert "共1件" in await house.says("supervisor", "/清单 挂账")
    assert "共1件" in await house.says("supervisor", "/清单 超期 挂账")

    await house.says("head", f"/挂账 {late.number} 恢复")
    assert "共1件" in await house.says("supervisor", "/清单 超期")


async def test_a_unit_lists_and_reads_only_its_own(house: House) -> None:
    ticket = await house.dispatched()

    assert "共1件" in await house.says("transport-leader", "/清单")
    assert "没有符合条件" in await house.says("water-leader", "/清单")
    assert "只能查看本单位" in await house.says("water-leader", "/清单 交通局")
    assert "不能查看" in await house.says("water-leader", f"/进度 {ticket.number}")
    assert "不能查看" in await house.says("water-leader", f"/查 {ticket.number}")


async def test_searching_by_phone_is_for_dispatch_and_callback_with_a_reason(house: House) -> None:
    ticket = await house.filed()

    assert "仅限" in await house.says("supervisor", f"/查 {PHONE} 核对重复")
    assert "事由" in await house.says("dispatcher", f"/查 {PHONE}")
    assert ticket.short_code in await house.says("dispatcher", f"/查 {PHONE} 核对重复")


# --- many people, one matter ----------------------------------------------------------------------------------------


async def test_merging_carries_the_appellants_over_and_can_be_undone(house: House) -> None:
    main = await house.dispatched()
    part = await house.filed("幸福小区音响吵得睡不着", phone="13800004444")

    answer = await house.says("dispatcher", f"/并单 {main.number} {part.number}")
    assert "共2位诉求人" in answer
    assert (await house.ticket(part.number)).state is State.MERGED
    await house.says("dispatcher", f"/并单 撤销 {part.number}")

    assert (await house.ticket(part.number)).state is State.RECEIVED
    assert len((await house.ticket(main.number)).appellants) == 1


async def test_a_merge_that_cannot_be_changes_neither_ticket(house: House) -> None:
    listed = await house.assigned()
    ordinary = await house.filed("幸福小区音响吵得睡不着", phone="13800004444")

    await house.says("dispatcher", f"/并单 {ordinary.number} {listed.number}")

    assert await house.ticket(listed.number) == listed
    assert await house.ticket(ordinary.number) == ordinary
