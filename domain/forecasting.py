"""The month's quota forecast: what model matters cost, times how many there will be, against what an edition allows.

Editions: `dingtalk.md` §14.2 (from 19 November 2025). Answers into a session by its webhook need no token and are shown, but
not counted against the calls.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from domain.economy import Budget

DAYS = 30
"""Of a month in which requests come: also on days off."""
WORKING_DAYS = 22
"""Of a month on which a morning digest goes out."""


class Edition(StrEnum):
    """DingTalk's editions and packs."""

    STANDARD = "standard"
    PROFESSIONAL = "professional"
    """One share."""
    PACK = "pack"
    """The add-on pack."""


ALLOWS: Mapping[Edition, Budget] = {
    Edition.STANDARD: Budget(5_000, 3_000),
    Edition.PROFESSIONAL: Budget(200_000, 50_000),
    Edition.PACK: Budget(5_000_000, 500_000),
}


class Matter(StrEnum):
    """What a request becomes, as far as it costs differently; a model story each."""

    ANSWERED = "answered"
    ORDINARY = "ordinary"
    LATE = "late"
    URGENT = "urgent"
    LISTED = "listed"


PERMILLE: Mapping[Matter, int] = {
    Matter.ANSWERED: 700,
    Matter.ORDINARY: 250,
    Matter.LATE: 30,
    Matter.URGENT: 8,
    Matter.LISTED: 12,
}
"""Of a thousand requests: 70 % end with an answer, 50 to 100 of 230 a day are passed on, some 28 in ten days are listed
(`domain.md` §1.2, §11)."""


class Spend(StrEnum):
    """What is spent, by kind."""

    CARDS_PUT = "cards_put"
    CARDS_UPDATED = "cards_updated"
    NOTICES = "notices"
    GROUP_NEWS = "group_news"
    DINGS = "dings"
    DOWNLOADS = "downloads"
    UPLOADS = "uploads"
    DIGESTS = "digests"
    OTHER = "other"
    PUSHES = "pushes"
    """What people say and press, and events: pushed to us over the Stream."""
    SESSION_REPLIES = "session_replies"
    """Answers by the session's webhook."""


FREE = frozenset({Spend.SESSION_REPLIES})
NOT_CALLS = FREE | {Spend.PUSHES}

Costs = Mapping[Spend, int]


@dataclass(frozen=True, slots=True)
class Volume:
    """So many requests a day and so many units that get a morning digest."""

    per_day: int
    units: int


@dataclass(frozen=True, slots=True)
class Forecast:
    """A month's spending by kind, against an edition."""

    volume: Volume
    budget: Budget
    spent: Costs

    @property
    def calls(self) -> int:
        """Counted API calls."""
        return sum(count for kind, count in self.spent.items() if kind not in NOT_CALLS)

    @property
    def pushes(self) -> int:
        """Stream pushes."""
        return self.spent.get(Spend.PUSHES, 0)

    @property
    def fits(self) -> bool:
        """Whether the edition carries it."""
        return self.calls <= self.budget.calls and self.pushes <= self.budget.pushes

    def without(self, *kinds: Spend) -> int:
        """Counted calls if these were given up."""
        return self.calls - sum(self.spent.get(kind, 0) for kind in kinds)


def matters(volume: Volume) -> Mapping[Matter, int]:
    """How many of each a month brings; rounded up, so that a small centre has one of each kind too."""
    requests = volume.per_day * DAYS
    return {matter: -(-requests * share // 1000) for matter, share in PERMILLE.items()}


def forecast(volume: Volume, budget: Budget, costs: Mapping[Matter, Costs]) -> Forecast:
    """The month. `costs`: what one matter of each kind costs, as counted by playing it."""
    spent = dict.fromkeys(Spend, 0)
    for matter, count in matters(volume).items():
        for kind, cost in costs[matter].items():
            spent[kind] += cost * count
    spent[Spend.DIGESTS] += volume.units * WORKING_DAYS
    return Forecast(volume, budget, spent)


def carries(budget: Budget, units: int, costs: Mapping[Matter, Costs]) -> int:
    """The most requests a day that a budget carries; 0: not even one."""
    low, high = 0, 1
    while forecast(Volume(high, units), budget, costs).fits:
        low, high = high, high * 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if forecast(Volume(middle, units), budget, costs).fits else (low, middle)
    return low


def smallest_edition(of: Forecast) -> Edition | None:
    """The first edition that carries it; None: several shares are needed."""
    return next(
        (edition for edition, budget in ALLOWS.items() if Forecast(of.volume, budget, of.spent).fits),
        None,
    )
