"""Units, appellants and items of a ticket as rows: written only where they differ, because triggers watch every change."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import bindparam, delete, select, update

from domain.ids import TicketId
from store.connection import Connection
from store.prepared import Prepared, prepared
from store.tables.tickets import items, ticket_appellants, ticket_units
from store.ticket_rows import RELEASED, ItemRow, Parts, UnitRow

_NEW_UNITS = prepared(ticket_units.insert())
_BESIDE = prepared(
    update(ticket_units)
    .where(
        ticket_units.c.ticket == bindparam("of"),
        (ticket_units.c.open == bindparam("before"))
        | ticket_units.c.due_at.is_distinct_from(bindparam("known_due")),
    )
    .values(open=bindparam("now"), due_at=bindparam("due"))
)
_NEW_APPELLANTS = prepared(ticket_appellants.insert())
_NEW_ITEMS = prepared(items.insert())


async def first_parts(
    ticket: TicketId, parts: Parts, connection: Connection, due_at: datetime | None
) -> None:
    """The rows of a ticket that is new: nothing to compare with."""
    beside = {"ticket": ticket, "open": True, "due_at": due_at}
    await _add(connection, _NEW_UNITS, [{**beside, **asdict(row)} for row in parts.units])
    await _add(connection, _NEW_APPELLANTS, _appellant_rows(ticket, parts, set()))
    await _add(connection, _NEW_ITEMS, [{"ticket": ticket, **asdict(row)} for row in parts.items])


async def keep_parts(ticket: TicketId, parts: Parts, connection: Connection) -> None:
    """Make the three tables say what the ticket says."""
    await _keep_units(ticket, parts, connection)
    await _keep_appellants(ticket, parts, connection)
    await _keep_items(ticket, parts, connection)


async def keep_beside(
    ticket: TicketId, connection: Connection, *, is_open: bool, due_at: datetime | None
) -> None:
    """Beside every part: whether the ticket is open, and when it is due. Said after every event: an older worker does not."""
    said = {"of": ticket, "now": is_open, "before": not is_open, "due": due_at, "known_due": due_at}
    await connection.run(_BESIDE, said)


async def _keep_units(ticket: TicketId, parts: Parts, connection: Connection) -> None:
    rows = await connection.execute(
        select(ticket_units.c.unit, ticket_units.c.role, ticket_units.c.leader, ticket_units.c.liaison).where(
            ticket_units.c.ticket == ticket
        )
    )
    known = {row.unit: UnitRow(*row) for row in rows}
    wanted = {row.unit: row for row in parts.units}
    # A unit that once had a part is never forgotten: its people may not confirm what it did.
    wanted |= {
        unit: UnitRow(unit, RELEASED, row.leader, row.liaison)
        for unit, row in known.items()
        if unit not in wanted
    }
    for unit, row in wanted.items():
        if unit not in known:
            await connection.execute(ticket_units.insert().values(ticket=ticket, **asdict(row)))
        elif row != known[unit]:
            await connection.execute(
                update(ticket_units)
                .where(ticket_units.c.ticket == ticket, ticket_units.c.unit == unit)
                .values(role=row.role, leader=row.leader, liaison=row.liaison)
            )


async def _keep_appellants(ticket: TicketId, parts: Parts, connection: Connection) -> None:
    rows = await connection.execute(
        select(ticket_appellants.c.appellant).where(ticket_appellants.c.ticket == ticket)
    )
    known = set(rows.scalars())
    gone = known - set(parts.appellants)
    if gone:
        await connection.execute(
            delete(ticket_appellants).where(
                ticket_appellants.c.ticket == ticket, ticket_appellants.c.appellant.in_(gone)
            )
        )
    await _add(connection, _NEW_APPELLANTS, _appellant_rows(ticket, parts, known))


async def _keep_items(ticket: TicketId, parts: Parts, connection: Connection) -> None:
    rows = await connection.execute(
        select(items.c.no, items.c.unit, items.c.state, items.c.due_on, items.c.reported_seq).where(
            items.c.ticket == ticket
        )
    )
    known = {row.no: ItemRow(*row) for row in rows}
    gone = known.keys() - {row.no for row in parts.items}
    if gone:
        await connection.execute(delete(items).where(items.c.ticket == ticket, items.c.no.in_(gone)))
    for row in parts.items:
        if row.no not in known:
            await connection.execute(items.insert().values(ticket=ticket, **asdict(row)))
        elif row != known[row.no]:
            await connection.execute(
                update(items).where(items.c.ticket == ticket, items.c.no == row.no).values(**asdict(row))
            )


def _appellant_rows(ticket: TicketId, parts: Parts, known: set[int]) -> list[dict[str, int]]:
    return [
        {"ticket": ticket, "appellant": appellant, "place": place}
        for place, appellant in enumerate(parts.appellants)
        if appellant not in known
    ]


async def _add(connection: Connection, insert: Prepared, rows: Sequence[Mapping[str, object]]) -> None:
    if rows:
        await connection.run_many(insert, rows)
