"""The steps of a ticket's timetable, each with a name that says what it hangs on, so that it is taken once.

The ladder is that of `domain.md` §7.4. A step that repeats comes again every working morning for as long as its
reason lasts: nothing can be forgotten (invariant 3).
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Self


class StepKind(StrEnum):
    """What a step is about."""

    DISPATCH_WAITING = "dispatch_waiting"
    NEED_INFO_EXPIRED = "need_info_expired"
    ACK_HALF = "ack_half"
    ACK_DUE = "ack_due"
    RUNG = "rung"
    """Of the urgent ladder; the subject is the unit and the rung's minutes (water/10)."""
    ARRIVAL_WARNING = "arrival_warning"
    ARRIVAL_DUE = "arrival_due"
    CRITICAL_FEEDBACK = "critical_feedback"
    CONTACT_DUE = "contact_due"
    HALF_SILENT = "half_silent"
    DUE_TOMORROW = "due_tomorrow"
    DUE_IN_HOURS = "due_in_hours"
    DUE_TODAY = "due_today"
    OVERDUE = "overdue"
    LATE = "late"
    """The subject says how many working days late."""
    STILL_LATE = "still_late"
    ITEM_SILENT = "item_silent"
    """The subject is the item's number."""
    RETURN_WAITING = "return_waiting"
    EXTENSION_WAITING = "extension_waiting"
    REVIEW_WAITING = "review_waiting"
    CONFIRMER_WAITING = "confirmer_waiting"
    VISIT_DUE = "visit_due"
    VISIT_LATE = "visit_late"
    SAMPLE_DUE = "sample_due"
    """A matter answered at once is in the sample that is called back."""
    SURVEY_SILENT = "survey_silent"
    CALL_WAITING = "call_waiting"
    APPROVAL_WAITING = "approval_waiting"
    TOWN_WAITING = "town_waiting"
    """The town that whistled has not confirmed."""
    ANALYSIS_WAITING = "analysis_waiting"
    SHEET_DUE = "sheet_due"
    SHELF_REVIEW = "shelf_review"
    SHELF_MISSED = "shelf_missed"
    LOOK_BACK_DUE = "look_back_due"
    LOOK_BACK_WAITING = "look_back_waiting"

    @property
    def repeats(self) -> bool:
        """Whether it comes again every working morning."""
        return self in REPEATING


REPEATING = frozenset(
    {
        StepKind.DISPATCH_WAITING,
        StepKind.STILL_LATE,
        StepKind.RETURN_WAITING,
        StepKind.EXTENSION_WAITING,
        StepKind.REVIEW_WAITING,
        StepKind.CONFIRMER_WAITING,
        StepKind.VISIT_LATE,
        StepKind.CALL_WAITING,
        StepKind.APPROVAL_WAITING,
        StepKind.TOWN_WAITING,
        StepKind.ANALYSIS_WAITING,
        StepKind.LOOK_BACK_WAITING,
    }
)


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its kind, the moment it hangs on (seconds since 1970), and whom or what it is about.

    As text `kind:anchor:subject`; a moved limit or a new round has another anchor and so is another step.
    """

    kind: StepKind
    anchor: int
    subject: str = ""

    def __str__(self) -> str:
        """The name under which it is kept and taken."""
        return f"{self.kind.value}:{self.anchor}:{self.subject}"

    @classmethod
    def at(cls, kind: StepKind, moment: datetime, subject: str = "") -> Self:
        """The step of that kind that hangs on a moment."""
        return cls(kind, int(moment.timestamp()), subject)

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """The step behind a name, or None where there is none such."""
        kind, _, rest = text.partition(":")
        anchor, _, subject = rest.partition(":")
        if kind not in set(StepKind) or not anchor.removeprefix("-").isdecimal() or not anchor.isascii():
            return None
        step = cls(StepKind(kind), int(anchor), subject)
        return step if str(step) == text else None

    @property
    def moment(self) -> datetime:
        """What it hangs on, as an instant in UTC."""
        return datetime.fromtimestamp(self.anchor, UTC)
