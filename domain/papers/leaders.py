"""Papers for leaders: the brief, and the proposal to summon or to hold responsible (`domain.md` §10.2)."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from domain.papers.kinds import PaperKind
from domain.papers.paper import Formal


@dataclass(frozen=True, slots=True)
class Section:
    """A heading (without its numeral) and the paragraphs under it."""

    heading: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief(Formal):
    """呈阅件 / 专报, D20, about a hot topic or a major matter."""

    kind: ClassVar[PaperKind] = PaperKind.BRIEF

    head: str
    """呈阅件 or 专报: the red head says which."""
    issue_number: str
    subject: str
    opening: str
    sections: tuple[Section, ...]
    enclosures: tuple[str, ...] = ()
    reported_to: str
    sent_to: str = ""
    printed: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact, and the record it stands on."""

    no: int
    at: datetime
    ticket_number: str
    fact: str
    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountabilityProposal(Formal):
    """约谈建议、问责线索移送, D21: facts and a proposal. The program decides nothing and publishes nothing."""

    kind: ClassVar[PaperKind] = PaperKind.ACCOUNTABILITY
    restricted: ClassVar[bool] = True

    proposal: str
    """约谈建议 or 问责线索移送."""
    proposal_number: str
    addressee: str
    unit: str
    rule: str
    summary: str
    facts: tuple[Fact, ...]
    unit_statement: str = ""
    proposed: str
    audience: str
    """The circle that may read it, by office."""
