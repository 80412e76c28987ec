"""One transaction a job, on either database; creating jobs may share a commit."""

import asyncio
import contextvars
from collections.abc import Awaitable, Callable

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError, IntegrityError

from domain.failures import Overloaded
from store import postgres
from store.connection import Alone, Connection
from store.database import Database, open_database
from store.sqlite import Suspended
from store.tables.running import settings


def naming(name: str, value: str = "") -> Callable[[Connection], Awaitable[str]]:
    async def job(connection: Connection) -> str:
        await connection.execute(settings.insert().values(name=name, value=value))
        return name

    return job


async def names(connection: Connection) -> list[str]:
    rows = await connection.execute(select(settings.c.name).order_by(settings.c.name))
    return list(rows.scalars())


async def test_what_a_job_wrote_stands_and_what_it_raised_undoes_it(database: Database) -> None:
    async def broken(connection: Connection) -> None:
        await naming("b")(connection)
        raise LookupError("no")

    assert await database.write(naming("a")) == "a"
    with pytest.raises(LookupError):
        await database.write(broken)

    assert await database.read(names) == ["a"]


async def test_a_reader_cannot_write(database: Database) -> None:
    with pytest.raises(DBAPIError):
        await database.read(naming("a"))


async def test_in_a_shared_commit_one_bad_row_costs_one_row(database: Database) -> None:
    wanted = ["a", "b", "a", "c", "d"]

    results = await asyncio.gather(
        *(database.write(naming(name), creates_only=True) for name in wanted), return_exceptions=True
    )

    assert sorted(r for r in results if isinstance(r, str)) == ["a", "b", "c", "d"]
    assert [wanted[n] for n, r in enumerate(results) if isinstance(r, IntegrityError)] == ["a"], (
        "either of the two"
    )
    assert await database.read(names) == ["a", "b", "c", "d"]


async def test_jobs_that_change_and_jobs_that_create_take_turns(database: Database) -> None:
    await asyncio.gather(
        *(database.write(naming(f"{n:03}"), creates_only=n % 3 > 0) for n in range(60)),
    )

    assert len(await database.read(names)) == 60


async def test_a_job_sees_the_context_of_whoever_asked_for_it(database: Database) -> None:
    speaker: contextvars.ContextVar[str] = contextvars.ContextVar("speaker", default="nobody")

    async def who(connection: Connection) -> str:
        await names(connection)
        return speaker.get()

    async def ask(name: str, *, creates_only: bool) -> str:
        speaker.set(name)
        return await database.write(who, creates_only=creates_only)

    answers = await asyncio.gather(
        *(
            asyncio.create_task(ask(name, creates_only=together))
            for name in "abc"
            for together in (True, False)
        )
    )

    assert answers == ["a", "a", "b", "b", "c", "c"]


async def test_after_commit_happens_only_after_a_commit(database: Database) -> None:
    happened: list[str] = []

    def noting(name: str, *, fails: bool) -> Callable[[Connection], Awaitable[None]]:
        async def job(connection: Connection) -> None:
            connection.after_commit(lambda: happened.append(name))
            await names(connection)
            if fails:
                raise LookupError(name)

        return job

    await database.write(noting("stands", fails=False))
    with pytest.raises(LookupError):
        await database.write(noting("undone", fails=True))

    assert happened == ["stands"]


async def test_a_full_queue_refuses_instead_of_growing(database_url: str) -> None:
    database = open_database(database_url, waiting_at_most=3)

    results = await asyncio.gather(
        *(database.write(naming(f"{n:03}")) for n in range(50)), return_exceptions=True
    )
    await database.close()

    refused = [r for r in results if isinstance(r, Overloaded)]
    assert refused
    assert len(refused) + sum(isinstance(r, str) for r in results) == 50


async def test_what_waits_is_written_before_the_end(database_url: str) -> None:
    database = open_database(database_url)
    waiting = [asyncio.create_task(database.write(naming(f"{n}"), creates_only=n % 2 == 0)) for n in range(9)]
    await asyncio.sleep(0)

    await database.close()

    assert await asyncio.gather(*waiting) == [str(n) for n in range(9)]


async def test_the_embedded_writer_refuses_a_job_that_waits_for_something_else(database: Database) -> None:
    if database.dialect != "sqlite":
        pytest.skip("on PostgreSQL a job may wait")

    async def sleepy(connection: Connection) -> None:
        await naming("a")(connection)
        await asyncio.sleep(0)

    with pytest.raises(Suspended, match="may wait for nothing but the database"):
        await database.write(sleepy)
    assert await database.read(names) == []


async def test_a_lost_connection_is_not_noticed_by_whoever_writes(
    database: Database, database_url: str
) -> None:
    if database.dialect != "postgresql":
        pytest.skip("the embedded database has no connection to lose")
    await database.write(naming("a"))
    tries = 0

    async def cut_off_once(connection: Connection) -> str:
        nonlocal tries
        tries += 1
        await naming("b")(connection)
        if tries == 1:
            other = postgres.engine_for(database_url)
            async with other.connect() as raw:
                await raw.exec_driver_sql(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
            await other.dispose()
        return await naming("c")(connection)

    assert await database.write(cut_off_once) == "c"
    assert tries == 2
    assert await database.read(names) == ["a", "b", "c"]


async def test_an_error_carries_nobodys_data(database: Database) -> None:
    await database.write(naming("a", "13800001111"))

    with pytest.raises(DBAPIError) as raised:
        await database.write(naming("a", "13800001111"))

    assert "13800001111" not in str(raised.value)


async def test_a_job_that_must_not_share_is_done_alone_and_disturbs_nobody(database: Database) -> None:
    ran: list[bool] = []

    async def shy(connection: Connection) -> str:
        if connection.locks_shared:
            raise Alone
        ran.append(connection.locks_shared)
        return await naming("shy")(connection)

    results = await asyncio.gather(
        *(database.write(naming(name), creates_only=True) for name in "ab"),
        database.write(shy, creates_only=True),
        *(database.write(naming(name), creates_only=True) for name in "cd"),
    )

    assert results == ["a", "b", "shy", "c", "d"]
    assert ran == [False]
    assert await database.read(names) == ["a", "b", "c", "d", "shy"]


async def test_what_is_only_tried_leaves_nothing_and_the_rest_of_the_job_stands(database: Database) -> None:
    told: list[str] = []

    async def job(connection: Connection) -> tuple[list[str], list[str]]:
        await naming("before")(connection)

        async def trial() -> list[str]:
            await naming("tried")(connection)
            connection.after_commit(lambda: told.append("tried"))
            return await names(connection)

        during = await connection.undone(trial)
        connection.after_commit(lambda: told.append("done"))
        return during, await names(connection)

    assert await database.write(job) == (["before", "tried"], ["before"])
    assert await database.read(names) == ["before"]
    assert told == ["done"]


async def test_a_trial_that_fails_is_undone_too(database: Database) -> None:
    async def job(connection: Connection) -> None:
        async def trial() -> None:
            await naming("tried")(connection)
            raise LookupError("no")

        with pytest.raises(LookupError):
            await connection.undone(trial)
        await naming("after")(connection)

    await database.write(job)

    assert await database.read(names) == ["after"]
