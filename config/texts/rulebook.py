"""What is said when the centre's rules change: to the operator in chat, and at the command line."""

from datetime import datetime

from config.texts import times
from domain.calendar_clock import local, local_date
from domain.ids import PersonId

_SHORT = 12
"""So much of a digest is enough for a person to compare."""

BY_RESTART = "重启生效"
NOTHING = "还没有生效记录：首次启动时会记下当前政策。"
NO_REASON = "请写明原因：--reason 后写一句话。"
NOT_OPEN = "政策有错误，没有生效，也没有改动任何内容。请先运行 duban policy check 逐条改正。"


def changed(at: datetime, by: PersonId | None, reason: str, digest: str) -> tuple[str, str]:
    """Title and words of the message to the operator."""
    lines = [
        "办理规则（政策）已变更",
        f"时间：{times.moment(at, local_date(at))}",
        f"依据：{by or BY_RESTART}{f'，{reason}' if reason else ''}",
        f"指纹：{digest[:_SHORT]}",
        "查看历次变更请运行：duban policy log",
    ]
    return "政策变更", "\n".join(lines)


def entry(seq: int, at: datetime, by: PersonId | None, digest: str, reason: str) -> str:
    """One line of `duban policy log`."""
    shown = f"{seq}  {local(at):%Y-%m-%d %H:%M}  {by or BY_RESTART}  {digest[:_SHORT]}"
    return f"{shown}  {reason}" if reason else shown


def applied(by: PersonId, digest: str) -> str:
    """`duban policy apply` went well."""
    return f"已记录：{by} 于此刻起启用这份政策（指纹 {digest[:_SHORT]}）。请重启各 duban run 进程使其读入新文件。"


def same(digest: str) -> str:
    """The rules are those already in force."""
    return f"这份政策已在生效（指纹 {digest[:_SHORT]}），没有变化，不另记录。"


def unknown_person(code: str) -> str:
    """Nobody of that code."""
    return f"people.csv 中没有在岗的 {code}，请用 --by 写明批准人的人员编号。"


def may_not(code: str, offices: str) -> str:
    """Somebody whose office does not allow it."""
    return f"{code} 不是{offices}，不能批准政策变更，请由有权的人批准。"


def replanned(tickets: int) -> str:
    """The reminders of open tickets follow the new rules."""
    return f"政策已变更，{tickets} 件在办工单的提醒已按新规则重排。"
