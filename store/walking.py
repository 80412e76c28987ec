"""Walks over all open tickets in batches, in the order of their ids: for what concerns every one of them."""

from sqlalchemy import select

from domain.ids import TicketId
from domain.ticket import Ticket
from store.codec import ticket_codec
from store.connection import Connection
from store.tables.tickets import tickets

FROM_THE_FIRST = TicketId(0)


async def open_after(
    connection: Connection, last: TicketId, most: int, *, locked: bool = False
) -> tuple[Ticket, ...]:
    """The next open tickets after one; none left: an empty batch. `locked`: nobody changes them before the commit."""
    wanted = (
        select(tickets.c.body).where(tickets.c.open, tickets.c.id > last).order_by(tickets.c.id).limit(most)
    )
    bodies = (await connection.execute(wanted.with_for_update() if locked else wanted)).scalars()
    return tuple(ticket_codec().decode(body) for body in bodies)
