"""What came in: every business key once, its answer kept for repeats, and raw events that could not be handled yet.

The key is remembered in the transaction of the handling itself, so it stands exactly when the handling does. A key found
there already is a repeat; one that is parked is still being worked on (design §2).
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select, update

from domain.faces import Answer
from domain.failures import Unreadable
from domain.inbound import EventKey, Inbound
from domain.subjects import Subject, SubjectKind
from store.codec import answer_codec, inbound_codec
from store.connection import Connection
from store.database import Database
from store.tables.persons import sealed, subject_keys
from store.tables.traffic import inbox_keys, inbox_raw
from store.upsert import insert_unless_there
from store.work import SqlWork, Tools


@dataclass(frozen=True, slots=True)
class New:
    """Never seen: handle it, in this transaction."""


@dataclass(frozen=True, slots=True)
class Done:
    """Handled before: answer the same again."""

    answer: Answer


@dataclass(frozen=True, slots=True)
class Pending:
    """Parked: somebody is still at it (正在处理)."""


KEY_AT_MOST = 300

Remembered = New | Done | Pending


@dataclass(frozen=True, slots=True)
class Parked:
    """A raw event whose turn has come again."""

    id: int
    event: Inbound
    attempts: int


_REMEMBER = insert_unless_there(inbox_keys, "source", "key")


class Inbox:
    """The intake's side of the memory, within one transaction."""

    def __init__(self, connection: Connection, tools: Tools) -> None:
        self._connection = connection
        self._tools = tools
        self._words = SqlWork(connection, tools).words

    async def remember(self, key: EventKey, at: datetime) -> Remembered:
        """Remember the key; it stands once this transaction does.

        Two workers with the same key: the second waits here for the first, and then sees what became of it.
        """
        if await self._insert(key, at, done=True):
            return New()
        rows = await self._connection.execute(
            select(inbox_keys.c.done, inbox_keys.c.answer).where(
                inbox_keys.c.source == key.source, inbox_keys.c.key == column_key(key)
            )
        )
        known = rows.one()
        return Done(await self._answer(known.answer)) if known.done else Pending()

    async def finish(self, key: EventKey, answer: Answer, at: datetime) -> None:
        """Keep what was answered, for repeats. Nothing to keep where nothing went back."""
        if answer == Answer():
            return
        kept = await self._words.seal(answer_codec().encode(answer), answers_of(at))
        await self._connection.execute(
            update(inbox_keys)
            .where(inbox_keys.c.source == key.source, inbox_keys.c.key == column_key(key))
            .values(answer=kept.ref)
        )

    async def resume(self, parked: int) -> bool:
        """Take a parked event out to handle it in this transaction; False: somebody else has."""
        rows = await self._connection.execute(
            select(inbox_raw.c.source, inbox_raw.c.key, inbox_raw.c.body)
            .where(inbox_raw.c.id == parked)
            .with_for_update()
        )
        row = rows.first()
        if row is None:
            return False
        await discard_raw(self._connection, parked, row.body, EventKey(row.source, row.key))
        await self._connection.execute(
            update(inbox_keys)
            .where(inbox_keys.c.source == row.source, inbox_keys.c.key == row.key)
            .values(done=True)
        )
        return True

    async def keep_raw(self, event: Inbound, at: datetime, reason: str, next_try_at: datetime) -> bool:
        """Keep a raw event that could not be handled; False when its key is there already."""
        key = event.key
        if not await self._insert(key, at, done=False):
            return False
        kind, body = inbound_codec().encode(event)
        kept = await self._words.seal(body, raw_of(key))
        await self._connection.execute(
            inbox_raw.insert().values(
                id=self._tools.ids.new(),
                source=key.source,
                key=column_key(key),
                kind=kind,
                body=kept.ref,
                parked_at=at,
                attempts=1,
                next_try_at=next_try_at,
                reason=reason,
            )
        )
        return True

    async def due_pending(self, now: datetime, again_at: datetime, limit: int = 20) -> tuple[Parked, ...]:
        """Parked events whose turn has come. Each is this worker's until `again_at`, and counts one attempt more.

        One that no longer reads goes straight to the quarantine.
        """
        rows = await self._connection.execute(
            select(inbox_raw)
            .where(inbox_raw.c.quarantined_at.is_(None), inbox_raw.c.next_try_at <= now)
            .order_by(inbox_raw.c.next_try_at)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        found = rows.all()
        opened = await self._words.open_refs([row.body for row in found])
        due: list[Parked] = []
        for row in found:
            change: dict[str, object] = {"next_try_at": again_at, "attempts": row.attempts + 1}
            try:
                event = inbound_codec().decode(row.kind, opened.get(row.body, ""))
            except Unreadable as wrong:
                change = {"quarantined_at": now, "reason": str(wrong)}
            else:
                due.append(Parked(row.id, event, row.attempts + 1))
            await self._connection.execute(update(inbox_raw).where(inbox_raw.c.id == row.id).values(**change))
        return tuple(due)

    async def postpone(self, parked: int, next_try_at: datetime) -> None:
        """It failed again: not before then."""
        await self._connection.execute(
            update(inbox_raw).where(inbox_raw.c.id == parked).values(next_try_at=next_try_at)
        )

    async def forget(self, before: datetime) -> int:
        """Forget the keys of events handled before then, with their answers; how many. No wire repeats after days."""
        old = inbox_keys.c.done & (inbox_keys.c.at < before)
        answers = select(inbox_keys.c.answer).where(old, inbox_keys.c.answer.is_not(None))
        await self._connection.execute(delete(sealed).where(sealed.c.id.in_(answers)))
        gone = await self._connection.execute(delete(inbox_keys).where(old))
        return gone.rowcount

    async def _insert(self, key: EventKey, at: datetime, *, done: bool) -> bool:
        inserted = await self._connection.run(
            _REMEMBER,
            {"source": key.source, "key": column_key(key), "at": at, "done": done, "answer": None},
        )
        return bool(inserted.touched)

    async def _answer(self, ref: int | None) -> Answer:
        if ref is None:
            return Answer()
        opened = (await self._words.open_refs([ref])).get(ref)
        return Answer() if opened is None else answer_codec().decode(opened)


async def park(
    database: Database, tools: Tools, event: Inbound, *, at: datetime, reason: str, next_try_at: datetime
) -> bool:
    """Commit the raw event alone, as pending, so that the wire may be acknowledged. False: its key was known already.

    `reason` is for the operator and holds nothing personal: the class of what went wrong, never its text.
    """
    return await database.write(
        lambda connection: Inbox(connection, tools).keep_raw(event, at, reason, next_try_at)
    )


def answers_of(at: datetime) -> Subject:
    """One key a day for the answers."""
    return Subject(SubjectKind.EVENT, f"answers:{at:%Y-%m-%d}")


def raw_of(key: EventKey) -> Subject:
    """A raw event's own key: nobody has read yet whom it is about."""
    return Subject(SubjectKind.EVENT, hashlib.sha256(f"{key.source}:{column_key(key)}".encode()).hexdigest())


def column_key(key: EventKey) -> str:
    """The key as its column takes it: one too long, or with a letter a database refuses, stands as its hash."""
    if len(key.id) <= KEY_AT_MOST and "\x00" not in key.id:
        return key.id
    return hashlib.sha256(key.id.encode("utf-8", "surrogatepass")).hexdigest()


async def discard_raw(connection: Connection, parked: int, body: int, key: EventKey) -> None:
    """Take a raw event away with its sealed content and its key."""
    raw = raw_of(key)
    await connection.execute(delete(inbox_raw).where(inbox_raw.c.id == parked))
    await connection.execute(delete(sealed).where(sealed.c.id == body))
    await connection.execute(
        delete(subject_keys).where(subject_keys.c.kind == raw.kind.value, subject_keys.c.subject == raw.id)
    )
