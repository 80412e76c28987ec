"""Papers of a dispatch meeting (逢6调度会): assignment list and minutes (`domain.md` §11, §13.4)."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from domain.papers.kinds import PaperKind
from domain.papers.paper import Formal


@dataclass(frozen=True, slots=True)
class AssignmentLine:
    """One line of an assignment list; columns in the order of `domain.md` §13.4."""

    no: int
    ticket: str
    problem: str
    place: str
    lead_unit: str
    leader: str
    assist_units: str
    demand: str
    finish_by: str
    progress: str = ""
    closed_out: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignmentList(Formal):
    """交办清单 (第N批), D2."""

    kind: ClassVar[PaperKind] = PaperKind.ASSIGNMENT_LIST

    batch: str
    meeting_on: date
    lines: tuple[AssignmentLine, ...]


@dataclass(frozen=True, slots=True)
class LookedBack:
    """What became of one item of the last batch."""

    no: int
    problem: str
    lead_unit: str
    progress: str
    result: str


@dataclass(frozen=True, slots=True)
class Decided:
    """One item as the chair decided it, with the head's pledge (表态)."""

    no: int
    problem: str
    lead_unit: str
    leader: str
    assist_units: str
    demand: str
    due: str
    pledge: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Minutes(Formal):
    """调度会纪要, D19: the course of §11 (figures, look-back, new list, pledges, what next)."""

    kind: ClassVar[PaperKind] = PaperKind.MINUTES

    minutes_number: str
    batch: str
    meeting_on: date
    meeting_place: str
    chair: str
    present: str
    absent: str = ""
    situation: tuple[str, ...]
    looked_back: tuple[LookedBack, ...]
    decided: tuple[Decided, ...]
    next_steps: tuple[str, ...]
    sent_to: str
