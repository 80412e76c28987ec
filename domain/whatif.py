"""What would be if other rules counted: the due times of an open ticket under two sets of rules (`duban policy diff`).

Each due time is named by the rule that sets it, so that moves can be gathered by rule.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from domain.calendar_clock import local_date
from domain.context import Context
from domain.deciding import clocks
from domain.duetime import due_time, running_due
from domain.policy import Policy
from domain.ticket import Assignment, Limit, RunningLimit, Supervision, Ticket
from domain.timetable.dispatched import RUNNING
from domain.vocabulary import Area, State, Urgency


@dataclass(frozen=True, slots=True)
class Due:
    """One due time: the key of the rule in `policy.yaml`, the limit where it is one, and when."""

    rule: str
    limit: Limit | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Move:
    """A due time that would be another one."""

    ticket: str
    before: Due
    after: Due

    def overdue(self, now: datetime) -> bool:
        """Whether it would be late at once, and is not now."""
        return self.after.at <= now < self.before.at


@dataclass(frozen=True, slots=True)
class Either:
    """The rules in force and the rules asked about, each with its calendar (office hours belong to the rules)."""

    old: Context
    new: Context

    def moves(self, ticket: Ticket) -> Iterator[Move]:
        """Every due time of an open ticket that the new rules would move."""
        for before, after in self._dues(ticket):
            if before.at != after.at:
                yield Move(ticket.number, before, after)

    def _dues(self, ticket: Ticket) -> Iterator[tuple[Due, Due]]:
        if ticket.limit is not None and ticket.state in RUNNING:
            yield from self._handling(ticket, ticket.limit)
        yield from zip(_clocks(ticket, self.old), _clocks(ticket, self.new), strict=True)
        if ticket.supervision is not None:
            yield from self._sheet(ticket.supervision)

    def _handling(self, ticket: Ticket, running: RunningLimit) -> Iterator[tuple[Due, Due]]:
        rule, old = _rule_of(ticket, running.limit, self.old.policy)
        new = _limit_by(rule, ticket, self.new.policy) if old is not None else running.limit
        before = running_due(running, self.old.calendar).at
        after = running_due(replace(running, limit=new), self.new.calendar).at
        yield Due(rule, running.limit, before), Due(rule, new, after)

    def _sheet(self, sheet: Supervision) -> Iterator[tuple[Due, Due]]:
        old, new = (context.policy.supervision.get(sheet.grade) for context in (self.old, self.new))
        if old is None or new is None:
            return
        before = Due("supervision", old, due_time(old, sheet.at, self.old.calendar).at)
        if before.at == sheet.due_at:
            # Another date was said by a person, and stays.
            yield before, Due("supervision", new, due_time(new, sheet.at, self.new.calendar).at)


SAID = ""
"""No rule: the limit was said by a person (at a meeting, in a command)."""


def _rule_of(ticket: Ticket, limit: Limit, policy: Policy) -> tuple[str, Limit | None]:
    """Which rule set a handling limit, as far as the rules in force can tell."""
    if ticket.lead is None:
        return SAID, None
    if limit == _limit_by("limits", ticket, policy):
        return "limits", limit
    return ("rework", limit) if limit == policy.rework else (SAID, None)


def _limit_by(rule: str, ticket: Ticket, policy: Policy) -> Limit:
    if rule == "rework" or ticket.lead is None:
        return policy.rework
    day = local_date(ticket.received_at)
    return policy.limit_for(ticket.nature, ticket.category, ticket.urgency, ticket.lead.unit, day)


def _clocks(ticket: Ticket, context: Context) -> Iterator[Due]:
    """The small clocks that run on the ticket now; which they are is a matter of the ticket alone, never of the rules."""
    if ticket.state is State.RECEIVED:
        yield Due(
            "dispatch_wait",
            None,
            clocks.office_wait(ticket.received_at, context.policy.dispatch_wait, context),
        )
    if ticket.state is State.NEED_INFO and ticket.question is not None:
        yield Due("need_info_working_days", None, clocks.need_info_until(ticket.question.at, context))
    if ticket.state not in RUNNING:
        return
    for part in ticket.assignments:
        if part.acknowledged_at is None:
            rule = "acknowledge_urgent" if clocks.is_urgent(ticket) else "acknowledge"
            yield Due(rule, None, clocks.acknowledge_due(ticket, part, context))
    if ticket.lead is not None:
        yield from _first_hours(ticket, ticket.lead, context)


def _first_hours(ticket: Ticket, part: Assignment, context: Context) -> Iterator[Due]:
    due = clocks.arrival_due(ticket, part, context)
    if part.arrived_at is None and due is not None:
        yield Due("arrival_town" if ticket.area is Area.TOWN else "arrival_village", None, due)
    if ticket.urgency is Urgency.CRITICAL and part.first_report_at is None:
        span: timedelta = context.policy.critical_feedback
        yield Due("critical_feedback", None, clocks.urgent_from(ticket, part) + span)
    if part.contacted_at is None:
        yield Due("contact_working_days", None, clocks.contact_due(part, context))
