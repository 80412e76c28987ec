"""A change of rules takes effect with an event that names who and when, and open tickets' reminders follow it."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import replace
from pathlib import Path

import aiohttp
import pytest
from sqlalchemy import select

from bot import rulebook
from bot.build import Parts, build
from bot.clock import BusinessClock
from config.load import Centre, load
from domain.actor import official
from domain.ids import PersonId
from domain.people import Directory
from domain.timers import timers_for
from domain.vocabulary import Nature
from store.audit import verify
from store.connection import Connection
from store.migrate import upgrade
from store.sealing import KeyRing
from store.tables.traffic import timers
from store.work import SqlWork
from tests.config.samples import sample
from tests.databases import PostgresServer
from tests.world import WORLD, case

HEAD = official(PersonId("zx01"))
LATE = "    - {after: 3个工作日, to: [责任领导, 一把手], by: 消息}\n"
Opened = Callable[[], AbstractAsyncContextManager[Parts]]


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def opened(request: pytest.FixtureRequest, tmp_path: Path) -> Opened:
    """The centre's parts, with its files as they are at that moment."""
    environment = {}
    if request.param != "sqlite":
        server: PostgresServer = request.getfixturevalue("postgres_server")
        environment["DUBAN_DATABASE_URL"] = server.emptied()
    folder = sample(tmp_path)
    centre = load(folder, environment)
    KeyRing.create(centre.places.master_key)
    centre.places.data.mkdir(parents=True, exist_ok=True)

    @asynccontextmanager
    async def parts() -> AsyncIterator[Parts]:
        await upgrade(centre.database_url.reveal())
        async with aiohttp.ClientSession() as session:
            made = build(_with_story_people(load(folder, environment)), BusinessClock(), session)
            await made.number.take()
            try:
                yield made
            finally:
                await made.number.give_back()
                await made.database.close()

    return parts


def _with_story_people(centre: Centre) -> Centre:
    """The sample's rules over the invented centre of the tests, whose stories are at hand."""
    directory: Directory = WORLD.directory
    return replace(centre, directory=directory)


def rules(tmp_path: Path, old: str, new: str) -> None:
    file = tmp_path / "centre" / "policy.yaml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


async def test_the_first_start_records_the_rules_and_a_second_one_nothing(opened: Opened) -> None:
    for _ in range(2):
        async with opened() as parts:
            book = await rulebook.take_effect(parts)

    async with opened() as parts:
        (only,) = await rulebook.history(parts)
        words = await parts.database.read(lambda c: SqlWork(c, parts.tools).words.open([only.text]))

    assert (book.version, book.by, book.followed) == (1, None, True)
    assert words[only.text.ref] == parts.centre.policy_text


async def test_a_change_names_who_and_why_and_the_record_verifies(opened: Opened, tmp_path: Path) -> None:
    async with opened() as parts:
        await rulebook.take_effect(parts)
    rules(tmp_path, "call_tries: 3", "call_tries: 2")
    async with opened() as parts:
        await rulebook.take_effect(parts, HEAD, "回访三次过多")
    rules(tmp_path, "call_tries: 2", "call_tries: 4")
    async with opened() as parts:
        await rulebook.take_effect(parts)
        history = await rulebook.history(parts)
        faults = await verify(parts.database)
        refs = [book.reason for book in history if book.reason]
        reasons = await parts.database.read(lambda c: SqlWork(c, parts.tools).words.open(refs))

    assert [book.by for book in history] == [None, "zx01", None]
    assert [book.version for book in history] == [1, 2, 3]
    assert len({book.digest for book in history}) == 3
    assert list(reasons.values()) == ["回访三次过多"]
    assert faults == ()


async def test_open_tickets_follow_the_new_rules_once(opened: Opened, tmp_path: Path) -> None:
    ticket = case("2019-07-05 09:00").filed().accepted(Nature.HELP).dispatched()

    async def keep(connection: Connection, parts: Parts) -> None:
        work = SqlWork(connection, parts.tools)
        await work.tickets.append(ticket.history, ticket.it)
        context = replace(parts.around().context, now=ticket.now)
        await work.timers.set(ticket.it.id, timers_for(ticket.it, context), fresh=True)

    async def late_steps(connection: Connection) -> set[str]:
        rows = await connection.execute(select(timers.c.step).where(timers.c.ticket == ticket.it.id))
        return {row.step.rsplit(":", 1)[1] for row in rows if row.step.startswith("late:")}

    async with opened() as parts:
        await rulebook.take_effect(parts)
        await parts.database.write(lambda c: keep(c, parts))
        assert await parts.database.read(late_steps) == {"1", "3", "5"}
    rules(tmp_path, LATE, LATE.replace("3个", "4个"))
    async with opened() as parts:
        assert not (await rulebook.take_effect(parts)).followed
        # Killed here: the next start has the rules already, and still knows what was left to do.
    async with opened() as parts:
        assert not (await rulebook.take_effect(parts)).followed
        await rulebook.follow(parts)
        assert await parts.database.read(late_steps) == {"1", "4", "5"}
    async with opened() as parts:
        assert (await rulebook.take_effect(parts)).followed


@pytest.mark.postgres
async def test_workers_that_start_at_once_say_it_once(opened: Opened) -> None:
    async with opened() as one, opened() as other:
        if one.database.dialect == "sqlite":
            pytest.skip("one process only")
        books = await asyncio.gather(*(rulebook.take_effect(parts) for parts in (one, other, one, other)))
        history = await rulebook.history(one)

    assert len(history) == 1
    assert {book.id for book in books} == {history[0].id}
