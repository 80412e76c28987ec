"""The rules in force (政策) as a docket: whose word put which text into effect when; appended, chained, never edited."""

from dataclasses import dataclass, replace
from datetime import datetime

from domain.docket import DocketKind, Entry
from domain.ids import DocketId, PersonId, Sealed

LABEL = "policy"
"""There is one book: the centre's `policy.yaml`."""


@dataclass(frozen=True, slots=True)
class RulesTookEffect:
    """From now on these rules count. The entry's `by` says whose word it was: an official's, or a restart's (system)."""

    book: DocketId
    digest: str
    """SHA-256 of the file as read, in hex."""
    text: Sealed
    """The file, whole."""
    reason: Sealed | None = None


@dataclass(frozen=True, slots=True)
class RulesFollowed:
    """The reminders of every ticket open at that time were planned anew by the rules in force."""

    tickets: int


@dataclass(frozen=True, slots=True)
class RuleBook:
    """The rules in force now."""

    id: DocketId
    version: int
    digest: str
    text: Sealed
    since: datetime
    by: PersonId | None
    """None: they were found changed when the program was started."""
    reason: Sealed | None = None
    followed: bool = True
    """Whether the open tickets' reminders follow them; the first rules of all have nothing before them to follow."""


def _fold(book: RuleBook | None, entry: Entry["RuleBookEvent"]) -> RuleBook:
    match entry.event:
        case RulesTookEffect(docket, digest, text, reason):
            by, followed = entry.by.person, book is None
            return RuleBook(docket, entry.seq, digest, text, entry.at, by, reason, followed)
        case RulesFollowed() if book:
            return replace(book, version=entry.seq, followed=True)
    raise ValueError("rules take effect before they are followed")


RuleBookEvent = RulesTookEffect | RulesFollowed

RULES: DocketKind[RuleBook, RuleBookEvent] = DocketKind(
    "policy", RuleBook, RuleBookEvent, _fold, lambda _book: LABEL, lambda _book: True
)
