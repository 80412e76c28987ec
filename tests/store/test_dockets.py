"""Dockets (案卷): grown only by appending, found by name, chained, sealed and audited as tickets are."""

import sqlite3
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import asyncpg
import pytest
from sqlalchemy.exc import DBAPIError

from domain.actor import official
from domain.docket import DocketKind, Entry, folded, parsed_step, step_of
from domain.failures import Stale
from domain.ids import DocketId, PersonId
from domain.timers import Timer
from store.audit_findings import Fault
from store.connection import Connection
from store.database import Database
from store.docket_audit import docket_chains
from store.due import Due
from store.sealer import seal_heads
from store.work import SqlWork, Tools
from tests.store.attack import attack, disarm

REFUSED = (sqlite3.IntegrityError, asyncpg.PostgresError)
NOON = datetime(2019, 7, 5, 4, 0, tzinfo=UTC)
BY = official(PersonId("head"))


@dataclass(frozen=True, slots=True)
class Begun:
    id: DocketId
    label: str


@dataclass(frozen=True, slots=True)
class Written:
    words: str


@dataclass(frozen=True, slots=True)
class Over:
    pass


@dataclass(frozen=True, slots=True)
class Book:
    id: DocketId
    version: int
    label: str
    words: tuple[str, ...] = ()
    over: bool = False


def fold(book: Book | None, entry: Entry[Begun | Written | Over]) -> Book:
    match entry.event:
        case Begun(docket, label):
            return Book(docket, entry.seq, label)
        case Written(words) if book:
            return replace(book, version=entry.seq, words=(*book.words, words))
        case Over() if book:
            return replace(book, version=entry.seq, over=True)
    raise ValueError("a book begins once")


BOOKS = DocketKind("book", Book, Begun | Written | Over, fold, lambda b: b.label, lambda b: not b.over)
ANOTHER = DocketKind("other", Book, Begun | Written | Over, fold, lambda b: b.label, lambda b: not b.over)


def entries(*events: Begun | Written | Over, after: int = 0) -> list[Entry[Begun | Written | Over]]:
    return [Entry(after + n, NOON, BY, event) for n, event in enumerate(events, start=1)]


async def append(
    database: Database, tools: Tools, *events: Begun | Written | Over, before: Book | None = None
) -> Book:
    new = entries(*events, after=before.version if before else 0)
    after = folded(BOOKS, before, new)
    await database.write(lambda connection: SqlWork(connection, tools).dockets.append(BOOKS, new, after))
    return after


async def begun(database: Database, tools: Tools, label: str = "31") -> Book:
    return await append(database, tools, Begun(DocketId(tools.ids.new()), label), Written("一"))


async def test_what_was_appended_is_found_by_id_and_name_and_only_among_its_kind(
    database: Database, tools: Tools
) -> None:
    book = await begun(database, tools)
    longer = await append(database, tools, Written("二"), before=book)

    async def look(connection: Connection) -> list[object]:
        dockets = SqlWork(connection, tools).dockets
        return [
            await dockets.get(BOOKS, book.id),
            await dockets.named(BOOKS, "31"),
            await dockets.named(ANOTHER, "31"),
            await dockets.open_ones(BOOKS),
            await dockets.latest(BOOKS, 5),
            [entry.event for entry in await dockets.history(BOOKS, book.id)],
        ]

    by_id, by_name, other, opened, latest, history = await database.read(look)
    assert by_id == by_name == longer
    assert other is None
    assert opened == latest == (longer,)
    assert history == [Begun(book.id, "31"), Written("一"), Written("二")]


async def test_one_that_is_over_is_no_longer_open_but_still_there(database: Database, tools: Tools) -> None:
    book = await begun(database, tools)
    await append(database, tools, Over(), before=book)

    async def look(connection: Connection) -> tuple[int, int]:
        dockets = SqlWork(connection, tools).dockets
        return len(await dockets.open_ones(BOOKS)), len(await dockets.latest(BOOKS, 5))

    assert await database.read(look) == (0, 1)


async def test_whoever_worked_on_an_older_state_is_told_so_and_changes_nothing(
    database: Database, tools: Tools
) -> None:
    book = await begun(database, tools)
    await append(database, tools, Written("二"), before=book)

    with pytest.raises(Stale):
        await append(database, tools, Written("三"), before=book)

    found = await database.read(lambda c: SqlWork(c, tools).dockets.named(BOOKS, "31"))
    assert found is not None
    assert found.words == ("一", "二")


async def test_a_name_is_given_once_in_a_kind(database: Database, tools: Tools) -> None:
    await begun(database, tools)

    with pytest.raises(DBAPIError):
        await begun(database, tools)


@pytest.mark.parametrize(
    "sql",
    ["UPDATE docket_entries SET payload = '{}'", "DELETE FROM docket_entries", "DELETE FROM dockets"],
)
async def test_nobody_changes_what_was_written(
    database: Database, tools: Tools, database_url: str, sql: str
) -> None:
    await begun(database, tools)

    with pytest.raises(REFUSED):
        await attack(database_url, sql)

    assert await docket_chains(database, {"book": BOOKS}) == ()


async def test_dockets_are_sealed_with_the_tickets_and_the_audit_walks_them(
    database: Database, tools: Tools
) -> None:
    await begun(database, tools)
    await begun(database, tools, "32")

    seal = await database.write(lambda c: seal_heads(c, NOON))
    again = await database.write(lambda c: seal_heads(c, NOON + timedelta(minutes=1)))

    assert seal is not None
    assert seal.leaves == 2
    assert again is None
    assert await docket_chains(database, {"book": BOOKS}) == ()


@pytest.mark.parametrize(
    ("sql", "fault"),
    [
        (
            """UPDATE docket_entries SET payload = '{"words":"别的"}' WHERE seq = 2""",
            Fault.BROKEN_CHAIN,
        ),
        ("DELETE FROM docket_entries WHERE seq = 2", Fault.WRONG_HEAD),
        ("UPDATE dockets SET open = NOT open", Fault.NOT_REPLAYED),
    ],
)
async def test_what_was_tampered_with_is_named(
    database: Database, tools: Tools, database_url: str, sql: str, fault: Fault
) -> None:
    await begun(database, tools)
    await disarm(database_url, "docket_entries" if "docket_entries" in sql else "dockets", sql)

    assert [finding.fault for finding in await docket_chains(database, {"book": BOOKS})] == [fault]


async def test_a_dockets_timer_comes_as_the_dockets(database: Database, tools: Tools) -> None:
    book = await begun(database, tools)
    step = step_of(BOOKS, "open:1")
    await database.write(lambda c: SqlWork(c, tools).timers.set(book.id, [Timer(step, NOON)], fresh=True))

    due = await database.write(lambda c: Due(c, tools).claim("w", NOON, NOON))

    assert [(one.event.ticket, one.event.docket) for one in due] == [(None, book.id)]
    assert parsed_step(due[0].event.step) == ("book", "open:1")


def test_a_tickets_step_is_no_dockets() -> None:
    assert parsed_step("ack:1:half") is None
