"""Every business key once, its answer for every repeat, and nothing lost that could not be handled."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from domain.faces import Answer, CardFace
from domain.inbound import EventKey, SmsReceived
from store.connection import Connection
from store.database import Database
from store.inbox import Done, Inbox, New, Parked, Pending, Remembered, park
from store.quarantine import Quarantine
from store.quiet import moving
from store.tables.persons import sealed
from store.work import Tools
from tests.store.moments import NOON, at

KEY = EventKey("sms", "4711")
TEXT = SmsReceived(KEY, "alibaba", "13800001111", "路灯不亮", None, NOON)
FACE = Answer(CardFace(3, (("title", "路灯不亮"),)))


async def remember(database: Database, tools: Tools, answer: Answer = FACE) -> Remembered:
    async def job(connection: Connection) -> Remembered:
        inbox = Inbox(connection, tools)
        known = await inbox.remember(KEY, NOON)
        if isinstance(known, New):
            await inbox.finish(KEY, answer, NOON)
        return known

    return await database.write(job)


async def test_a_repeat_gets_the_same_answer(database: Database, tools: Tools) -> None:
    assert await remember(database, tools) == New()
    assert await remember(database, tools) == Done(FACE)


async def test_an_event_without_an_answer_is_a_repeat_all_the_same(database: Database, tools: Tools) -> None:
    await remember(database, tools, Answer())

    assert await remember(database, tools) == Done(Answer())


async def test_of_many_deliveries_at_once_one_is_handled(database: Database, tools: Tools) -> None:
    known = await asyncio.gather(*(remember(database, tools) for _ in range(6)))

    assert sorted(type(k).__name__ for k in known) == ["Done"] * 5 + ["New"]


async def test_a_key_whose_handling_failed_was_never_seen(database: Database, tools: Tools) -> None:
    async def broken(connection: Connection) -> None:
        await Inbox(connection, tools).remember(KEY, NOON)
        raise LookupError("handler")

    with pytest.raises(LookupError):
        await database.write(broken)

    assert await remember(database, tools) == New()


async def due(database: Database, tools: Tools, minute: int) -> tuple[Parked, ...]:
    return await database.write(lambda c: Inbox(c, tools).due_pending(at(minute), at(minute + 5)))


async def test_a_parked_event_comes_again_until_it_is_handled_and_then_never(
    database: Database, tools: Tools
) -> None:
    assert await park(database, tools, TEXT, at=NOON, reason="LookupError", next_try_at=at(1))
    assert not await park(database, tools, TEXT, at=NOON, reason="LookupError", next_try_at=at(1))

    assert await remember(database, tools) == Pending()
    assert await due(database, tools, 0) == ()
    (parked,) = await due(database, tools, 1)
    assert (parked.event, parked.attempts) == (TEXT, 2)
    assert await due(database, tools, 2) == (), "it is the first worker's until its time"

    async def handle(connection: Connection) -> bool:
        inbox = Inbox(connection, tools)
        mine = await inbox.resume(parked.id)
        await inbox.finish(KEY, FACE, NOON)
        return mine

    assert await database.write(handle)
    assert not await database.write(lambda c: Inbox(c, tools).resume(parked.id))
    assert await due(database, tools, 99) == ()
    assert await remember(database, tools) == Done(FACE)


async def test_the_quarantine_keeps_shows_and_releases(database: Database, tools: Tools) -> None:
    await park(database, tools, TEXT, at=NOON, reason="LookupError", next_try_at=at(1))
    (parked,) = await due(database, tools, 1)
    await database.write(lambda c: Quarantine(c, tools).put(parked.id, at(2), "five attempts"))

    assert await due(database, tools, 99) == ()
    (kept,) = await database.read(lambda c: Quarantine(c, tools).listed())
    assert (kept.key, kept.kind, kept.reason) == (KEY, "SmsReceived", "five attempts")
    shown = await database.read(lambda c: Quarantine(c, tools).show(kept.id))
    assert shown is not None
    assert "路灯不亮" in shown
    assert (await database.read(lambda c: moving(c, at(99)))).quiet

    assert await database.write(lambda c: Quarantine(c, tools).retry(kept.id, at(3)))
    assert [p.event for p in await due(database, tools, 3)] == [TEXT]


async def test_raw_events_and_answers_lie_sealed(database: Database, tools: Tools, database_url: str) -> None:
    if not database_url.startswith("sqlite"):
        pytest.skip("the file can be read as bytes on SQLite only")
    await park(database, tools, TEXT, at=NOON, reason="LookupError", next_try_at=at(1))
    await database.close()

    file = Path(database_url.removeprefix("sqlite:///"))
    content = await asyncio.to_thread(file.read_bytes)
    assert "路灯不亮".encode() not in content
    assert b"13800001111" not in content


async def test_old_keys_are_forgotten_with_their_answers(database: Database, tools: Tools) -> None:
    await remember(database, tools)

    assert await database.write(lambda c: Inbox(c, tools).forget(NOON)) == 0
    assert await database.write(lambda c: Inbox(c, tools).forget(NOON + timedelta(seconds=1))) == 1
    assert await remember(database, tools) == New()


async def test_a_key_too_long_or_odd_for_a_column_is_a_key_all_the_same(
    database: Database, tools: Tools
) -> None:
    for odd in ("x" * 5000, "a\x00b"):
        text = SmsReceived(EventKey("sms", odd), "alibaba", "13800001111", "路灯", None, NOON)
        assert await park(database, tools, text, at=NOON, reason="LookupError", next_try_at=at(1))
        assert not await park(database, tools, text, at=NOON, reason="LookupError", next_try_at=at(1))
    assert len(await due(database, tools, 1)) == 2


async def test_what_could_not_be_read_is_kept_once_and_goes_without_a_trace(
    database: Database, tools: Tools
) -> None:
    async def keep(connection: Connection) -> list[int | None]:
        quarantine = Quarantine(connection, tools)
        return [await quarantine.keep_unread("sms", "乱码".encode(), "no phone", at(n)) for n in (1, 2)]

    kept, again = await database.write(keep)
    assert kept is not None
    assert again is None
    await database.write(lambda c: Quarantine(c, tools).read_at_last(kept))

    async def left(connection: Connection) -> int:
        return len((await connection.execute(select(sealed))).all())

    assert await database.read(left) == 0
