"""The Chinese word for every member of every closed vocabulary, exactly as `domain.md` prints it.

One function per enum, each total: a new member without a word is a type error here.
"""

from typing import assert_never

from domain.vocabulary import (
    Area,
    Attendance,
    CauseClass,
    Channel,
    ConfirmationKind,
    DeclineReason,
    Grade,
    ItemState,
    Light,
    LookBackResult,
    Nature,
    Office,
    Rating,
    RatingWay,
    ReturnReason,
    State,
    Track,
    UnitKind,
    UnitRole,
    UnreasonableGround,
    Urgency,
    WhistleKind,
    WhistleMark,
)


def state(member: State) -> str:
    """Where a ticket stands; §6.2."""
    match member:
        case State.RECEIVED:
            return "待受理"
        case State.NEED_INFO:
            return "待补充"
        case State.DECLINED:
            return "不予受理"
        case State.ANSWERED:
            return "在线办结"
        case State.PENDING_DISPATCH:
            return "待派单"
        case State.DISPATCHED:
            return "待签收"
        case State.ACKNOWLEDGED:
            return "已签收"
        case State.IN_PROGRESS:
            return "办理中"
        case State.RETURN_REQUESTED:
            return "退单待审"
        case State.HANDLED:
            return "已办结待审核"
        case State.CLOSEOUT_REQUESTED:
            return "已申请销号"
        case State.SITE_CONFIRMED:
            return "现场已核实"
        case State.CALLBACK:
            return "待回访"
        case State.DISSATISFIED_REVIEW:
            return "不满意分析"
        case State.REWORK:
            return "发回重办"
        case State.CLOSED:
            return "已结案"
        case State.CLOSED_OUT:
            return "已销号"
        case State.SHELVED:
            return "挂账"
        case State.MERGED:
            return "已并单"
    assert_never(member)


def track(member: Track) -> str:
    """普通 or 清单; §6.1."""
    match member:
        case Track.ORDINARY:
            return "普通件"
        case Track.LIST:
            return "清单件"
    assert_never(member)


def channel(member: Channel) -> str:
    """How a request came in; §4.1."""
    match member:
        case Channel.CALL:
            return "12345来电"
        case Channel.SMS:
            return "短信平台"
        case Channel.SEC_MAIL:
            return "书记信箱"
        case Channel.MAYOR_MAIL:
            return "市长信箱"
        case Channel.OPINION:
            return "网上舆情"
        case Channel.ENTERPRISE:
            return "企业求助"
        case Channel.WHISTLE:
            return "吹哨"
        case Channel.LEADER:
            return "领导批示"
        case Channel.UPPER:
            return "上级转办"
    assert_never(member)


def nature(member: Nature) -> str:
    """诉求类型; §5.1."""
    match member:
        case Nature.ENQUIRY:
            return "咨询"
        case Nature.HELP:
            return "求助"
        case Nature.COMPLAINT:
            return "投诉"
        case Nature.REPORT:
            return "举报"
        case Nature.SUGGESTION:
            return "建议"
        case Nature.PRAISE:
            return "表扬"
        case Nature.OTHER:
            return "其他"
    assert_never(member)


def urgency(member: Urgency) -> str:
    """紧急程度; §5.3."""
    match member:
        case Urgency.NORMAL:
            return "一般"
        case Urgency.URGENT:
            return "紧急"
        case Urgency.CRITICAL:
            return "特急"
    assert_never(member)


def area(member: Area) -> str:
    """城区 or 农村; §7.1."""
    match member:
        case Area.TOWN:
            return "城区"
        case Area.VILLAGE:
            return "农村"
    assert_never(member)


def unit_role(member: UnitRole) -> str:
    """牵头 or 协办."""
    match member:
        case UnitRole.LEAD:
            return "牵头"
        case UnitRole.ASSIST:
            return "协办"
    assert_never(member)


def unit_kind(member: UnitKind) -> str:
    """Ranking groups; §13.7."""
    match member:
        case UnitKind.TOWN:
            return "乡镇街道"
        case UnitKind.DEPARTMENT:
            return "部门"
        case UnitKind.UTILITY:
            return "公用企业"
        case UnitKind.CENTRE:
            return "中心"
    assert_never(member)


