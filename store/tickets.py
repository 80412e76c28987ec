"""Tickets and their event log: found as a clerk would ask for them, grown only by appending."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, func, select, update

from domain.events import ApprovalGiven, Recorded, SiteVisitFailed, SiteVisitPassed
from domain.failures import Stale
from domain.ids import AppellantId, PersonId, TicketId, UnitId
from domain.listing import ListWish
from domain.ticket import Ticket
from store.chain import NO_EVENT, Link, link
from store.codec import ticket_codec
from store.connection import Connection
from store.ids import TimeOrderedIds
from store.log import links_of
from store.numbers import Numbers, short_code, ticket_number
from store.tables.record import approvals, events, site_confirmations
from store.tables.tickets import ticket_appellants, ticket_units, tickets
from store.ticket_parts import first_parts, keep_parts
from store.ticket_rows import RELEASED, parts_of, row_of


class SqlTickets:
    """The tickets, within one transaction."""

    def __init__(self, connection: Connection, ids: TimeOrderedIds, numbers: Numbers) -> None:
        self._connection = connection
        self._ids = ids
        self._numbers = numbers

    async def get(self, ticket: TicketId) -> Ticket | None:
        """One ticket by its id."""
        return await self._one(_BY_ID, of=ticket)

    async def by_number(self, words: str) -> Ticket | None:
        """One ticket by its number (a rework's -R1 left out), or an open one by its short code; letters in either case."""
        named = "".join(words.split()).upper()
        number = named.partition("-R")[0]
        found = await self._one(_bodies().where(tickets.c.number == number))
        return found or await self._one(_bodies().where(tickets.c.short_code == named, tickets.c.open))

    async def append(self, recorded: Sequence[Recorded], after: Ticket) -> None:
        """Add events to the ticket's chain and store the row they lead to.

        Raises `Stale` when the chain has grown since `after` was worked out.
        """
        before = recorded[0].seq - 1
        if [r.seq for r in recorded] != list(range(before + 1, after.version + 1)):
            raise ValueError("the events must lead, one by one, to the ticket they are kept with")
        head, known_parts = (NO_EVENT, None) if before == 0 else await self._head(after.id, before)
        chain: list[Link] = []
        for entry in recorded:
            chain.append(link(after.id, entry, head))
            head = chain[-1].hash
        parts = parts_of(after)
        row = row_of(after, parts, head, recorded[-1].at)
        if before == 0:
            await self._connection.execute(tickets.insert(), {"id": after.id, **row})
        await self._log(chain, after.last_work_seq)
        await self._witness(after.id, recorded)
        if known_parts is None:
            await first_parts(after.id, parts, self._connection)
        elif parts.digest != known_parts:
            await keep_parts(after.id, parts, self._connection)
        if before:
            # Last, because the triggers of the close-out rule look at everything above.
            await self._change(after.id, before, row)

    async def history(self, ticket: TicketId) -> tuple[Recorded, ...]:
        """Every event of the ticket, in order."""
        log = await links_of(self._connection, [ticket])
        return tuple(entry.recorded() for entry, _ in log[ticket])

    async def open_with_units(self, units: Collection[UnitId]) -> tuple[Ticket, ...]:
        """Open tickets on which one of the units has a part."""
        return await self._all(_bodies().where(tickets.c.open, _with_part(units)).order_by(tickets.c.id))

    async def open_of(self, appellant: AppellantId) -> tuple[Ticket, ...]:
        """Open tickets of a citizen, newest first."""
        return await self._all(_OPEN_OF, of=appellant)

    async def closed_of(self, appellant: AppellantId, since: datetime) -> tuple[Ticket, ...]:
        """Tickets of a citizen that ended at or after `since`, newest first."""
        return await self._all(_CLOSED_OF, of=appellant, since=since)

    async def waiting_visit_of(self, person: PersonId) -> tuple[Ticket, ...]:
        """Open tickets whose site visit is waiting for this confirmer."""
        return await self._all(
            _bodies().where(tickets.c.open, tickets.c.visit_confirmer == person).order_by(tickets.c.id)
        )

    async def listed(self, wish: ListWish) -> tuple[Ticket, ...]:
        """Open tickets for a list, oldest due first."""
        return await self._all(
            _bodies()
            .where(*_conditions(wish))
            .order_by(tickets.c.due_at.asc().nulls_last(), tickets.c.id)
            .limit(wish.limit)
        )

    async def count(self, wish: ListWish) -> int:
        """How many there are, without the limit."""
        rows = await self._connection.execute(
            select(func.count()).select_from(tickets).where(*_conditions(wish))
        )
        return int(rows.scalar_one())

    async def next_number(self, day: date) -> str:
        """A fresh ticket number, `NX` + day + five digits growing to six; gaps allowed."""
        return ticket_number(day, await self._numbers.next(f"ticket:{day.isoformat()}", self._connection))

    async def next_short_code(self) -> str:
        """A code of at most six characters, unique among open tickets."""
        while True:
            code = short_code(await self._numbers.next("short", self._connection))
            taken = await self._connection.execute(_WITH_CODE, {"code": code})
            if taken.first() is None:
                return code

    async def _head(self, ticket: TicketId, version: int) -> tuple[str, str]:
        """The hash to chain on, while nobody else can append. Raises `Stale`."""
        rows = await self._connection.execute(_HEAD, {"of": ticket})
        row = rows.first()
        if row is None or row.version != version:
            raise Stale("the ticket changed in between")
        return row.head, row.parts

    async def _log(self, chain: Sequence[Link], work_seq: int) -> None:
        await self._connection.execute(
            events.insert(),
            [
                {
                    "ticket": entry.ticket,
                    "seq": entry.seq,
                    "id": self._ids.new(),
                    "kind": entry.kind,
                    "at": entry.at,
                    "by_kind": entry.by.kind.value,
                    "by_person": entry.by.person,
                    "by_appellant": entry.by.appellant,
                    "work": entry.seq == work_seq,
                    "payload": entry.payload,
                    "prev": entry.prev,
                    "hash": entry.hash,
                }
                for entry in chain
            ],
        )

    async def _witness(self, ticket: TicketId, recorded: Sequence[Recorded]) -> None:
        """The rows by which the databases themselves hold the close-out rule."""
        for entry in recorded:
            match entry.event:
                case SiteVisitPassed() | SiteVisitFailed() as seen:
                    failed = seen.failed if isinstance(seen, SiteVisitFailed) else ()
                    await self._connection.execute(
                        site_confirmations.insert().values(
                            ticket=ticket,
                            seq=entry.seq,
                            visit=seen.visit,
                            confirmer=entry.by.person,
                            passed=isinstance(seen, SiteVisitPassed),
                            failed_items=",".join(["", *map(str, failed), ""]),
                            kind=seen.kind.value,
                            at=entry.at,
                        )
                    )
                case ApprovalGiven():
                    await self._connection.execute(
                        approvals.insert().values(
                            ticket=ticket, seq=entry.seq, approver=entry.by.person, at=entry.at
                        )
                    )
                case _:
                    pass

    async def _change(self, ticket: TicketId, version: int, row: dict[str, Any]) -> None:
        changed = await self._connection.execute(_CHANGE, {"of": ticket, "known": version, **row})
        if changed.rowcount != 1:
            raise Stale("the ticket changed in between")

    async def _one(self, wanted: Select[Any], **of: object) -> Ticket | None:
        body = (await self._connection.execute(wanted, of)).scalar()
        return None if body is None else ticket_codec().decode(body)

    async def _all(self, wanted: Select[Any], **of: object) -> tuple[Ticket, ...]:
        bodies = (await self._connection.execute(wanted, of)).scalars()
        return tuple(ticket_codec().decode(body) for body in bodies)


def _bodies() -> Select[Any]:
    return select(tickets.c.body)


def _of_appellant(*which: ColumnElement[bool]) -> Select[Any]:
    return (
        _bodies()
        .join(ticket_appellants, ticket_appellants.c.ticket == tickets.c.id)
        .where(ticket_appellants.c.appellant == bindparam("of"), *which)
        .order_by(tickets.c.id.desc())
    )


# Built once: intake and every reply run through these, and building a statement costs more than running it.
_BY_ID = _bodies().where(tickets.c.id == bindparam("of"))
_OPEN_OF = _of_appellant(tickets.c.open)
_CLOSED_OF = _of_appellant(~tickets.c.open, tickets.c.ended_at >= bindparam("since"))
_WITH_CODE = select(tickets.c.id).where(tickets.c.short_code == bindparam("code"), tickets.c.open)
_HEAD = (
    select(tickets.c.version, tickets.c.head, tickets.c.parts)
    .where(tickets.c.id == bindparam("of"))
    .with_for_update()
)
_CHANGE = update(tickets).where(tickets.c.id == bindparam("of"), tickets.c.version == bindparam("known"))


def _with_part(units: Collection[str]) -> ColumnElement[bool]:
    return tickets.c.id.in_(
        select(ticket_units.c.ticket).where(
            ticket_units.c.unit.in_(set(units)), ticket_units.c.role != RELEASED
        )
    )


def _conditions(wish: ListWish) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = [tickets.c.open]
    if wish.unit is not None:
        wanted.append(_with_part([wish.unit]))
    if wish.states:
        wanted.append(tickets.c.state.in_(sorted(state.value for state in wish.states)))
    if wish.track is not None:
        wanted.append(tickets.c.track == wish.track.value)
    if wish.overdue_at is not None:
        wanted.append(tickets.c.due_at < wish.overdue_at)
    if wish.at_least is not None:
        wanted.append(tickets.c.grade >= int(wish.at_least))
    return wanted
