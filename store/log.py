"""Reading the event log: of one ticket for its history, of many for audit and replay."""

from collections.abc import Sequence

from sqlalchemy import select

from domain.ids import TicketId
from store.chain import Link, actor
from store.connection import Connection
from store.tables.record import events


async def links_of(connection: Connection, tickets: Sequence[int]) -> dict[int, list[tuple[Link, str]]]:
    """Every event of these tickets in order, each with the hash the log holds for it."""
    rows = await connection.execute(
        select(
            events.c.ticket,
            events.c.seq,
            events.c.kind,
            events.c.at,
            events.c.by_kind,
            events.c.by_person,
            events.c.by_appellant,
            events.c.payload,
            events.c.prev,
            events.c.hash,
        )
        .where(events.c.ticket.in_(tickets))
        .order_by(events.c.ticket, events.c.seq)
    )
    found: dict[int, list[tuple[Link, str]]] = {ticket: [] for ticket in tickets}
    for r in rows:
        by = actor(r.by_kind, r.by_person, r.by_appellant)
        entry = Link(TicketId(r.ticket), r.seq, r.kind, r.at, by, r.payload, r.prev)
        found[r.ticket].append((entry, r.hash))
    return found
