"""What may be written in `policy.yaml`, in the operator's words: durations, limits, offices, and what each rule is for."""

import re
from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType

from config.texts import labels
from domain.ticket import Limit
from domain.vocabulary import Area, Grade, LimitKind, Nature, Office, UnitKind, Urgency, WhistleKind

DURATION = "时长，例如 30分钟、4小时 或 30天"
SHARE = "百分比，例如 5% 或 0%"
LIMIT = "时限，例如 5个工作日、10天、4个办公小时 或 30分钟"
NUMBERS = "由小到大的正整数列表，例如 [1, 3, 5]"
MEETING_DAYS = "每月几号开调度会，由小到大，至少有一天在1到28之间，例如 [6, 16, 26]"
OFFICES = "岗位列表，例如 [中心主任, 中心副主任]"
ROWS = "列表，每条以 - 开头"
CODE = "分类编码（加引号）"
CATEGORY_NAME = "分类名称"
SPANS = '时段列表，例如 ["08:30-12:00", "14:00-17:30"]，由早到晚、不重叠'
QUIET = '时段，例如 "22:00-07:00"'
SEASON_FROM = '月-日，例如 "05-01"'
TEXT = "文字"
TABLE = "一组设置"
YES_NO = "true 或 false"
DATE = "日期，例如 2026-01-31"
A_DAY = "日期"
GRADES = "督办等级：催办、一般督办、重点督办、专项督办"
NATURE = "诉求类型：" + "、".join(labels.nature(one) for one in Nature)
WHISTLE_KINDS = "吹哨类型列表：" + "、".join(labels.whistle_kind(one) for one in WhistleKind)
URGENCY = "紧急程度：" + "、".join(labels.urgency(one) for one in Urgency)

NATURES: Mapping[str, Nature] = {
    **{one.value: one for one in Nature},
    **{labels.nature(one): one for one in Nature},
}
URGENCIES: Mapping[str, Urgency] = {
    **{one.value: one for one in Urgency},
    **{labels.urgency(one): one for one in Urgency},
}
OFFICES_BY_NAME: Mapping[str, Office] = {
    **{one.value: one for one in Office},
    **{labels.office(one): one for one in Office},
}
GRADES_BY_NAME: Mapping[str, Grade] = {
    **{one.name.lower(): one for one in Grade},
    **{labels.grade(one): one for one in Grade},
}
WHISTLE_KINDS_BY_NAME: Mapping[str, WhistleKind] = {
    **{one.value: one for one in WhistleKind},
    **{labels.whistle_kind(one): one for one in WhistleKind},
}
UNIT_KINDS: Mapping[str, UnitKind] = {
    **{one.value: one for one in UnitKind},
    **{labels.unit_kind(one): one for one in UnitKind},
}
AREAS: Mapping[str, Area] = {
    **{one.value: one for one in Area},
    **{labels.area(one): one for one in Area},
}
"""Words people may write for each member, beside its own English name."""

_AMOUNT = re.compile(r"^(\d{1,5})\s*个?\s*(工作日|天|日|办公小时|工作小时|小时|分钟|分)$")
_SHARE = re.compile(r"^(\d{1,3}(?:\.\d{1,4})?)\s*[%％]$")
_MINUTES = {"办公小时": 60, "工作小时": 60, "小时": 60, "分钟": 1, "分": 1}


def number(most: int) -> str:
    """A whole number from 1 to `most`."""
    return f"1到{most}的整数"


def duration(written: object) -> timedelta | None:
    """30分钟, 4小时, 30天; None for anything else."""
    found = _AMOUNT.match(written.strip()) if isinstance(written, str) else None
    if found is None or found[2] == "工作日" or int(found[1]) == 0:
        return None
    amount = int(found[1])
    return (
        timedelta(days=amount) if found[2] in ("天", "日") else timedelta(minutes=amount * _MINUTES[found[2]])
    )


def share(written: object) -> float | None:
    """5%, 0%, 12.5% as a share from 0 to 1; None for anything else."""
    found = _SHARE.match(written.strip()) if isinstance(written, str) else None
    if found is None or float(found[1]) > 100:  # noqa: PLR2004 - per cent
        return None
    return float(found[1]) / 100


def limit(written: object, source: str) -> Limit | None:
    """5个工作日, 10天, 4个办公小时, 30分钟; None for anything else."""
    found = _AMOUNT.match(written.strip()) if isinstance(written, str) else None
    if found is None or int(found[1]) == 0:
        return None
    amount, unit = int(found[1]), found[2]
    match unit:
        case "工作日":
            return Limit(LimitKind.WORKING_DAYS, amount, source)
        case "天" | "日":
            return Limit(LimitKind.CALENDAR_DAYS, amount, source)
        case "办公小时" | "工作小时":
            return Limit(LimitKind.OFFICE_HOURS, amount * _MINUTES[unit], source)
        case _:
            return Limit(LimitKind.WALL_CLOCK, amount * _MINUTES[unit], source)


