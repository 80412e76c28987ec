"""One Chinese sentence for every reason why something cannot be done: what is wrong, and what to do (`domain/refusals.py`).

A match without wildcard: a new reason without words is a type error here.
"""

from dataclasses import dataclass
from typing import assert_never

from config.texts import facts, labels, times
from domain.refusals import Reason, Refusal
from domain.view import TicketView


@dataclass(frozen=True, slots=True)
class _Facts:
    """What the sentences may want, each already a word or a phrase that reads well when the fact is missing."""

    number: str
    state: str
    office: str
    items: str
    units: str
    on: str
    text: str


def sentence(refusal: Refusal, view: TicketView | None = None) -> str:
    """The answer no, in one sentence."""
    return _worded(refusal.reason, _facts(refusal, view))


def _facts(refusal: Refusal, view: TicketView | None) -> _Facts:
    units = facts.units(view, refusal.units) if view else "、".join(refusal.units)
    state = refusal.state or (view.ticket.state if view else None)
    return _Facts(
        number=facts.number(view) if view else "工单号",
        state=labels.state(state) if state else "当前状态",
        office=labels.office(refusal.office) if refusal.office else "其他岗位",
        items=f"条目{facts.item_numbers(refusal.items)}" if refusal.items else "部分条目",
        units=units or "协办单位",
        on=times.day_and_weekday(refusal.on) if refusal.on else "",
        text=refusal.text,
    )


