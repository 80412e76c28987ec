"""What belongs before the next meeting, and why (`domain.md` §11): the program proposes, the centre head chooses."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from domain.context import Context
from domain.meetings.meeting import Proposal, Why
from domain.ticket import Ticket
from domain.vocabulary import Grade, Rating, State, Urgency

DISSATISFIED = 2
RETURNS = 2
PEOPLE = 5
PEOPLE_WITHIN = timedelta(days=10)
LATE_WORKING_DAYS = 5

_WEIGHT = {
    Why.SAFETY: 100,
    Why.SPECIAL_GRADE: 60,
    Why.MANY_PEOPLE: 50,
    Why.DISSATISFIED_TWICE: 40,
    Why.UNITS_DISAGREE: 40,
    Why.LEFT_OVER: 35,
    Why.LONG_OVERDUE: 30,
    Why.SHELF_REVIEW: 20,
    Why.PICKED: 90,
}


def reasons(ticket: Ticket, on: date, context: Context) -> tuple[Why, ...]:
    """Why this open matter belongs before a meeting on that day; nothing: it does not."""
    if not ticket.is_open:
        return ()
    return tuple(
        why
        for why, holds in (
            (Why.SAFETY, ticket.urgency is Urgency.CRITICAL),
            (Why.SPECIAL_GRADE, ticket.grade >= Grade.SPECIAL),
            (Why.MANY_PEOPLE, _many(ticket)),
            (Why.DISSATISFIED_TWICE, _dissatisfied(ticket) >= DISSATISFIED),
            (Why.UNITS_DISAGREE, len(ticket.returns) >= RETURNS),
            (Why.LONG_OVERDUE, _long_overdue(ticket, context)),
            (Why.SHELF_REVIEW, ticket.shelving is not None and ticket.shelving.review_on <= on),
        )
        if holds
    )


def may_matter(ticket: Ticket) -> bool:
    """Whether a reason that time alone cannot bring holds, or one day may: kept beside the row, so that few are looked at.

    Lateness is left out: what is long overdue is found by its due time.
    """
    return ticket.is_open and (
        ticket.urgency is Urgency.CRITICAL
        or ticket.grade >= Grade.SPECIAL
        or len(ticket.appellants) >= PEOPLE
        or _dissatisfied(ticket) >= DISSATISFIED
        or len(ticket.returns) >= RETURNS
        or ticket.state is State.SHELVED
    )


def ordered(proposals: Iterable[Proposal], at_most: int) -> tuple[Proposal, ...]:
    """The weightiest first; of the same weight the oldest (ids are time-ordered)."""
    by_weight = sorted(proposals, key=lambda one: (-weight(one.why), one.ticket))
    return tuple(by_weight[:at_most])


def weight(why: tuple[Why, ...]) -> int:
    """How much a matter presses, all its reasons together."""
    return sum(_WEIGHT[one] for one in why)


def overdue_until(context: Context) -> datetime:
    """Due by this moment, a matter is more than so many working days late, today counted."""
    day = context.today + timedelta(days=1)
    for _ in range(LATE_WORKING_DAYS + 1):
        day = context.calendar.previous_workday(day)
    return context.calendar.due_instant(day - timedelta(days=1))


def _many(ticket: Ticket) -> bool:
    """At least five people within ten days."""
    times = sorted({appeal.appellant: appeal.at for appeal in reversed(ticket.appeals)}.values())
    return any(times[n + PEOPLE - 1] - times[n] <= PEOPLE_WITHIN for n in range(len(times) - PEOPLE + 1))


def _dissatisfied(ticket: Ticket) -> int:
    """In how many rounds somebody was dissatisfied."""
    return len({given.round for given in ticket.ratings if given.rating is Rating.DISSATISFIED})


def _long_overdue(ticket: Ticket, context: Context) -> bool:
    return (
        ticket.limit is not None
        and ticket.state is not State.SHELVED
        and ticket.limit.due_at <= overdue_until(context)
    )
