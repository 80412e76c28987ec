"""A planned step, and the two ways to plan one: once, or again every working morning while its reason lasts."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from domain.context import Context
from domain.steps import Step, StepKind
from domain.ticket import Ticket


@dataclass(frozen=True, slots=True)
class Planned:
    """A step and the instant it comes."""

    step: Step
    due_at: datetime


def once(kind: StepKind, anchor: datetime, due_at: datetime, subject: str = "") -> Planned:
    """A step that comes once for each thing it hangs on."""
    return Planned(Step.at(kind, anchor, subject), due_at)


def daily(
    ticket: Ticket, kind: StepKind, since: datetime, first: datetime, context: Context
) -> Iterator[Planned]:
    """A reminder that comes at `first` and then every working morning; `since` is when the wait began."""
    last = next((at for name, at in ticket.reminded if name == kind.value), None)
    due = first if last is None or last < since else context.calendar.next_working_morning(last)
    yield Planned(Step.at(kind, due), due)
