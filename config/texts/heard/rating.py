"""Reads a citizen's rating (评价) out of what they texted (`domain.md` §4.5, §9.2; `sms.md` §4).

The trap: 不满意 and 基本满意 both hold 满意. So the longest wording wins, denials come first, and a text that
says two different things, or a number with more than one digit, is unsure: asked once, then left to a person.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from config.texts.heard.letters import fold, visible
from domain.vocabulary import Rating

_S, _B, _N, _D = Rating.SATISFIED, Rating.BASICALLY, Rating.NO_RATING, Rating.DISSATISFIED

_WORDINGS: Mapping[Rating, tuple[str, ...]] = {
    _D: (
        "不满意", "不太满意", "很不满意", "非常不满意", "十分不满意", "极不满意", "极其不满意", "不是很满意", "不怎么满意",
        "不够满意", "不算满意", "不能满意", "不大满意", "不是太满意", "不是满意", "没满意", "没有满意", "未满意",
        "谈不上满意", "满意不了", "无法满意", "难以满意", "满意个屁", "不滿意", "不满", "太差", "很差", "差评",
        "差劲", "失望", "没解决", "没有解决", "未解决", "没处理", "没有处理", "没人管", "没人处理",
        "敷衍", "糊弄", "骗人", "假的",
    ),
    _B: (
        "基本满意", "基本上满意", "比较满意", "还算满意", "较满意", "大致满意", "大体满意", "基本可以",
        "还行", "还可以", "还好", "凑合", "马马虎虎", "一般般", "一般", "差不多", "勉强满意", "勉强", "基滿", "基本滿意",
    ),
    _N: ("不予评价", "不评价", "不想评价", "不做评价", "不作评价", "暂不评价", "无法评价", "不好评价", "不好说", "弃权", "不评"),
    _S: (
        "满意", "很满意", "非常满意", "十分满意", "相当满意", "特别满意", "挺满意", "太满意了", "滿意",
        "很好", "非常好", "挺好", "好评", "点赞", "很棒", "不错",
    ),
}  # fmt: skip

_DIGITS = MappingProxyType({"1": _S, "2": _B, "3": _N, "4": _D, "一": _S, "二": _B, "三": _N, "四": _D})

RATINGS: Mapping[str, Rating] = MappingProxyType(
    {**_DIGITS, **{wording: rating for rating, wordings in _WORDINGS.items() for wording in wordings}}
)
"""Every wording that by itself is a rating, and the four digits."""

_LONGEST_FIRST = re.compile(
    "|".join(sorted((re.escape(w) for w in RATINGS if w not in _DIGITS), key=len, reverse=True))
)
_CHOICE = re.compile(
    r"\s*[(\[【]?\s*(?:我?(?:选择?|按|回复?|评价?|打分?|评分)(?:了|是|为)?|答案?是?)?\s*[:(\[【\"“']?\s*"
    r"([1-4一二三四])\s*(?:分|星|号(?![楼院线门栋井路库])|项)?"
    r"(?=$|[\s,.;:!~、()\[\]。】\"”']|满|基本|不[予满太]|但|可是|不过|只是|谢|感谢|非常|很)"
)
_END_OF_CHOICE = re.compile(r"[\s.。,，;；:：!！~～)）\]】]*")
_A_LIST = re.compile(r"\s*[、.．)]\s*[^\s.。!！~～)）]")
"""1、路灯 … is the beginning of a list, not a choice."""
_DENIED_BEFORE = re.compile(r"[不没未無无莫勿别]\S{0,2}$")
_ASKED_AFTER = re.compile(r"^(?:吗|嘛|么|\?|？|没有|不)")
_SMALL_WORDS = re.compile(
    r"^(?:[\s,.;:!~?()，。；：！～、“”\"'【】\[\]]|我|们|对|这|次|问题|根本|还|一直|仍|依然|事|情|给|打|真|就|个|的|了|很|是|感到|感觉|觉得|表示|结果|处理|办理|工作|服务|态度|回复|评价|"
    r"您好|你好|谢谢|感谢|总体|整体|都|吧|啊|呢|哦|，|分)*+$"
)


@dataclass(frozen=True, slots=True)
class HeardRating:
    """What a text rates. `rating` is None when it rates nothing we can be sure of.

    `supplement`: words beside the rating, as typed, which must reach a person (1 但是路灯还没修).
    `sure`: False when it may be a rating and may be not: ask once.
    """

    rating: Rating | None
    supplement: str
    sure: bool


NOT_A_RATING = HeardRating(None, "", sure=False)


def hear_rating(text: str) -> HeardRating:
    """The rating in a citizen's answer to the survey.

    A choice by digit counts only at the beginning (1, １, 一, 选1, 1分, 1。, 1满意); 12 is unsure. By words: the
    longest wording wins, denials first; two different ratings, a question or a denial before 满意 are unsure.
    """
    written = visible(text)
    folded = fold(written)
    choice = _CHOICE.match(folded)
    if choice and not _A_LIST.match(folded, choice.end(1)):
        return _chosen(written, folded, choice)
    if folded[:1].isdigit():
        return HeardRating(None, written, sure=False)
    said = _said(folded)
    if not said or (_only_weak(folded, said) and not _SMALL_WORDS.match(_LONGEST_FIRST.sub("", folded))):
        return HeardRating(None, written, sure=False)
    if len({rating for rating, _ in said}) > 1 or any(_doubtful(folded, span) for _, span in said):
        return HeardRating(None, written, sure=False)
    rating, (start, end) = said[0]
    if _SMALL_WORDS.match(folded[:start]) and _SMALL_WORDS.match(folded[end:]):
        return HeardRating(rating, "", sure=True)
    return HeardRating(rating, written, sure=True)


def _chosen(written: str, folded: str, choice: re.Match[str]) -> HeardRating:
    rating = _DIGITS[choice[1]]
    end = _end_of_choice(folded, choice.end())
    supplement = written[end:]
    said = _said(folded[end:])
    if any(other is not rating for other, _ in said):
        # 1不满意: the digit and the words contradict each other.
        return HeardRating(None, written, sure=False)
    if said and _SMALL_WORDS.match(_LONGEST_FIRST.sub("", folded[end:])):
        supplement = ""
    return HeardRating(rating, "" if _SMALL_WORDS.match(fold(supplement)) else supplement, sure=True)


def _end_of_choice(folded: str, end: int) -> int:
    match = _END_OF_CHOICE.match(folded, end)
    return match.end() if match else end


def _said(folded: str) -> list[tuple[Rating, tuple[int, int]]]:
    return [(RATINGS[match[0]], match.span()) for match in _LONGEST_FIRST.finditer(folded)]


def _only_weak(folded: str, said: list[tuple[Rating, tuple[int, int]]]) -> bool:
    """Whether nothing but words like 没人管 or 一般 was said, which are a rating only when they stand alone."""
    return not any("满" in folded[start:end] or "评" in folded[start:end] for _, (start, end) in said)


def _doubtful(folded: str, span: tuple[int, int]) -> bool:
    """A question (满意吗) or a denial we have no wording for (并没觉得满意)."""
    start, end = span
    return bool(_DENIED_BEFORE.search(folded[:start]) or _ASKED_AFTER.match(folded[end:]))