def _worded(reason: Reason, f: _Facts) -> str:
    match reason:
        case Reason.ENDED:
            return f"该工单已是“{f.state}”，不能再操作；查看经过请发：/进度 {f.number}"
        case Reason.WRONG_STATE:
            return f"该工单现在是“{f.state}”，不能做这一步；查看现在可以做什么请发：/进度 {f.number}"
        case Reason.NOT_YOURS:
            return "这不是本单位承办的工单，未作改动；如认为应由本单位办理，请联系派单员。"
        case Reason.NOT_YOUR_OFFICE:
            return f"这一步应由{f.office}办理，您没有这项权限；您可以做什么请发：/帮助"
        case Reason.ONLY_LEADER:
            return "申请销号须由责任领导或单位一把手本人提出，请转告领导在本会话回复“申请销号”。"
        case Reason.ALREADY:
            return "已经是这样了，没有重复登记，无需再操作。"
        case Reason.ALREADY_ACCEPTED:
            return f"该工单已受理，无需再次受理；派给单位请发：/派单 {f.number} 单位名称"
        case Reason.MISSING_NATURE:
            return f"还缺诉求类型，请补上咨询、求助、投诉、举报、建议之一，例如：/受理 {f.number} 投诉"
        case Reason.MISSING_PLACE:
            return f"还缺事发地点，请补上，例如：/受理 {f.number} 投诉 地点：幸福路与建设路口"
        case Reason.EMERGENCY_CALL:
            return (
                f"该诉求疑似110、119、120、122警情，请先转接并核实，核实后发：/不予受理 {f.number} 紧急警情"
            )
        case Reason.LIST_TRACK_NOT_DECLINED:
            return f"清单件不能不予受理；确有客观原因请由中心主任发：/挂账 {f.number} 复核日 原因和计划"
        case Reason.LEAD_IS_COMPLAINED_OF:
            return "被反映的单位不能承办对自己的诉求，请改派其上一级单位。"
        case Reason.UNKNOWN_UNIT:
            named = f"“{f.text}”" if f.text else "该单位"
            return f"单位名录里没有{named}，请核对名称或编码后重发。"
        case Reason.UNIT_TWICE:
            return "同一单位不能既牵头又协办，也不能写两次，请去掉重复的单位后重发。"
        case Reason.DEPARTMENT_DUTY_TO_TOWN:
            return "该类事项属部门职责，不能派给乡镇街道牵头，请改派主管部门，乡镇街道可列为协办。"
        case Reason.NO_ONE_ACCOUNTABLE:
            return f"{f.units}没有在岗的责任领导或一把手，请先让管理员在人员表中补齐，再派单。"
        case Reason.LEADER_NOT_OF_UNIT:
            return "所指定的领导不在牵头单位任职，请换成该单位的责任领导，或不写领导由系统确定。"
        case Reason.NO_ITEMS:
            return "交办件要有条目清单，请在命令下面逐行写，例如：1. 安装减速带 | 装好并刷标线"
        case Reason.UNKNOWN_ITEM:
            return f"该工单没有{f.items}，请发 /进度 {f.number} 查看条目序号。"
        case Reason.LAST_ITEM:
            return f"清单件至少要有一个条目，不能全部删除；要改内容请发：/条目 {f.number} 改 序号 新内容"
        case Reason.ITEM_UNIT_NOT_PART:
            return f"条目的责任单位不在该工单的牵头或协办单位之列，请先用 /交办 {f.number} 把它列入。"
        case Reason.ITEM_NOT_YOURS:
            return f"{f.items}由其他单位负责，请只报本单位的条目。"
        case Reason.NEEDS_REASON:
            return "这一步要写明原因，请在命令后面加上原因再发一次。"
        case Reason.NEEDS_WORDS:
            return "还缺文字说明，请在命令后面写上内容再发一次。"
        case Reason.NOTHING_SAID:
            return "没有收到文字、图片或完成的条目，未作登记；请直接回复进展，例如：1已完成，2明天完成"
        case Reason.UNKNOWN_REPORT:
            return "没有找到要撤销或补充的那条进展，可能已被撤销；请重新回复进展。"
        case Reason.TOO_LATE_TO_UNDO:
            return "已超过10分钟，不能撤销；如有变化请直接回复新的进展说明。"
        case Reason.EXTENSION_ONCE:
            return "该工单已申请过一次延期，不能再次延期，请按现有时限办理；确有困难请联系督办员。"
        case Reason.EXTENSION_AFTER_EXPIRY:
            return "延期须在到期前申请，该工单已经到期，请尽快办理并说明原因。"
        case Reason.EXTENSION_URGENT:
            return "紧急、特急工单不能延期，请立即处置并回复进展。"
        case Reason.EXTENSION_NOT_LATER:
            return f"申请的日期不晚于现在的时限{f.on}，请写更晚的日期。"
        case Reason.EXTENSION_TOO_LONG:
            return f"申请的时间太长，最晚可延到{f.on or '规定的日期'}，请改写日期。"
        case Reason.EXTENSION_PENDING:
            return "延期申请正在等待审批，期间照常计时，请等中心主任答复。"
        case Reason.NO_EXTENSION:
            return "该工单没有待审批的延期申请，无需处理。"
        case Reason.RETURN_ONCE:
            return "本单位已申请过一次退单，不能再退，请按要求办理；有争议请联系派单员。"
        case Reason.RETURN_TOO_LATE:
            limit = f"{f.on}前" if f.on else "规定时间内"
            return f"退单须在收到后{limit}申请，现已超过，请由本单位办理。"
        case Reason.RETURN_LIST_TRACK:
            return "清单件不能退单；职责有争议请联系督办员，由中心召集协调。"
        case Reason.NO_RETURN:
            return "该工单没有待审批的退单申请，无需处理。"
        case Reason.SECOND_RETURN_HEAD:
            return f"该工单第二次退单，须由中心主任决定，请主任发：/退单 {f.number} 批准 或 驳回 原因"
        case Reason.USE_CLOSEOUT:
            return "这是清单件，办完请由责任领导申请销号，回复：申请销号"
        case Reason.USE_HANDLED:
            return "这是普通件，办完请申请办结，回复“申请办结”并写明调查情况和处理结果。"
        case Reason.NOT_CONTACTED:
            return "还没有联系诉求人的记录，请先联系，再回复联系的时间和对方意见，例如：已于今天上午电话联系诉求人"
        case Reason.ASSIST_OPEN:
            return f"{f.units}还没有报完成，请先督促协办单位回复完成情况。"
        case Reason.ITEMS_OPEN:
            return (
                f"{f.items}还没有报完成，请逐条办完后再申请，例如先回复：{f.items.removeprefix('条目')}已完成"
            )
        case Reason.NO_EVIDENCE:
            return f"{f.items}还没有照片或材料，请先在本会话发来办理后的照片。"
        case Reason.NOTHING_DIFFERENT:
            return "这是发回重办件，请写明这次与上次相比多做了什么，再申请销号。"
        case Reason.NO_CLOSEOUT_REQUEST:
            return f"该工单现在是“{f.state}”，没有待处理的销号申请。"
        case Reason.NO_VISIT:
            return f"该工单没有待完成的现场核实；需要派人请发：/踏勘 {f.number} @核查员"
        case Reason.NOT_THE_CONFIRMER:
            return f"这次现场核实指定的是另一位核查员；需要换人请督办员发：/踏勘 {f.number} @核查员"
        case Reason.CONFIRMER_OF_UNIT:
            return f"核实人不能是牵头或协办单位的人，请另派：/踏勘 {f.number} @核查员"
        case Reason.CONFIRMER_IS_APPLICANT:
            return f"申请销号的人不能自己核实，请另派：/踏勘 {f.number} @核查员"
        case Reason.CONFIRMER_CANNOT:
            return f"此人不在核查岗位，不能现场核实，请另派：/踏勘 {f.number} @核查员"
        case Reason.NO_PHOTO:
            return "还缺本次现场拍的照片，请从核实页面拍照，或先在本会话发现场照片再提交。"
        case Reason.NO_POSITION:
            return "还缺现场定位，请打开核实页面并允许定位后提交。"
        case Reason.PHOTO_NOT_NEW:
            where = f"工单{f.text}" if f.text else "别的工单"
            return f"这张照片在{where}用过，不能作为本次佐证，请重新到现场拍摄。"
        case Reason.ITEMS_NOT_TICKED:
            return f"{f.items}还没有勾选到位或未到位，请逐条勾选后提交。"
        case Reason.NEEDS_CALL_NOTE:
            return "无现场可看的事项，须看原件并电话联系诉求人，请补写联系时间和对方意见。"
        case Reason.NOT_CONFIRMED:
            return f"最近一次办理之后还没有现场核实到位，不能销号；派人核实请发：/踏勘 {f.number} @核查员"
        case Reason.APPROVER_IS_APPLICANT:
            return "申请人不能审批自己的申请，请由另一位有审批权的负责人办理。"
        case Reason.APPROVER_IS_CONFIRMER:
            return "现场核实人不能再审批同一工单，请由另一位有审批权的负责人办理。"
        case Reason.APPROVER_OF_UNIT:
            return "承办单位的人不能审批本单位的工单，请由中心另一位负责人办理。"
        case Reason.UNKNOWN_APPELLANT:
            return "没有找到要回访的诉求人，请核对工单号；多人反映的请写明第几位。"
        case Reason.ALREADY_RATED:
            return "该诉求人本轮已评价，无需重复登记。"
        case Reason.HALF_DAY_COUNTED:
            return "这半天已登记过一次未接通，请换一个半天再拨打。"
        case Reason.NO_FINDING:
            return f"没有待确认的不合理诉求认定；提出认定请发：/认定 {f.number} 类型 依据"
        case Reason.SECOND_PERSON:
            return "认定须由两人作出，提出的人不能自己确认，请中心另一位负责人确认。"
        case Reason.NEEDS_HEAD:
            return "这一步须由中心主任或副主任参加决定，请报主任。"
        case Reason.UNIT_IN_PANEL:
            return "承办单位的人不能参加对本单位工单的认定，请换人。"
        case Reason.SAME_GRADE:
            return "已经是这个督办等级，没有变化；要提级请写更高的等级。"
        case Reason.LOWERING_IS_HEADS:
            return "降低督办等级须由中心主任决定并写明理由，请报主任。"
        case Reason.LOWERING_URGENCY:
            return "降低紧急程度须由中心主任更正并写明理由，请报主任。"
        case Reason.REVIEW_TOO_FAR:
            return f"复核日太远，最晚可定在{f.on or '规定的日期'}，请改写日期。"
        case Reason.DATE_PAST:
            return "写的日期已经过去，请改成今天以后的日期。"
        case Reason.MERGE_SELF:
            return "不能把工单并入它自己，请核对主单和附单的编号。"
        case Reason.MERGE_MAIN_CLOSED:
            return "主单已经办结，不能再并入，请换一个在办的工单作主单。"
        case Reason.MERGE_LIST_INTO_ORDINARY:
            return "清单件不能并入普通件，请以清单件为主单，把普通件并进去。"
        case Reason.NOT_MERGED:
            return "该工单没有并入别的工单，无需撤销并单。"
        case Reason.NO_LOOK_BACK:
            return f"该工单没有正在进行的回头看；要开展请发：/回头看 {f.number}"
        case Reason.NOT_TOO_FAST:
            return "该工单没有“办结过快”的标记，无需查看。"
        case Reason.TOWN_WHISTLES:
            return "吹哨由乡镇（街道）的领导、联络员、值班员发起，或由中心代发，例如：/吹哨 代 东湖街道 地点 事由 单位"
        case Reason.WHISTLE_TO_ITSELF:
            return "吹哨单位不能牵头办理自己的吹哨，请写明牵头的部门。"
        case Reason.NO_WHISTLE:
            return "该工单不是吹哨件，不能做这一步；要吹哨请发：/吹哨 地点 事由 单位"
        case Reason.NOT_CALLED:
            return f"{f.units}不在本次吹哨的到场单位之列，请核对单位名称。"
        case Reason.NOT_THE_TOWN:
            return "这一步须由吹哨的乡镇（街道）办理，且不能由牵头单位的人代办。"
        case Reason.NO_LEAD_REPORT:
            return f"牵头单位还没有报送处置结果（现为“{f.state}”），请等牵头单位申请办结或申请销号后再确认、评价。"
        case Reason.LEAD_NOT_EXCUSED:
            return f"牵头单位不能免到；确需换单位请发：/改派 {f.number} 单位"
        case Reason.WHISTLE_NOT_MERGED:
            return "吹哨件须由属地确认，不能并入别的工单；请以吹哨件为主单，把其他工单并进来。"
        case Reason.WHISTLE_NO_CITIZEN:
            return "吹哨件没有可发短信的诉求人，请直接联系吹哨的乡镇（街道）。"
        case Reason.STEP_NOT_WANTED:
            return "情况已变化，这一步不再需要，未作改动。"
    assert_never(reason)
