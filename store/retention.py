"""What is kept no longer than it must be (`domain.md` §14): which rows are due by each rule, and taking some of them away.

Events, seals and open tickets are never touched. Every call takes a few rows in one transaction, so that nobody waits;
whoever calls comes again until nothing is left.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy import ColumnElement, Select, delete, func, or_, select, true, update

from domain.ids import AppellantId, BlobId
from domain.inbound import EventKey
from domain.outgoing import OutboxState
from store.connection import Connection
from store.ids import first_of
from store.inbox import discard_raw
from store.tables.persons import appellants, sealed, texts_received
from store.tables.talk import evidence, messages, visit_sessions
from store.tables.tickets import ticket_appellants, tickets
from store.tables.traffic import inbox_keys, inbox_raw, outbox

AT_ONCE = 200
_SETTLED = [
    state.value for state in (OutboxState.DONE, OutboxState.FAILED, OutboxState.UNKNOWN, OutboxState.DROPPED)
]


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of row: which are due before a moment, by their ids, and how some of them go."""

    due: Callable[[datetime], Select[Any]]
    take: Callable[[Connection, list[Any]], Awaitable[None]]

    async def some(self, connection: Connection, before: datetime) -> int:
        """Take a few of them; how many."""
        found = await some_of(connection, self.due(before))
        if found:
            await self.take(connection, found)
        return len(found)


def photos_due(before: datetime) -> Select[Any]:
    """Files all of whose tickets ended before then."""
    used, kept = evidence.alias("used"), evidence.alias("kept")
    still = (
        select(kept.c.id)
        .join(tickets, tickets.c.id == kept.c.ticket)
        .where(kept.c.blob == used.c.blob, _not_over(before))
        .exists()
    )
    return select(used.c.blob).where(used.c.erased_at.is_(None), ~still).distinct()


async def photos_gone(connection: Connection, blobs: list[BlobId], at: datetime) -> None:
    """Their bytes are away; that they were used stays known."""
    await connection.execute(update(evidence).where(evidence.c.blob.in_(blobs)).values(erased_at=at))


def callers_due(before: datetime, only: AppellantId | None = None) -> Select[Any]:
    """Citizens known since before then, all of whose tickets ended before then and who sent nothing since."""
    one = true() if only is None else appellants.c.id == only
    theirs = (
        select(tickets.c.id)
        .join(ticket_appellants, ticket_appellants.c.ticket == tickets.c.id)
        .where(ticket_appellants.c.appellant == appellants.c.id, _not_over(before))
        .exists()
    )
    heard = (
        select(texts_received.c.id)
        .where(texts_received.c.appellant == appellants.c.id, texts_received.c.at >= before)
        .exists()
    )
    return (
        select(appellants.c.id)
        .where(
            one,
            appellants.c.phone_index.is_not(None),
            appellants.c.id < first_of(before.date()),
            ~theirs,
            ~heard,
        )
        .order_by(appellants.c.id)
    )


async def some_of(connection: Connection, due: Select[Any]) -> list[Any]:
    """The ids of a few."""
    return list((await connection.execute(due.limit(AT_ONCE))).scalars())


def _not_over(before: datetime) -> ColumnElement[bool]:
    return or_(tickets.c.open, tickets.c.ended_at.is_(None), tickets.c.ended_at >= before)


def _unread_due(before: datetime) -> Select[Any]:
    return select(inbox_raw.c.id).where(inbox_raw.c.quarantined_at < before)


async def _unread_gone(connection: Connection, ids: list[Any]) -> None:
    rows = await connection.execute(
        select(inbox_raw.c.id, inbox_raw.c.source, inbox_raw.c.key, inbox_raw.c.body).where(
            inbox_raw.c.id.in_(ids)
        )
    )
    for row in rows.all():
        await discard_raw(connection, row.id, row.body, EventKey(row.source, row.key))
        # The key goes with those of handled events: a wire that repeats it meanwhile must not bring it back.
        await connection.execute(
            update(inbox_keys)
            .where(inbox_keys.c.source == row.source, inbox_keys.c.key == row.key)
            .values(done=True)
        )


def _sent_due(before: datetime) -> Select[Any]:
    still_open = select(tickets.c.id).where(tickets.c.id == outbox.c.ticket, tickets.c.open).exists()
    return select(outbox.c.id).where(outbox.c.state.in_(_SETTLED), outbox.c.settled_at < before, ~still_open)


async def _sent_gone(connection: Connection, ids: list[Any]) -> None:
    words = select(outbox.c.words).where(outbox.c.id.in_(ids), outbox.c.words.is_not(None))
    await connection.execute(delete(sealed).where(sealed.c.id.in_(words)))
    await connection.execute(delete(messages).where(messages.c.outbox.in_(ids)))
    await connection.execute(delete(outbox).where(outbox.c.id.in_(ids)))


def _keys_due(before: datetime) -> Select[Any]:
    return select(inbox_keys.c.key).where(inbox_keys.c.done, inbox_keys.c.at < before)


def _texts_due(before: datetime) -> Select[Any]:
    return select(texts_received.c.id).where(texts_received.c.at < before)


async def _texts_gone(connection: Connection, ids: list[Any]) -> None:
    await connection.execute(delete(texts_received).where(texts_received.c.id.in_(ids)))


def _visits_due(before: datetime) -> Select[Any]:
    return select(visit_sessions.c.visit).where(visit_sessions.c.opened_at < before)


async def _visits_gone(connection: Connection, ids: list[Any]) -> None:
    await connection.execute(delete(visit_sessions).where(visit_sessions.c.visit.in_(ids)))


RULES: Mapping[str, Rule] = MappingProxyType(
    {
        "keep_unread": Rule(_unread_due, _unread_gone),
        "keep_sent": Rule(_sent_due, _sent_gone),
        "keep_texts": Rule(_texts_due, _texts_gone),
        "keep_visits": Rule(_visits_due, _visits_gone),
    }
)
"""By the name of the policy's field. Inbox keys, photos and citizens need more than a statement: `bot/retention.py`."""
COUNTS: Mapping[str, Callable[[datetime], Select[Any]]] = MappingProxyType(
    {
        "keep_keys": _keys_due,
        **{name: rule.due for name, rule in RULES.items()},
        "keep_photos": photos_due,
        "keep_callers": callers_due,
    }
)
"""Every rule, in the order they are printed."""


async def counted(connection: Connection, before: Mapping[str, datetime]) -> dict[str, int]:
    """How many rows are due by each rule."""
    found = {}
    for name, due in COUNTS.items():
        rows = await connection.execute(select(func.count()).select_from(due(before[name]).subquery()))
        found[name] = int(rows.scalar() or 0)
    return found
