"""What the confirmation page (现场核实页) shows, why it stays shut, and why something sent in cannot be taken (design §5).

The handlers fill in `SitePage`, already masked for the confirmer's eyes; `config/texts/site.py` words the rest.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum, auto

from domain.ids import ItemNo


@dataclass(frozen=True, slots=True)
class PageItem:
    """One line of the list (条目) as the confirmer reads it, with what counts as done (到位标准)."""

    no: ItemNo
    text: str
    standard: str = ""
    unit: str = ""
    """The responsible unit's name."""


@dataclass(frozen=True, slots=True)
class SitePage:
    """Everything the page tells: the matter, the place, the items. Nothing about who raised it."""

    number: str
    items: tuple[PageItem, ...]
    title: str = ""
    place: str = ""
    problem: str = ""
    """The words of the appeal, masked."""
    confirmer: str = ""
    """The official's name, so that nobody fills in another one's page by mistake."""
    due_at: datetime | None = None
    """The visit's own limit (two working days)."""
    open_until: datetime | None = None
    """When the opened page shuts by itself (72 hours after it was opened)."""


class PageShut(StrEnum):
    """Why a page does not open."""

    NOT_OURS = auto()
    """Not a link of ours, or not of this person, ticket and visit."""
    EXPIRED = auto()
    """Not opened within 24 hours, or opened more than 72 hours ago."""
    OTHER_DEVICE = auto()
    """Another phone or browser opened it first."""
    SUBMITTED = auto()
    """This device has sent it in already."""
    REVOKED = auto()
    """Somebody else was named, or the matter no longer waits for a visit."""


class UploadFault(StrEnum):
    """Why what was sent in cannot be taken; nothing was changed."""

    GARBLED = auto()
    """Not a form, cut off on the way, or put together wrongly."""
    TOO_SLOW = auto()
    TOO_BIG = auto()
    PHOTO_TOO_BIG = auto()
    TOO_MANY_PHOTOS = auto()
    PHOTO_EMPTY = auto()
    NOT_A_PICTURE = auto()
    PICTURE_CUT_OFF = auto()
    BAD_FINDINGS = auto()
    BAD_POSITION = auto()
    BAD_KIND = auto()
    WORDS_TOO_LONG = auto()
