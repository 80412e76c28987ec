"""What officials are told: one wording per kind of notice (`domain/notices.py`), and the values its gaps may have.

A match without wildcard: a new kind of notice without wording is a type error here. A centre may override each
wording in its `texts.toml`. Nothing in `short` and in the title made from it is personal: locked screens show it.
"""

from collections.abc import Mapping
from typing import assert_never

from config.texts import answer_check, audits, errors, facts, labels, times, whistle_facts
from config.texts.wording import Wording
from domain.notices import Notice, NoticeKind
from domain.view import TicketView

GAPS = frozenset(
    {
        "number", "code", "title", "problem", "place", "category", "nature", "state", "grade", "light", "lead",
        "leader", "assists", "units", "person", "due", "remaining", "items", "words", "demand", "latest", "on",
        "at", "count", "sheet", "decision", "fault", "key", "people",
        "year", "finding", "town", "whistle", "missing", "attendance", "check",
    }
)  # fmt: skip
"""Every gap a notice to an official may have."""


def wording(kind: NoticeKind) -> Wording:
    """The default wording of a kind of notice."""
    match kind:
        # to the centre
        case NoticeKind.NEW_TICKET:
            return Wording(
                "新诉求",
                "工单 {number} 待受理\n类别：{category}\n反映问题：{problem}\n地点：{place}\n"
                "受理请发：/受理 {code} 类型 地点；直接派单请发：/派单 {code} 单位 类型 地点：…",
            )
        case NoticeKind.EMERGENCY:
            return Wording(
                "疑似警情",
                "收到疑似110、119、120、122警情短信，请立即核实转接 {number}\n内容：{problem}\n地点：{place}\n"
                "确属警情并已转交的发：/不予受理 {code} 紧急警情",
            )
        case NoticeKind.REOPENED:
            return Wording("重新受理", "工单 {number} 已重新受理，请处理\n反映问题：{problem}\n补充：{words}")
        case NoticeKind.RETURN_ASKED:
            return Wording(
                "退单待审",
                "{units}申请退回工单 {number}\n理由：{words}\n"
                "请看卡片决定；不同意请发：/退单 {code} 驳回 原因",
            )
        case NoticeKind.EXTENSION_ASKED:
            return Wording(
                "延期待审",
                "{lead}申请将工单 {number} 延期到{on}\n理由：{words}\n"
                "请看卡片决定；不同意请发：/延期 {code} 驳回 原因",
            )
        case NoticeKind.HANDLED_TO_REVIEW:
            return Wording(
                "办结待审核",
                "{lead}已申请办结工单 {number}：{title}\n答复检查：{check}\n请看卡片审核；要退回请发：/审核 {code} 退回 原因",
            )
        case NoticeKind.CONFIRMER_NEEDED:
            return Wording(
                "待派核查",
                "{lead}已申请销号 {number}，没有找到合适的核查员\n地点：{place}\n"
                "核查员不能是牵头、协办单位的人，请指定：/踏勘 {code} @核查员",
            )
        case NoticeKind.VISIT_ASSIGNED:
            return Wording(
                "现场核实",
                "请到现场核实工单 {number}：{title}\n完成时限：{at}前\n请从卡片打开核实页面。",
            )
        case NoticeKind.VISIT_LATE:
            return Wording(
                "核实超期",
                "工单 {number} 的现场核实已超过时限\n核查员：{person}\n督办员可催核查员，或换人：/踏勘 {code} @核查员",
            )
        case NoticeKind.APPROVAL_WANTED:
            return Wording(
                "销号待审批",
                "工单 {number} 现场已核实，请审批销号：{title}\n"
                "请看卡片决定；不同意请发：/不予销号 {code} 原因",
            )
        case NoticeKind.CALL_WANTED:
            return Wording(
                "待回访",
                "请电话回访工单 {number}：{title}\n群众来信：{words}\n"
                "查看电话请发：/联系 {code} 电话回访\n"
                "登记请发：/回访 {code} 满意（或 基本满意、不予评价、不满意、未接通）",
            )
        case NoticeKind.REVIEW_WANTED:
            return Wording(
                "不满意分析",
                "群众对工单 {number} 评价不满意，请分析\n群众意见：{words}\n牵头：{lead}\n"
                "发回重办请发：/重办 {code} 原因归类 时限 要求；属不合理诉求请发：/认定 {code} 类型 依据",
            )
        case NoticeKind.FINDING_TO_CONFIRM:
            return Wording(
                "认定待确认",
                "{person}提出工单 {number} 属不合理诉求\n理由：{words}\n"
                "须由另一位负责人确认，同意请发：/认定 {code} 同意",
            )
        case NoticeKind.SHELF_REVIEW:
            return Wording(
                "挂账复核",
                "挂账工单 {number} 到复核日：{title}\n牵头：{lead}\n最新进展：{latest}\n"
                "续挂请发：/挂账 {code} 复核日 原因和计划；恢复办理请发：/挂账 {code} 恢复",
            )
        case NoticeKind.LOOK_BACK_DUE:
            return Wording(
                "回头看",
                "请对已办结工单 {number} 开展回头看：{title}\n地点：{place}\n"
                "登记请发：/回头看 {number} 巩固（或 反弹、未到位）",
            )
        case NoticeKind.TOO_FAST:
            return Wording(
                "办结过快",
                "工单 {number} 很快办结，请看一看是否属实：{title}\n办理单位：{lead}\n最新进展：{latest}\n"
                "属实请发：/复看 {number} 说明；不实请发：/回头看 {number}",
            )
        case NoticeKind.UNACKNOWLEDGED:
            return Wording(
                "未签收",
                "{units}未按时签收工单 {number}：{title}\n时限：{due}\n请联系该单位，或发：/催办 {code}",
            )
        case NoticeKind.PERSON_LEFT:
            return Wording(
                "人员离岗",
                "{person}已离开组织，账号停用，名下工单 {number} 需要接手\n"
                "请更新人员表，并用 /交办 {code} @领导 改由他人负责。",
            )
        case NoticeKind.DISPATCH_WAITS:
            return Wording(
                "待派单超时",
                "工单 {number} 受理后一直未派单：{title}\n类别：{category}\n地点：{place}\n请发：/派单 {code} 单位",
            )
        # to the unit
        case NoticeKind.ASSIGNED:
            return Wording(
                "新任务",
                "工单 {number}【{grade}】{title}\n到场时限：{at}\n时限：{due}，{remaining}\n"
                "详情见卡片。请回复“收到”签收，进展直接回复。",
            )
        case NoticeKind.ACK_REMINDER:
            return Wording(
                "待签收",
                "工单 {number} 尚未签收：{title}\n时限：{due}，{remaining}\n请回复“收到”签收。",
            )
        case NoticeKind.SILENT_HALF:
            return Wording(
                "请报进展",
                "工单 {number} 时限过半，还没有进展：{title}\n时限：{due}，{remaining}\n请直接回复办理情况。",
            )
        case NoticeKind.DUE_SOON:
            return Wording(
                "即将到期",
                "工单 {number} 即将到期：{title}\n时限：{due}，{remaining}\n最新进展：{latest}\n"
                "办不完请在到期前回复“申请延期到几月几日”并写明原因。",
            )
        case NoticeKind.DUE_TODAY:
            return Wording(
                "今日到期",
                "工单 {number} 今日到期：{title}\n时限：{due}\n最新进展：{latest}\n请抓紧办理并回复结果。",
            )
        case NoticeKind.OVERDUE:
            return Wording(
                "已超期",
                "工单 {number} 已超期：{title}\n牵头：{lead}\n时限：{due}，{remaining}\n最新进展：{latest}\n"
                "请立即办理，并回复原因和完成日期。",
            )
        case NoticeKind.LATE_LADDER:
            return Wording(
                "超期提级",
                "工单 {number} {remaining}：{title}\n牵头：{lead}\n时限：{due}\n最新进展：{latest}\n"
                "请督促办理并回复完成日期。",
            )
        case NoticeKind.ITEM_SILENT:
            return Wording(
                "条目无进展",
                "工单 {number} 的条目{items}多日没有进展：{title}\n时限：{due}，{remaining}\n请直接回复办理情况。",
            )
        case NoticeKind.URGED:
            return Wording(
                "催办",
                "工单 {number}：{title}\n要求：{words}\n时限：{due}，{remaining}\n请尽快办理并回复进展。",
            )
        case NoticeKind.SUPERVISED:
            return Wording(
                "督办",
                "{sheet}：工单 {number} {title}\n要求：{words}\n督办答复时限：{at}前\n最新进展：{latest}\n请在时限内办理并回复。",
            )
        case NoticeKind.RETURN_DECIDED:
            return Wording(
                "退单结果",
                "工单 {number} 的退单申请：{decision}\n理由：{words}\n时限：{due}，{remaining}",
            )
        case NoticeKind.EXTENSION_DECIDED:
            return Wording(
                "延期结果",
                "工单 {number} 的延期申请：{decision}\n理由：{words}\n现时限：{due}，{remaining}",
            )
        case NoticeKind.TAKEN_BACK:
            return Wording(
                "工单收回", "工单 {number} 已收回，本单位不再承办：{title}\n理由：{words}\n无需再操作。"
            )
        case NoticeKind.REVIEW_FAILED:
            return Wording(
                "审核退回",
                "工单 {number} 的办结未通过审核：{title}\n原因：{words}\n原时限不变：{due}，{remaining}\n请补充办理后再申请办结。",
            )
        case NoticeKind.CLOSEOUT_REJECTED:
            return Wording(
                "不予销号",
                "工单 {number} 不予销号：{title}\n原因：{words}\n未到位条目：{items}\n时限：{due}，{remaining}\n"
                "请整改后再申请销号。",
            )
        case NoticeKind.REWORK:
            return Wording(
                "发回重办",
                "工单 {number} 发回重办【{grade}】{title}\n原因：{words}\n时限：{due}，{remaining}\n"
                "请重新办理；再申请销号时写明这次多做了什么。",
            )
        case NoticeKind.SHELVED:
            return Wording(
                "已挂账",
                "工单 {number} 已挂账：{title}\n方案：{words}\n复核日：{on}\n时限：{due}，{remaining}",
            )
        case NoticeKind.UNSHELVED:
            return Wording(
                "恢复办理",
                "工单 {number} 恢复办理：{title}\n时限：{due}，{remaining}\n请继续办理并回复进展。",
            )
        case NoticeKind.CLOSED:
            return Wording("已办结", "工单 {number} {state}：{title}\n感谢办理，无需再操作。")
        case NoticeKind.MERGED:
            return Wording("已并单", "工单 {number} 已并单：{title}\n请按主单办理，本单无需再操作。")
        case NoticeKind.WORDS_ADDED:
            return Wording(
                "群众补充", "群众对工单 {number} 有补充：{title}\n补充内容：{words}\n时限：{due}，{remaining}"
            )
        case NoticeKind.ARRIVAL_WARNING:
            return Wording(
                "到场提醒",
                "工单 {number} 还没有到场报告：{title}\n地点：{place}\n到场时限：{at}前\n到场后请回复“已到场”。",
            )
        case NoticeKind.ARRIVAL_MISSED:
            return Wording(
                "到场超时",
                "工单 {number} 已超过到场时限：{title}\n地点：{place}\n承办：{units}\n到场时限：{at}前\n"
                "请立即到场并回复“已到场”。",
            )
        case NoticeKind.LIMIT_MOVED:
            return Wording(
                "时限调整", "工单 {number} 的时限调整为：{due}，{remaining}\n{title}\n原因：{words}"
            )
        case NoticeKind.CONTACT_DUE:
            return Wording(
                "联系群众", "工单 {number} 还没有联系群众的记录：{title}\n请今天联系，并回复联系情况。"
            )
        case NoticeKind.WHISTLE_MISSED:
            return Wording(
                "吹哨未到",
                "{town}吹哨 {number}，{missing}逾期未到场：{title}\n地点：{place}\n到场情况：{attendance}\n"
                "晚到的照常登记；确不需到场的由督办员发：/吹哨 免到 {code} 单位 原因",
            )
        case NoticeKind.WHISTLE_TO_CONFIRM:
            return Wording(
                "请确认",
                "{lead}已报送吹哨 {number} 的处置结果：{title}\n到场情况：{attendance}\n最新进展：{latest}\n"
                "处置到位请发：/吹哨 确认 {code}；不认可请发：/吹哨 不认可 {code} 原因\n"
                "评价到场单位请发：/吹哨 评价 {code} 单位 到位（或 一般、未到位）",
            )
        case NoticeKind.WHISTLE_REFUSED:
            return Wording(
                "属地不认可",
                "{town}不认可吹哨 {number} 的处置结果，请分析\n理由：{words}\n牵头：{lead}\n"
                "发回重办请发：/重办 {code} 原因归类 时限 要求",
            )
        case NoticeKind.WHISTLE_EXCUSED:
            return Wording("免到", "吹哨 {number} 经督办员同意，{units}免到：{title}\n原因：{words}")
        case NoticeKind.FEEDBACK_DUE:
            return Wording(
                "特急反馈",
                "特急工单 {number} 还没有首次反馈：{title}\n地点：{place}\n承办：{units}\n请立即回复现场情况。",
            )
        case NoticeKind.WORDS_REFUSED:
            return Wording(
                "有内容未显示",
                "有一条给您的消息未能显示：钉钉不允许其中的文字、图片或链接\n工单：{number}\n"
                "请发“/查询 {number}”查看，或联系督办员。",
            )
        # to the group
        case NoticeKind.PUBLIC_PROGRESS:
            return Wording(
                "督办动态",
                "{light} {grade}\n类别：{category}\n地点：{place}\n牵头：{lead}\n协办：{assists}\n"
                "时限：{due}，{remaining}",
            )
        case NoticeKind.WHISTLE_PUBLIC:
            return Wording(
                "吹哨报到",
                "{light} {grade} {state}\n哨源：{town}\n类型：{whistle}\n类别：{category}\n地点：{place}\n"
                "牵头：{lead}\n协同：{assists}\n到场情况：{attendance}",
            )
        # to the operator
        case NoticeKind.DELIVERY_FAILED:
            return Wording("发送失败", "有消息没有发出\n工单：{number}\n原因：{fault}")
        case NoticeKind.DELIVERY_UNKNOWN:
            return Wording(
                "发送未知",
                "有消息不知是否送达，没有重发\n工单：{number}\n原因：{fault}\n请向对方核实，未收到的请人工告知。",
            )
        case NoticeKind.DING_REFUSED:
            return Wording(
                "强提醒未发",
                "强提醒（DING）未能发出，普通消息照常\n工单：{number}\n接收人：{person}\n原因：{fault}\n请改用电话联系。",
            )
        case NoticeKind.QUARANTINED:
            return Wording(
                "消息隔离",
                "一条来信无法处理，已隔离保存，没有丢失\n编号：{key}\n查看请运行：duban quarantine show {key}",
            )
        case NoticeKind.SECOND_INSTALLATION:
            return Wording(
                "疑似重复安装",
                "【告警】一小时内有{count}次点击或引用的不是本系统发出的卡片、消息，可能另有一套程序在用同一个钉钉应用"
                "（Client ID），消息会被对方收走\n请停用另一套，或为其另建应用；若刚从备份恢复，可以忽略。",
            )
        case NoticeKind.QUOTA_SHORT:
            return Wording(
                "额度不足",
                "钉钉本月接口额度预计不够\n已用：{count}次\n普通提醒已并入早报，紧急事项照常；请向钉钉增购或升级版本。",
            )
        case NoticeKind.CALENDAR_PROVISIONAL:
            return Wording(
                "日历待更新",
                "{year}年的放假安排还没有录入，该年时限均为暂定\n"
                "请按国务院办公厅通知补齐 calendar.csv，保存后重启，时限会自动重算。",
            )
        case NoticeKind.CLOCK_AHEAD:
            return Wording(
                "时钟跳变",
                "【告警】服务器时钟突然快了{count}分钟\n提醒和超期先停10分钟，请立即核对时间；"
                "核对无误不用处理，到时自动恢复。",
            )
        case NoticeKind.CLOCK_BACK:
            return Wording(
                "时钟跳变", "【告警】服务器时钟突然慢了{count}分钟\n请核对时间；待发和待办不受影响。"
            )
        case NoticeKind.AUDIT_FOUND:
            return Wording("自检告警", "【告警】系统自检发现问题，请立即处理\n{finding}\n数量：{count}")
        case NoticeKind.AUDIT_GONE:
            return Wording("自检恢复", "系统自检：下列问题已消除\n{finding}")
        case NoticeKind.FRAMES_LOST:
            return Wording(
                "消息丢失",
                "【告警】数据库中断期间有{count}条钉钉消息没能保存\n"
                "请在督办群提醒：中断期间发出、至今没有回音的，请重发一遍。",
            )
        # to citizens: by text message, see `citizens.py`
        case (
            NoticeKind.RECEIPT
            | NoticeKind.ADDED
            | NoticeKind.CITIZEN_ASKED
            | NoticeKind.DECLINED
            | NoticeKind.ANSWERED
            | NoticeKind.CITIZEN_DISPATCHED
            | NoticeKind.SURVEY
            | NoticeKind.SURVEY_WHY
            | NoticeKind.THANKS
            | NoticeKind.CITIZEN_REWORK
            | NoticeKind.CITIZEN_SHELVED
            | NoticeKind.CITIZEN_FINDING
            | NoticeKind.REPEAT_KNOWN
            | NoticeKind.CITIZEN_STATE
            | NoticeKind.ASK_WHICH
            | NoticeKind.ASK_WORDS
            | NoticeKind.ASK_RATING
            | NoticeKind.MANY_TEXTS
            | NoticeKind.OPTED_OUT
            | NoticeKind.EMERGENCY_CITIZEN
        ):
            return Wording("群众短信", "已就工单 {number} 向诉求人发送短信。")
    assert_never(kind)


