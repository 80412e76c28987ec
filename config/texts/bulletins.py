"""What is said about a bulletin (通报) in chat; what stands in it is in `bulletin_words.py`."""

from domain.bulletins.bulletin import Bulletin, Stage
from domain.bulletins.deciding import Fault
from domain.figures.period import Period

TITLE = "工作通报"

_REFUSED = {
    Fault.NOT_OVER: "这一期还没有结束，数据还会变动；结束后再发 /通报 拟稿。",
    Fault.BEING_MADE: "这一期正在制作，完成后会把稿件发给中心主任。",
    Fault.NO_DRAFT: "这一期还没有送审稿，请先发 /通报 拟稿。",
    Fault.ALREADY_ISSUED: "这一期已经印发，数据不再改动；确需更正请发 /通报 更正 期次 原因，另出新版。",
    Fault.NEEDS_REASON: "更正要写原因，例：/通报 更正 上期 办结数漏计3件。",
    Fault.NOT_ISSUED: "这一期还没有印发，不需要更正；重新拟稿请发 /通报 拟稿。",
}


def span(period: Period) -> str:
    """2019年6月26日至7月7日."""
    first, last = period.first, period.last
    if first == last:
        return f"{first.year}年{first.month}月{first.day}日"
    year = "" if first.year == last.year else f"{last.year}年"
    return f"{first.year}年{first.month}月{first.day}日至{year}{last.month}月{last.day}日"


def number(bulletin: Bulletin) -> str:
    """第19期（总第30期）, or what stands there before it has one."""
    if not bulletin.issue:
        return "送审稿"
    told = f"第{bulletin.issue}期（总第{bulletin.total}期）"
    return f"{told}第{bulletin.edition}版" if bulletin.edition > 1 else told


def refused(fault: Fault) -> str:
    """Why not, and what to do."""
    return _REFUSED[fault]


def none_of(period: Period) -> str:
    """No bulletin of that period."""
    return f"没有{span(period)}的通报；拟稿请发 /通报 拟稿（由中心人员）。"


def heads_only() -> str:
    """Approving is the heads'."""
    return "通报由中心主任或副主任批准、更正，未作任何改动。"


def asked(bulletin: Bulletin) -> str:
    """拟稿."""
    return f"正在汇总{span(bulletin.period)}的数据并制作通报，完成后发中心主任审定。"


def approved(bulletin: Bulletin) -> str:
    """批准."""
    return f"已批准，编号{number(bulletin)}，正在印制，完成后发各单位和市领导；数据已冻结。"


def to_approve(bulletin: Bulletin) -> str:
    """The draft is before the approver."""
    return f"{span(bulletin.period)}通报送审稿已制作，请审定。\n批准并印发：/通报 批准\n重新汇总：/通报 拟稿"


def issued(bulletin: Bulletin) -> str:
    """To everybody."""
    return f"民声受理工作通报{number(bulletin)}（{span(bulletin.period)}）印发给您，附件随后。"


def not_printed(bulletin: Bulletin, why: str) -> str:
    """The press could not."""
    return f"{span(bulletin.period)}通报没有制作成功：{why}\n处理后重新发 /通报 拟稿。"


def shown(bulletin: Bulletin) -> str:
    """/通报 of a period."""
    stage = {
        Stage.ASKED: "正在制作",
        Stage.DRAFTED: "送审稿，待批准",
        Stage.APPROVED: "已批准，正在印制",
        Stage.ISSUED: "已印发",
    }[bulletin.stage]
    lines = [f"{span(bulletin.period)}通报：{stage}" + (f"，{number(bulletin)}" if bulletin.issue else "")]
    lines += [f"{file.name}（校验码 {file.blob[:12]}）" for file in bulletin.files]
    return "\n".join(lines)
