"""A turn as it stands in a file, before anybody knows who is meant; and what is wrong with a file."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.failures import DubanError


class RosterFaulty(DubanError):
    """A roster that cannot be taken: one sentence for each thing, with its place and what to do. Nothing was taken over."""

    def __init__(self, sentences: Sequence[str]) -> None:
        super().__init__("\n".join(sentences))
        self.sentences = tuple(sentences)


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: a line of a sheet (no sheet: of the file), or the how-manieth event of a calendar."""

    line: int
    sheet: str = ""
    event: bool = False


@dataclass(frozen=True, slots=True)
class Written:
    """One turn as written. Instants are aware; everything else is still words."""

    place: Place
    since: datetime
    until: datetime
    names: str
    shift: str = ""
    unit: str = ""
    phone: str = ""
    deputy: str = ""
    assumed: bool = False
    """Neither hours nor a known shift were written: 8:00 to 8:00 was taken."""


@dataclass(frozen=True, slots=True)
class Draft:
    """Everything a file says: what could be read, and a sentence for each thing that could not."""

    written: tuple[Written, ...]
    faults: tuple[str, ...] = ()
