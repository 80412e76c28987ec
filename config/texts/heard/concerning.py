"""Whether a citizen's new words plainly concern an earlier request of theirs, and whether they say it is a new one.

The same place alone is not the same matter (no water and loud music at one estate are two): words of place and of
subject must both return, or nothing else be said (design §3 "Texts from citizens").
"""

import re

from config.texts.heard.letters import fold, squeeze, visible

_FRESH = re.compile(r"\s*(?:新诉求|新的诉求|新问题|另一件事|另外一件事)[\s:,;。.]*")
_SIGNS = re.compile(r"[^\u4e00-\u9fff0-9a-z]+")
_COMMON = re.compile(
    "你好|您好|请问|领导|同志|我们|我家|我是|你们|他们|大家|反映|投诉|举报|咨询|求助|建议|希望|麻烦|尽快|及时|赶紧|帮忙|处理|解决|"
    "问题|情况|事情|现在|目前|今天|昨天|前天|昨晚|今晚|晚上|夜里|早上|中午|下午|每天|一直|总是|经常|已经|还是|仍然|没有|还没|有人|"
    "没人|怎么|什么|时候|可以|不能|因为|所以|但是|而且|非常|特别|十分|严重|影响|休息|生活|谢谢|感谢|政府|部门|有关|相关|管理|工作人员|"
    "[的了着过吗呢吧啊呀是在有就都也又很太被把给让和与及]"
)
_SHORTEST = 2
_LEAST_ALONE = 4


def hear_fresh(text: str) -> str | None:
    """The words after 新诉求, which say that this is another matter; None when they do not say so."""
    written = visible(text)
    match = _FRESH.match(fold(written))
    return written[match.end() :] if match else None


def same_words(one: str, other: str) -> bool:
    """Whether two texts say the same, letter for letter but for width, case, spaces and signs."""
    return _SIGNS.sub("", squeeze(one)) == _SIGNS.sub("", squeeze(other))


def concerns(new: str, earlier: str) -> bool:
    """Whether the new words plainly concern the earlier matter: two separate things in common, or nothing beside one."""
    pieces, others = _pieces(new), _pieces(earlier)
    shared = _shared(pieces, others)
    said = sum(map(len, pieces))
    length = sum(map(len, shared))
    return len(shared) > 1 or (length >= _LEAST_ALONE and said - length < _SHORTEST)


def _pieces(text: str) -> list[str]:
    """The words that carry meaning: common ones and signs cut the text into pieces."""
    return [piece for piece in re.split(_SIGNS, _COMMON.sub(" ", squeeze(text))) if piece]


def _shared(pieces: list[str], others: list[str]) -> list[str]:
    """Longest common pieces, each letter used once."""
    rest = "|".join(others)
    found: list[str] = []
    for piece in pieces:
        place = 0
        while place < len(piece):
            end = next(
                (end for end in range(len(piece), place + _SHORTEST - 1, -1) if piece[place:end] in rest),
                None,
            )
            if end is None:
                place += 1
                continue
            found.append(piece[place:end])
            rest = rest.replace(piece[place:end], "|", 1)
            place = end
    return found
