"""The centre's store of answers (答复库): entries without personal data, each change a new version beside the old ones."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from domain.ids import PersonId

LONGEST_TITLE, LONGEST_BODY, SHORTEST_BODY = 60, 500, 10
"""Letters. A body goes out as a text message, in parts of 67."""


@dataclass(frozen=True, slots=True)
class AnswerDraft:
    """What somebody wants to keep: the answer, what it is about, where it comes from and from when to when it holds."""

    title: str
    body: str
    category: str = ""
    """Code of a class in the centre's catalogue, or nothing."""
    source: str = ""
    since: date | None = None
    until: date | None = None
    """The last day on which it holds."""


@dataclass(frozen=True, slots=True)
class AnswerEntry:
    """One version of an entry. `entry` is the number people know it by (库12); versions count from 1."""

    entry: int
    version: int
    draft: AnswerDraft
    stopped: bool
    by: PersonId
    at: datetime

    def holds_on(self, day: date) -> bool:
        """Whether it may be given as an answer that day."""
        since, until = self.draft.since or date.min, self.draft.until or date.max
        return not self.stopped and since <= day <= until


class DraftFault(StrEnum):
    """What can be wrong with a draft; each has its sentence in `config/texts/library.py`."""

    NO_TITLE = "no_title"
    TITLE_TOO_LONG = "title_too_long"
    BODY_TOO_SHORT = "body_too_short"
    BODY_TOO_LONG = "body_too_long"
    ENDS_FIRST = "ends_first"
    """The last day lies before the first."""
    UNKNOWN_CATEGORY = "unknown_category"
    PERSONAL = "personal"
    """It holds somebody's mobile or identity number."""


def fault_of(draft: AnswerDraft, categories: Collection[str], *, personal: bool) -> DraftFault | None:
    """The first thing wrong with a draft. `personal`: the words were heard to hold personal data."""
    if personal:
        return DraftFault.PERSONAL
    if not draft.title:
        return DraftFault.NO_TITLE
    if len(draft.title) > LONGEST_TITLE:
        return DraftFault.TITLE_TOO_LONG
    if len(draft.body) < SHORTEST_BODY:
        return DraftFault.BODY_TOO_SHORT
    if len(draft.body) > LONGEST_BODY:
        return DraftFault.BODY_TOO_LONG
    if draft.since and draft.until and draft.until < draft.since:
        return DraftFault.ENDS_FIRST
    if draft.category and draft.category not in categories:
        return DraftFault.UNKNOWN_CATEGORY
    return None
