"""What is shipped where a centre says nothing else: the ten kinds of prominent problems and the names of the four systems."""

from domain.policy import MatterKind

_NAMES = (
    "噪音扰民",
    "小区物业",
    "餐饮油烟",
    "市政维护",
    "环境污染",
    "消费维权",
    "违法建设",
    "交通运输",
    "停水停电",
    "安全隐患",
)

TEN_KINDS = tuple(MatterKind(name, (f"{place:02d}",)) for place, name in enumerate(_NAMES, start=1))
"""十类突出问题 (`domain.md` §5.2), each with the classes whose code begins so in the shipped catalogue."""

FOUR_SYSTEMS = ("归口受理制", "分类办理制", "全面回访制", "跟踪督办制")
"""一单四制 in its most likely reading (`domain.md` §1.3, 1)."""

KIND_NAME = "这一类的名称，各类不同名"
KIND_CATEGORIES = '分类编码（或其开头）的列表，例如 ["01"]'
SYSTEMS = "四个不同的名称，例如 [归口受理制, 分类办理制, 全面回访制, 跟踪督办制]"


def kinds(found: tuple[MatterKind, ...]) -> str:
    """Each with the beginnings of its codes: 噪音扰民（01）、小区物业（02）."""
    return "、".join(f"{one.name}（{'、'.join(one.categories)}）" for one in found)
