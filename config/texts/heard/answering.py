"""What a request asks for and what an answer says, as facts for the answer check (`domain/answering.py`; §8.5).

The lists are short on purpose: a word belongs here when a right answer is hardly thinkable without one of its kind.
"""

import re

from config.texts.heard.letters import fold, visible
from domain.answering import Answered, AskedFor

_CHINESE = re.compile("[\u4e00-\u9fff]+")
_SPACE = re.compile(r"\s+")

_LINKING = re.compile(
    "[的了是在我你您们就也都和与及对于为把被将从向到由给让使又还很太请这那个之其此本该些并而且但或若如因所以有没不无去来要会能可应当"
    "已等吗呢吧啊呀并]"
)
"""Letters that only hold a sentence together: pairs across them mean nothing."""
_EVERYWHERE = frozenset(
    [
        "您好",
        "你好",
        "反映",
        "问题",
        "情况",
        "回复",
        "答复",
        "感谢",
        "谢谢",
        "支持",
        "工作",
        "留言",
        "来信",
        "来电",
        "收悉",
        "网友",
        "现将",
        "有关",
        "关于",
        "关心",
        "理解",
        "监督",
        "领导",
        "尊敬",
        "希望",
        "处理",
        "解决",
        "政府",
        "部门",
        "相关",
        "进行",
        "目前",
        "咨询",
        "投诉",
        "举报",
        "请求",
        "建议",
        "市民",
        "我市",
        "市长",
        "书记",
        "百忙",
        "诉求",
        "求人",
        "群众",
        "单位",
        "尽快",
        "及时",
        "高度",
        "度重",
        "重视",
        "经核",
        "核实",
        "现场",
        "调查",
        "检查",
    ]
)
"""Pairs found in any request or answer, whatever it is about."""

_PLACE = re.compile(
    "(?P<name>[\u4e00-\u9fff]{2,6})"
    "(?:小区|花园|家园|新村|公寓|大厦|大道|(?<![各全])街道|(?<![道公线铁思马半一条农城乡修筑堵过占扫全本该各我贵每几])"
    "(?:路|街(?!道)|巷|村|镇|乡))"
    "(?!办|派出所|政府|管理|居委|村委|党|综合|执法|司法|面|灯|边|上|人|民|由|线|基|况|段|口|规划|振兴|公交|建设)"
)
"""A named place; a unit's own name (西湖街道办事处) and things of the road (路灯, 路面) are none."""

_NUMBERED = re.compile(
    r"[（(][一二三四五六七八九十0-9]{1,2}[)）]|[①-⑳]|(?:^|[\s。；;:：,，.!！?？])(?:第?[一二三四五六七八九十]{1,2}[、.．是]|"
    r"[1-9]\d?[、.．)）](?!\d)|其[一二三四五]|第[一二三四五](?:点|条)?[,，:：]?)"
)
_SEVERAL = 2

_EMPTY_TALK = re.compile(
    "尊敬的?|网友|市民|群众|朋友|您好|你好|(?:您|你)的?(?:来信|来电|留言|诉求|意见|建议|反映|问题)?(?:的问题|的情况)?"
    "|(?:来信|来电|信件|留言|诉求|工单|邮件|意见|建议|问题|情况|事项)?(?:已|均已|已经)?(?:收悉|收到|阅知|知悉|受理|登记|记录在案)"
    "|(?:已|现已|正)?(?:高度|非常|十分)重视|(?:已|现已|已经)?(?:将)?(?:您?反映的?)?(?:问题|情况|诉求|工单)?(?:转办|转交|转至|转给|交办|移交|"
    "批转|转送)(?:至|给|到|由)?[^，。；,;]{0,14}(?:处理|办理|核实|调查|研究|跟进)*"
    "|(?:相关|有关|责任|职能|主管|业务)(?:部门|单位|科室|人员)|(?:我|本)(?:局|镇|办|街道|单位|中心|委|站|所|公司|们)?"
    "|(?:将|会|请|督促|要求|责成|安排)?(?:尽快|抓紧|及时|认真|积极|妥善|依法|严格|进一步|加强|加大|持续|立即|马上)+"
    "(?:处理|办理|核实|调查|研究|跟进|落实|解决|答复|回复|反馈|处置|管理|力度|工作|整改|推进|关注|协调)*"
    "|(?:请|敬请|望)?(?:您|你)?(?:耐心|静候|等待|等候|谅解|理解|放心)+(?:佳音|结果|回复|处理结果|办理)?"
    "|(?:再次|衷心|非常|十分)?感谢(?:您|你)?(?:对|的|一如既往|长期以来)?[^，。；,;!！]{0,18}(?:关心|支持|理解|监督|关注|来信|来电|反映|配合|信任)+"
    "|谢谢|特此(?:回复|答复)|祝(?:您)?[^，。]{0,10}(?:愉快|健康|顺利)|(?:现|特)?(?:将|就)?(?:有关|相关)?(?:情况|问题)?(?:答复|回复|反馈)如下"
    "|处理|办理|核实|调查|研究|跟进|落实|解决|答复|回复|反馈|问题|情况|诉求|工作|我们|表示|对此|关于|反映|的|了|和|与|对|并|将|会|已"
)
"""Courtesy, and the promises that cost nothing; joined by nothing but small words they are no answer."""

