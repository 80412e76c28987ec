"""What people type to the store of answers (答复库), and the grams by which entries are found."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from config.texts.heard.letters import fold, visible
from domain.library import AnswerDraft

_VERB = re.compile(r"^(增加?|新增|修?改|停用?|add|change|stop)(?=[\s库0-9:：]|$)\s*[:：]?", re.IGNORECASE)
_NUMBER = re.compile(r"^(?:答复)?库?\s*第?(\d{1,9})(?:号|条)?(?=\s|$|[:：，,])[:：，,]?\s*")
_ENTRY = re.compile(r"(?:答复)?库\s*(\d{1,9})号?", re.IGNORECASE)
_BARE = re.compile(r"(\d{1,9})")
_LABEL = re.compile(r"^(分类|来源|依据|有效期|期限)\s*[:：]\s*(.*)$")
_DAY = re.compile(r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})日?")

_MOBILE = re.compile(r"(?<!\d)(?:\+?86[- ]?)?1[3-9]\d(?:[- ]?\d{4}){2}(?!\d)")
_IDENTITY = re.compile(
    r"(?<!\d)[1-9]\d{5}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dx](?!\d)"
)

_RUN = re.compile("[\u4e00-\u9fff]+|[a-z0-9]+")
_LONGEST_GRAM = 20


class LibraryVerb(StrEnum):
    """What is to be done to the store."""

    SEARCH = "search"
    ADD = "add"
    CHANGE = "change"
    STOP = "stop"


@dataclass(frozen=True, slots=True)
class HeardLibrary:
    """A wish to the store: the entry meant, and the draft or the words looked for."""

    verb: LibraryVerb
    entry: int | None
    draft: AnswerDraft
    words: str
    wrong_days: str = ""
    """What stands where the days should be, if no days could be read from it."""


def hear_library(text: str) -> HeardLibrary:
    """增 标题 / 正文, 改 12 标题 / 正文, 停用 12, else words to look for. Labelled lines: 分类, 来源, 有效期."""
    written = visible(text)
    match = _VERB.match(fold(written))
    verb = _verb(match[1].lower()) if match else LibraryVerb.SEARCH
    rest = written[match.end() :].strip() if match else written
    entry = None
    if verb in (LibraryVerb.CHANGE, LibraryVerb.STOP) and (number := _NUMBER.match(fold(rest))):
        entry, rest = int(number[1]), rest[number.end() :].strip()
    if verb is LibraryVerb.SEARCH:
        return HeardLibrary(verb, None, AnswerDraft("", ""), rest)
    draft, wrong_days = _draft(rest)
    return HeardLibrary(verb, entry, draft, rest, wrong_days)


def hear_entry(word: str, *, bare: bool = False) -> int | None:
    """库12: an entry's number as one word; `bare`: 12 will do."""
    folded = fold(word)
    match = _ENTRY.fullmatch(folded) or (_BARE.fullmatch(folded) if bare else None)
    return int(match[1]) if match else None


def hear_days(written: str) -> tuple[date | None, date | None] | None:
    """2026-01-01至2026-12-31, 至2026-12-31, 2026-01-01起; None where no day can be read, or one does not exist."""
    folded = fold(written)
    found = list(_DAY.finditer(folded))
    if len(found) not in (1, 2):
        return None
    try:
        days = [date(int(one[1]), int(one[2]), int(one[3])) for one in found]
    except ValueError:
        return None
    if len(days) > 1:
        return days[0], days[1]
    begins = "起" in folded[found[0].end() :] or folded[: found[0].start()].strip().startswith(("自", "从"))
    return (days[0], None) if begins else (None, days[0])


def holds_personal_data(text: str) -> bool:
    """A mobile or an identity number; the numbers of offices (fixed lines, 12345) are everybody's."""
    folded = fold(text).lower()
    return _MOBILE.search(folded) is not None or _IDENTITY.search(folded) is not None


def search_grams(text: str) -> frozenset[str]:
    """Pairs of neighbouring Chinese letters and whole words of others; a Chinese letter alone stands for itself."""
    found: set[str] = set()
    for run in _RUN.findall(fold(text).lower()):
        if run[0].isascii():
            found.add(run[:_LONGEST_GRAM])
        elif len(run) == 1:
            found.add(run)
        else:
            found.update(run[place : place + 2] for place in range(len(run) - 1))
    return frozenset(found)


def _verb(word: str) -> LibraryVerb:
    if word.startswith(("增", "新", "add")):
        return LibraryVerb.ADD
    return LibraryVerb.STOP if word.startswith(("停", "stop")) else LibraryVerb.CHANGE


def _draft(text: str) -> tuple[AnswerDraft, str]:
    told: dict[str, str] = {}
    lines = []
    for line in text.split("\n"):
        label = _LABEL.match(fold(line).strip())
        if label:
            told[label[1]] = line.strip()[label.start(2) :].strip()
        else:
            lines.append(line)
    title, parted, body = _parted("\n".join(lines).strip())
    days = hear_days(said) if (said := told.get("有效期") or told.get("期限", "")) else (None, None)
    draft = AnswerDraft(
        title=title,
        body=body if parted else "",
        category=told.get("分类", ""),
        source=told.get("来源") or told.get("依据", ""),
        since=days[0] if days else None,
        until=days[1] if days else None,
    )
    return draft, said if days is None else ""


def _parted(text: str) -> tuple[str, bool, str]:
    """Title and body, parted by the first slash, stroke or line end."""
    match = re.search(r"\s*[/／|｜\n]\s*", text)
    if match is None:
        return " ".join(text.split()), False, ""
    return " ".join(text[: match.start()].split()), True, text[match.end() :].strip()
