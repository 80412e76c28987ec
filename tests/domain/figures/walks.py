"""Tickets to which anything sensible happens, by plain chance: histories for the tests of facts."""

import itertools
from collections.abc import Iterator
from datetime import timedelta
from random import Random

from domain import commands as asked
from domain.actor import SYSTEM
from domain.ids import TicketId, VisitId
from domain.vocabulary import Urgency
from tests.domain.wishes import right, sensible
from tests.world import Case, at


def walks(count: int, turns: int = 40) -> Iterator[Case]:
    """So many matters, each with its whole history."""
    for walk in range(count):
        draw = Random(f"figures/{walk}")
        case = Case(at("2019-07-05 09:00"))
        case.ids = itertools.count(1_000_000 * (walk + 1))
        case.filed(
            ticket=TicketId(walk + 1),
            number=f"NX20190705{walk + 1:05d}",
            short_code=f"E{walk + 100}",
            urgency=draw.choice(list(Urgency)),
        )
        for _ in range(turns):
            _turn(case, draw)
        yield case


def _turn(case: Case, draw: Random) -> None:
    chance = draw.random()
    if chance < 0.4 and (wish := right(case)):
        case.tries(wish)
    elif chance < 0.8:
        case.tries(sensible(case, draw.getrandbits(32)))
    elif chance < 0.9 and (due := next(iter(case.timers()), None)):
        case.now = max(case.now, due.due_at)
        case.tries(asked.TimeCame(SYSTEM, due.step, VisitId(next(case.ids))))
    else:
        case.now += timedelta(minutes=draw.choice([1, 61, 600, 3000]))
