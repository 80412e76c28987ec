"""What the auditor looks at, what it found, and the signs of life it and others leave (`domain/auditing.py`).

No question here costs by what is closed or settled: each walks a partial index, and tickets are taken a slice at a time.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, delete, func, literal, select

from domain.auditing import LED, Backlog, Finding, FindingKind, OpenTicket
from domain.ids import PersonId, TicketId
from domain.outgoing import OutboxState
from domain.vocabulary import State, UnitRole
from store.connection import Connection
from store.tables.record import events, seals
from store.tables.running import findings, heartbeats
from store.tables.tickets import ticket_units, tickets
from store.tables.traffic import inbox_raw, outbox, timers
from store.upsert import insert_into

HEADS_LOOKED_AT = 1000


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """The last sign of life of a job, whichever worker runs it. Real time."""

    worker: str
    at: datetime
    heard_at: datetime | None
    """When the other side was last heard from, for a job that listens."""
    place: str
    """How far a job has come that goes round and round."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A finding that stands, and since when (real time)."""

    finding: Finding
    since: datetime


class Auditing:
    """The auditor's questions and its own notes, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def open_count(self) -> int:
        """How many tickets are open."""
        rows = await self._connection.execute(select(func.count()).select_from(tickets).where(tickets.c.open))
        return int(rows.scalar_one())

    async def last_of_slice(self, after: str, size: int) -> str:
        """The short code that ends a slice of so many open tickets after that code; empty: none is left."""
        codes = (
            select(tickets.c.short_code)
            .where(tickets.c.open, tickets.c.short_code > after)
            .order_by(tickets.c.short_code)
            .limit(size)
            .subquery()
        )
        rows = await self._connection.execute(select(func.max(codes.c.short_code)))
        return str(rows.scalar() or "")

    async def odd(self, after: str, last: str, limit: int) -> tuple[OpenTicket, ...]:
        """Open tickets of a slice that wait for nothing, or have not the one lead their state wants."""
        row = _looked_at().where(_between(after, last)).subquery()
        wrong = ~row.c.waits | (row.c.leads > 1) | ((row.c.leads == 0) & row.c.state.in_(_LED))
        return await self._rows(select(row).where(wrong).limit(limit))

    async def leaders(self, after: str, last: str) -> frozenset[PersonId]:
        """Everybody who leads a ticket of the slice."""
        rows = await self._connection.execute(
            select(ticket_units.c.leader)
            .join(tickets, tickets.c.id == ticket_units.c.ticket)
            .where(_between(after, last), _lead())
            .distinct()
        )
        return frozenset(PersonId(row.leader) for row in rows)

    async def led_by(
        self, people: Collection[PersonId], after: str, last: str, limit: int
    ) -> tuple[TicketId, ...]:
        """Open tickets of the slice led by one of them."""
        rows = await self._connection.execute(
            select(tickets.c.id)
            .join(ticket_units, tickets.c.id == ticket_units.c.ticket)
            .where(_between(after, last), _lead(), ticket_units.c.leader.in_(sorted(people)))
            .limit(limit)
        )
        return tuple(TicketId(row.id) for row in rows)

    async def everything_of(self, after: str, last: str, limit: int) -> tuple[TicketId, ...]:
        """All open tickets of the slice."""
        rows = await self._connection.execute(select(tickets.c.id).where(_between(after, last)).limit(limit))
        return tuple(TicketId(row.id) for row in rows)

    async def of(self, which: Collection[TicketId]) -> tuple[OpenTicket, ...]:
        """Those of them that are still open."""
        return await self._rows(_looked_at().where(tickets.c.id.in_(which))) if which else ()

    async def backlog(self, real: datetime, business: datetime) -> Backlog:
        """The oldest of everything that waits."""
        ready = ~outbox.c.held & _in(outbox.c.state, OutboxState.WAITING)
        tried = outbox.c.retry_at.is_(None) | (outbox.c.retry_at <= real)
        under_way = _in(outbox.c.state, OutboxState.CLAIMED, OutboxState.STARTED)
        leases = [
            await self._moment(select(func.min(outbox.c.lease_until)).where(under_way)),
            await self._moment(select(func.min(timers.c.lease_until)).where(~timers.c.waiting)),
        ]
        return Backlog(
            event_due_at=await self._moment(
                select(func.min(inbox_raw.c.next_try_at)).where(inbox_raw.c.quarantined_at.is_(None))
            ),
            message_may_go_at=await self._moment(
                select(func.min(outbox.c.not_before)).where(ready, outbox.c.not_before <= business, tried)
            ),
            message_first_at=await self._moment(select(func.min(outbox.c.not_before)).where(ready)),
            held_since=await self._moment(select(func.min(outbox.c.not_before)).where(outbox.c.held)),
            timer_due_at=await self._moment(select(func.min(timers.c.due_at)).where(timers.c.waiting)),
            lease_until=min((at for at in leases if at is not None), default=None),
            unsealed_since=await self._moment(_unsealed()),
            sealed_at=await self._moment(select(seals.c.at).order_by(seals.c.no.desc()).limit(1)),
        )

    async def database_now(self) -> datetime | None:
        """What the database's own clock shows; None where it has none of its own."""
        if self._connection.dialect == "sqlite":
            return None
        found = await self._moment(select(func.clock_timestamp()))
        return found.astimezone(UTC) if found else None

    async def standing(self) -> tuple[Standing, ...]:
        """Everything found and not yet gone, the oldest first."""
        rows = await self._connection.execute(
            select(findings, findings.c["count"].label("how_many")).order_by(
                findings.c.since, findings.c.kind
            )
        )
        return tuple(
            Standing(
                Finding(
                    FindingKind(row.kind),
                    TicketId(int(row.subject)) if row.subject else None,
                    row.example,
                    row.how_many,
                ),
                row.since,
            )
            for row in rows
            if row.kind in _KNOWN  # another version of the program may know more
        )

    async def stand(self, found: Iterable[Finding], at: datetime) -> None:
        """These are wrong: noted, or their figures brought up to date."""
        for one in found:
            figures = {"example": one.example, "count": one.count}
            await self._connection.execute(
                insert_into(findings, self._connection)
                .values(kind=one.kind.value, subject=_subject(one), since=at, **figures)
                .on_conflict_do_update(index_elements=["kind", "subject"], set_=figures)
            )

    async def gone(self, over: Iterable[Finding]) -> None:
        """These are wrong no longer."""
        for one in over:
            await self._connection.execute(
                delete(findings).where(findings.c.kind == one.kind.value, findings.c.subject == _subject(one))
            )

    async def beat(
        self, name: str, worker: str, at: datetime, *, heard_at: datetime | None = None, place: str = ""
    ) -> None:
        """A sign of life."""
        sign = {"worker": worker, "at": at, "heard_at": heard_at, "place": place}
        await self._connection.execute(
            insert_into(heartbeats, self._connection)
            .values(name=name, **sign)
            .on_conflict_do_update(index_elements=["name"], set_=sign)
        )

    async def heartbeat(self, name: str) -> Heartbeat | None:
        """The last sign of life of that job."""
        rows = await self._connection.execute(select(heartbeats).where(heartbeats.c.name == name))
        row = rows.first()
        return None if row is None else Heartbeat(row.worker, row.at, row.heard_at, row.place)

    async def heartbeats_of(self, prefix: str) -> tuple[Heartbeat, ...]:
        """The last signs of life under every name that begins so."""
        rows = await self._connection.execute(
            select(heartbeats).where(heartbeats.c.name.startswith(prefix, autoescape=True))
        )
        return tuple(Heartbeat(row.worker, row.at, row.heard_at, row.place) for row in rows)

    async def forget(self, prefix: str, before: datetime) -> None:
        """Signs of life from before then are of workers long dead."""
        await self._connection.execute(
            delete(heartbeats).where(
                heartbeats.c.name.startswith(prefix, autoescape=True), heartbeats.c.at < before
            )
        )

    async def _rows(self, wanted: Select[Any]) -> tuple[OpenTicket, ...]:
        rows = (await self._connection.execute(wanted)).all()
        return tuple(
            OpenTicket(TicketId(row.id), row.number, State(row.state), row.waits, row.leads) for row in rows
        )

    async def _moment(self, wanted: Select[tuple[datetime]]) -> datetime | None:
        found: datetime | None = (await self._connection.execute(wanted)).scalar()
        return found


