"""Which moments a ticket waits for. Timers are a function of the ticket: after every change the store holds exactly these.

That is how nothing can be forgotten (invariant 3): a ticket that is open always wants at least one timer, and a step
taken is remembered on the ticket (`Ticket.steps_taken`), so that each is taken once, over restarts and repeats.
"""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Timer:
    """A step of the ticket's timetable and when it comes. `step` is unique on the ticket and names its round."""

    step: str
    due_at: datetime
