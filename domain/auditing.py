"""What must hold of the running program, and by when: the promises the auditor (巡检) holds against what it sees.

Every bound is far beyond what happens when all is well, restarts and short outages included: a finding is worth
somebody's night.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from domain.accountable import accountable
from domain.calendar import WorkCalendar
from domain.context import Context
from domain.ids import PersonId, TicketId
from domain.people import Directory
from domain.ticket import Ticket
from domain.vocabulary import WITH_UNIT, State

SLICES = 60
"""So many looks go once round all open tickets: with one look a minute, within an hour."""
SLICE_AT_LEAST = 500
"""A small city's tickets are all looked at every time."""
SLICE_AT_MOST = 20_000
"""Up to 1.2 million open tickets in an hour; more take longer, and the look stays short."""

EVENT_WITHIN = timedelta(minutes=5)
"""A parked event is tried within seconds of its turn, and at most four minutes lie between two turns (`bot/intake.py`)."""
MESSAGE_WITHIN = timedelta(minutes=10)
"""A row that may go is claimed within a second; a receipt has three minutes (`domain.md` §4.3); a flood may take some."""
MESSAGE_AT_LONGEST = timedelta(hours=4)
"""With all its tries a message is sent or given up within some two hours (`domain/retrying.py`)."""
DIGEST_WITHIN = timedelta(hours=1)
"""What waits for the morning digest goes out in the morning, not at some time that day."""
TIMER_WITHIN = timedelta(minutes=5)
"""A sweep comes every second, and a morning's thousands take a minute or two."""
LEASE_WITHIN = timedelta(minutes=3)
"""A lease that ran out is reaped every ten seconds: a row longer without a worker is one nobody looks after."""
SEALED_WITHIN = timedelta(minutes=10)
"""Heads are sealed every minute, ten thousand at a time."""
STREAM_HELD_WITHIN = timedelta(minutes=3)
"""The Stream's holder says that it listens every quarter of a minute, and is followed within ten seconds."""
STREAM_HEARD_WITHIN = timedelta(minutes=25)
"""A socket without any frame for ten minutes is replaced (`dingtalk.md` §3): twice that, and the platform has gone silent."""
CLOCK_WITHIN = timedelta(seconds=30)
"""Leases last eight seconds to a minute, and a limit ends at 24:00: half a minute of difference between clocks can be felt."""
CLOCK_SIGN_WITHIN = timedelta(minutes=3)
"""Every worker writes down its clock every minute; one that has not for so long is gone, and its clock with it."""
AUDITED_WITHIN = timedelta(minutes=5)
"""The auditor looks every minute; whoever takes over from a dead one waits for its lease of two."""


class FindingKind(StrEnum):
    """What can be wrong; each has its sentence in `config/texts/audits.py`."""

    NOBODY_ACCOUNTABLE = "nobody_accountable"
    """An open ticket without exactly one person who answers for it, or whose person has left."""
    NO_TIMER = "no_timer"
    """An open ticket that waits for no moment: it can be forgotten."""
    EVENT_STUCK = "event_stuck"
    MESSAGE_STUCK = "message_stuck"
    DIGEST_STUCK = "digest_stuck"
    TIMER_STUCK = "timer_stuck"
    LEASE_STUCK = "lease_stuck"
    """A message or timer whose worker is gone and which nobody has taken over."""
    SEALER_BEHIND = "sealer_behind"
    STREAM_UNHELD = "stream_unheld"
    """No worker is connected to the chat platform."""
    STREAM_SILENT = "stream_silent"
    """A worker is connected, but nothing is heard, not even a sign of life."""
    CLOCK_APART = "clock_apart"
    """This machine's clock and the database's differ."""
    CLOCK_JUMPED = "clock_jumped"
    """The clock was set forward or back between two looks."""


LED = WITH_UNIT | {
    State.RETURN_REQUESTED,
    State.HANDLED,
    State.CLOSEOUT_REQUESTED,
    State.SITE_CONFIRMED,
}
"""States in which a unit has the ticket. Callback and review know tickets, too, that were answered without any unit."""

EXAMPLE_AT_MOST = 60

OF_TICKETS = frozenset({FindingKind.NOBODY_ACCOUNTABLE, FindingKind.NO_TIMER})
"""Found ticket by ticket, and gone only when that ticket was looked at again."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong. `subject`: the ticket it concerns; `example`: its number, or how much; nothing personal."""

    kind: FindingKind
    subject: TicketId | None = None
    example: str = ""
    count: int = 1


@dataclass(frozen=True, slots=True)
class OpenTicket:
    """An open ticket as its rows show it."""

    id: TicketId
    number: str
    state: State
    waits: bool
    """At least one timer is there."""
    leads: int
    """Lead parts: one while a unit has it."""


@dataclass(frozen=True, slots=True)
class Backlog:
    """The oldest of everything that waits, in the time its promise is given in; None: nothing waits."""

    event_due_at: datetime | None = None
    """Real time."""
    message_may_go_at: datetime | None = None
    """Business time, of those whose next try is due."""
    message_first_at: datetime | None = None
    """Business time, of all, tries that failed included."""
    held_since: datetime | None = None
    """Business time, of what waits for the digest."""
    timer_due_at: datetime | None = None
    """Business time."""
    lease_until: datetime | None = None
    """Real time, of messages and timers under way."""
    unsealed_since: datetime | None = None
    """Business time of the oldest event outside any seal, among the first of them."""
    sealed_at: datetime | None = None
    """Real time of the last seal."""


