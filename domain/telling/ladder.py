"""Climbing while nobody signs for an urgent matter (升级阶梯): chat card, DING, a text to the duty phone, deputy, heads.

Each part that is not signed for climbs by itself; whoever is on duty when a rung comes is told, and holds the card from
then on, also where the shift has changed since the assignment.
"""

from collections.abc import Iterable, Iterator

from domain.deciding.clocks import arrival_due
from domain.ids import PersonId, UnitId
from domain.ladders import LadderKind, Means, Rung, rungs_at
from domain.notices import CardKind, Consequence, NoticeKind
from domain.steps import Step
from domain.telling.audience import Audience
from domain.ticket import Assignment
from domain.vocabulary import Office

_AT_WORK = frozenset({Office.DUTY_OFFICER, Office.LIAISON, Office.LEADER})
"""Who can sign: they are asked to. Everybody else hears that nobody has."""


def climbed(step: Step, around: Audience) -> Iterator[Consequence]:
    """The rungs of that step for the part it names."""
    unit, _, after = step.subject.rpartition("/")
    part = around.ticket.part_of(UnitId(unit))
    if part is None or not after.isdecimal():
        return
    ladder = around.context.policy.ladders.of(LadderKind.URGENT, around.ticket.urgency)
    told: set[tuple[PersonId, Means]] = set()
    for rung in rungs_at(ladder, int(after)):
        for kind, people in _reached(rung, part, around):
            fresh = [one for one in around.allowed(people) if (one, rung.by) not in told]
            told.update((one, rung.by) for one in fresh)
            yield from _told(fresh, kind, rung.by, part, around)


def _reached(
    rung: Rung, part: Assignment, around: Audience
) -> Iterator[tuple[NoticeKind, tuple[PersonId | None, ...]]]:
    for office in rung.to:
        if office in _AT_WORK:
            yield NoticeKind.ACK_REMINDER, (around.holder(office, part),)
            continue
        if office is Office.DEPUTY_HEAD:
            # The deputy (副班、带班领导) of the unit's own roster comes before the centre's.
            yield NoticeKind.ACK_REMINDER, around.deputies_on_duty(part)
        yield NoticeKind.UNACKNOWLEDGED, (around.holder(office, part),)


def _told(
    people: Iterable[PersonId], kind: NoticeKind, means: Means, part: Assignment, around: Audience
) -> Iterator[Consequence]:
    people = tuple(people)
    there_by = arrival_due(around.ticket, part, around.context)
    notices = around.tell(
        people, kind, urgent=True, units=(part.unit,), at=there_by, by_sms=means is Means.SMS
    )
    yield from around.ding(notices) if means is Means.DING else notices
    if kind is NoticeKind.ACK_REMINDER:
        yield from around.card(people, CardKind.TASK)
