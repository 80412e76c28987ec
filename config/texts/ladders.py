"""Escalation ladders in the operator's words: what may be written in `policy.yaml`, and a ladder shown."""

from collections.abc import Mapping
from itertools import groupby
from types import MappingProxyType
from typing import assert_never

from config.texts import labels
from domain.ladders import LADDER_CLOCK, LADDER_MEANS, Ladder, LadderKind, Means, Rung
from domain.vocabulary import LimitKind

AT_ONCE = "当即"
LADDERS = "late（超期后）和 urgent（紧急事项）两组阶梯"
OFFICES = "岗位列表，例如 [责任领导, 一把手]"
LATER = "不早于上一级的时间：请由早到晚排列"
EITHER = "ladders 或 late_ladder_working_days 之一：请删去旧的 late_ladder_working_days"


def means(member: Means) -> str:
    """卡片, 消息, 强提醒, 短信."""
    match member:
        case Means.CARD:
            return "卡片"
        case Means.MESSAGE:
            return "消息"
        case Means.DING:
            return "强提醒"
        case Means.SMS:
            return "短信"
    assert_never(member)


MEANS_BY_NAME: Mapping[str, Means] = MappingProxyType(
    {**{one.value: one for one in Means}, **{means(one): one for one in Means}}
)


def kind(member: LadderKind) -> str:
    """What is climbed for."""
    match member:
        case LadderKind.LATE:
            return "超期"
        case LadderKind.URGENT:
            return "紧急事项"
    assert_never(member)


def expected_after(member: LadderKind) -> str:
    """How the moment of a rung is written."""
    if LADDER_CLOCK[member] is LimitKind.WORKING_DAYS:
        return "工作日数，例如 1个工作日"
    return f"{AT_ONCE}，或从派单起的时长，例如 10分钟"


def expected_means(member: LadderKind) -> str:
    """Which means that ladder may use."""
    return "、".join(means(one) for one in Means if one in LADDER_MEANS[member]) + " 之一"


def after(member: LadderKind, amount: int) -> str:
    """1个工作日, 10分钟, 当即."""
    if amount == 0:
        return AT_ONCE
    return f"{amount}{'个工作日' if LADDER_CLOCK[member] is LimitKind.WORKING_DAYS else '分钟'}"


def ladder(member: LadderKind, found: Ladder) -> str:
    """1个工作日 责任领导；3个工作日 责任领导、一把手 …; means are named where they are not plain messages."""
    steps = groupby(found, key=lambda rung: rung.after)
    return "；".join(
        f"{after(member, amount)} {'，'.join(_rung(rung) for rung in rungs)}" for amount, rungs in steps
    )


def _rung(rung: Rung) -> str:
    offices = "、".join(labels.office(one) for one in rung.to)
    return offices if rung.by is Means.MESSAGE else f"{offices}（{means(rung.by)}）"
