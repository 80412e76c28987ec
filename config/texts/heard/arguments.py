"""Reads a command's arguments in any order that cannot be mistaken (design §4), and leaves the free text as typed.

A command asks for what it needs, one kind after the other; each reader takes the first words that are wholly such a
thing and nothing else. What nobody took is `rest()`: the words of the person, unchanged.
"""

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TypeVar

from config.texts.heard.choices import GRADES, VERDICTS
from config.texts.heard.commands import HeardCommand, HeardWord
from config.texts.heard.dates import HeardDate, HeardNoDate, hear_whole_date
from config.texts.heard.letters import NUMERAL, number
from config.texts.heard.rating import RATINGS
from config.texts.heard.references import HeardReference, hear_reference
from domain.calendar import WorkCalendar
from domain.vocabulary import Grade, Rating

T = TypeVar("T")

_DATE_LABEL = re.compile(
    r"(?:办理|完成|整改|反馈)?(?:时限|限期|期限|截止|复核日|复核|日期|限)(?:到|至|为|于)?:?(?=.|$)"
)
_BEFORE_A_DATE = re.compile(r"(?:请?于|在|到|至|延期?[到至])")
_FLAG = re.compile(r"^(?:--|——|—|–)+(.+)$")
_ITEM_NUMBERS = re.compile(rf"第?({NUMERAL}{{1,3}}|\d{{1,3}})(?:条|项)?")

TRIAL = frozenset({"试算", "dry-run"})
"""--试算: work it out and show it, change nothing."""


class Arguments:
    """The words of one command not yet taken by a reader."""

    def __init__(self, command: HeardCommand) -> None:
        self._raw = command.raw
        self._left = list(command.words)
        self._taken: list[HeardWord] = []
        self._end = command.words[-1].end if command.words else 0
        self._start = command.words[0].start if command.words else 0

    @property
    def left(self) -> tuple[str, ...]:
        """The words nobody has taken yet, folded."""
        return tuple(word.text for word in self._left)

    def take(self, read: Callable[[str], T | None]) -> T | None:
        """The first word that `read` understands wholly, taken away; None when there is none."""
        for word in self._left:
            value = read(word.text)
            if value is not None:
                self._take(word)
                return value
        return None

    def take_all(self, read: Callable[[str], T | None]) -> tuple[T, ...]:
        """Every word that `read` understands wholly, in the order written."""
        found = []
        while (value := self.take(read)) is not None:
            found.append(value)
        return tuple(found)

    def reference(self) -> HeardReference | None:
        """The ticket meant: a full number anywhere, else the first word that may be a short code."""
        return self.take(_number) or self.take(hear_reference)

    def references(self) -> tuple[HeardReference, ...]:
        """Every ticket meant (main ticket first): numbers and short codes in the order written."""
        return self.take_all(hear_reference)

    def mentions(self) -> tuple[str, ...]:
        """Names typed with @, without it. Who was really mentioned, the platform says apart (`dingtalk.md` §4.4)."""
        return self.take_all(lambda word: word[1:] if word.startswith("@") and len(word) > 1 else None)

    def one_of(self, table: Mapping[str, T]) -> T | None:
        """The first word that is a key of the table (lower-case keys), as its value."""
        return self.take(lambda word: table.get(word.lower()))

    def many_of(self, table: Mapping[str, T]) -> tuple[T, ...]:
        """Every word that is a key of the table (lower-case keys)."""
        return self.take_all(lambda word: table.get(word.lower()))

    def labelled(self, label: str, table: Mapping[str, T]) -> tuple[T, ...]:
        """The run of words after a label (协办 城管局、交警大队) that are keys of the table; the label may be glued on."""
        for place, word in enumerate(self._left):
            if not word.text.startswith(label):
                continue
            glued = word.text[len(label) :].lstrip(":")
            if glued and glued.lower() not in table:
                continue
            found = [table[glued.lower()]] if glued else []
            run = [word]
            for following in self._left[place + 1 :]:
                if following.text.lower() not in table:
                    break
                found.append(table[following.text.lower()])
                run.append(following)
            for taken in run:
                self._take(taken)
            return tuple(found)
        return ()

    def grade(self) -> Grade | None:
        """督办等级 by number or name."""
        return self.one_of(GRADES)

    def verdict(self) -> bool | None:
        """批准, 通过, 到位 or their contraries."""
        return self.one_of(VERDICTS)

    def rating(self) -> Rating | None:
        """One of the four ratings by name or number."""
        return self.one_of(RATINGS)

    def date(self, now: datetime, calendar: WorkCalendar) -> HeardDate | HeardNoDate | None:
        """A day or a limit (7月10日前, 时限3个工作日), the label before it taken along."""
        for place, word in enumerate(self._left):
            written = _BEFORE_A_DATE.sub("", _DATE_LABEL.sub("", word.text, count=1), count=1)
            heard = hear_whole_date(written, now, calendar) if written else None
            if heard is None:
                continue
            before = self._left[place - 1] if place else None
            if before and _DATE_LABEL.fullmatch(before.text):
                self._take(before)
            self._take(word)
            return heard
        return None

    def numbers(self) -> tuple[int, ...]:
        """Item numbers (1、3, 第2条), as far as words are nothing else."""
        return self.take_all(_item_number)

    def flag(self, names: frozenset[str]) -> bool:
        """Whether a --flag of one of these names stands there; a Chinese keyboard writes its dashes as ——."""
        return self.take(lambda word: _flag_name(word) in names or None) is not None

    def rest(self) -> str:
        """What nobody took, as typed: the free text of the first line."""
        text, place = [], self._start
        for word in sorted(self._taken, key=lambda word: word.start):
            text.append(self._raw[place : word.start])
            place = word.end
        text.append(self._raw[place : self._line_end()])
        parts = (part.strip(" \t\u3000,，、;；:：") for part in text)
        return " ".join(part for part in parts if part)

    def _line_end(self) -> int:
        if not self._end:
            return 0
        newline = self._raw.find("\n", self._end)
        return len(self._raw) if newline < 0 else newline

    def _take(self, word: HeardWord) -> None:
        self._left.remove(word)
        self._taken.append(word)


def _number(word: str) -> HeardReference | None:
    heard = hear_reference(word)
    return heard if heard and heard.is_number else None


def _flag_name(word: str) -> str | None:
    match = _FLAG.match(word)
    return match[1].lower() if match else None


def _item_number(word: str) -> int | None:
    match = _ITEM_NUMBERS.fullmatch(word)
    return number(match[1]) if match else None
