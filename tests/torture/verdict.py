"""The last line: clean or not, with the figures that say how hard it was tried."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from tests.torture.deeds import Way
from tests.torture.history import History
from tests.torture.run import Plan, Result
from tests.torture.town import Victim

LOSSES = ("lost", "press without effect", "photos", "not shown", "timer not fired")
DOUBLES = ("doubled", "one shot", "shown too often", "timer fired twice")


@dataclass(frozen=True, slots=True)
class Verdict:
    """`found` by check; the rest are figures."""

    found: Mapping[str, Sequence[str]]
    kills: Mapping[Victim, int]
    wanted: int
    messages: int
    shown: int
    unknown: int
    timers: int
    seed: int
    took_s: float

    @classmethod
    def of(
        cls, history: History, found: Mapping[str, Sequence[str]], result: Result, plan: Plan, took_s: float
    ) -> Self:
        """From everything that is known."""
        heard = sum(
            deed.heard if deed.way in {Way.PRESS, Way.PAGE} else deed.token in history.accepted
            for deed in history.deeds
        )
        return cls(
            found,
            dict(result.killer.done),
            plan.kills,
            heard,
            len(history.seen),
            sum(row.state == "unknown" for row in history.rows),
            sum(bool(event.step) for event in history.events),
            plan.seed,
            took_s,
        )

    @property
    def clean(self) -> bool:
        """Nothing was found, and everything that was to be killed was killed."""
        return not any(self.found.values()) and sum(self.kills.values()) >= self.wanted

    def line(self) -> str:
        """One line."""
        total = sum(self.kills.values())
        killed = ", ".join(f"{count:,} {_named(victim, count)}" for victim, count in self._by_kind().items())
        problems = sum(len(sentences) for sentences in self.found.values())
        verdict = (
            "clean" if self.clean else f"NOT CLEAN ({problems} findings, {total:,} of {self.wanted:,} kills)"
        )
        return (
            f"torture: {verdict} - {total:,} kills ({killed}), {self.messages:,} messages accepted, "
            f"{self._of(LOSSES)} lost, {self._of(DOUBLES)} doubled, {self.shown:,} notices and cards shown, "
            f"{self.unknown:,} unknown ({'operator told' if not self.found['operator not told'] else 'NOT ALL TOLD'}), "
            f"{self.timers:,} timers fired, seed {self.seed}, {self.took_s:.0f} s"
        )

    def _of(self, checks: Sequence[str]) -> int:
        return sum(len(self.found[name]) for name in checks)

    def _by_kind(self) -> dict[str, int]:
        kinds: dict[str, int] = {}
        for victim in Victim:
            kind = {Victim.WORKER: "worker", Victim.CHAT: "stand-in", Victim.SMS: "stand-in"}.get(
                victim, victim.value
            )
            kinds[kind] = kinds.get(kind, 0) + self.kills.get(victim, 0)
        return kinds


def _named(kind: str, count: int) -> str:
    return f"{kind}s" if kind in {"worker", "stand-in"} and count != 1 else kind
