"""案卷: what the centre keeps beside its tickets - meetings, rosters, bulletins, rules - each with a history of its own.

A docket lives as a ticket does: commands are decided by pure functions, what happened is appended and never edited, and
the docket is what its events fold to. Each kind is declared once as a `DocketKind`, beside its rules; the store keeps all
kinds alike (`store/dockets.py`). No personal data in an event: words are `Sealed`, people are codes.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from types import UnionType
from typing import Any, Generic, Protocol, TypeVar

from domain.actor import Actor
from domain.context import Context
from domain.ids import DocketId
from domain.timers import Timer


class Docket(Protocol):
    """What every kind of docket has; `version` counts its events and guards every write."""

    @property
    def id(self) -> DocketId: ...  # noqa: D102 - the class says it
    @property
    def version(self) -> int: ...  # noqa: D102


D = TypeVar("D", bound=Docket)
E = TypeVar("E")


@dataclass(frozen=True, slots=True)
class Entry(Generic[E]):
    """An event with its place in the docket's chain."""

    seq: int
    at: datetime
    by: Actor
    event: E


def no_timers(_docket: object, _context: Context) -> tuple[Timer, ...]:
    """For kinds that wait for nothing."""
    return ()


@dataclass(frozen=True, slots=True, eq=False)
class DocketKind(Generic[D, E]):
    """One kind of docket.

    `label` is its name among its kind ("31" of the 31st meeting), unique and never changed; `timers` are a function of the
    docket, as a ticket's are: after every change the store holds exactly these.
    """

    name: str
    state: type[D]
    events: UnionType | type[E]
    fold: Callable[[D | None, Entry[E]], D]
    label: Callable[[D], str]
    is_open: Callable[[D], bool]
    timers: Callable[[D, Context], tuple[Timer, ...]] = no_timers


AnyDocketKind = DocketKind[Any, Any]
"""Where kinds are handled alike, whatever they hold: in the store and its audit."""


def folded(kind: DocketKind[D, E], docket: D | None, entries: Iterable[Entry[E]]) -> D:
    """The docket after these entries. ValueError when there is neither."""
    for entry in entries:
        docket = kind.fold(docket, entry)
    if docket is None:
        raise ValueError("no history, no docket")
    return docket


_STEP = "docket:"


def step_of(kind: AnyDocketKind, step: str) -> str:
    """The step of a docket's timer as the one table of moments keeps it."""
    return f"{_STEP}{kind.name}:{step}"


def parsed_step(step: str) -> tuple[str, str] | None:
    """Kind and step of a docket's timer; None: a ticket's, or nobody's."""
    if not step.startswith(_STEP):
        return None
    kind, _, own = step.removeprefix(_STEP).partition(":")
    return kind, own
