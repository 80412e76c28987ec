"""Reads single values out of `policy.yaml`: each by its kind, each mistake with its line. `config/policy.py` says which where."""

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time

from config.texts import misconfigured as wrong
from config.texts import policy as words
from config.yamlfile import YamlFile
from domain.failures import Misconfigured
from domain.ticket import Limit
from domain.vocabulary import Office

_LEAP_YEAR = 2024
"""For checking a month and a day: 29 February may begin a season."""
_MOST, _MOST_CALLS = 9_999, 1_000_000_000
"""Days or tries, and calls a month: beyond it the calendar's years end."""

Path = tuple[str, ...]
"""Where a value stands: keys, and places in lists as digits."""


@dataclass(frozen=True, slots=True)
class RuleReader:
    """One file. Every method raises `Misconfigured`, naming file, line, value and what was expected."""

    file: YamlFile

    def known(self, path: Path, table: Mapping[str, object], known: list[str]) -> None:
        """Refuse a key nobody knows, naming the one probably meant."""
        for key in table:
            if key not in known:
                nearest = next(iter(difflib.get_close_matches(key, known, n=1)), None)
                line = self.file.line_of(*path, key)
                raise Misconfigured(wrong.unknown_key(self.file.name, line, key, known, nearest))

    def wrong(self, path: Path, found: object, expected: str) -> Misconfigured:
        """The one sentence about a value."""
        line = self.file.line_of(*path)
        return Misconfigured(wrong.value(self.file.name, line, ".".join(path), found, expected))

    def limit(self, path: Path, found: object, source: str) -> Limit:
        """5个工作日, with the rule's name."""
        limit = words.limit(found, source)
        if limit is None:
            raise self.wrong(path, found, words.LIMIT)
        return limit

    def number(self, path: Path, found: object) -> int:
        """A whole number from 1."""
        most = _MOST_CALLS if path[0].startswith("quota") else _MOST
        if isinstance(found, int) and not isinstance(found, bool) and 0 < found <= most:
            return found
        raise self.wrong(path, found, words.number(most))

    def numbers(self, path: Path, found: object) -> tuple[int, ...]:
        """Whole numbers, growing."""
        if not isinstance(found, list) or not found:
            raise self.wrong(path, found, words.NUMBERS)
        numbers = tuple(self.number((*path, str(place)), one) for place, one in enumerate(found))
        if list(numbers) != sorted(set(numbers)):
            raise self.wrong(path, found, words.NUMBERS)
        return numbers

    def offices(self, path: Path, found: object) -> tuple[Office, ...]:
        """Offices by their names, each once."""
        if not isinstance(found, list) or not found:
            raise self.wrong(path, found, words.OFFICES)
        offices = []
        for place, one in enumerate(found):
            office = words.OFFICES_BY_NAME.get(str(one))
            if office is None:
                raise self.wrong((*path, str(place)), one, words.OFFICES)
            offices.append(office)
        return tuple(dict.fromkeys(offices))

    def table(self, path: Path, found: object) -> Mapping[str, object]:
        """A group of settings."""
        if not isinstance(found, dict):
            raise self.wrong(path, found, words.TABLE)
        return found

    def rows(self, at: Path, found: object, known: list[str]) -> list[tuple[Path, Mapping[str, object]]]:
        """A list of groups, each with its place; `known`: the keys it may have."""
        if not isinstance(found, list) or not found:
            raise self.wrong(at, found, words.ROWS)
        rows: list[tuple[Path, Mapping[str, object]]] = []
        for place, one in enumerate(found):
            path = (*at, str(place))
            row = self.table(path, one)
            self.known(path, row, known)
            rows.append((path, row))
        return rows

    def missing(self, path: Path, expected: str) -> Misconfigured:
        """The one sentence about something that must be there."""
        line = self.file.line_of(*path)
        return Misconfigured(wrong.missing(self.file.name, line, ".".join(path), expected))

    def texts(self, path: Path, found: object, expected: str) -> tuple[str, ...]:
        """Words, several, none empty and none twice."""
        if not isinstance(found, list) or not found:
            raise self.wrong(path, found, expected)
        texts = tuple(self.text((*path, str(place)), one) for place, one in enumerate(found))
        if not all(texts) or len(set(texts)) < len(texts):
            raise self.wrong(path, "、".join(texts), expected)
        return texts

    def text(self, path: Path, found: object) -> str:
        """Words."""
        if isinstance(found, str):
            return found.strip()
        if path[-1] in ("code", "category"):
            # 0101 without quotes is a number to YAML, and its zero is lost.
            raise self.wrong(path, found, words.CODE)
        raise self.wrong(path, found, words.TEXT)

    def flag(self, path: Path, found: object) -> bool:
        """True or false."""
        if isinstance(found, bool):
            return found
        raise self.wrong(path, found, words.YES_NO)

    def day(self, path: Path, found: object) -> date:
        """A date."""
        if type(found) is date:
            return found
        raise self.wrong(path, found, words.DATE)

    def month_and_day(self, path: Path, found: object) -> tuple[int, int]:
        """05-01."""
        try:
            month, day = (int(part) for part in str(found).split("-"))
            date(_LEAP_YEAR, month, day)
        except ValueError:
            raise self.wrong(path, found, words.SEASON_FROM) from None
        return month, day

    def span(self, path: Path, found: object, expected: str) -> tuple[time, time]:
        """22:00-07:00."""
        try:
            begins, ends = (time.fromisoformat(part.strip()) for part in str(found).split("-"))
        except ValueError:
            raise self.wrong(path, found, expected) from None
        return begins, ends
