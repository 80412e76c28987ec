"""Workers of revision 0003 go on while 0004 and what follows cut their tables into months: nothing of theirs fails or is lost.

Their code is gone, so what they said is written down here as they said it: the same columns, on connections that prepared it
before the migration and go on using it afterwards, with the same time-outs, and again whole after a lost race.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import asyncpg
import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

import store
from store import migrate
from store.connection import Connection as Transaction
from store.database import open_database
from store.ids import TimeOrderedIds
from store.postgres import engine_for
from store.queue import Queue
from store.triggers import postgres as triggers
from store.work import SqlWork, Tools
from tests.databases import PostgresServer, postgres_server
from tests.store.test_partitions import TELL

__all__ = ["postgres_server"]

pytestmark = pytest.mark.postgres

WORKERS, ROUNDS = 3, 6
WITHIN_S = 60
TIMEOUTS = {"statement_timeout": "10s", "lock_timeout": "5s", "idle_in_transaction_session_timeout": "30s"}
REMEMBER = (
    "INSERT INTO inbox_keys (source, key, at, done, answer) VALUES ($1, $2, $3, $4, $5) "
    "ON CONFLICT (source, key) DO NOTHING"
)
NEW_TICKET = (
    "INSERT INTO tickets (id, number, short_code, version, head, unsealed, open, state, track, nature, grade, received_at, "
    "due_at, ended_at, visit_confirmer, parts, body) VALUES ($1, $2, $3, 1, '', true, true, 'received', 'ordinary', NULL, 1, "
    "$4, NULL, NULL, NULL, '', '{}')"
)
EVENT = (
    "INSERT INTO events (ticket, seq, id, kind, at, by_kind, by_person, by_appellant, work, payload, prev, hash) "
    "VALUES ($1, $2, $3, 'Received', $4, 'system', NULL, NULL, false, '{}', '', '')"
)
HISTORY = "SELECT ticket, seq, id, kind, payload, prev, hash FROM events WHERE ticket = $1 ORDER BY seq"
PUT = (
    "INSERT INTO outbox (id, key, kind, body, ticket, recipient, card, state, urgent, ordinary, held, put_at, not_before, "
    "retry_at, worker, lease_until, attempts, started_before, code, provider_id, words, fate, settled_at, cause) VALUES ($1, "
    "$2, 'Notify', '{}', $3, 'operator', $4, 'waiting', false, false, false, $5, $5, NULL, NULL, NULL, 0, false, '', '', NULL, "
    "NULL, NULL, '') ON CONFLICT DO NOTHING"
)
CLAIM = (
    "SELECT id, attempts FROM outbox WHERE state = 'waiting' AND NOT held AND not_before <= $1 AND urgent = false AND "
    "(retry_at IS NULL OR retry_at <= $1) ORDER BY not_before, id LIMIT 5 FOR UPDATE SKIP LOCKED"
)
CLAIMED = "UPDATE outbox SET state = 'claimed', worker = $2, lease_until = $3, attempts = attempts + 1 WHERE id = ANY($1)"
STARTED = "UPDATE outbox SET state = 'started' WHERE id = $1 AND worker = $2 AND state IN ('claimed')"
DONE = (
    "UPDATE outbox SET state = 'done', provider_id = $3, settled_at = $4 "
    "WHERE id = $1 AND worker = $2 AND state IN ('claimed', 'started')"
)
PARK = (
    "INSERT INTO inbox_raw (id, source, key, kind, body, parked_at, attempts, next_try_at, quarantined_at, reason) "
    "VALUES ($1, $2, $3, 'SmsReceived', 1, $4, 1, $4, NULL, 'r')"
)
KEEP_UNREAD = (
    "INSERT INTO inbox_raw (id, source, key, kind, body, parked_at, attempts, quarantined_at, reason) "
    "VALUES ($1, 'sms', $2, 'unread', 1, $3, 0, $3, 'r') ON CONFLICT (source, key) DO NOTHING"
)
FOUND = "SELECT source, key, body FROM inbox_raw WHERE id = $1 FOR UPDATE"
UNPARK = "DELETE FROM inbox_raw WHERE id = $1"
HANDLED = "UPDATE inbox_keys SET done = true WHERE source = $1 AND key = $2"
RACES = (asyncpg.DeadlockDetectedError, asyncpg.LockNotAvailableError)


def old_schema(connection: Connection) -> None:
    """As `duban migrate` of that version left it: the record's own triggers, no months."""
    config = Config()
    config.set_main_option("script_location", str(Path(store.__path__[0]) / "migrations"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, "0003")
    for name, made in triggers.statements().items():
        if name.startswith("duban_events_no"):
            for statement in made:
                connection.exec_driver_sql(statement)


@asynccontextmanager
async def at_0003(server: PostgresServer) -> AsyncIterator[str]:
    url = server.bare()
    engine = engine_for(url, patient=True)
    try:
        async with engine.connect() as raw:
            connection = await raw.execution_options(isolation_level="READ COMMITTED")
            async with connection.begin():
                await connection.run_sync(old_schema)
        yield url
    finally:
        await engine.dispose()
        server.drop(url)


class OldWorker:
    """One connection, each of its sentences prepared once and used for ever."""

    def __init__(self, session: "asyncpg.Connection[asyncpg.Record]", number: int) -> None:
        self.session = session
        self.name = f"old-{number}"
        self.ids = TimeOrderedIds(lambda: datetime.now(UTC), number)
        self.put: list[str] = []
        self.done: list[int] = []
        self.rounds = 0
        self.killed: list[str] = []
        """Transactions that the database ended because they and the migration waited for each other."""

    async def round(self) -> None:
        """A text comes in and becomes a ticket, words are added; another text is parked and taken up; what waits is sent."""
        now, turn = datetime.now(UTC), self.rounds
        ticket, key, parked = self.ids.new(), f"{self.name}-{turn}", self.ids.new()
        await self.whole(
            "received",
            (REMEMBER, "sms", key, now, True, None),
            (NEW_TICKET, ticket, key, f"{self.name[-1]}{turn:03}", now),
            (EVENT, ticket, 1, self.ids.new(), now),
            (PUT, self.ids.new(), key, ticket, None, now),
            (PUT, self.ids.new(), f"card:{key}", ticket, f"card {turn % 2}", now),
        )
        await self.whole(
            "added",
            (REMEMBER, "sms", f"added-{key}", now, True, None),
            (EVENT, ticket, 2, self.ids.new(), now),
            (PUT, self.ids.new(), key, ticket, None, now),
        )
        assert len(await self.session.fetch(HISTORY, ticket)) == 2
        await self.whole(
            "parked",
            (REMEMBER, "sms", f"parked-{key}", now, False, None),
            (PARK, parked, "sms", f"parked-{key}", now),
        )
        await self.whole("taken up", (FOUND, parked), (UNPARK, parked), (HANDLED, "sms", f"parked-{key}"))
        self.put.append(key)
        await self.send(now)
        self.rounds += 1

    async def send(self, now: datetime) -> None:
        """Claim, mark started, mark done."""
        rows = [row["id"] for row in await self.claimed(now)]
        for row in rows:
            assert await self.whole("started", (STARTED, row, self.name)) == "UPDATE 1"
            assert await self.whole("done", (DONE, row, self.name, f"m{row}", now)) == "UPDATE 1"
        self.done += rows

    async def claimed(self, now: datetime) -> list[asyncpg.Record]:
        while True:
            try:
                async with self.session.transaction():
                    rows = await self.session.fetch(CLAIM, now)
                    until = now + timedelta(minutes=1)
                    await self.session.execute(CLAIMED, [row["id"] for row in rows], self.name, until)
                    return list(rows)
            except RACES as lost:
                self.note("claimed", lost)

    async def whole(self, what: str, *statements: tuple[object, ...]) -> str:
        """One transaction, done again whole after a lost race; what the last statement did."""
        while True:
            try:
                async with self.session.transaction():
                    for statement, *values in statements:
                        told = await self.session.execute(str(statement), *values)
                    return told
            except RACES as lost:
                self.note(what, lost)

    def note(self, what: str, lost: asyncpg.PostgresError) -> None:
        if isinstance(lost, asyncpg.DeadlockDetectedError):
            self.killed.append(what)


async def works(worker: OldWorker, ended: asyncio.Event) -> None:
    """Until the migration is over, and a few rounds more on the new tables."""
    while not ended.is_set():
        await worker.round()
    for _ in range(ROUNDS):
        await worker.round()


async def migrates(url: str, workers: list[OldWorker], ended: asyncio.Event) -> None:
    try:
        async with asyncio.timeout(WITHIN_S):
            while any(worker.rounds < ROUNDS for worker in workers):  # noqa: ASYNC110 - a counter
                await asyncio.sleep(0.01)
        await migrate.upgrade(url)
    finally:
        ended.set()


async def test_old_workers_go_on_while_their_tables_are_cut_into_months(
    postgres_server: PostgresServer, tools: Tools
) -> None:
    async with at_0003(postgres_server) as url:
        sessions = [await asyncpg.connect(url, timeout=3, server_settings=TIMEOUTS) for _ in range(WORKERS)]
        workers = [OldWorker(session, number) for number, session in enumerate(sessions)]
        ended = asyncio.Event()
        await asyncio.gather(migrates(url, workers, ended), *(works(one, ended) for one in workers))

        put = sorted(key for one in workers for key in one.put)
        done = [row for one in workers for row in one.done]
        rows = await sessions[0].fetch("SELECT id, key, card, state FROM outbox")
        assert sorted(row["key"] for row in rows if row["card"] is None) == put, "each once"
        assert len(done) == len(set(done)), "nothing was sent twice"
        assert set(done) == {row["id"] for row in rows if row["state"] == "done"}
        keys = await sessions[0].fetch("SELECT key, id FROM outbox_keys")
        assert {(row["key"], row["id"]) for row in keys} == {(row["key"], row["id"]) for row in rows}
        assert await sessions[0].fetchval("SELECT count(*) FROM events") == 2 * len(put)
        assert await sessions[0].fetchval("SELECT count(*) FROM inbox_keys") == 3 * len(put)
        for table in ("inbox_raw", "inbox_raw_keys"):
            assert await sessions[0].fetchval(f"SELECT count(*) FROM {table}") == 0  # noqa: S608 - our own names
        assert await migrate.check(url) == ()
        # To park and to take up what is parked want the same two tables in opposite turns, so one of them may be done again.
        assert {what for one in workers for what in one.killed} <= {"parked", "taken up"}

        await old_and_new_share(url, workers[0], tools)
        for session in sessions:
            await session.close()


async def old_and_new_share(url: str, old: OldWorker, tools: Tools) -> None:
    """Each passes over what the other has put, and takes what the other left."""
    database, now = open_database(url), datetime.now(UTC)

    async def put(connection: Transaction, key: str) -> None:
        await SqlWork(connection, tools).outbox.put(TELL, key=key, at=now)

    try:
        await database.write(lambda c: put(c, old.put[0]))
        await database.write(lambda c: put(c, "of the new one"))
        await old.session.execute(PUT, old.ids.new(), "of the new one", None, None, now)
        twice = await old.session.fetch("SELECT key FROM outbox GROUP BY key HAVING count(*) > 1")
        assert twice == []

        await old.session.execute(
            "UPDATE outbox SET state = 'done' WHERE state = 'waiting' AND key <> 'of the new one'"
        )
        await old.session.execute(PUT, old.ids.new(), "of the old one", None, None, now - timedelta(hours=1))
        claimed = await database.write(lambda c: Queue(c, tools).claim("new", now, now, 1))
        await old.send(now)
        left = await old.session.fetch("SELECT key, state FROM outbox WHERE state IN ('waiting', 'claimed')")
    finally:
        await database.close()
    # The one sentence of the first version that does not survive: what it cannot read it does not acknowledge, so that it comes
    # again to a worker of the new version.
    with pytest.raises(asyncpg.InvalidColumnReferenceError):
        await old.session.execute(KEEP_UNREAD, old.ids.new(), "unread:1", now)

    # What the old one wrote by hand above is no notice of ours: the new one sets it aside and goes on.
    assert claimed == ()
    assert [(row["key"], row["state"]) for row in left] == [("of the old one", "waiting")]
