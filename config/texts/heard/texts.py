"""What a citizen's text message is (design §3 "Texts from citizens", `domain.md` §4.5, `sms.md` §10.3).

Whatever is not plainly something else is a request: nothing a citizen says is lost because we did not understand it.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from config.texts.heard.letters import fold, squeeze, visible
from config.texts.heard.rating import HeardRating, hear_rating
from config.texts.heard.references import HeardReference, hear_references


class TextKind(StrEnum):
    """What a citizen's text is by its form alone; whose question it answers, the handler finds out."""

    NOTHING = "nothing"
    """Empty, emoji, a greeting or thanks: asked once for words."""
    OPT_OUT = "opt_out"
    QUERY = "query"
    RATING = "rating"
    """A rating, or (without `rating.sure`) something that looks like one."""
    ADDITION = "addition"
    REQUEST = "request"


@dataclass(frozen=True, slots=True)
class HeardText:
    """A citizen's text: its kind, the words that matter as typed, the tickets named, and the rating heard in it.

    `rating` is heard in every text, so that a request that also rates is not missed while a question is open.
    """

    kind: TextKind
    words: str
    references: tuple[HeardReference, ...]
    rating: HeardRating


_OPT_OUT = re.compile(
    r"(?:回复?)?(?:td|t|n|r|qx|0000|00000|退订|取消|拒收|停止|取消订阅|不要再发了?|别再发了?|unsubscribe|stop)"
    r"(?:td|t|n|r|退订|短信|订阅)?"
)

_GREETINGS = (
    "你好", "您好", "你们好", "大家好", "领导好", "早上好", "上午好", "中午好", "下午好", "晚上好", "早", "在吗", "在么", "在不在",
    "有人吗", "有人在吗", "喂", "哈喽", "嗨", "hi", "hello", "谢谢", "谢谢你", "谢谢您", "谢谢你们", "多谢", "感谢", "感谢你们",
    "非常感谢", "十分感谢", "辛苦了", "辛苦", "好", "好的", "好吧", "收到", "知道了", "明白", "嗯", "嗯嗯", "哦", "噢", "ok", "行",
    "可以",
    "测试", "test", "请问", "同志", "领导", "了", "啊", "呀", "哈", "哈哈", "呵呵",
)  # fmt: skip
_ONLY_GREETING = re.compile(
    "(?:"
    + "|".join(sorted((re.escape(word) for word in _GREETINGS), key=len, reverse=True))
    + r"|\[[^\[\]]{1,6}\]|[,.!?~。、…])++"
)

_REF = r"(?:工单|编号|单号|号码|号)?:?(?:nx\d{13,14}(?:-?r\d+)?|[a-z0-9]{2,6}|\d{4,20})?(?:号?工单)?"
_QUERY = re.compile(
    rf"(?:我想|我要|请|帮我|麻烦)?(?:查询一下|查询下|查询|查一下|查下|查看|查|进度|进展|cx|jd)(?:一下|下|我的|工单)?[:,]?{_REF}"
    r"(?:的|到)?(?:办理|处理)?(?:进度|进展|结果|情况|状态|工单)?(?:如何|怎么样了?|吗|呢)?"
    rf"|{_REF}(?:我的|我反映的|我投诉的)?(?:诉求|问题|工单|投诉|事情|事)?(?:现在)?(?:办理|处理|解决)?(?:得|的)?"
    r"(?:办?到哪(?:里|儿|一步)?了?|怎么样了|咋样了|有结果了?[吗没]|有进展了?[吗没]|进度|进展|什么进度|什么进展)(?:如何|怎么样)?[吗呢啊]?"
    r"|nx\d{13,14}(?:-?r\d+)?"
)
_ADDITION = re.compile(
    r"\s*(?:(?:再|另外?|我再|我要|我想)?(?:补充|追加)(?:说明|一下|下|一点|内容|信息|材料|几点|情况)*(?!养老|医疗|保险|耕地|协议|合同|公积金)"
    r"|补(?=[\s:,;。]|nx|\d|$))[\s:,;。.]*",
    re.IGNORECASE,
)
_RATING_LETTERS = 30
_SHORT = 10
_UNSURE_RATING = re.compile(r"[1-9]{1,3}[.。]?|[一二三四]{2,3}")

_NO_EMOJI = re.compile(r"[\w\s，。！？、；：“”‘’（）《》,.!?;:()\"'\-]*")
"""Letters, digits and everyday signs: most texts hold nothing else, and need not be looked at letter by letter."""


def hear_text(text: str) -> HeardText:
    """The kind of a citizen's text and what it holds. Total: any text whatever has a kind."""
    written = visible(text)
    references = hear_references(written)
    rating = hear_rating(written)
    plain = _without_signs(squeeze(written))
    addition = _ADDITION.match(fold(written))
    if _OPT_OUT.fullmatch(plain):
        kind = TextKind.OPT_OUT
    elif _is_rating(plain, rating):
        kind = TextKind.RATING
    elif not plain or _ONLY_GREETING.fullmatch(plain):
        kind = TextKind.NOTHING
    elif _QUERY.fullmatch(plain):
        kind = TextKind.QUERY
    elif addition:
        return HeardText(TextKind.ADDITION, written[addition.end() :], references, rating)
    else:
        kind = TextKind.REQUEST
    return HeardText(kind, written, references, rating)


def _is_rating(plain: str, rating: HeardRating) -> bool:
    if _UNSURE_RATING.fullmatch(plain) or ("满意" in plain and len(plain) <= _SHORT):
        return True
    return rating.rating is not None and (
        not rating.supplement or len(plain) <= _RATING_LETTERS or plain[0] in "1234"
    )


def _without_signs(squeezed: str) -> str:
    """The text without emoji and without signs at its ends."""
    plain = _NO_EMOJI.fullmatch(squeezed) is not None
    without_emoji = squeezed if plain else "".join(letter for letter in squeezed if not _is_emoji(letter))
    return without_emoji.strip(".。,，!！?？~～、;；:：…·-—\"'“”")


def _is_emoji(letter: str) -> bool:
    return (
        unicodedata.category(letter) in {"So", "Sk", "Cn", "Co", "Cs"} or letter in "\u200d\ufe0f\ufe0e\u20e3"
    )
