"""Escalation ladders (升级阶梯): who is told at which step, with which means, while nobody acts; by urgency, from the policy.

Two of them: LATE climbs after a limit's end, in working days; URGENT climbs while nobody acts on an urgent matter, in
minutes by day and night. `domain/telling` turns a rung into people.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NewType

from domain.ticket import Limit
from domain.vocabulary import LimitKind, Office, Urgency


class Means(StrEnum):
    """How somebody is told."""

    CARD = "card"
    """The task's card in one-to-one chat."""
    MESSAGE = "message"
    DING = "ding"
    """A message with a strong reminder (强提醒)."""
    SMS = "sms"
    """A text message, to the duty phone where the office is the duty officer's."""


class LadderKind(StrEnum):
    """What is climbed for."""

    LATE = "late"
    URGENT = "urgent"


LADDER_CLOCK: Mapping[LadderKind, LimitKind] = {
    LadderKind.LATE: LimitKind.WORKING_DAYS,
    LadderKind.URGENT: LimitKind.WALL_CLOCK,
}
"""The clock on which a ladder's rungs stand."""

LADDER_MEANS: Mapping[LadderKind, frozenset[Means]] = {
    LadderKind.LATE: frozenset({Means.MESSAGE, Means.DING}),
    LadderKind.URGENT: frozenset(Means),
}


@dataclass(frozen=True, slots=True)
class Rung:
    """One step: so long `after` (working days for LATE, minutes for URGENT; 0: at once) these offices are told."""

    after: int
    to: tuple[Office, ...]
    by: Means = Means.MESSAGE


Ladder = NewType("Ladder", tuple[Rung, ...])
"""In the order of climbing; several rungs may stand at the same moment, with different means."""


@dataclass(frozen=True, slots=True)
class Ladders:
    """A ladder per kind; `by_urgency` overrides the general one for matters of that urgency."""

    late: Ladder
    urgent: Ladder
    by_urgency: Mapping[tuple[LadderKind, Urgency], Ladder] = field(default_factory=dict)

    def of(self, kind: LadderKind, urgency: Urgency) -> Ladder:
        """The ladder that a matter of this urgency climbs."""
        general = self.late if kind is LadderKind.LATE else self.urgent
        return self.by_urgency.get((kind, urgency), general)

    def every(self) -> Mapping[tuple[LadderKind, Urgency | None], Ladder]:
        """All of them, the general ones under None."""
        return {
            (LadderKind.LATE, None): self.late,
            (LadderKind.URGENT, None): self.urgent,
            **{(kind, urgency): ladder for (kind, urgency), ladder in self.by_urgency.items()},
        }


_UNIT = (Office.LEADER,)
_ON_DUTY = (Office.DUTY_OFFICER, Office.LIAISON, Office.LEADER)

UNIT_HEAD_FROM, HEAD_FROM = 3, 5
"""Working days late from which, where nothing else is said, the unit head and the centre head are told (§7.4)."""


def late_ladder(days: tuple[int, ...]) -> Ladder:
    """The ladder of §7.4 with its rungs after so many working days late."""
    return Ladder(tuple(Rung(one, _from_day(one)) for one in days))


def _from_day(day: int) -> tuple[Office, ...]:
    head = (Office.UNIT_HEAD,) if day >= UNIT_HEAD_FROM else ()
    centre = (Office.CENTRE_HEAD, Office.SUPERVISOR) if day >= HEAD_FROM else ()
    return (*_UNIT, *head, *centre)


DEFAULT_LADDERS = Ladders(
    late=late_ladder((1, 3, 5)),
    urgent=Ladder(
        (
            Rung(0, _ON_DUTY, Means.CARD),
            Rung(10, _ON_DUTY, Means.DING),
            Rung(10, (Office.SUPERVISOR, Office.DISPATCHER), Means.MESSAGE),
            Rung(15, (Office.DUTY_OFFICER,), Means.SMS),
            Rung(20, (Office.DEPUTY_HEAD,), Means.DING),
            Rung(30, (Office.UNIT_HEAD, Office.CENTRE_HEAD), Means.DING),
        )
    ),
)
"""Late: as §7.4. Urgent: chat card, then DING, a text to the duty phone, the deputy, the heads (issue 4)."""


def rungs_at(ladder: Ladder, after: int) -> tuple[Rung, ...]:
    """The rungs that stand exactly there, or, where the ladder was changed meanwhile, those of the last step before it."""
    reached = [rung.after for rung in ladder if rung.after <= after]
    return tuple(rung for rung in ladder if reached and rung.after == reached[-1])


def limit_of(kind: LadderKind, rung: Rung) -> Limit:
    """How long after the beginning the rung stands, as a limit: for words and for counting."""
    return Limit(LADDER_CLOCK[kind], rung.after, "")
