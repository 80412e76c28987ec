"""What the store of answers (答复库) says: entries found, proposed, kept, refused."""

from collections.abc import Sequence
from datetime import date
from typing import assert_never

from config.texts import facts, times
from config.texts.answers import ticket_name
from domain.library import LONGEST_BODY, LONGEST_TITLE, SHORTEST_BODY, AnswerEntry, DraftFault
from domain.view import TicketView

TITLE, BODY, CATEGORY, SOURCE, SINCE, UNTIL = "标题", "正文", "分类", "来源", "起", "止"
"""The headings of a file to import."""
EXPECTED_DAY = "日期，例如 2026-01-31，或留空"


def found(entries: Sequence[AnswerEntry], today: date) -> str:
    """Entries that fit the words."""
    if not entries:
        return "答复库里没有找到，请换个关键词；新增请发：/答复库 增 标题 / 正文"
    return "\n".join((*(_line(entry, 60, today) for entry in entries), "按某条答复请发：/答复 工单号 库编号"))


def proposed(view: TicketView, entries: Sequence[AnswerEntry], today: date) -> str:
    """The best entries for a ticket, to choose from by number."""
    code = view.ticket.short_code
    lines = [f"{place}. {_line(entry, 100, today)}" for place, entry in enumerate(entries, start=1)]
    return "\n".join(
        (
            f"{ticket_name(view)} 可用的答复：",
            *lines,
            f"回复序号即按该条答复诉求人并办结；自己写请发：/答复 {code} 答复内容",
        )
    )


def whole(entry: AnswerEntry, today: date) -> str:
    """One entry in full."""
    draft = entry.draft
    lines = [
        f"库{entry.entry} {draft.title}{_held(entry, today)}",
        draft.body,
        f"分类：{draft.category}" if draft.category else "",
        f"来源：{draft.source}" if draft.source else "",
        f"有效期：{_days(entry)}" if draft.since or draft.until else "",
        f"第{entry.version}版，{times.day(entry.at.date())}",
    ]
    return "\n".join(line for line in lines if line)


def added(entry: AnswerEntry) -> str:
    """增."""
    return f"已存入答复库：库{entry.entry} {entry.draft.title}"


def changed(entry: AnswerEntry) -> str:
    """改."""
    return f"已更新库{entry.entry} {entry.draft.title}（第{entry.version}版，旧版保留备查）"


def stopped(entry: AnswerEntry) -> str:
    """停用."""
    return f"已停用库{entry.entry} {entry.draft.title}，不再推荐，旧版保留备查"


def imported(new: int, changed: int, same: int) -> str:
    """What an import came to."""
    return f"答复库已导入：新增{new}条，更新{changed}条，原样{same}条。"


def unknown_hand(by: str) -> str:
    """An import in the name of nobody we know."""
    return f"人员名册里没有编号 {by}，请核对 --by；没有导入任何内容。"


def not_yours() -> str:
    """Looking up is everybody's of the centre, keeping it up is not."""
    return "答复库由话务员、派单员维护，您可以查找；需要增改请转告他们。"


def unknown(entry: int) -> str:
    """No such number."""
    return f"答复库里没有库{entry}，请发 /答复库 关键词 查编号。"


def not_in_force(entry: int) -> str:
    """Stopped, or outside its days."""
    return f"库{entry}已停用或不在有效期内，请发 /答复库 关键词 另选一条。"


def already_stopped(entry: int) -> str:
    """停用 twice."""
    return f"库{entry}已经停用，无需再操作。"


def same_again(entry: int) -> str:
    """A change that changes nothing, or an entry that is there already."""
    return f"库{entry}已经是这些内容，没有重复登记。"


def wrong_days(written: str) -> str:
    """The days cannot be read."""
    return f"有效期“{facts.cut(written, 30)}”看不懂，请写成：有效期：2026-01-01至2026-12-31"


def fault(kind: DraftFault) -> str:
    """Why a draft cannot be kept, in one sentence."""
    match kind:
        case DraftFault.NO_TITLE:
            return "还缺标题，请写成：标题 / 正文"
        case DraftFault.TITLE_TOO_LONG:
            return f"标题超过{LONGEST_TITLE}字，请写短些。"
        case DraftFault.BODY_TOO_SHORT:
            return f"正文不足{SHORTEST_BODY}字，请在标题后用 / 隔开写上完整答复。"
        case DraftFault.BODY_TOO_LONG:
            return f"正文超过{LONGEST_BODY}字，请精简（答复会以短信发给诉求人）。"
        case DraftFault.ENDS_FIRST:
            return "有效期的止日早于起日，请改正。"
        case DraftFault.UNKNOWN_CATEGORY:
            return "分类编码不在内容分类目录里，请核对或不写分类。"
        case DraftFault.PERSONAL:
            return "内容里有手机号或身份证号，答复库不存个人信息，请删去后重发。"
    assert_never(kind)


def _line(entry: AnswerEntry, letters: int, today: date) -> str:
    return f"库{entry.entry} {entry.draft.title}：{facts.cut(entry.draft.body, letters)}{_held(entry, today)}"


def _held(entry: AnswerEntry, today: date) -> str:
    if entry.stopped:
        return "（已停用）"
    return "" if entry.holds_on(today) else "（不在有效期）"


def _days(entry: AnswerEntry) -> str:
    since, until = entry.draft.since, entry.draft.until
    return f"{since.isoformat() if since else ''}至{until.isoformat() if until else '长期'}"
