"""What `duban retention` prints: a row a rule, with what it is for, where it comes from and how many rows are due."""

from collections.abc import Mapping
from datetime import timedelta

from config.texts.policy import RULES

SOURCES: Mapping[str, str] = {
    "keep_keys": "网关重推不超过24小时",
    "keep_unread": "个人信息保护法：最短必要",
    "keep_sent": "影音资料1至2年",
    "keep_texts": "个人信息保护法：最短必要",
    "keep_visits": "个人信息保护法：最短必要",
    "keep_photos": "影音资料1至2年",
    "keep_callers": "工单资料5年",
}
"""By the name of the rule; `domain.md` §14."""
REASON = "保存期满"
NOT_DONE = "尚未清理。核对无误后运行 duban retention --yes"
BY_ITSELF = "policy.yaml 的 forget_by_itself 为 true：每小时自动清理。"
BACKUPS = "此前的备份仍含这些内容，请按备份保存期限清理。"


def line(rule: str, kept: timedelta, count: int, *, done: bool) -> str:
    """One rule."""
    what = "已清理" if done else "到期"
    title = RULES[rule].removesuffix("保存多久").split("保存多久")[0]
    return f"{rule:<13}{kept.days:>5}天  {what}{count:>8}  {title}（{SOURCES[rule]}）"


def month(name: str, *, done: bool) -> str:
    """One monthly table of PostgreSQL in which nothing is left."""
    return f"{name}  {'已删除' if done else '可删除'}（空的月份表，只在 PostgreSQL 上有）"