@dataclass(frozen=True, slots=True)
class Now:
    """The moment of a look."""

    real: datetime
    business: datetime


@dataclass(frozen=True, slots=True)
class ClockSigns:
    """What one worker wrote down of its clock."""

    worker: str
    real: datetime
    database: datetime | None
    """The database's own clock at that moment; None where it is this machine's."""
    jumped: timedelta = timedelta()
    """By how much the clock moved differently from a stopwatch since the worker last looked."""


@dataclass(frozen=True, slots=True)
class StreamSigns:
    """What the Stream's holder wrote down, real time; `expected_since`: when this auditor began to wait for it."""

    expected_since: datetime
    said_at: datetime | None = None
    heard_at: datetime | None = None


def slice_size(open_tickets: int) -> int:
    """How many tickets one look takes."""
    return min(max(SLICE_AT_LEAST, -(-open_tickets // SLICES)), SLICE_AT_MOST)


def of_rows(ticket: OpenTicket) -> Iterator[Finding]:
    """What a ticket's rows alone prove to be wrong."""
    if not ticket.waits:
        yield Finding(FindingKind.NO_TIMER, ticket.id, ticket.number)
    least = 1 if ticket.state in LED else 0
    if not least <= ticket.leads <= 1:
        yield Finding(FindingKind.NOBODY_ACCOUNTABLE, ticket.id, ticket.number)


def missing(people: frozenset[PersonId], directory: Directory) -> frozenset[PersonId]:
    """Those who have left or were never there: whoever answers in their place is asked of the rule (`in_good_hands`)."""
    return frozenset(person for person in people if not _there(person, directory))


def in_good_hands(ticket: Ticket, context: Context) -> bool:
    """Whether exactly one person who exists and has not left answers for an open ticket (invariant 3)."""
    person = accountable(ticket, context)
    return person is not None and _there(person, context.directory)


def overdue(backlog: Backlog, now: Now, calendar: WorkCalendar) -> Iterator[Finding]:
    """What has waited longer than was promised."""
    for kind, at, promise, moment in (
        (FindingKind.EVENT_STUCK, backlog.event_due_at, EVENT_WITHIN, now.real),
        (FindingKind.MESSAGE_STUCK, backlog.message_may_go_at, MESSAGE_WITHIN, now.business),
        (FindingKind.MESSAGE_STUCK, backlog.message_first_at, MESSAGE_AT_LONGEST, now.business),
        (FindingKind.TIMER_STUCK, backlog.timer_due_at, TIMER_WITHIN, now.business),
        (FindingKind.LEASE_STUCK, backlog.lease_until, LEASE_WITHIN, now.real),
    ):
        if at is not None and moment - at > promise:
            yield Finding(kind, example=_minutes(moment - at))
    if backlog.held_since is not None:
        late = now.business - calendar.next_working_morning(backlog.held_since)
        if late > DIGEST_WITHIN:
            yield Finding(FindingKind.DIGEST_STUCK, example=_minutes(late))
    if backlog.unsealed_since is not None and now.business - backlog.unsealed_since > SEALED_WITHIN:
        # Where business time was moved a day ahead, an event looks a day old before any sealer could have come.
        last = backlog.sealed_at
        if last is None or now.real - last > SEALED_WITHIN:
            yield Finding(FindingKind.SEALER_BEHIND, example=_minutes(now.business - backlog.unsealed_since))


def of_clocks(signs: Iterable[ClockSigns]) -> Iterator[Finding]:
    """Clocks that do not go together."""
    for one in signs:
        if one.database is not None and abs(one.real - one.database) > CLOCK_WITHIN:
            yield _of_clock(FindingKind.CLOCK_APART, one.worker, one.real - one.database)
        if abs(one.jumped) > CLOCK_WITHIN:
            yield _of_clock(FindingKind.CLOCK_JUMPED, one.worker, one.jumped)


def set_back(last_look: datetime, worker: str, real: datetime) -> Iterator[Finding]:
    """The last look lies in the future: the clock was set back meanwhile."""
    if last_look - real > CLOCK_WITHIN:
        yield _of_clock(FindingKind.CLOCK_JUMPED, worker, real - last_look)


def of_stream(signs: StreamSigns, now: datetime) -> Iterator[Finding]:
    """Whether somebody listens to the chat platform, and hears something."""
    said = signs.said_at or signs.expected_since
    if now - said > STREAM_HELD_WITHIN:
        yield Finding(FindingKind.STREAM_UNHELD, example=_minutes(now - said))
    elif signs.heard_at is not None and now - signs.heard_at > STREAM_HEARD_WITHIN:
        yield Finding(FindingKind.STREAM_SILENT, example=_minutes(now - signs.heard_at))


def _there(person: PersonId, directory: Directory) -> bool:
    found = directory.person(person)
    return found is not None and not found.suspended


def _minutes(age: timedelta) -> str:
    return f"{int(age / timedelta(minutes=1))} min"


def _of_clock(kind: FindingKind, worker: str, difference: timedelta) -> Finding:
    return Finding(kind, example=f"{difference.total_seconds():+.0f} s, {worker}"[:EXAMPLE_AT_MOST])