_KNOWN = frozenset(kind.value for kind in FindingKind)
_LED = sorted(state.value for state in LED)


def _looked_at() -> Select[Any]:
    """An open ticket's facts, worked out by the database."""
    waits = select(timers.c.id).where(timers.c.ticket == tickets.c.id).exists()
    leads = (
        select(func.count())
        .select_from(ticket_units)
        .where(ticket_units.c.ticket == tickets.c.id, _lead())
        .scalar_subquery()
    )
    return select(
        tickets.c.id, tickets.c.number, tickets.c.state, waits.label("waits"), leads.label("leads")
    ).where(tickets.c.open)


def _between(after: str, last: str) -> ColumnElement[bool]:
    return tickets.c.open & (tickets.c.short_code > after) & (tickets.c.short_code <= last)


def _lead() -> ColumnElement[bool]:
    return ticket_units.c.role == UnitRole.LEAD.value


def _in(column: ColumnElement[str], *states: OutboxState) -> ColumnElement[bool]:
    """In one of these states. Written out, not bound: only then do partial indexes help."""
    written = [literal(state.value, literal_execute=True) for state in states]
    return column == written[0] if len(written) == 1 else column.in_(written)


def _unsealed() -> Select[tuple[datetime]]:
    """The oldest head outside any seal, among the first of them: the sealer takes them in this order."""
    heads = (
        select(tickets.c.id, tickets.c.version)
        .where(tickets.c.unsealed)
        .order_by(tickets.c.id)
        .limit(HEADS_LOOKED_AT)
        .subquery()
    )
    return select(func.min(events.c.at)).select_from(
        heads.join(events, (events.c.ticket == heads.c.id) & (events.c.seq == heads.c.version))
    )


def _subject(finding: Finding) -> str:
    return "" if finding.subject is None else str(finding.subject)
