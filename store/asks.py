"""Questions put and not yet answered."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, bindparam, select, update

from domain.asks import Ask, AskKind
from domain.ids import AppellantId, PersonId, TicketId
from store.codec import ask_codec, command_codec
from store.connection import Connection
from store.tables.talk import asks

_OF_APPELLANT = (
    select(asks)
    .where(asks.c.open, asks.c.appellant == bindparam("of"), asks.c.asked_at >= bindparam("since"))
    .order_by(asks.c.id.desc())
)


class SqlAsks:
    """The questions' rows."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def put(self, ask: Ask) -> None:
        """Ask; an earlier open question of the same kind to the same person about the same ticket is closed."""
        await self._close(
            asks.c.kind == ask.kind.value,
            _is(asks.c.person, ask.person),
            _is(asks.c.appellant, ask.appellant),
            _is(asks.c.ticket, ask.ticket),
        )
        kind, command = (None, None) if ask.command is None else command_codec().encode(ask.command)
        await self._connection.execute(
            asks.insert().values(
                id=ask.id,
                kind=ask.kind.value,
                person=ask.person,
                appellant=ask.appellant,
                ticket=ask.ticket,
                asked_at=ask.asked_at,
                expires_at=ask.expires_at,
                open=True,
                command_kind=kind,
                command=command,
                body=ask_codec().encode(replace(ask, command=None)),
            )
        )

    async def get(self, ask: int) -> Ask | None:
        """An open question by its id."""
        return await self._first(_open().where(asks.c.id == ask))

    async def latest_of_person(
        self, person: PersonId, now: datetime, kinds: Collection[AskKind] = ()
    ) -> Ask | None:
        """The latest open, unexpired question to an official (of these kinds, if any are named)."""
        wanted = _open().where(asks.c.person == person, asks.c.expires_at > now)
        if kinds:
            wanted = wanted.where(asks.c.kind.in_([kind.value for kind in kinds]))
        return await self._first(wanted.order_by(asks.c.id.desc()).limit(1))

    async def open_of_appellant(self, appellant: AppellantId, since: datetime) -> tuple[Ask, ...]:
        """Open questions to a citizen asked since then, latest first."""
        rows = await self._connection.execute(_OF_APPELLANT, {"of": appellant, "since": since})
        return tuple(_ask(row) for row in rows)

    async def close(self, ask: int) -> None:
        """Answered, or no longer of interest."""
        await self._close(asks.c.id == ask)

    async def close_of_ticket(self, ticket: TicketId, kinds: Collection[AskKind]) -> None:
        """The ticket moved on: questions of these kinds about it are over."""
        await self._close(asks.c.ticket == ticket, asks.c.kind.in_([kind.value for kind in kinds]))

    async def _close(self, *which: ColumnElement[bool]) -> None:
        await self._connection.execute(update(asks).where(asks.c.open, *which).values(open=False))

    async def _first(self, wanted: Select[Any]) -> Ask | None:
        row = (await self._connection.execute(wanted)).first()
        return None if row is None else _ask(row)


def _is(column: ColumnElement[Any], value: object) -> ColumnElement[bool]:
    """Equal, nothing being equal to nothing."""
    return column.is_(None) if value is None else column == value


def _open() -> Select[Any]:
    return select(asks).where(asks.c.open)


def _ask(row: Row[*tuple[Any, ...]]) -> Ask:
    ask = ask_codec().decode(row.body)
    if row.command_kind is None:
        return ask
    return replace(ask, command=command_codec().decode(row.command_kind, row.command))
