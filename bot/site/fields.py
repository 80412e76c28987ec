"""Reads what the page's fields say: ticks, words, position, kind. Pure, and total over whatever a stranger may send."""

import json
import unicodedata
from collections.abc import Mapping

from domain.failures import Unreadable
from domain.ids import ItemNo
from domain.inbound import Position, SiteItemFinding
from domain.site_page import UploadFault
from domain.vocabulary import ConfirmationKind

MOST_ITEMS = 200
HIGHEST_ITEM = 9_999
FARTHEST_M = 1_000_000.0
_KEPT_CONTROLS = frozenset("\n\t")


class Unusable(Unreadable):
    """What was sent in cannot be taken. `photo`: which one, from 1."""

    def __init__(self, fault: UploadFault, photo: int | None = None) -> None:
        super().__init__(f"what was sent in cannot be taken: {fault}")
        self.fault = fault
        self.photo = photo


def words(text: str, longest: int) -> str:
    """Free text without control letters and outer spaces. Raises `Unusable` when too long or not writable."""
    try:
        text.encode()
    except UnicodeEncodeError:
        raise Unusable(UploadFault.GARBLED) from None
    plain = text.replace("\r\n", "\n")
    kept = "".join(c for c in plain if c in _KEPT_CONTROLS or unicodedata.category(c) != "Cc").strip()
    if len(kept) > longest:
        raise Unusable(UploadFault.WORDS_TOO_LONG)
    return kept


def findings(text: str, longest_note: int) -> tuple[SiteItemFinding, ...]:
    """The ticks: a JSON list of `{"item": 1, "passed": true, "note": ""}`, each item at most once."""
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        raise Unusable(UploadFault.BAD_FINDINGS) from None
    if not isinstance(told, list) or len(told) > MOST_ITEMS:
        raise Unusable(UploadFault.BAD_FINDINGS)
    found = tuple(_finding(one, longest_note) for one in told)
    if len({one.item for one in found}) != len(found):
        raise Unusable(UploadFault.BAD_FINDINGS)
    return found


def _finding(told: object, longest_note: int) -> SiteItemFinding:
    if not isinstance(told, dict):
        raise Unusable(UploadFault.BAD_FINDINGS)
    item, passed, note = told.get("item"), told.get("passed"), told.get("note", "")
    # A truth value is a number in Python, and 1 must not be taken for true nor true for 1.
    if isinstance(item, bool) or not isinstance(item, int) or not 1 <= item <= HIGHEST_ITEM:
        raise Unusable(UploadFault.BAD_FINDINGS)
    if not isinstance(passed, bool) or not isinstance(note, str):
        raise Unusable(UploadFault.BAD_FINDINGS)
    return SiteItemFinding(ItemNo(item), passed, words(note, longest_note))


def position(fields: Mapping[str, str]) -> Position | None:
    """Where the phone was, or nothing where all three fields are empty."""
    told = [fields.get(name, "").strip() for name in ("latitude", "longitude", "accuracy")]
    if not any(told):
        return None
    try:
        latitude, longitude, accuracy = (float(one) for one in told)
    except ValueError:
        raise Unusable(UploadFault.BAD_POSITION) from None
    if not (_within(latitude, 90) and _within(longitude, 180) and 0 <= accuracy <= FARTHEST_M):
        raise Unusable(UploadFault.BAD_POSITION)
    return Position(latitude, longitude, accuracy)


def _within(degrees: float, most: float) -> bool:
    # No comparison holds for "nan", so it is refused like any place off the globe.
    return abs(degrees) <= most


def kind(fields: Mapping[str, str]) -> ConfirmationKind:
    """How it was confirmed; on site unless said otherwise."""
    told = fields.get("kind", "").strip()
    if not told:
        return ConfirmationKind.SITE
    try:
        return ConfirmationKind(told)
    except ValueError:
        raise Unusable(UploadFault.BAD_KIND) from None