def _sheet(notice: Notice, view: TicketView | None) -> str:
    """重点督办, with the number of the sheet that is open."""
    if notice.grade is None:
        return "督办"
    open_sheet = view.ticket.supervision if view else None
    number = facts.sheet_number(view) if view and open_sheet and open_sheet.grade == notice.grade else ""
    return labels.grade(notice.grade) + (f"（{number}）" if number else "")


def values_for(notice: Notice, view: TicketView | None) -> Mapping[str, str]:
    """Everything a notice to an official may say; empty where there is nothing to say."""
    told = dict.fromkeys(GAPS, "")
    told |= {
        "count": str(notice.count) if notice.count else "",
        "fault": errors.sentence(notice.code) if notice.code else "",
        "key": notice.code,
        "finding": audits.finding(notice.code),
        "decision": {True: "批准", False: "驳回", None: ""}[notice.granted],
        "sheet": _sheet(notice, view),
        "items": facts.item_numbers(notice.items),
        "units": "、".join(notice.units),
        "person": notice.person or "",
        "on": times.day_and_weekday(notice.on) if notice.on else "",
        "year": str(notice.on.year if notice.on else notice.count or "下一"),
    }
    if view is None:
        return told
    told |= _ticket_values(notice, view)
    if notice.kind is NoticeKind.REOPENED and len(view.ticket.appeals) > 1:
        # Why it lives again is what came last, whichever event brought it back.
        told |= {"words": facts.words(view, view.ticket.appeals[-1].words)}
    if notice.kind is NoticeKind.RETURN_DECIDED and notice.granted:
        # Another unit's clock runs from here.
        told |= {"due": "", "remaining": ""}
    return told


