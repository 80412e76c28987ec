"""A worker's number for ids: nobody else has it, and whoever cannot prove it makes none."""

import asyncio
from contextlib import AsyncExitStack
from datetime import timedelta

import pytest

from bot.clock import real_now
from bot.rhythm import Rhythm
from bot.worker import LEASE, NoLongerMe, WorkerNumber, fresh_name
from domain.failures import Away
from store.database import Connection, Database, open_database
from store.ids import TimeOrderedIds
from store.leases import Leases
from tests.databases import PostgresServer

pytestmark = pytest.mark.postgres

SHORT = Rhythm(number_lease=timedelta(milliseconds=1))


class Steady:
    """A steady clock that a test moves."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


async def opened(stack: AsyncExitStack, url: str) -> Database:
    database = open_database(url)
    stack.push_async_callback(database.close)
    return database


async def test_workers_that_start_together_get_numbers_of_their_own(postgres_server: PostgresServer) -> None:
    async with AsyncExitStack() as stack:
        database = await opened(stack, postgres_server.emptied())
        workers = [WorkerNumber(database, fresh_name()) for _ in range(20)]

        await asyncio.gather(*(worker.take() for worker in workers))

        assert len({worker.current() for worker in workers}) == 20


async def test_a_worker_that_stood_still_makes_no_ids_before_it_has_asked(
    postgres_server: PostgresServer,
) -> None:
    async with AsyncExitStack() as stack:
        database = await opened(stack, postgres_server.emptied())
        clock = Steady()
        worker = WorkerNumber(database, fresh_name(), monotonic=clock)
        ids = TimeOrderedIds(real_now, worker.current)
        await worker.take()
        ids.new()

        clock.seconds += worker.rhythm.number_lease.total_seconds()
        with pytest.raises(Away):
            ids.new()
        await worker.renew()
        ids.new()


async def test_a_worker_whose_number_is_anothers_ends(postgres_server: PostgresServer) -> None:
    async with AsyncExitStack() as stack:
        database = await opened(stack, postgres_server.emptied())
        paused = WorkerNumber(database, fresh_name(), SHORT)
        await paused.take()
        number = paused._number
        await database.write(lambda c: _held_by_another(c, number))

        with pytest.raises(NoLongerMe):
            await paused.renew()
        with pytest.raises(Away):
            paused.current()


async def test_a_number_given_back_is_free_at_once(postgres_server: PostgresServer) -> None:
    async with AsyncExitStack() as stack:
        database = await opened(stack, postgres_server.emptied())
        one = WorkerNumber(database, fresh_name())
        await one.take()
        number = one.current()
        assert not await database.write(lambda c: _held_by_another(c, number))

        await one.give_back()

        assert await database.write(lambda c: _held_by_another(c, number))


async def _held_by_another(connection: Connection, number: int) -> bool:
    return await Leases(connection).hold(f"{LEASE}{number}", "another", timedelta(minutes=1))
