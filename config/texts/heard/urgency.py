"""What the words of a request propose: urgency, an emergency number, its nature, a wish for secrecy.

Proposals only: raising urgency and keeping a secret are automatic, everything else waits for a person
(`domain.md` §4.4, §5.1, §5.3, §14).
"""

import re
from dataclasses import dataclass

from config.texts.heard.letters import fold
from domain.vocabulary import Nature, Urgency

_CRITICAL = (
    "爆炸",
    "触电",
    "溺水",
    "落水",
    "被困",
    "伤人",
    "塌陷",
    "坍塌",
    "塌方",
    "着火",
    "起火",
    "失火",
    "中毒",
    "持刀",
)
_URGENT = (
    "燃气味", "煤气味", "天然气味", "汽油味", "燃气泄漏", "泄漏", "泄露", "漏气", "漏电", "停电", "断电", "没电了", "停水",
    "断水", "断路", "道路中断", "群体", "聚集", "堵门",
)  # fmt: skip
_NOT_A_LEAK = re.compile(
    r"(?:信息|隐私|资料|数据|个人|秘密|机密|题目?|内幕|号码|电话).{0,6}泄[漏露]|泄[漏露].{0,6}(?:信息|隐私|资料|数据|秘密|机密|题)"
)

_EMERGENCIES = (
    ("119", ("着火", "起火", "失火", "火灾", "被困", "爆炸")),
    ("120", ("晕倒", "昏迷", "休克", "大出血", "心梗", "中毒", "触电", "溺水", "快不行了")),
    ("122", ("车祸", "撞人", "撞车", "追尾")),
    ("110", ("打架", "斗殴", "抢劫", "持刀", "伤人", "杀人", "绑架", "自杀", "跳楼")),
)
"""Numbers for which a matter must be handed over at once (§4.4), and the words that point to them."""

_HAPPENING_NOW = re.compile(r"正在|正|现在|刚刚|刚才|马上|快来|救命|赶快|赶紧|快点|!|！")

_NATURES = (
    (Nature.REPORT, ("举报", "检举", "揭发")),
    (Nature.COMPLAINT, ("投诉", "控诉", "强烈不满", "乱收费", "扰民", "不作为")),
    (Nature.PRAISE, ("表扬", "点赞", "锦旗", "致谢", "特别感谢", "衷心感谢")),
    (Nature.SUGGESTION, ("建议", "建言", "希望能增设", "希望增加", "提议", "意见和建议")),
    (Nature.ENQUIRY, ("咨询", "请问", "想问", "询问", "问一下", "想了解", "是否可以", "能否", "什么时候能", "如何办理",
                      "怎么办理", "政策")),
    (Nature.HELP, ("求助", "求救", "帮助", "帮忙", "请求", "恳请", "希望", "请尽快", "麻烦", "请有关部门", "请领导")),
)  # fmt: skip
"""Words of each nature; an earlier nature beats a later one."""

_OPENING_LETTERS = 40

_SECRET = re.compile(
    r"保密|匿名|不要?(?:透露|泄露|泄漏|公开|告诉|说出|暴露)(?:我|本人|投诉人|举报人|来电人|姓名|名字|电话|信息|身份|是谁|给|他|对方|任何)"
    r"|别(?:透露|泄露|告诉|说是我|让.{1,6}知道)|不(?:想|希望|愿意?)(?:让|被).{1,8}(?:知道|透露|公开)|隐去.{0,4}(?:姓名|名字|信息)"
    r"|(?:怕|担心|害怕).{0,6}(?:报复|打击)|不留(?:姓名|名字|电话)"
)
_NO_SECRET = re.compile(
    r"(?:不用|不需要?|无需|不必|没必要|不要求)保密|保密(?:局|法|协议|费|工作|单位|制度)|匿名(?:信|举报信)?(?:诬告|诽谤|造谣)"
)


@dataclass(frozen=True, slots=True)
class HeardUrgency:
    """The urgency proposed and the words it was heard in, as evidence for the dispatcher."""

    urgency: Urgency
    words: tuple[str, ...] = ()


def hear_urgency(text: str) -> HeardUrgency:
    """Critical when life, property or safety seem in danger, urgent when it cannot be put right later (§5.3)."""
    folded = _NOT_A_LEAK.sub("", fold(text))
    critical, urgent = _found(_CRITICAL, folded), _found(_URGENT, folded)
    if critical:
        return HeardUrgency(Urgency.CRITICAL, critical + urgent)
    return HeardUrgency(Urgency.URGENT, urgent) if urgent else HeardUrgency(Urgency.NORMAL)


def hear_emergency(text: str) -> tuple[str, ...]:
    """Emergency numbers (110, 119, 120, 122) the matter should go to at once; only for what is happening now."""
    folded = fold(text)
    if not _HAPPENING_NOW.search(folded):
        return ()
    return tuple(number for number, words in _EMERGENCIES if _found(words, folded))


def hear_nature(text: str) -> Nature:
    """诉求类型 proposed from words: what stands in the opening counts first, then the whole text; OTHER when silent."""
    folded = fold(text)
    for part in (folded[:_OPENING_LETTERS], folded):
        for nature, words in _NATURES:
            if _found(words, part):
                return nature
    return Nature.OTHER


def wants_secrecy(text: str) -> bool:
    """Whether the caller asks that their name stay unknown (保密, 匿名, 别让…知道)."""
    return _SECRET.search(_NO_SECRET.sub("", fold(text))) is not None


def _found(words: tuple[str, ...], text: str) -> tuple[str, ...]:
    return tuple(word for word in words if word in text)