def _ticket_values(notice: Notice, view: TicketView) -> dict[str, str]:
    today = view.context.today
    return {
        "number": facts.number(view),
        "code": facts.short_number(view),
        "title": facts.title(view),
        "problem": facts.problem(view),
        "place": facts.place(view),
        "category": facts.category(view),
        "nature": labels.nature(view.ticket.nature) if view.ticket.nature else "",
        "state": labels.state(view.ticket.state),
        "grade": facts.grade(view),
        "light": facts.light(view),
        "lead": facts.lead(view),
        "leader": facts.leader(view),
        "assists": facts.assists(view),
        "units": facts.units(view, notice.units) or facts.lead(view),
        "person": view.person_name(notice.person) if view.viewer is not None else "",
        "due": facts.due(view),
        "remaining": facts.remaining(view),
        "items": facts.item_numbers(notice.items),
        "words": facts.words(view, notice.words),
        "demand": facts.demand(view),
        "latest": facts.latest(view),
        "check": answer_check.notes(view.ticket.answer_findings),
        "at": times.deadline(notice.at, today) if notice.at else "",
        "people": facts.people(view),
        "town": whistle_facts.town(view),
        "whistle": whistle_facts.kind(view),
        "missing": whistle_facts.missing(view),
        "attendance": whistle_facts.attendance(view),
    }
