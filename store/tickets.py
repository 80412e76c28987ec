"""Tickets and their event log: found as a clerk would ask for them, grown only by appending."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, func, literal_column, select, update

from domain.events import ApprovalGiven, Recorded, SiteVisitFailed, SiteVisitPassed
from domain.failures import Stale
from domain.ids import AppellantId, PersonId, TicketId, UnitId
from domain.listing import ListWish
from domain.ticket import Ticket
from domain.vocabulary import State
from store.chain import NO_EVENT, Link, link
from store.codec import ticket_codec
from store.connection import Connection
from store.facts import grow_facts
from store.ids import TimeOrderedIds
from store.log import links_of
from store.numbers import SHORT_CODES, Numbers, short_code, ticket_number
from store.prepared import Prepared, prepared
from store.tables.record import approvals, events, site_confirmations
from store.tables.tickets import ticket_appellants, ticket_units, tickets
from store.ticket_parts import first_parts, keep_beside, keep_parts
from store.ticket_rows import RELEASED, parts_of, row_of

AT_A_TIME = 500
"""Ids in one question."""


class SqlTickets:
    """The tickets, within one transaction."""

    def __init__(self, connection: Connection, ids: TimeOrderedIds, numbers: Numbers) -> None:
        self._connection = connection
        self._ids = ids
        self._numbers = numbers

    async def get(self, ticket: TicketId) -> Ticket | None:
        """One ticket by its id."""
        return _first(await self._hot(_BY_ID, of=ticket))

    async def by_number(self, words: str) -> Ticket | None:
        """One ticket by its number (a rework's -R1 left out), or an open one by its short code; letters in either case."""
        named = "".join(words.split()).upper()
        number = named.partition("-R")[0]
        found = await self._hot(_BY_NUMBER, of=number) or await self._hot(_BY_CODE, of=named)
        return _first(found)

    async def append(
        self, recorded: Sequence[Recorded], after: Ticket, stages: Sequence[Ticket] = ()
    ) -> None:
        """Add events to the ticket's chain and store the row they lead to.

        `stages`: the ticket after each event; without them what figures count is caught up with a little later. Raises `Stale`
        when the chain has grown since `after` was worked out.
        """
        before = recorded[0].seq - 1
        if [r.seq for r in recorded] != list(range(before + 1, after.version + 1)):
            raise ValueError("the events must lead, one by one, to the ticket they are kept with")
        head, known_parts, counted = (
            (NO_EVENT, None, 0) if before == 0 else await self._head(after.id, before)
        )
        stages = stages or (after,)
        # Facts that lie behind stay so: what is added must follow on what is there.
        whole = counted == before and len(stages) == len(recorded)
        chain: list[Link] = []
        for entry in recorded:
            chain.append(link(after.id, entry, head))
            head = chain[-1].hash
        parts = parts_of(after)
        row = row_of(after, parts, head, recorded[-1].at)
        row["counted"] = after.version if whole else counted
        if before == 0:
            await self._connection.run_many(_NEW, [{"id": after.id, **row}])
        await self._log(chain, after.last_work_seq)
        await self._witness(after.id, recorded)
        if whole:
            await grow_facts(self._connection, recorded, stages, fresh=before == 0)
        if known_parts is None:
            await first_parts(after.id, parts, self._connection, row["due_at"])
        elif parts.digest != known_parts:
            await keep_parts(after.id, parts, self._connection)
        if before:
            await keep_beside(after.id, self._connection, is_open=after.is_open, due_at=row["due_at"])
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
        return await self._hot(_OPEN_OF, of=appellant)

    async def closed_of(self, appellant: AppellantId, since: datetime) -> tuple[Ticket, ...]:
        """Tickets of a citizen that ended at or after `since`, newest first."""
        return await self._hot(_CLOSED_OF, of=appellant, since=since)

    async def waiting_visit_of(self, person: PersonId) -> tuple[Ticket, ...]:
        """Open tickets whose site visit is waiting for this confirmer."""
        return await self._all(
            _bodies().where(tickets.c.open, tickets.c.visit_confirmer == person).order_by(tickets.c.id)
        )

    async def listed(self, wish: ListWish) -> tuple[Ticket, ...]:
        """Open tickets for a list, oldest due first."""
        return await self._all(listing(wish))

    async def count(self, wish: ListWish) -> int:
        """How many there are, without the limit."""
        rows = await self._connection.execute(counting(wish))
        return int(rows.scalar_one())

    async def many(self, which: Sequence[TicketId]) -> tuple[Ticket, ...]:
        """These tickets, as far as there are; in no order."""
        found: list[Ticket] = []
        for start in range(0, len(which), AT_A_TIME):
            found += await self._all(_bodies().where(tickets.c.id.in_(which[start : start + AT_A_TIME])))
        return tuple(found)

    async def weighty(self, limit: int) -> tuple[Ticket, ...]:
        """Open tickets that may belong before a meeting for more than being late, oldest first."""
        return await self._all(
            _bodies().where(tickets.c.open, tickets.c.weighty).order_by(tickets.c.id).limit(limit)
        )

    async def crowded(self, since: datetime, until: datetime, people: int, limit: int) -> tuple[Ticket, ...]:
        """Tickets received in that time whose matter so many different people raised, those with most first."""
        count = func.count(ticket_appellants.c.appellant)
        many = (
            select(ticket_appellants.c.ticket, count.label("people"))
            .join(tickets, tickets.c.id == ticket_appellants.c.ticket)
            .where(tickets.c.received_at >= since, tickets.c.received_at < until)
            .group_by(ticket_appellants.c.ticket)
            .having(count >= people)
            .order_by(count.desc(), ticket_appellants.c.ticket)
            .limit(limit)
            .subquery()
        )
        return await self._all(
            _bodies().join(many, many.c.ticket == tickets.c.id).order_by(many.c.people.desc(), tickets.c.id)
        )

    async def closed_among(self, which: Sequence[TicketId]) -> frozenset[TicketId]:
        """Those of them that were dealt with to the end: closed or closed out."""
        found: set[TicketId] = set()
        for start in range(0, len(which), AT_A_TIME):
            rows = await self._connection.execute(
                select(tickets.c.id).where(
                    tickets.c.id.in_(which[start : start + AT_A_TIME]),
                    tickets.c.state.in_([State.CLOSED.value, State.CLOSED_OUT.value]),
                )
            )
            found |= {TicketId(row) for row in rows.scalars()}
        return frozenset(found)

    async def next_number(self, day: date) -> str:
        """A fresh ticket number, `NX` + day + five digits growing to six; gaps allowed."""
        return ticket_number(day, await self._numbers.next(f"ticket:{day.isoformat()}", self._connection))

    async def next_short_code(self) -> str:
        """A code of at most six characters, unique among open tickets."""
        while True:
            count = await self._numbers.next("short", self._connection)
            code = short_code(count)
            if count <= SHORT_CODES or (await self._connection.run(_WITH_CODE, {"code": code})).one() is None:
                # In the first round no code has been given before.
                return code

    async def _head(self, ticket: TicketId, version: int) -> tuple[str, str, int]:
        """The hash to chain on, the digest of the parts, how far is counted: nobody else can append. Raises `Stale`."""
        row = (await self._connection.run(_HEAD, {"of": ticket})).one()
        if row is None or row[0] != version:
            raise Stale("the ticket changed in between")
        return row[1], row[2], row[3]

    async def _log(self, chain: Sequence[Link], work_seq: int) -> None:
        await self._connection.run_many(
            _APPEND,
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
        changed = await self._connection.run(_CHANGE, {"of": ticket, "known": version, **row})
        if changed.touched != 1:
            raise Stale("the ticket changed in between")

    async def _hot(self, wanted: Prepared, **of: object) -> tuple[Ticket, ...]:
        found = await self._connection.run(wanted, of)
        return tuple(ticket_codec().decode(body) for (body,) in found.rows)

    async def _all(self, wanted: Select[Any]) -> tuple[Ticket, ...]:
        bodies = (await self._connection.execute(wanted)).scalars()
        return tuple(ticket_codec().decode(body) for body in bodies)


def _first(found: tuple[Ticket, ...]) -> Ticket | None:
    return found[0] if found else None


def _bodies() -> Select[Any]:
    return select(tickets.c.body)


def _of_appellant(*which: ColumnElement[bool]) -> Select[Any]:
    return (
        _bodies()
        .join(ticket_appellants, ticket_appellants.c.ticket == tickets.c.id)
        .where(ticket_appellants.c.appellant == bindparam("of"), *which)
        .order_by(tickets.c.id.desc())
    )


_NEW = prepared(tickets.insert())
_APPEND = prepared(events.insert())
_BY_ID = prepared(_bodies().where(tickets.c.id == bindparam("of")))
_BY_NUMBER = prepared(_bodies().where(tickets.c.number == bindparam("of")))
_BY_CODE = prepared(_bodies().where(tickets.c.short_code == bindparam("of"), tickets.c.open))
_OPEN_OF = prepared(_of_appellant(tickets.c.open))
_CLOSED_OF = prepared(_of_appellant(~tickets.c.open, tickets.c.ended_at >= bindparam("since")))
_WITH_CODE = prepared(select(tickets.c.id).where(tickets.c.short_code == bindparam("code"), tickets.c.open))
_HEAD = prepared(
    select(tickets.c.version, tickets.c.head, tickets.c.parts, tickets.c.counted)
    .where(tickets.c.id == bindparam("of"))
    .with_for_update()
)
_CHANGE = prepared(
    update(tickets)
    .where(tickets.c.id == bindparam("of"), tickets.c.version == bindparam("known"))
    .values({column.name: bindparam(column.name) for column in tickets.c if column.name != "id"})
)


def _with_part(units: Collection[str]) -> ColumnElement[bool]:
    """Among the open ones, which alone whoever asks this wants: a unit's past grows without end."""
    return tickets.c.id.in_(
        select(ticket_units.c.ticket).where(
            ticket_units.c.unit.in_(set(units)), ticket_units.c.open, ticket_units.c.role != RELEASED
        )
    )


def listing(wish: ListWish) -> Select[Any]:
    """The first tickets of a list. A unit's is read off an index of its own, in order, so that its length does not matter."""
    due, ticket, wanted = tickets.c.due_at, tickets.c.id, _bodies()
    if wish.unit is not None:
        due, ticket = ticket_units.c.due_at, ticket_units.c.ticket
        wanted = wanted.select_from(_PARTS).where(*_listed(wish.unit))
    return (
        wanted.where(tickets.c.open, *_conditions(wish))
        .order_by(due.asc().nulls_last(), ticket)
        .limit(wish.limit)
    )


def counting(wish: ListWish) -> Select[Any]:
    """How many there are; a unit's by that index alone where nothing else is wished."""
    conditions, counted = _conditions(wish), select(func.count())
    if wish.unit is None:
        return counted.select_from(tickets).where(tickets.c.open, *conditions)
    if not conditions:
        return counted.select_from(ticket_units).where(*_listed(wish.unit))
    return counted.select_from(_PARTS).where(*_listed(wish.unit), tickets.c.open, *conditions)


_PARTS = ticket_units.join(tickets, tickets.c.id == ticket_units.c.ticket)


def _listed(unit: UnitId) -> tuple[ColumnElement[bool], ...]:
    """The words of `ix_ticket_units_listed`: a database takes a partial index only where the query says the same."""
    return (
        ticket_units.c.unit == unit,
        ticket_units.c.open,
        ticket_units.c.role != literal_column(f"'{RELEASED}'"),
    )


def _conditions(wish: ListWish) -> list[ColumnElement[bool]]:
    """Of the ticket itself, beside being open."""
    wanted: list[ColumnElement[bool]] = []
    if wish.states:
        wanted.append(tickets.c.state.in_(sorted(state.value for state in wish.states)))
    if wish.track is not None:
        wanted.append(tickets.c.track == wish.track.value)
    if wish.overdue_at is not None:
        wanted.append(tickets.c.due_at < wish.overdue_at)
    if wish.at_least is not None:
        wanted.append(tickets.c.grade >= int(wish.at_least))
    return wanted
