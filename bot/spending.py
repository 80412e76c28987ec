"""Counts what is spent of the month's budget: calls as they happen, written down every few seconds (design §4, Quota).

A killed process loses the last seconds of counting, never more; the platform's own console has the exact figures.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from domain.calendar_clock import local_date
from domain.economy import Budget, Supply, supply
from store.database import Connection, Database
from store.quota import Quota

CALLS = "calls"
PUSHES = "pushes"
BELIEVED_FOR = timedelta(hours=1)


@dataclass(slots=True)
class Spending:
    """`clock` is business time: the month is the business month."""

    database: Database
    clock: Callable[[], datetime]
    budget: Budget
    unwritten: Counter[str] = field(default_factory=Counter)
    stands: Supply = Supply.AMPLE
    by_name: Counter[str] = field(default_factory=Counter)
    """Calls since the start, by the call's name: for measuring what a matter costs."""
    came: int = 0
    """Pushes since the start."""
    _out_until: datetime | None = None

    def call(self, name: str) -> None:
        """A counted API call is being made."""
        self.by_name[name] += 1
        self.unwritten[CALLS] += 1

    def pushed(self) -> None:
        """A message, press or event was pushed to us."""
        self.came += 1
        self.unwritten[PUSHES] += 1

    def refused(self) -> None:
        """The platform says the month's calls are spent, whatever we counted: believed for an hour."""
        self._out_until = self.clock() + BELIEVED_FOR

    async def write(self) -> None:
        """Write down what was counted since the last time."""
        counted, self.unwritten = self.unwritten, Counter()
        if not counted:
            return
        day = local_date(self.clock())

        async def spend(connection: Connection) -> None:
            quota = Quota(connection)
            for kind, count in counted.items():
                await quota.spend(day, kind, count)

        try:
            await self.database.write(spend)
        except Exception:
            self.unwritten.update(counted)
            raise

    async def look(self) -> Supply:
        """How the scarcer of the two budgets stands; remembered in `stands` for the sender."""
        spent, day = await self.spent(), local_date(self.clock())
        self.stands = max(
            Supply.OUT if self._out_until is not None and self.clock() < self._out_until else Supply.AMPLE,
            supply(spent[CALLS], self.budget.calls, day),
            supply(spent[PUSHES], self.budget.pushes, day),
        )
        return self.stands

    async def spent(self) -> dict[str, int]:
        """What this month has cost so far."""
        day = local_date(self.clock())
        written = await self.database.read(lambda connection: Quota(connection).spent(day))
        return {kind: written.get(kind, 0) + self.unwritten[kind] for kind in (CALLS, PUSHES)}
