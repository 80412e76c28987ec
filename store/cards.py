"""Who holds which card: one per person, ticket and purpose."""

from typing import Any

from sqlalchemy import ColumnElement, Row, bindparam, case, exists, literal, select, update

from domain.cards import Card
from domain.ids import PersonId, TicketId
from domain.notices import CardKind
from domain.outgoing import OutboxState
from store.connection import Connection
from store.ids import TimeOrderedIds
from store.tables.talk import cards
from store.tables.traffic import outbox
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

    async def answered(self, card: str) -> None:
        """A face went back with the answer to a press: nobody knows whether it arrived, so the next update goes out."""
        await self._connection.execute(update(cards).where(cards.c.id == card).values(shown=""))

    async def sending(self, card: str, row: int) -> None:
        """Before the wire: until this row is settled nobody knows what the holder sees."""
        await self._connection.execute(update(cards).where(cards.c.id == card).values(shown=_on_its_way(row)))

    async def shows(self, card: str, row: int, shown: str, revision: int, message_id: str) -> None:
        """The face arrived. What the holder sees is certain only if nothing else for this card was on the wire meanwhile.

        `message_id` is of the first delivery, else empty.
        """
        in_order = (cards.c.shown == _on_its_way(row)) & ~_another_under_way(card, row)
        await self._connection.execute(
            update(cards)
            .where(cards.c.id == card)
            .values(
                delivered=True,
                shown=case((in_order, shown), else_=""),
                revision=revision,
                **({"message_id": message_id} if message_id else {}),
            )
        )

    async def delivered(self, card: str, message_id: str = "", shown: str = "") -> None:
        """Without a template: the message that stands for the card lies in its holder's chat, and shows this."""
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
        row.revision,
    )


def _on_its_way(row: int) -> str:
    return f"row:{row}"


def _another_under_way(card: str, row: int) -> ColumnElement[bool]:
    # The states are written out so that the index of rows under a lease helps.
    leased = [literal(s.value, literal_execute=True) for s in (OutboxState.CLAIMED, OutboxState.STARTED)]
    return exists().where(
        outbox.c.state.in_(leased),
        outbox.c.state == OutboxState.STARTED.value,
        outbox.c.card == card,
        outbox.c.id != row,
    )