RULES: Mapping[str, str] = MappingProxyType(
    {
        "limits": "办理时限表：从上到下第一条符合的生效，标 statutory: true 的法定时限优先",
        "categories": "内容分类目录",
        "kinds": "十类突出问题：名称和归入的分类编码",
        "four_systems": "“一单四制”中四制的名称",
        "acknowledge": "普通工单签收时限（办公时间）",
        "acknowledge_urgent": "紧急工单签收时限（昼夜连续）",
        "contact_working_days": "联系诉求人的时限（工作日）",
        "arrival_town": "紧急事项到场时限：城区",
        "arrival_village_warn": "紧急事项到场提醒：农村",
        "arrival_village": "紧急事项到场时限：农村",
        "critical_feedback": "特急事项首次反馈时限",
        "whistle_arrival": "吹哨到场时限：不紧急、哨里也没有写时限的",
        "whistle_listed": "列为清单件的吹哨类型（同一问题再次吹哨的一律列入）",
        "whistle_again_days": "多少天内同一地点、同类问题再次吹哨，算同一问题",
        "extension_max_working_days": "延期最长工作日数",
        "return_working_days": "可以申请退单的工作日数",
        "rework": "发回重办时限",
        "callback": "回访时限",
        "site_visit": "现场核实时限",
        "need_info_working_days": "等待群众补充信息的工作日数，过期按信息不足处理",
        "shelve_max_days": "挂账复核最长天数",
        "look_back_days": "销号后多少天回头看",
        "call_tries": "回访未接通几次后结束（须在不同半天）",
        "answered_sample": "在线答复办结的抽样回访比例（按工单号固定抽取，可复算）",
        "item_silence_days": "条目多少天没有进展就提醒责任领导",
        "too_fast": "受理后多快办结要看一看是否属实",
        "decision_wait": "退单、延期、审核等待多久提醒（办公时间）",
        "dispatch_wait": "受理后多久未派单提醒（办公时间）",
        "look_back_working_days": "回头看的办理工作日数",
        "urge_again_after": "对同一单位两次催办的最短间隔",
        "late_step": "提醒晚于多久算补发",
        "supervision": "各督办等级的答复时限",
        "ladders": "升级阶梯：超期后、紧急事项无人处理时，依次告诉谁、用什么办法",
        "join_within": "多久之内的第二条短信并入前一条",
        "same_words_within": "多久之内的相同内容算同一诉求",
        "again_within": "办结后多久之内再次反映要回头看",
        "question_within": "群众只回一个数字时，多久之内的提问算有效",
        "undo_within": "进展可撤销的时间",
        "joins_progress_within": "照片、语音多久之内并入前一条进展",
        "ask_expires": "提问多久后失效",
        "site_link_opens_within": "现场核实链接多久之内必须打开",
        "site_visit_lives": "现场核实页面打开后的有效时间",
        "approvers": "有销号审批权的岗位，按先后",
        "confirmers": "可以现场核实的岗位，按先后",
        "meeting_days": "每月几号开调度会（逢节假日顺延到下一个工作日）",
        "agenda_working_days": "提前几个工作日拟出调度会议程",
        "agenda_at_most": "每次调度会最多建议多少件",
        "sheet_series": "督办单编号的代字，如 民督〔2019〕45号",
        "first_batch": "用本系统召开的第一次调度会是第几批",
        "figures": "统计口径：满意率算法、排名方式、最小样本、得分权重和分档、本期的含义、谁能看排名",
        "quota_calls": "钉钉每月接口调用额度",
        "quota_pushes": "钉钉每月推送额度",
        "forget_by_itself": "到期内容是否每小时自动清理（否则用 duban retention --yes）",
        "keep_keys": "已处理消息的去重标记和当时的答复保存多久",
        "keep_unread": "无法处理、隔离中的消息保存多久",
        "keep_sent": "发出的通知及其文字保存多久（未办结工单的不清理）",
        "keep_texts": "来信次数记录保存多久",
        "keep_visits": "现场核实页面的打开记录保存多久",
        "keep_photos": "照片和文件在工单办结后保存多久",
        "keep_callers": "诉求人姓名、电话和诉求文字在最后一件工单办结后保存多久",
        "office_hours": "办公时间，可按季节分段",
        "quiet_hours": "夜间免打扰时段（紧急事项除外）",
    }
)
"""Every key of `policy.yaml` and what it is for; a test holds it together with `domain/policy.py`."""