_FOUND = re.compile(
    "经[^，。；,;]{0,16}(?:查|核|勘|检|问|咨询|了解|研究|调阅|走访|排查|测|联系|沟通)|[查核]实|查明|查看|查阅|查询|现场|实地|到场|到店|上门|踏勘|"
    "勘查|勘察|巡查|检查|调查|核查|走访|排查|检测|监测|实测|测量|测过|属实|不实|发现|据了解|情况如下|原因|系因|由于|因为|是因|正常|异常|无异|达标|超标|合格|老化|破损|损坏|故障|堵塞|没有泄漏|系[^，。；,;统数]{2,}"
)
_DONE = re.compile(
    "已(?!收|转|经收|经转|阅|知|登|受|高度|重视|将)[^，。；,;]{1,}|责令|整改|完成|完毕|到位|修复|修好|更换|清理|清运|疏通|恢复|拆除|取缔|约谈|处罚|"
    "立案|罚款|退还|退款|补发|支付|发放|调解|协商|达成|签订|下发|下达|送达|教育|劝导|劝离|制止|查处|停工|停止|安装|加装|增设|施划|补种|修剪|"
    "维修|抢修|关停|召开|组织|安排|要求|督促|协调|告知|解释|说明|宣传|列入|纳入|计划|预计|拟于|将于|启动|开工|施工|办结|无法|不予|不能|不符合"
)
_DATED = re.compile(
    r"\d{1,2}月\d{1,2}[日号]|\d{1,2}[日号](?:上午|下午|晚|前|起|,|，|。)|\d{4}年(?:\d{1,2}月|底|初)|\d{1,2}月(?:上旬|中旬|下旬|底|初|份)|"
    r"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[时点:：]\d{0,2}分?|今[天日晚早]|昨[天日晚]|前天|当[天日晚]|明[天日]|[上下本]周|[上下本]月|上午|下午|晚上|夜间|"
    r"凌晨|当场|立即|现已|近期|月底|年底|季度|工作日内|日内|天内|小时内"
)
_SIGNED = re.compile(r"[\u4e00-\u9fff]{0,20}\s*\d{4}年\d{1,2}月\d{1,2}日\s*$")
"""Who wrote it and when, at the end of a letter: not when anything was done."""

_SHINGLE = 5


def hear_request(words: str, place: str = "", subject: str = "") -> AskedFor:
    """The citizen's words with what the dispatcher knows of place and class (its name in Chinese)."""
    text = fold(visible(words))
    return AskedFor(
        grams=grams(f"{text}。{place}。{subject}"),
        places=places(f"{text}。{place}"),
        parts=tuple(grams(part) for part in parts(text)),
    )


def hear_answer(words: str) -> Answered:
    """The unit's words."""
    text = fold(visible(words))
    bare = _SIGNED.sub("", text)
    left = "".join(_CHINESE.findall(_EMPTY_TALK.sub("", bare)))
    return Answered(
        letters=len(_SPACE.sub("", text)),
        substance=len(left),
        grams=grams(bare),
        places=places(bare),
        parts=len(parts(bare)),
        found=_FOUND.search(bare) is not None,
        done=_DONE.search(bare) is not None,
        dated=_DATED.search(bare) is not None,
    )


def grams(text: str) -> frozenset[str]:
    """Pairs of neighbouring Chinese letters that carry meaning."""
    found: set[str] = set()
    for run in _CHINESE.findall(_LINKING.sub(" ", text)):
        found.update(run[place : place + 2] for place in range(len(run) - 1))
    return frozenset(found - _EVERYWHERE)


def places(text: str) -> tuple[frozenset[str], ...]:
    """The grams of every place's name: 幸福小区, 建设路; too many letters before it are cut off with the linking ones."""
    named = (grams(match["name"]) for match in _PLACE.finditer(text))
    return tuple(name for name in named if name)


def parts(text: str) -> tuple[str, ...]:
    """The parts somebody set apart by numbers or semicolons; nothing where there are not several."""
    starts = [match.start() for match in _NUMBERED.finditer(text)]
    if len(starts) >= _SEVERAL:
        ends = (*starts[1:], len(text))
        return tuple(text[start:end] for start, end in zip(starts, ends, strict=True))
    pieces = tuple(piece for piece in re.split("[;；]", text) if _CHINESE.search(piece))
    return pieces if len(pieces) >= _SEVERAL else ()


def shingles(words: str) -> frozenset[str]:
    """Every five neighbouring letters of what an answer says, courtesy left out: to know a copy by."""
    text = _SIGNED.sub("", fold(visible(words)).lower())
    said = "".join(re.findall("[\u4e00-\u9fffa-z0-9]+", _COURTESY.sub("", text)))
    if len(said) < _SHINGLE:
        return frozenset()
    return frozenset(said[place : place + _SHINGLE] for place in range(len(said) - _SHINGLE + 1))


_COURTESY = re.compile(
    "尊敬的|网友|您好|你好|感谢(?:您|你)[^。]*|谢谢[^。]*|(?:您|你)的?(?:来信|来电|留言|诉求)已?(?:收悉|收到)|现将?[^。:]{0,16}(?:答复|回复)如下"
)


def alike(one: str, other: str) -> float:
    """How much of the shorter request's wording returns in the other, 0 to 1: people tell one matter at any length."""
    ours, theirs = grams(fold(visible(one))), grams(fold(visible(other)))
    return len(ours & theirs) / min(len(ours), len(theirs)) if ours and theirs else 0.0