def office(member: Office) -> str:
    """岗位; §3."""
    match member:
        case Office.OPERATOR:
            return "话务员"
        case Office.DISPATCHER:
            return "派单员"
        case Office.CALLBACK_OFFICER:
            return "回访员"
        case Office.SUPERVISOR:
            return "督办员"
        case Office.CENTRE_HEAD:
            return "中心主任"
        case Office.DEPUTY_HEAD:
            return "中心副主任"
        case Office.LEADER:
            return "责任领导"
        case Office.UNIT_HEAD:
            return "一把手"
        case Office.LIAISON:
            return "联络员"
        case Office.DUTY_OFFICER:
            return "值班员"
        case Office.CONFIRMER:
            return "核查员"
        case Office.SECRETARY:
            return "会议秘书"
        case Office.CITY_LEADER:
            return "市领导"
        case Office.INSPECTOR:
            return "督查人员"
        case Office.ADMINISTRATOR:
            return "管理员"
    assert_never(member)


def item_state(member: ItemState) -> str:
    """Where a list item (条目) stands."""
    match member:
        case ItemState.OPEN:
            return "未完成"
        case ItemState.REPORTED_DONE:
            return "已报完成"
        case ItemState.FAILED:
            return "核实未到位"
        case ItemState.CONFIRMED:
            return "已核实到位"
    assert_never(member)


def item_mark(member: ItemState) -> str:
    """The tick box before an item on a card."""
    match member:
        case ItemState.OPEN:
            return "☐"
        case ItemState.REPORTED_DONE:
            return "☑"
        case ItemState.FAILED:
            return "☒"
        case ItemState.CONFIRMED:
            return "✅"
    assert_never(member)


def rating(member: Rating) -> str:
    """The four options; §9.2."""
    match member:
        case Rating.SATISFIED:
            return "满意"
        case Rating.BASICALLY:
            return "基本满意"
        case Rating.NO_RATING:
            return "不予评价"
        case Rating.DISSATISFIED:
            return "不满意"
    assert_never(member)


def rating_way(member: RatingWay) -> str:
    """How a rating reached us; §9.1."""
    match member:
        case RatingWay.SMS:
            return "短信"
        case RatingWay.PHONE:
            return "电话"
        case RatingWay.CHAT:
            return "在线"
        case RatingWay.UNREACHABLE:
            return "无法联系"
    assert_never(member)


def confirmation_kind(member: ConfirmationKind) -> str:
    """How a confirmation was made; §8.3."""
    match member:
        case ConfirmationKind.SITE:
            return "现场核实"
        case ConfirmationKind.SIGNED_RECORD:
            return "签字记录原件已看"
        case ConfirmationKind.PAYMENT_VOUCHER:
            return "付款凭证原件已看"
        case ConfirmationKind.DECISION_DOCUMENT:
            return "处理文书原件已看"
    assert_never(member)


def grade(member: Grade) -> str:
    """督办等级; §10.1."""
    match member:
        case Grade.REMINDER:
            return "提醒"
        case Grade.URGE:
            return "催办"
        case Grade.GENERAL:
            return "一般督办"
        case Grade.KEY:
            return "重点督办"
        case Grade.SPECIAL:
            return "专项督办"
    assert_never(member)


def light(member: Light) -> str:
    """The lamp and its word: colours alone do not reach everybody; §7.4."""
    match member:
        case Light.GREEN:
            return "🟢绿灯"
        case Light.YELLOW:
            return "🟡黄灯"
        case Light.RED:
            return "🔴红灯"
    assert_never(member)


def decline_reason(member: DeclineReason) -> str:
    """不予受理的原因; §4.4."""
    match member:
        case DeclineReason.EMERGENCY:
            return "紧急警情"
        case DeclineReason.LEGAL_PROCEDURE:
            return "法定程序事项"
        case DeclineReason.PETITION:
            return "信访事项"
        case DeclineReason.SECRETS:
            return "涉密或隐私"
        case DeclineReason.DISTURBANCE:
            return "恶意骚扰"
        case DeclineReason.INSUFFICIENT:
            return "信息不足"
    assert_never(member)


