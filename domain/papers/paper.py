"""What every paper has in common, and what comes of it. Words come masked (脱敏) by whoever fills a paper."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from domain.papers.kinds import PaperKind


class Marking(StrEnum):
    """What stands at the top left of the first page."""

    NONE = "none"
    CONFIDENTIAL = "confidential"
    """保密: the caller asked for secrecy, or it is a report (举报)."""
    INTERNAL = "internal"
    """内部: for a restricted audience only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """Anything that is made into a file or a message.

    A field without a default must stand in the paper's template; one with a default may be left out there.
    """

    kind: ClassVar[PaperKind]
    restricted: ClassVar[bool] = False
    """Only for a named circle (一定范围): never into a group, never to units at large."""
    confidential: bool = False

    @property
    def marking(self) -> Marking:
        """The stricter of what the kind and the matter ask for."""
        if self.restricted:
            return Marking.INTERNAL
        return Marking.CONFIDENTIAL if self.confidential else Marking.NONE


@dataclass(frozen=True, slots=True, kw_only=True)
class Formal(Paper):
    """A paper that is issued (印发): by whom and on which day."""

    issuer: str
    issued_on: date


@dataclass(frozen=True, slots=True)
class Mark:
    """Who takes a paper out of the system, and when (`domain.md` §14.6): printed on every page."""

    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class File:
    """A finished paper. `warnings`: sentences for whoever asked for it, e.g. that a chart became a table."""

    name: str
    content: bytes
    sha256: str
    """Lower-case hex: what an approved paper is frozen by."""
    warnings: tuple[str, ...] = ()

    @classmethod
    def of(cls, name: str, content: bytes, warnings: tuple[str, ...] = ()) -> "File":
        """With its digest worked out."""
        return cls(name, content, digest(content), warnings)


@dataclass(frozen=True, slots=True)
class NotMade:
    """Why a paper could not be made so, in one sentence for whoever asked: a normal case, not a fault."""

    sentence: str


def digest(content: bytes) -> str:
    """SHA-256 as lower-case hex, 64 characters."""
    return hashlib.sha256(content).hexdigest()
