"""Reads a slash-command (斜杠指令) as people really type it (`domain.md` §15.3, `dingtalk.md` §4.4).

Full- or half-width slash (also the 、 a Chinese keyboard gives for it), any kind of space or none between name and
number, following lines kept apart. Only the command's name and the words read as arguments are folded; what is
left over is free text and stays as typed. The arguments are read by `config/texts/heard/arguments.py`.
"""

import difflib
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from config.texts.heard.letters import fold, visible
from config.texts.heard.references import hear_references

_OPENING = re.compile(r"(?:@\S+\s+)*[/、]\s*")
"""What stands before the name: the slash, and before it the mention of the robot where the client leaves it in."""

_WORD = re.compile(r"[^\s,;、]+")
_UNKNOWN_NAME = re.compile(r"[a-z]+?(?=nx\d|$|[^a-z])|[^\sa-z0-9@]+", re.IGNORECASE)
_ALIKE = 0.5


@dataclass(frozen=True, slots=True)
class HeardWord:
    """One word of the command's first line, folded, with its place in `HeardCommand.raw`."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class HeardLine:
    """A following line as typed. `no` counts lines as the writer sees them, the command's own line being 1."""

    no: int
    text: str


@dataclass(frozen=True, slots=True)
class HeardCommand:
    """A command as heard: its name as written (folded, lower-case), its words, and the lines that follow.

    `raw` is the message as typed without invisible letters; `name` may be unknown.
    """

    name: str
    words: tuple[HeardWord, ...]
    lines: tuple[HeardLine, ...]
    raw: str


def hear_command(text: str, names: Collection[str]) -> HeardCommand | None:
    """The command a message is, or None for a message that is none.

    `names` are all known names, Chinese and English, lower-case: the longest that fits is taken, so that
    /催办NX2026070600012 needs no space. An unknown name is returned as written, for `nearest_name`.
    """
    raw = visible(text)
    folded = fold(raw)
    opening = _OPENING.match(folded)
    if opening is None:
        return None
    first_end = folded.find("\n", opening.end())
    first_end = len(folded) if first_end < 0 else first_end
    name = _name(folded[opening.end() : first_end].lower(), names)
    if not name:
        return None
    words = tuple(_words(folded[:first_end], opening.end() + len(name)))
    following = raw[first_end:].split("\n")[1:]
    lines = tuple(HeardLine(no, line.strip()) for no, line in enumerate(following, start=2) if line.strip())
    return HeardCommand(name, words, lines, raw)


def nearest_name(name: str, names: Collection[str]) -> str | None:
    """The known name somebody probably meant (did you mean), or None when nothing is near."""
    alike = difflib.get_close_matches(name.lower(), list(names), n=1, cutoff=_ALIKE)
    return alike[0] if alike else None


def _words(line: str, start: int) -> Iterator[HeardWord]:
    """The words of a line from a place on; a ticket number is a word of its own, whatever it is glued to."""
    for reference in (heard for heard in hear_references(line) if heard.is_number and heard.start >= start):
        yield from _plain_words(line, start, reference.start)
        yield HeardWord(reference.code, reference.start, reference.end)
        start = reference.end
    yield from _plain_words(line, start, len(line))


def _plain_words(line: str, start: int, end: int) -> Iterator[HeardWord]:
    return (HeardWord(match[0], match.start(), match.end()) for match in _WORD.finditer(line, start, end))


def _name(line: str, names: Collection[str]) -> str:
    known = [name for name in names if _begins_with(line, name)]
    if known:
        return max(known, key=len)
    unknown = _UNKNOWN_NAME.match(line)
    return unknown[0] if unknown else ""


def _begins_with(line: str, name: str) -> bool:
    """Whether the line begins with the name; an English name must end there, or /urge would be heard in /urgent."""
    following = line[len(name) : len(name) + 1]
    inside_word = name[-1:].isascii() and following.isascii() and following.isalpha()
    return line.startswith(name) and not inside_word
