"""What came of a crash, held against what comes of the same act on a calm day."""

from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from sqlalchemy import func, select

from domain.outgoing import OutboxState
from store.connection import Connection
from store.tables.record import events
from store.tables.talk import evidence
from store.tables.traffic import outbox
from tests.crash.acts import Town
from tests.crash.stage import ADMINISTRATOR, Screens, Stage

LEASED = (OutboxState.CLAIMED.value, OutboxState.STARTED.value)
REPEATABLE = ("SyncCard", "FetchFile")
"""Rows whose repetition changes nothing."""

Act = Callable[[], Awaitable[None]]


async def nothing() -> None:
    """No preparation needed."""


@dataclass(frozen=True, slots=True)
class Deed:
    """Something done, what has to be there before, and what its doer does once more when nobody answered."""

    do: Act
    prepare: Act = nothing
    again: Act = nothing


@dataclass(frozen=True, slots=True)
class Outcome:
    """What everybody was shown and what happened to the matters, by kind of event."""

    shown: Screens
    happened: Counter[str]

    def since(self, before: "Outcome") -> "Outcome":
        """What has come since then; nothing is ever taken back."""
        assert not before.shown - self.shown
        return Outcome(self.shown - before.shown, self.happened - before.happened)


@dataclass(frozen=True, slots=True)
class LeftBehind:
    """Outbox rows under the dead worker's lease, at the moment of its death."""

    claimed: frozenset[int]
    started: frozenset[int]
    in_doubt: frozenset[int]
    """Started, and not repeatable: nobody can know whether they went out."""


@dataclass(slots=True)
class Judge:
    """Knows each act's calm outcome, once it has been asked for."""

    stage: Stage
    town: Town
    calm: dict[str, Outcome] = field(default_factory=dict)
    doubted: set[int] = field(default_factory=set)
    """Rows of earlier cases of which nobody knows whether they went out."""

    async def now(self) -> Outcome:
        return Outcome(await self.stage.screens(), await self._happened())

    async def on_a_calm_day(self, name: str, deed: Deed) -> Outcome:
        """What the deed comes to when nothing dies."""
        if name not in self.calm:
            self.stage.citizens.clear()
            await deed.prepare()
            await self.stage.settled()
            before = await self.now()
            await deed.do()
            await self.stage.ready()
            await self.stage.settled()
            self.calm[name] = (await self.now()).since(before)
        return self.calm[name]

    async def left_behind(self) -> LeftBehind:
        rows = await self.stage.rows(outbox, outbox.c.state.in_(LEASED))
        started = [row for row in rows if row["state"] == OutboxState.STARTED.value]
        return LeftBehind(
            frozenset(_id(row) for row in rows if row not in started),
            frozenset(_id(row) for row in started),
            frozenset(_id(row) for row in started if row["kind"] not in REPEATABLE),
        )

    async def one_effect(self, came: Outcome, calm: Outcome, left: LeftBehind) -> None:
        """The same happened, and the same was shown; only what was in doubt may be missing, and then the operator knows."""
        self.doubted |= left.in_doubt
        assert came.happened == calm.happened
        missing, more = calm.shown - came.shown, came.shown - calm.shown
        told = 0
        for row in left.in_doubt:
            (found,) = await self.stage.rows(outbox, outbox.c.id == row)
            told += await self._operator_told(row)
            if found["fate"] is None:
                assert found["state"] == OutboxState.UNKNOWN.value
                assert await self._operator_told(row)
            else:
                assert found["state"] == OutboxState.DONE.value, "the gateway said what became of it"
        assert missing.total() <= len(left.in_doubt), missing
        assert more.total() == told, more
        assert {person for person, _ in more} <= {ADMINISTRATOR}
        waits = outbox.c.state.in_((OutboxState.FAILED.value, OutboxState.UNKNOWN.value))
        lost = {_id(row) for row in await self.stage.rows(outbox, waits)}
        assert lost <= self.doubted

    async def _operator_told(self, row: int) -> bool:
        told = await self.stage.rows(outbox, outbox.c.key == f"trouble:{row}")
        return [one["state"] for one in told] == [OutboxState.DONE.value]

    async def _happened(self) -> Counter[str]:
        async def look(connection: Connection) -> Counter[str]:
            kinds = await connection.execute(select(events.c.kind, func.count()).group_by(events.c.kind))
            pictures = await connection.execute(select(func.count()).select_from(evidence))
            return Counter({**dict(map(tuple, kinds)), "pictures": pictures.scalar_one()})

        return await self.stage.database.read(look)


def _id(row: dict[str, object]) -> int:
    found = row["id"]
    assert isinstance(found, int)
    return found
