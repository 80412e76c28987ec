"""All that is known afterwards, as plain values: what was done, what the log says, what phones show, what lies in the tables.

The checks look at nothing else, so that a test can doctor one and see it found.
"""

from dataclasses import dataclass
from datetime import datetime

from tests.torture.deeds import Deed


@dataclass(frozen=True, slots=True)
class Logged:
    """One event. `tokens`: those found in the words it refers to; `photos`: its blobs."""

    ticket: str
    seq: int
    kind: str
    at: datetime
    by_kind: str
    by: str
    tokens: tuple[str, ...] = ()
    photos: tuple[str, ...] = ()
    step: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One outbox row. `whose`: the staff id, group or nothing for a citizen; `to_operator`: nobody is told of its own trouble."""

    id: int
    key: str
    kind: str
    state: str
    whose: str = ""
    provider_id: str = ""
    words: str = ""
    code: str = ""
    to_operator: bool = False
    overdue: bool = False
    """It waits although its time has come, or is claimed although its lease is long over."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One message on a phone. `row`: the outbox row the gateway was told with it."""

    whose: str
    id: str
    text: str
    card: str = ""
    row: int = 0


@dataclass(frozen=True, slots=True)
class Timer:
    """A timer's row, or (in `wanted`) one the ticket's state asks for."""

    ticket: str
    step: str
    due_at: datetime
    waiting: bool = True


@dataclass(frozen=True, slots=True)
class TicketRow:
    """A ticket's row, and who answers for it."""

    number: str
    open: bool
    accountable: str | None


@dataclass(frozen=True, slots=True)
class Parked:
    """A raw event that was not handled."""

    key: str
    quarantined: bool
    reason: str


@dataclass(frozen=True, slots=True)
class History:
    """Everything, when all is quiet. `now` is business time."""

    now: datetime
    deeds: tuple[Deed, ...]
    accepted: frozenset[str]
    """Tokens of texts and chat words whose push was taken by duban: HTTP code 0, or an ack."""
    events: tuple[Logged, ...]
    rows: tuple[Row, ...]
    seen: tuple[Seen, ...]
    timers: tuple[Timer, ...]
    wanted: tuple[Timer, ...]
    tickets: tuple[TicketRow, ...]
    parked: tuple[Parked, ...]
    answered: frozenset[str]
    """Tokens of chat words that an answer row belongs to."""
    audit: tuple[str, ...] = ()
    """What does not fit in chains, seals and days."""
    replayed: tuple[str, ...] = ()
    """Tickets whose log does not lead to their row."""
    ids: tuple[int, ...] = ()
    """Every id made by the application, of all tables."""
    quiet: bool = True