def return_reason(member: ReturnReason) -> str:
    """退单原因; §5.5."""
    match member:
        case ReturnReason.NOT_OURS:
            return "非本单位职责"
        case ReturnReason.WRONG_TERRITORY:
            return "属地错误"
        case ReturnReason.DUPLICATE:
            return "重复派单"
        case ReturnReason.TOO_LITTLE:
            return "信息不全无法办理"
        case ReturnReason.OUT_OF_SCOPE:
            return "超出受理范围"
    assert_never(member)


def cause(member: CauseClass) -> str:
    """不满意原因归类; §9.4."""
    match member:
        case CauseClass.UNSOLVED:
            return "未解决"
        case CauseClass.PARTLY_SOLVED:
            return "部分解决"
        case CauseClass.TOO_SLOW:
            return "进度慢"
        case CauseClass.BAD_MANNER:
            return "态度差"
        case CauseClass.NOT_CONTACTED:
            return "未联系"
        case CauseClass.ANSWER_UNTRUE:
            return "答复与事实不符"
        case CauseClass.POLICY_FORBIDS:
            return "政策不允许"
        case CauseClass.BEYOND_DUTY:
            return "超出职责"
        case CauseClass.DEMAND_TOO_HIGH:
            return "诉求过高"
        case CauseClass.NO_FACTS:
            return "无事实依据"
        case CauseClass.RELAPSE:
            return "反弹"
        case CauseClass.OTHER:
            return "其他"
    assert_never(member)


def unreasonable_ground(member: UnreasonableGround) -> str:
    """不合理诉求的类型; §9.5."""
    match member:
        case UnreasonableGround.NO_FACTS:
            return "无事实依据"
        case UnreasonableGround.PUBLIC_MORALS:
            return "违背公序良俗"
        case UnreasonableGround.ALREADY_DECIDED:
            return "已有终结性结论"
        case UnreasonableGround.AGAINST_POLICY:
            return "要求突破政策"
        case UnreasonableGround.PRIVATE_GAIN:
            return "谋取私利"
        case UnreasonableGround.ABUSE:
            return "滥用热线"
    assert_never(member)


def look_back_result(member: LookBackResult) -> str:
    """回头看结论; §8.6."""
    match member:
        case LookBackResult.HOLDS:
            return "巩固"
        case LookBackResult.RELAPSE:
            return "反弹"
        case LookBackResult.NEVER_DONE:
            return "未到位"
    assert_never(member)


def whistle_kind(member: WhistleKind) -> str:
    """吹哨类型; §12."""
    match member:
        case WhistleKind.PROMINENT:
            return "群众反映突出"
        case WhistleKind.JOINT:
            return "综合执法"
        case WhistleKind.EMERGENCY:
            return "应急处置"
    assert_never(member)


def unit_mark(member: WhistleMark) -> str:
    """双向评价: the town of a called unit; §12."""
    match member:
        case WhistleMark.GOOD:
            return "到位"
        case WhistleMark.FAIR:
            return "一般"
        case WhistleMark.POOR:
            return "未到位"
    assert_never(member)


def whistle_mark(member: WhistleMark) -> str:
    """双向评价: a called unit of the whistle; §12."""
    match member:
        case WhistleMark.GOOD:
            return "合理"
        case WhistleMark.FAIR:
            return "一般"
        case WhistleMark.POOR:
            return "不合理"
    assert_never(member)


def attendance(member: Attendance) -> str:
    """Whether a called unit came; §12."""
    match member:
        case Attendance.AWAITED:
            return "未到场"
        case Attendance.ON_TIME:
            return "按时"
        case Attendance.LATE:
            return "晚到"
        case Attendance.MISSED:
            return "逾期未到场"
        case Attendance.EXCUSED:
            return "经同意免到"
        case Attendance.LET_GO:
            return "已收回"
    assert_never(member)
