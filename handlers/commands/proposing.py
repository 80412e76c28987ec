"""Proposes list items from a citizen's own words: one per clause that asks for something. A person says yes or edits."""

import re

from config.texts.masking import mask_words

_ENDS = re.compile(r"[。；;！!？?\n]+")
_NUMBERED = re.compile(r"^\s*(?:\d{1,2}|[一二三四五六七八九十])[.、):：]\s*")
_GREETING = re.compile(r"^(?:您好|你好|谢谢|感谢|领导|请问|麻烦)[^，,]{0,4}[，,]?")
_SHORTEST, _LONGEST, _MOST = 4, 40, 5


def proposed_items(words: str) -> tuple[str, ...]:
    """At most five clauses, masked, short enough for a card; where nothing can be split, the beginning of the whole."""
    clauses = (_GREETING.sub("", _NUMBERED.sub("", part.strip())) for part in _ENDS.split(words))
    found = [mask_words(clause)[:_LONGEST] for clause in clauses if len(clause) >= _SHORTEST]
    return tuple(found[:_MOST]) or ((mask_words(words.strip())[:_LONGEST],) if words.strip() else ())
