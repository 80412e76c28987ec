"""Who holds which card: one per person, ticket and purpose."""

from typing import Any

from sqlalchemy import Row, bindparam, select, update

from domain.cards import Card
from domain.ids import PersonId, TicketId
from domain.notices import CardKind
from store.connection import Connection
from store.ids import TimeOrderedIds
from store.tables.talk import cards
from store.upsert import insert_into

_OF_TICKET = select(cards).where(cards.c.ticket == bindparam("of")).order_by(cards.c.id)


class SqlCards:
    """The cards' rows."""

    def __init__(self, connection: Connection, ids: TimeOrderedIds) -> None:
        self._connection = connection
        self._ids = ids

    async def hold(self, person: PersonId, ticket: TicketId, kind: CardKind) -> Card:
        """The person's card of that kind on the ticket, made if there is none."""
        await self._connection.execute(
            insert_into(cards, self._connection)
            .values(
                id=str(self._ids.new()),
                ticket=ticket,
                person=person,
                kind=kind.value,
                delivered=False,
                message_id="",
            )
            .on_conflict_do_nothing(index_elements=["ticket", "person", "kind"])
        )
        rows = await self._connection.execute(
            select(cards).where(
                cards.c.ticket == ticket, cards.c.person == person, cards.c.kind == kind.value
            )
        )
        return _card(rows.one())

    async def get(self, card: str) -> Card | None:
        """A card by its id."""
        row = (await self._connection.execute(select(cards).where(cards.c.id == card))).first()
        return None if row is None else _card(row)

    async def of_ticket(self, ticket: TicketId) -> tuple[Card, ...]:
        """Every card on the ticket, the oldest first."""
        rows = await self._connection.execute(_OF_TICKET, {"of": ticket})
        return tuple(_card(row) for row in rows)

    async def delivered(self, card: str, message_id: str = "", shown: str = "") -> None:
        """The card lies in its holder's chat: from now on it is updated there; without a template, `shown` there."""
        await self._connection.execute(
            update(cards).where(cards.c.id == card).values(delivered=True, message_id=message_id, shown=shown)
        )


def _card(row: Row[*tuple[Any, ...]]) -> Card:
    return Card(
        row.id,
        TicketId(row.ticket),
        PersonId(row.person),
        CardKind(row.kind),
        row.delivered,
        row.message_id,
        row.shown,
    )
