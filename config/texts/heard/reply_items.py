"""Which items of a list a reply calls done or still open (1、3已完成，2还差验收)."""

import re
from dataclasses import dataclass

from config.texts.heard.letters import NUMERAL, fold, number

_ONE = (
    rf"第? ?(?:[0-9]{{1,2}}|{NUMERAL}{{1,3}})(?![0-9月日号天年点个米处户人次万元%.楼栋台辆家名]) ?(?:条|项)?"
)
_LIST = rf"{_ONE}(?: ?[、,.和及与跟~至到-] ?{_ONE}|(?=第){_ONE}){{0,30}}+"
_OPEN = r"(?:还(?!好)|未|没|差|待|正在?|剩|尚|仍|在(?:做|办|修|装|弄)|不(?:行|能|了)|进行中|需要?|明天|后天|下周|预计|过几天)"
_DONE = (
    r"(?:已经?|都|均|也|全部?|基本)*(?:完成|完工|做好|做完|做了|弄好|弄完|搞好|搞定|搞完|办好|办完|办结|处理好|处理完|处理到位|装好|安好|修好|立好|划好|挂好|"
    r"改好|拆完|拆除|清理完|清完|解决|整改到位|整改完|落实|到位|结束|好了|完了|行了|可以了|ok|done)"
)
_SAID = re.compile(
    rf"(?<![0-9a-z/.月年第])(?P<items>{_LIST})(?:条|项)? ?(?:目前|现在|都|均|也|[:,])* ?(?:(?P<open>{_OPEN})|(?P<done>{_DONE}))",
    re.IGNORECASE,
)
_ITS_WORDS = r"[^,.;:!?，。；：！？、\s0-9没未还尚差不待等明后预计将准备划正]{1,10}?"
_NAMED = re.compile(
    rf"第? ?(?P<items>[0-9]{{1,2}}|{NUMERAL}{{1,3}}) ?(?:条|项){_ITS_WORDS}{_DONE}", re.IGNORECASE
)
"""第1条减速带已装好: the item's own words stand between its number and what is said of it; nothing that doubts may."""
_LEFT_OVER = re.compile(
    rf"(?:只剩下?|还剩下?|剩下?|就剩|还差|只差|还有|除了?)(?P<items>{_LIST})(?![个处户天])"
)
_ALL_DONE = re.compile(
    r"(?:全部|全都|都|均|所有(?:问题|条目|事项)?(?:都|均)?)(?:已经?|都)?(?:完成|完工|做好|做完|办好|办完|办结|处理好|处理完|处理到位|解决|整改到位|整改完|落实|装好|修好|搞定)"
    r"|已经?(?:全部|都|全)(?:完成|完工|做好|做完|办好|办结|处理|解决|整改|落实|装好|修好|搞定)|全部(?:ok|搞定)"
)
_NOT_ALL = re.compile(
    r"(?:没|未|尚未|还没|并未|没有|不是)\S{0,2}(?:全部|都)|(?:全部|都)(?:还)?(?:没|未|不)|大部分|除了"
)
_NUMBER = re.compile(rf"[0-9]{{1,2}}|{NUMERAL}{{1,3}}")
_RANGE = re.compile(rf"({_NUMBER.pattern}) ?(?:条|项)? ?[~至到-] ?第?({_NUMBER.pattern})")
_MOST_ITEMS = 99


@dataclass(frozen=True, slots=True)
class HeardItemsDone:
    """Item numbers called done and called open, as written; `all_done`: everything was called done."""

    done: tuple[int, ...] = ()
    left: tuple[int, ...] = ()
    all_done: bool = False


def hear_items_done(text: str) -> HeardItemsDone:
    """What a reply says of the list's items. An item called both is left open; counts (3处、2号楼) are no items."""
    folded = fold(text)
    done: list[int] = []
    left: list[int] = []
    for match in _SAID.finditer(folded):
        (left if match["open"] else done).extend(_numbers(match["items"]))
    for match in _NAMED.finditer(folded):
        done.extend(_numbers(match["items"]))
    for match in _LEFT_OVER.finditer(folded):
        left.extend(_numbers(match["items"]))
    all_done = bool(_ALL_DONE.search(folded)) and not _NOT_ALL.search(folded) and not left
    return HeardItemsDone(
        tuple(sorted(set(done) - set(left))),
        tuple(sorted(set(left))),
        all_done and not done,
    )


def _numbers(written: str) -> list[int]:
    found: list[int] = []
    for match in _RANGE.finditer(written):
        first, last = number(match[1]), number(match[2])
        if first is not None and last is not None and last <= _MOST_ITEMS:
            found.extend(range(first, last + 1))
    found.extend(
        n for match in _NUMBER.finditer(_RANGE.sub(" ", written)) if (n := number(match[0])) is not None
    )
    return [n for n in found if n > 0]
