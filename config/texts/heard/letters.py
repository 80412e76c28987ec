"""Letters as people type them: full-width and half-width, invisible ones, and numbers written in Chinese."""

import re
import unicodedata
from functools import lru_cache

_INVISIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\u200e\u200f\u2060\ufeff]")
"""Control characters and marks nobody sees; the joiner inside emoji stays."""

_UNREADABLE = "\N{REPLACEMENT CHARACTER}"
"""Stands where a letter was that cannot be kept."""

_NUMERALS = {
    "零": 0,
    "〇": 0,
    "一": 1,
    "二": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}
_TENS = {"十": 10, "廿": 20, "卅": 30}

NUMERAL = "[0-9一二两三四五六七八九十廿卅〇零]"
"""A regular expression for one letter of a small number."""


def visible(text: str) -> str:
    """The text without letters nobody can see, line ends as newlines, outer white space off; else as typed."""
    return _INVISIBLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def says_something(text: str) -> bool:
    """Whether there is a letter, a number or a sign (an emoji too) in it; a slip of the finger leaves only stops and slashes."""
    return any(unicodedata.category(letter)[0] in "LNS" for letter in text if letter != _UNREADABLE)


def fold(text: str) -> str:
    """Full-width letters, digits, signs and spaces as half-width ones, each letter in its place.

    The result is as long as the text, so offsets found in it are offsets in the text (`dingtalk.md` §4.4).
    """
    return "".join(map(_fold_letter, text))


@lru_cache(maxsize=8192)
def _fold_letter(letter: str) -> str:
    folded = unicodedata.normalize("NFKC", letter)
    if len(folded) != 1:
        return letter
    return " " if folded.isspace() and folded != "\n" else folded


def squeeze(text: str) -> str:
    """Folded, lower-case, without any white space: for comparing whole messages."""
    return "".join(fold(text).lower().split())


def number(written: str) -> int | None:
    """A number from 0 to 99 in Chinese, or any in digits; None when it is not one."""
    if written.isascii() and written.isdigit():
        return int(written) if len(written) <= 8 else None  # noqa: PLR2004 - longer is no count of anything
    tens, ones = 0, written
    for place, letter in enumerate(written):
        if letter in _TENS:
            before = _NUMERALS.get(written[:place], 1 if place == 0 else -1)
            if before < 0:
                return None
            tens, ones = before * _TENS[letter], written[place + 1 :]
            break
    if not ones:
        return tens or None
    if len(ones) == 1 and ones in _NUMERALS:
        return tens + _NUMERALS[ones]
    return None
