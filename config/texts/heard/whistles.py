"""What a whistle (吹哨) says: the time to be there, that it is the same thing again, and whether two places are one."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from config.texts.heard.letters import NUMERAL, number, squeeze
from domain.vocabulary import WhistleKind, WhistleMark

_MINUTES_AN_HOUR = 60
_LABEL = r"(?:到场)?(?:时限|限时)为?:?"
_SPAN = (
    rf"(?:(?P<half>半)个?小时|(?P<n>{NUMERAL}{{1,3}}|\d{{1,4}})个?(?P<some>半)?(?P<unit>分钟|分|小时|钟头))"
)
_WITHIN = r"(?:之?[内里])?(?:(?:必须|务必)?(?:到场|到达|赶到))?"
_LIMIT = re.compile(rf"(?P<label>{_LABEL})?{_SPAN}(?P<within>{_WITHIN})")
_LIMIT_LABEL = re.compile(_LABEL)
_LIMIT_BEGUN = re.compile(rf"{_LABEL}.")
LONGEST = 7 * 24 * _MINUTES_AN_HOUR
"""A whistle calls people out: a week is the latest anybody could mean."""

_AGAIN = re.compile(
    r"又(?:响|来|开|在|偷|出|有|犯|乱|堵|漏|冒|开始|恢复|复工|排|倒|挖|采|洗|建|占|吵|闹)|再次|再度|反弹|复发|死灰复燃|卷土重来|重新开工|屡禁不止"
)
_UNLAWFUL = re.compile(r"非法|违法|违规|违建|违章|无证|偷(?:采|挖|排|倒|运)|私(?:搭|建|采)|取缔|查处|占道")
_SHORTEST_PLACE = 2
_NOISE = re.compile(r"[^\u4e00-\u9fff0-9a-z]|附近|旁边|旁|门口|门前|路口|一带|那里|那边|内$|里$|处$")

PLACE = re.compile(r"^(?:事发)?(?:地点|地址|位置)[:：\s]*(.+)$")
"""地点：… with its label."""
LEAD, ASSISTS, FOR = "牵头", ("协办", "协同", "配合"), "代"
"""Labels before units, and before the town one whistles for."""

KINDS: Mapping[str, WhistleKind] = {
    "群众反映突出": WhistleKind.PROMINENT,
    "反映突出": WhistleKind.PROMINENT,
    "群众反映": WhistleKind.PROMINENT,
    "综合执法": WhistleKind.JOINT,
    "联合执法": WhistleKind.JOINT,
    "执法": WhistleKind.JOINT,
    "应急处置": WhistleKind.EMERGENCY,
    "应急": WhistleKind.EMERGENCY,
}
"""吹哨类型 by the words people use."""

UNIT_MARKS: Mapping[str, WhistleMark] = {
    "到位": WhistleMark.GOOD,
    "已到位": WhistleMark.GOOD,
    "一般": WhistleMark.FAIR,
    "未到位": WhistleMark.POOR,
    "不到位": WhistleMark.POOR,
    "没到位": WhistleMark.POOR,
}
"""The town of a called unit."""

WHISTLE_MARKS: Mapping[str, WhistleMark] = {
    "合理": WhistleMark.GOOD,
    "一般": WhistleMark.FAIR,
    "不合理": WhistleMark.POOR,
}
"""A called unit of the whistle."""


@dataclass(frozen=True, slots=True)
class HeardLimit:
    """The time to be there: in minutes, None where it cannot be understood; and the words that say so."""

    minutes: int | None
    words: tuple[str, ...]


def hear_arrival_limit(words: Sequence[str]) -> HeardLimit | None:
    """限时 1小时, 限时半小时, 30分钟内, 2小时内到场; a bare 2小时 tells of something else and is left alone."""
    for place, word in enumerate(words):
        plain = squeeze(word)
        match = _LIMIT.fullmatch(plain)
        if match and (match["label"] or match["within"]):
            return HeardLimit(_minutes(match), (word,))
        if _LIMIT_LABEL.fullmatch(plain):
            said = words[place + 1 : place + 2]
            span = _LIMIT.fullmatch(squeeze(said[0])) if said else None
            return HeardLimit(_minutes(span) if span else None, (word, *said))
        if _LIMIT_BEGUN.match(plain):
            return HeardLimit(None, (word,))
    return None


def _minutes(match: re.Match[str]) -> int | None:
    if match["half"]:
        return _MINUTES_AN_HOUR // 2
    amount = number(match["n"])
    if not amount:
        return None
    hours = match["unit"] in {"小时", "钟头"}
    minutes = amount * (_MINUTES_AN_HOUR if hours else 1)
    if match["some"]:
        if not hours:
            return None
        minutes += _MINUTES_AN_HOUR // 2
    return minutes if minutes <= LONGEST else None


def hear_kind(text: str) -> WhistleKind:
    """吹哨类型 proposed from the matter, where none was named: law to be enforced, else what people complain of."""
    return WhistleKind.JOINT if _UNLAWFUL.search(squeeze(text)) else WhistleKind.PROMINENT


def says_again(text: str) -> bool:
    """又响了, 再次开工, 反弹: the same thing once more."""
    return _AGAIN.search(squeeze(text)) is not None


def same_place(one: str, other: str) -> bool:
    """Whether two places are one: the same words, or one the other with something before or after (Y村 / 青石乡Y村)."""
    first, second = _bare(one), _bare(other)
    if min(len(first), len(second)) < _SHORTEST_PLACE:
        return False
    return first in second or second in first


def _bare(place: str) -> str:
    return _NOISE.sub("", squeeze(place))
