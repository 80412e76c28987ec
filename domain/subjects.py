"""Whose data words hold: the person whose key seals them, and whose erasure takes them away."""

from dataclasses import dataclass
from enum import StrEnum


class SubjectKind(StrEnum):
    """Whose key seals the words: destroying it erases them."""

    APPELLANT = "appellant"
    OFFICIAL = "official"
    CENTRE = "centre"
    """The institution's own words, which hold no citizen's data: kept as long as the record."""
    EVENT = "event"
    """No person yet: a raw event that could not be handled, or a day's answers; the key goes when they are done with."""


@dataclass(frozen=True, slots=True)
class Subject:
    """A person whose data the words hold. Words about a ticket are sealed under its first appellant."""

    kind: SubjectKind
    id: str


CENTRE_WORDS = Subject(SubjectKind.CENTRE, "centre")
