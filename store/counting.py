"""Every figure as the rows it counts: one condition for the number and for the list of tickets behind it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import BindParameter, ColumnElement, Table, and_, bindparam, case, or_

from domain.figures.counts import Figure
from domain.figures.facts import Ending, HappeningKind
from domain.vocabulary import Grade, Rating, RatingWay
from store.columns import UtcTime
from store.tables.facts import happenings, opinions, ticket_facts, work_rounds
from store.tables.tickets import tickets

Condition = ColumnElement[bool]


@dataclass(frozen=True, slots=True)
class Span:
    """From `since` (included) to `until` (excluded); of a period that is not over, `until` is now. Named, filled in later."""

    since: BindParameter[datetime]
    until: BindParameter[datetime]

    def holds(self, moment: ColumnElement[datetime]) -> Condition:
        """The moment lies in it."""
        return and_(moment >= self.since, moment < self.until)


SPAN = Span(bindparam("since", type_=UtcTime()), bindparam("until", type_=UtcTime()))
"""The one all statements are written with: writing them anew for every question costs more than counting."""


def touches(span: Span) -> Condition:
    """Rounds of work that were open at some moment of it: found by their ends, which leaves out all that was over before."""
    r = work_rounds.c
    return and_(r.begun_at < span.until, or_(r.ended_at.is_(None), r.ended_at >= span.since))


def workload(span: Span) -> Mapping[Figure, Condition]:
    """Of rounds that touch the span. The identities of `Workload` hold because the conditions part them."""
    r = work_rounds.c
    begun, ended = r.begun_at >= span.since, span.holds(r.ended_at)
    first, done = ~r.again, and_(ended, r.ending == Ending.DONE.value)
    open_still = or_(r.ended_at.is_(None), r.ended_at >= span.until)
    back = and_(r.unshelved_at.is_not(None), r.unshelved_at < span.until)
    lies = and_(r.shelved_at.is_not(None), r.shelved_at < span.until, ~back)
    in_time = or_(r.due_at.is_(None), _judged(span) < r.due_at)
    in_the_end = case((r.claimed_at.is_not(None), r.claimed_at), else_=r.ended_at)
    on_time = or_(r.due_at.is_(None), in_the_end < r.due_at)
    late = and_(open_still, ~lies, ~in_time)
    assigned = and_(begun, first)
    called = and_(r.urgent_at.is_not(None), span.holds(r.urgent_at))
    came = and_(called, r.arrived_at.is_not(None))
    return {
        Figure.OPEN_AT_START: r.begun_at < span.since,
        Figure.ASSIGNED: assigned,
        Figure.AGAIN: and_(begun, r.again),
        Figure.TAKEN_AWAY: and_(ended, r.ending == Ending.TAKEN.value),
        Figure.HANDLED: done,
        Figure.HANDLED_ON_TIME: and_(done, on_time),
        Figure.HANDLED_LATE: and_(done, ~on_time),
        Figure.FIRST_HANDLED: and_(done, first),
        Figure.WITHIN_LIMIT: and_(open_still, ~lies, in_time),
        Figure.OVERDUE_OPEN: late,
        Figure.SHELVED: and_(open_still, lies),
        Figure.DUE: or_(done, late),
        Figure.OVERDUE: or_(and_(done, ~on_time), late),
        Figure.IN_HAND: open_still,
        Figure.ACKNOWLEDGED_ON_TIME: and_(assigned, r.acknowledged_at.is_not(None), ~r.acknowledged_late),
        Figure.CONTACTED_ON_TIME: and_(assigned, r.contacted_at.is_not(None), ~r.contacted_late),
        Figure.URGENT_CALLS: called,
        Figure.ARRIVED_ON_TIME: and_(came, ~r.arrived_late),
        Figure.ARRIVED_LATE: and_(came, r.arrived_late),
        Figure.ARRIVAL_MISSED: and_(called, r.arrived_at.is_(None), r.arrival_missed),
    }


def _judged(span: Span) -> ColumnElement[datetime]:
    """The moment by which an open round is late or not: the unit's claim, the pause under way, else the end of the span."""
    r = work_rounds.c
    return case(
        (and_(r.claimed_at.is_not(None), r.claimed_at < span.until), r.claimed_at),
        (and_(r.paused_at.is_not(None), r.paused_at < span.until), r.paused_at),
        else_=span.until,
    )


def ratings(_span: Span) -> Mapping[Figure, Condition]:
    """The last opinion of each appellant in the span."""
    o = opinions.c
    counted = ~o.excluded
    by_rating = {
        Figure.SATISFIED: Rating.SATISFIED,
        Figure.BASICALLY: Rating.BASICALLY,
        Figure.NO_RATING: Rating.NO_RATING,
        Figure.DISSATISFIED: Rating.DISSATISFIED,
    }
    return {
        **{figure: and_(o.rating == rating.value, counted) for figure, rating in by_rating.items()},
        Figure.EXCLUDED: o.excluded,
        Figure.REACHED: o.way != RatingWay.UNREACHABLE.value,
        Figure.SOLVED: o.solved,
    }


def last_said(span: Span) -> Condition:
    """Opinions given in the span that none of its later ones took the place of."""
    o = opinions.c
    return and_(span.holds(o.at), or_(o.superseded_at.is_(None), o.superseded_at >= span.until))


def doings(_span: Span) -> Mapping[Figure, Condition]:
    """Of happenings in the span."""
    h = happenings.c
    kinds = {Figure(kind.value): h.kind == kind.value for kind in HappeningKind}
    return {
        **kinds,
        Figure.SHEETS: and_(kinds[Figure.SHEETS], h.degree >= int(Grade.GENERAL)),
        Figure.FIRST_SENT_BACK: and_(kinds[Figure.SENT_BACK], h.degree == 1),
    }


def in_span(span: Span) -> Condition:
    """Happenings in the span."""
    return span.holds(happenings.c.at)


def of_the_centre(span: Span) -> Mapping[Figure, Condition]:
    """What became of tickets, whoever has them."""
    f = ticket_facts.c
    moments = {
        Figure.ANSWERED_AT_ONCE: f.answered_at,
        Figure.PASSED_ON: f.passed_on_at,
        Figure.DECLINED: f.declined_at,
        Figure.MERGED: f.merged_at,
        Figure.CLOSED: f.closed_at,
    }
    return {figure: span.holds(moment) for figure, moment in moments.items()}


@dataclass(frozen=True, slots=True)
class Source:
    """Where figures are counted: the rows looked at, and which of them each figure counts."""

    table: Table
    among: Callable[[Span], Condition]
    figures: Callable[[Span], Mapping[Figure, Condition]]


WORK = Source(work_rounds, touches, workload)
RATED = Source(opinions, last_said, ratings)
DONE = Source(happenings, in_span, doings)
BY_UNIT = (WORK, RATED, DONE)


def received(span: Span) -> Condition:
    """Tickets received in it."""
    return span.holds(tickets.c.received_at)
