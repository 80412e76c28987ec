"""Whose data words hold: the person whose key seals them, and whose erasure takes them away."""

from dataclasses import dataclass
from enum import StrEnum


class SubjectKind(StrEnum):
    """Whose key seals the words: destroying it erases them."""

    APPELLANT = "appellant"
    OFFICIAL = "official"


@dataclass(frozen=True, slots=True)
class Subject:
    """A person whose data the words hold. Words about a ticket are sealed under its first appellant."""

    kind: SubjectKind
    id: str
