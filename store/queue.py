"""The sender's side of the outbox: claim with a lease, mark started just before the wire, settle afterwards.

Leases, attempts and back-off run on real time; `not_before` is business time, which a rehearsal may move (design §6).
Every settling is guarded by worker and state: whoever lost a row's lease changes nothing any more.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, case, func, literal, select, update

from domain.faces import Sent
from domain.failures import Unreadable
from domain.ids import AppellantId, TicketId
from domain.notices import Notice, NoticeKind, Recipient, RecipientKind
from domain.outgoing import Claimed, Notify, OutboxState
from domain.subjects import Subject, SubjectKind
from store.appellants import subject_of
from store.codec import outgoing_codec
from store.connection import Connection
from store.outbox import BECAME
from store.tables.tickets import ticket_appellants
from store.tables.traffic import outbox
from store.work import SqlWork, Tools

LEASE = timedelta(seconds=60)
UNREADABLE, UNREADABLE_TRIES, UNREADABLE_WAIT = "unreadable", 30, timedelta(minutes=1)
"""A row of a kind this version does not know waits half an hour for a worker that does."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """A row that did not go out, or may have gone out twice: for the operator."""

    id: int
    kind: str
    state: OutboxState
    recipient: str
    ticket: TicketId | None
    code: str
    attempts: int
    settled_at: datetime | None


class Queue:
    """The outbox as its sender sees it, within one transaction."""

    def __init__(self, connection: Connection, tools: Tools) -> None:
        self._connection = connection
        self._work = SqlWork(connection, tools)

    async def claim(
        self, worker: str, now_real: datetime, business_now: datetime, limit: int, lease: timedelta = LEASE
    ) -> tuple[Claimed, ...]:
        """Rows for this worker until the lease ends, urgent ones first.

        Released ordinary rows of one recipient come together, beyond the limit if need be: they make one digest.
        """
        found = await self._due(now_real, business_now, limit, urgent=True)
        if len(found) < limit:
            found += await self._due(now_real, business_now, limit - len(found), urgent=False)
        digests = {row.recipient for row in found if row.ordinary}
        if digests:
            found += await self._siblings(digests, {row.id for row in found}, business_now)
        claimed = [one for row in found if (one := _claimed(row)) is not None]
        if len(claimed) < len(found):
            await self._set_aside([row for row in found if _claimed(row) is None], now_real, business_now)
        if claimed:
            await self._connection.execute(
                update(outbox)
                .where(outbox.c.id.in_([row.id for row in claimed]))
                .values(
                    state=OutboxState.CLAIMED.value,
                    worker=worker,
                    lease_until=now_real + lease,
                    attempts=outbox.c.attempts + 1,
                )
            )
        return tuple(claimed)

    async def _set_aside(
        self, rows: list[Row[*tuple[Any, ...]]], now_real: datetime, business_now: datetime
    ) -> None:
        """Rows this version cannot read: perhaps a newer worker wrote them and will take them; in the end they failed.

        Then the operator is told, like of every failed row.
        """
        for row in rows:
            over = row.attempts >= UNREADABLE_TRIES
            await self._connection.execute(
                update(outbox)
                .where(outbox.c.id == row.id)
                .values(
                    state=OutboxState.FAILED.value if over else OutboxState.WAITING.value,
                    code=UNREADABLE,
                    attempts=row.attempts + 1,
                    retry_at=now_real + UNREADABLE_WAIT,
                    settled_at=now_real if over else None,
                )
            )
            if over:
                failed = Notice(
                    Recipient(RecipientKind.OPERATOR), NoticeKind.DELIVERY_FAILED, code=UNREADABLE
                )
                await self._work.outbox.put(Notify(failed), key=f"trouble:{row.id}", at=business_now)

    async def started(self, row: int, worker: str) -> bool:
        """Commit this just before the wire. False: the row is no longer this worker's, do not send."""
        return await self._settle(row, worker, (OutboxState.CLAIMED,), state=OutboxState.STARTED.value)

    async def done(self, row: int, worker: str, sent: Sent, words: str, at: datetime) -> bool:
        """It went out with these words: they are sealed onto the row, and the other side's id is kept for quotes and reports."""
        rows = await self._connection.execute(
            select(outbox.c.ticket, outbox.c.recipient).where(outbox.c.id == row)
        )
        about = rows.first()
        if about is None:
            return False
        mine = await self._settle(
            row, worker, _MINE, state=OutboxState.DONE.value, provider_id=sent.provider_id, settled_at=at
        )
        if mine and words:
            kept = await self._work.words.seal(words, await self._subject(about.ticket, about.recipient))
            await self._connection.execute(update(outbox).where(outbox.c.id == row).values(words=kept.ref))
        if mine and sent.provider_id:
            await self._work.marks.sent(sent.provider_id, about.ticket, row)
        return mine

    async def retry(self, row: int, worker: str, at: datetime, code: str) -> bool:
        """It certainly did not go out: again at this real moment. A card update gives way to a newer one that waits."""
        return await self._settle(
            row, worker, _MINE, superseded_at=at, state=OutboxState.WAITING.value, retry_at=at, code=code
        )

    async def put_off(self, row: int, worker: str, at: datetime) -> bool:
        """It was not tried at all, and that counts as no attempt: again at this real moment."""
        attempts = outbox.c.attempts - 1
        return await self._settle(
            row,
            worker,
            (OutboxState.CLAIMED,),
            superseded_at=at,
            state=OutboxState.WAITING.value,
            retry_at=at,
            code="paced",
            attempts=attempts,
        )

    async def failed(self, row: int, worker: str, code: str, at: datetime) -> bool:
        """It will never go out as it stands."""
        return await self._settle(
            row, worker, _MINE, state=OutboxState.FAILED.value, code=code, settled_at=at
        )

    async def unknown(self, row: int, worker: str, code: str, at: datetime) -> bool:
        """It may have gone out: never sent again blindly. What the other side has reported by now is known."""
        known = case(
            {fate: became.value for fate, became in BECAME.items()},
            value=outbox.c.fate,
            else_=OutboxState.UNKNOWN.value,
        )
        return await self._settle(row, worker, _MINE, state=known, code=code, settled_at=at)

    async def dropped(self, row: int, worker: str, why: str, at: datetime) -> bool:
        """No longer true, or held back by the quota: not sent, and the reason kept."""
        return await self._settle(
            row, worker, _MINE, state=OutboxState.DROPPED.value, code=why, settled_at=at
        )

    async def reap(self, now_real: datetime) -> int:
        """Rows whose worker died wait again; one that was started says so, because it may have gone out.

        Unless the other side has reported on it meanwhile: then that is what became of it.
        """
        rows = await self._connection.execute(
            select(outbox.c.id, outbox.c.state, outbox.c.worker, outbox.c.fate)
            .where(_state(*_MINE), outbox.c.lease_until <= now_real)
            .with_for_update(skip_locked=True)
        )
        lost = rows.all()
        for row in lost:
            started = row.state == OutboxState.STARTED.value
            if started and row.fate in BECAME:
                became = BECAME[row.fate].value
                await self._settle(row.id, row.worker, _MINE, state=became, settled_at=now_real)
                continue
            changes: dict[str, Any] = {"started_before": True} if started else {}
            await self._settle(
                row.id, row.worker, _MINE, superseded_at=now_real, state=OutboxState.WAITING.value, **changes
            )
        return len(lost)

    async def release(self, business_now: datetime) -> int:
        """The digest hour: ordinary rows put until now may go; how many. Held rows of a recipient then come together."""
        released = await self._connection.execute(
            update(outbox).where(outbox.c.held, outbox.c.not_before <= business_now).values(held=False)
        )
        return released.rowcount

    async def next_due_at(self) -> datetime | None:
        """When the next waiting row may go, in business time."""
        rows = await self._connection.execute(
            select(func.min(outbox.c.not_before)).where(_state(OutboxState.WAITING), ~outbox.c.held)
        )
        found: datetime | None = rows.scalar()
        return found

    async def said(self, row: int) -> str | None:
        """The words that went out on a row; None: not sent, or erased."""
        rows = await self._connection.execute(select(outbox.c.words).where(outbox.c.id == row))
        ref = rows.scalar()
        return None if ref is None else (await self._work.words.open_refs([ref])).get(ref)

    async def troubles(self, limit: int = 100) -> tuple[Trouble, ...]:
        """What failed or may have gone out, the latest first."""
        rows = await self._connection.execute(
            select(outbox)
            .where(_state(OutboxState.FAILED, OutboxState.UNKNOWN))
            .order_by(outbox.c.id.desc())
            .limit(limit)
        )
        return tuple(
            Trouble(
                row.id,
                row.kind,
                OutboxState(row.state),
                row.recipient,
                None if row.ticket is None else TicketId(row.ticket),
                row.code,
                row.attempts,
                row.settled_at,
            )
            for row in rows
        )

    async def _due(
        self, now_real: datetime, business_now: datetime, limit: int, *, urgent: bool
    ) -> list[Row[*tuple[Any, ...]]]:
        rows = await self._connection.execute(
            _waiting(business_now)
            .where(
                outbox.c.urgent == urgent,
                outbox.c.retry_at.is_(None) | (outbox.c.retry_at <= now_real),
            )
            .order_by(outbox.c.not_before, outbox.c.id)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        return list(rows.all())

    async def _siblings(
        self, recipients: set[str], already: set[int], business_now: datetime
    ) -> list[Row[*tuple[Any, ...]]]:
        rows = await self._connection.execute(
            _waiting(business_now)
            .where(outbox.c.ordinary, outbox.c.recipient.in_(recipients), outbox.c.id.not_in(already))
            .order_by(outbox.c.id)
            .with_for_update(skip_locked=True)
        )
        return list(rows.all())

    async def _settle(
        self,
        row: int,
        worker: str,
        states: tuple[OutboxState, ...],
        superseded_at: datetime | None = None,
        **changes: object,
    ) -> bool:
        which = (outbox.c.id == row) & (outbox.c.worker == worker) & _state(*states)
        if superseded_at is not None:
            newer = outbox.alias("newer")
            waits = (
                select(newer.c.id)
                .where(newer.c.card == outbox.c.card, newer.c.state == OutboxState.WAITING.value)
                .exists()
            )
            gone = await self._connection.execute(
                update(outbox)
                .where(which, outbox.c.card.is_not(None), waits)
                .values(state=OutboxState.DROPPED.value, code="superseded", settled_at=superseded_at)
            )
            if gone.rowcount:
                return True
        changed = await self._connection.execute(update(outbox).where(which).values(**changes))
        return bool(changed.rowcount)

    async def _subject(self, ticket: int | None, recipient: str) -> Subject:
        """Words about a ticket are its first appellant's; else the recipient's own."""
        kind, _, who = recipient.partition(":")
        if kind == "appellant" and who.isdigit():
            return subject_of(AppellantId(int(who)))
        if ticket is not None:
            rows = await self._connection.execute(
                select(ticket_appellants.c.appellant)
                .where(ticket_appellants.c.ticket == ticket)
                .order_by(ticket_appellants.c.place)
                .limit(1)
            )
            first = rows.scalar()
            if first is not None:
                return subject_of(AppellantId(first))
        return Subject(SubjectKind.OFFICIAL, who or kind)


_MINE = (OutboxState.CLAIMED, OutboxState.STARTED)


def _state(*states: OutboxState) -> ColumnElement[bool]:
    """In one of these states. Written out, not bound: only then do partial indexes help."""
    written = [literal(state.value, literal_execute=True) for state in states]
    return outbox.c.state == written[0] if len(written) == 1 else outbox.c.state.in_(written)


def _waiting(business_now: datetime) -> Select[Any]:
    return select(outbox).where(
        _state(OutboxState.WAITING), ~outbox.c.held, outbox.c.not_before <= business_now
    )


def _claimed(row: Row[*tuple[Any, ...]]) -> Claimed | None:
    """The row as this version reads it; None where it cannot."""
    try:
        outgoing = outgoing_codec().decode(row.kind, row.body)
    except Unreadable:
        return None
    return Claimed(
        row.id, outgoing, row.attempts + 1, row.started_before, row.urgent, row.ordinary, row.cause
    )
