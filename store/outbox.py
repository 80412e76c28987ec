"""What will be said to the world once this transaction is committed. The sender's side is `store/queue.py`."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select, update

from config.texts.held import SHORT
from domain.ids import PersonId, TicketId
from domain.inbound import SmsFate
from domain.notices import Notice, Recipient, RecipientKind
from domain.outgoing import (
    Ding,
    FetchFile,
    HeldBack,
    Notify,
    OutboxState,
    Outgoing,
    PrintPaper,
    Put,
    Reply,
    SendFile,
    SyncCard,
    Tell,
)
from domain.sendings import Sending
from store.codec import outgoing_codec
from store.connection import Connection
from store.ids import TimeOrderedIds
from store.sendings import calls_about
from store.tables.traffic import outbox
from store.upsert import insert_unless_there

BECAME = {SmsFate.DELIVERED.value: OutboxState.DONE, SmsFate.FAILED.value: OutboxState.FAILED}
"""What a row of which nobody knew whether it had gone out is, once the other side reports on it."""
_PUT = insert_unless_there(outbox)
_UNTOUCHED = dict.fromkeys(("retry_at", "worker", "lease_until", "words", "fate", "settled_at"))


class SqlOutbox:
    """Puts rows; reads one only to know what a fetched file belongs to."""

    def __init__(self, connection: Connection, ids: TimeOrderedIds, cause: str = "") -> None:
        self._connection = connection
        self._ids = ids
        self._cause = cause

    async def put(
        self, outgoing: Outgoing, *, key: str, at: datetime, urgent: bool = False, ordinary: bool = False
    ) -> None:
        """Queue it, not to be sent before `at`. A key that is already there adds nothing: everybody is told once.

        `ordinary`: held until the morning digest of its recipient is released.
        """
        await self.put_all([Put(outgoing, key, at, urgent, ordinary)])

    async def put_all(self, puts: Sequence[Put]) -> None:
        """Queue several at once, each under its own key."""
        rows = [
            self._row(put.outgoing, put.key, put.at, urgent=put.urgent, ordinary=put.ordinary) for put in puts
        ]
        if rows:
            await self._insert(rows)

    async def get(self, row: int) -> Outgoing | None:
        """What a row asked for, while it is kept."""
        found = (
            await self._connection.execute(select(outbox.c.kind, outbox.c.body).where(outbox.c.id == row))
        ).first()
        return outgoing_codec().decode(found.kind, found.body) if found else None

    async def held_back(self, person: PersonId, since: datetime) -> HeldBack:
        """What waits for this person's next digest, and what was dropped since then, oldest first."""
        mine = outbox.c.recipient == f"{RecipientKind.PERSON.value}:{person}"
        waiting = select(outbox.c.kind, outbox.c.body).where(outbox.c.held, mine).order_by(outbox.c.id)
        dropped = (
            select(outbox.c.kind, outbox.c.body)
            .where(
                mine,
                outbox.c.state == OutboxState.DROPPED.value,
                outbox.c.put_at >= since,
                outbox.c.code == SHORT,
            )
            .order_by(outbox.c.id)
        )
        return HeldBack(await self._notices(waiting), await self._notices(dropped))

    async def _notices(self, wanted: Select[tuple[str, str]]) -> tuple[Notice, ...]:
        rows = (await self._connection.execute(wanted)).all()
        found = [outgoing_codec().decode(kind, body) for kind, body in rows]
        return tuple(one.notice for one in found if isinstance(one, Notify))

    async def calls_about(self, ticket: TicketId) -> tuple[Sending, ...]:
        """What became of every call of an official to an urgent matter, in the order queued."""
        return await calls_about(self._connection, ticket)

    async def reported(self, our_id: str, provider_id: str, fate: SmsFate, code: str, at: datetime) -> bool:
        """A delivery report for a text, by our id if it carries one, else by theirs. False: not one of ours.

        It settles a row of which nobody knew whether it had gone out.
        """
        if our_id.isdecimal() and our_id.isascii():
            which = outbox.c.id == int(our_id)
        elif provider_id:
            which = outbox.c.provider_id == provider_id
        else:
            return False
        told = await self._connection.execute(update(outbox).where(which).values(fate=fate.value, code=code))
        became = BECAME.get(fate.value)
        if became is not None:
            # A row still under a lease is its worker's, or the reaper's when that worker is dead.
            left_started = (outbox.c.state == OutboxState.WAITING.value) & outbox.c.started_before
            await self._connection.execute(
                update(outbox)
                .where(which, (outbox.c.state == OutboxState.UNKNOWN.value) | left_started)
                .values(state=became.value, settled_at=at)
            )
        return bool(told.rowcount)

    async def sync_cards(self, cards: Collection[str], at: datetime) -> None:
        """Queue one update per card, unless one is already waiting."""
        rows = [
            self._row(SyncCard(card), f"card:{card}:{self._ids.new()}", at, urgent=False, ordinary=False)
            for card in dict.fromkeys(cards)
        ]
        if rows:
            await self._insert(rows)

    async def _insert(self, rows: list[dict[str, Any]]) -> None:
        # Two things make a row a repeat: its key, and for a card an update that already waits.
        await self._connection.run_many(_PUT, rows)

    def _row(
        self, outgoing: Outgoing, key: str, at: datetime, *, urgent: bool, ordinary: bool
    ) -> dict[str, Any]:
        kind, body = outgoing_codec().encode(outgoing)
        return {
            "id": self._ids.new(),
            "key": key,
            "kind": kind,
            "body": body,
            "ticket": _ticket(outgoing),
            "recipient": _recipient(outgoing),
            "card": outgoing.card if isinstance(outgoing, SyncCard) else None,
            "state": OutboxState.WAITING.value,
            "urgent": urgent,
            "ordinary": ordinary,
            "held": ordinary,
            "put_at": at,
            "not_before": at,
            "attempts": 0,
            "started_before": False,
            "code": "",
            "provider_id": "",
            "cause": self._cause,
            **_UNTOUCHED,
        }


def _ticket(outgoing: Outgoing) -> TicketId | None:
    match outgoing:
        case Notify(notice) | Ding(_, notice):
            return notice.ticket
        case Reply() | FetchFile():
            return outgoing.ticket
        case SyncCard() | Tell() | SendFile() | PrintPaper():
            return None


def _recipient(outgoing: Outgoing) -> str:
    """Whom it reaches, in one word: rows of one recipient make one digest."""
    match outgoing:
        case Notify(notice):
            return recipient_of(notice)
        case Ding(person=person) | FetchFile(person=person):
            return f"person:{person}"
        case Reply():
            return f"conversation:{outgoing.conversation.id}"[:100]
        case SyncCard(card):
            return f"card:{card}"
        case Tell(to) | SendFile(to):
            return _who(to)
        case PrintPaper(docket):
            return f"docket:{docket}"


def recipient_of(notice: Notice) -> str:
    """The kind of recipient, and who."""
    return _who(notice.to)


def _who(to: Recipient) -> str:
    return f"{to.kind.value}:{to.person or to.appellant or ''}"
