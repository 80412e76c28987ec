"""What `duban policy diff` says: which rules differ, and which open due times would move."""

from datetime import datetime, timedelta

from domain.calendar_clock import local

SAME = "两份政策没有差别。"
BY_CALENDAR = "人工定的时限（办公时间变动）"
NO_MOVES = "在办工单的时限都不会变动。"
RULES = "规则的差别："
MOVES = "在办工单的时限变动（按受理日、派单时间逐件重算）："
ONLY_NEW = (
    "说明：办理时限在派单时已定，改政策只影响之后的派单，下列办理时限是按新政策重算会得到的日期；"
    "签收、到场等提醒在重启后即按新政策。"
)


def no_store(url: str) -> str:
    """There is no database to look into."""
    return f"没有找到数据库（{url}），不能查看在办工单；请用 --dir 指明正在使用的中心配置目录，或去掉 --tickets 只比较规则。"


def rule(key: str, about: str, before: str, after: str) -> str:
    """What moves: the rule, and how its limit changes where it is one."""
    change = f" {before} → {after}" if before != after else ""
    return f"{key}（{about}）{change}"


def changed(key: str, about: str, old: str, new: str) -> str:
    """call_tries（回访未接通几次后结束）：3 → 2."""
    return f"{key}（{about}）：{old} → {new}"


def added(key: str, what: str) -> str:
    """Limits 新增：…."""
    return f"{key} 新增：{what}"


def removed(key: str, what: str) -> str:
    """Limits 删去：…."""
    return f"{key} 删去：{what}"


def reordered(key: str) -> str:
    """The same entries in another order: for the table of limits that decides which comes first."""
    return f"{key} 的次序变了（从上到下第一条符合的生效）"


def group(rule: str, count: int, tickets: int, overdue: int) -> str:
    """One rule's moves: how many, and how many of them would be late at once."""
    late = f"，其中 {overdue} 项将变为已超期" if overdue else ""
    return f"{rule}：{count} 项，涉及 {tickets} 件{late}"


def example(number: str, before: datetime, after: datetime) -> str:
    """NX201907050001 7月12日 24:00 → 7月10日 24:00."""
    return f"  {number}  {_moment(before)} → {_moment(after)}"


def more(count: int) -> str:
    """Examples left out."""
    return f"  ……另有 {count} 项"


def looked(tickets: int) -> str:
    """How many tickets were gone through."""
    return f"共查看在办工单 {tickets} 件。"


def _moment(at: datetime) -> str:
    shown = local(at)
    if (shown.hour, shown.minute, shown.second) == (0, 0, 0):
        return f"{shown - timedelta(minutes=1):%Y-%m-%d} 24:00"
    return f"{shown:%Y-%m-%d %H:%M}"
