"""Ticket numbers and short codes found in what somebody typed (`domain.md` §13.2, design §2)."""

import re
from dataclasses import dataclass

from config.texts.heard.letters import fold

_NUMBER = re.compile(r"(?<![a-z0-9])nx *(\d{8}) *-?(\d{5,6})(?!\d)(?: *-? *r\d{1,2}(?!\d))?", re.IGNORECASE)
_SHORT = re.compile(r"(?<![a-z0-9])(?=[a-z0-9]*[a-z])(?=[a-z0-9]*\d)[a-z0-9]{2,6}(?![a-z0-9])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class HeardReference:
    """Something that looks like a ticket's name. `code` is in capitals without spaces; offsets are of the text.

    A short code is only a candidate: G60 is a motorway until an open ticket has that code.
    """

    code: str
    is_number: bool
    start: int
    end: int


def hear_references(text: str) -> tuple[HeardReference, ...]:
    """Every ticket number and every candidate for a short code, in the order written, each once.

    A rework number (-R1) is heard as the ticket it belongs to.
    """
    folded = fold(text)
    found = [
        HeardReference(f"NX{match[1]}{match[2]}", is_number=True, start=match.start(), end=match.end())
        for match in _NUMBER.finditer(folded)
    ]
    taken = [(reference.start, reference.end) for reference in found]
    found.extend(
        HeardReference(match[0].upper(), is_number=False, start=match.start(), end=match.end())
        for match in _SHORT.finditer(folded)
        if not any(start < match.end() and match.start() < end for start, end in taken)
    )
    once: dict[str, HeardReference] = {}
    for reference in sorted(found, key=lambda reference: reference.start):
        once.setdefault(reference.code, reference)
    return tuple(once.values())


def hear_reference(word: str) -> HeardReference | None:
    """The reference a single word is, from its first letter to its last; None when it is anything else."""
    stripped = word.strip()
    found = hear_references(stripped)
    if found and found[0].start == 0 and found[0].end == len(stripped):
        return found[0]
    return None
