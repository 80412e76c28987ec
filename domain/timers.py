"""Which moments a ticket waits for. Timers are a function of the ticket: after every change the store holds exactly these.

That is how nothing can be forgotten (invariant 3): a ticket that is open always wants at least one timer, and a step
taken is remembered on the ticket (`Ticket.steps_taken`, `Ticket.reminded`), so that each is taken once, over restarts
and repeats. The ladder is that of `domain.md` §7.4.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from domain.context import Context
from domain.ticket import Ticket
from domain.timetable import dispatched, ended, waiting
from domain.timetable.plan import Planned


@dataclass(frozen=True, slots=True)
class Timer:
    """A step of the ticket's timetable and when it comes. `step` is unique on the ticket and names its round."""

    step: str
    due_at: datetime


def timers_for(ticket: Ticket, context: Context) -> tuple[Timer, ...]:
    """Every step the ticket still waits for, in order; what the moment is plays no part, so the answer is stable."""
    wanted = sorted(_planned(ticket, context), key=lambda p: (p.due_at, str(p.step)))
    return tuple(Timer(str(p.step), p.due_at) for p in wanted if str(p.step) not in ticket.steps_taken)


def _planned(ticket: Ticket, context: Context) -> Iterator[Planned]:
    if not ticket.is_open:
        yield from ended.steps(ticket, context)
        return
    yield from waiting.steps(ticket, context)
    yield from dispatched.steps(ticket, context)
