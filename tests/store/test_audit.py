"""The record proves itself: whole when nobody touched it, and whatever was touched is named."""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from domain.events import CitizenContacted, Event, RecordCorrected, StepTaken, Supervised, Urged, WordsAdded
from domain.vocabulary import Grade, Urgency
from store.appellants import subject_of
from store.audit import verify
from store.audit_findings import Fault
from store.connection import Connection
from store.database import Database
from store.merkle import leaf, root
from store.sealer import close_day, seal_heads
from store.work import SqlWork, Tools
from tests.store.attack import disarm
from tests.store.moments import (
    CITIZEN,
    HEAD,
    LEADER,
    NOON,
    ROADS,
    WORDS,
    Story,
    at,
    enrolled,
    item_set,
    reported_done,
)
from tests.store.record import MORNING, NIGHT, fill


async def faults(database: Database) -> list[Fault]:
    return [finding.fault for finding in await verify(database)]


async def test_an_untouched_record_is_whole(database: Database, tools: Tools) -> None:
    await enrolled(database)
    await Story(database, tools).approved(1)
    await Story(database, tools).asked_for(2)
    await fill(database, tools)

    assert await verify(database) == ()


def anything(chance: random.Random) -> Event:
    choices: list[Callable[[], Event]] = [
        lambda: WordsAdded(CITIZEN, WORDS),
        lambda: Urged(None, automatic=chance.random() < 0.5),
        lambda: Supervised(chance.choice(list(Grade)), at(500), None, automatic=True),
        lambda: StepTaken(f"step {chance.randrange(9)}"),
        lambda: CitizenContacted(ROADS, None, NOON),
        reported_done,
        lambda: replace(item_set(), due_on=date(2019, 8, chance.randrange(1, 29))),
        lambda: RecordCorrected(WORDS, None, None, chance.choice(list(Urgency)), None, None, None),
    ]
    return chance.choice(choices)()


@pytest.mark.parametrize("seed", range(4))
async def test_replaying_any_history_gives_the_row(database: Database, tools: Tools, seed: int) -> None:
    chance = random.Random(seed)
    story = await Story(database, tools).at_work()
    for _ in range(25):
        await story.happens(anything(chance), chance.choice([LEADER, HEAD]))

    assert await verify(database) == ()


async def test_a_citizen_can_be_erased_and_the_chain_still_verifies(database: Database, tools: Tools) -> None:
    story = await Story(database, tools).received()
    await fill(database, tools)

    async def erase(connection: Connection) -> bool:
        work = SqlWork(connection, tools)
        await work.words.seal("路灯不亮", subject_of(CITIZEN))
        return await work.appellants.erase(CITIZEN, at(9))

    assert await database.write(erase)
    assert await verify(database) == ()
    assert (await database.read(lambda c: SqlWork(c, tools).tickets.history(story.now.id))) == tuple(
        story.recorded
    )


@pytest.mark.parametrize(
    ("table", "statement", "fault"),
    [
        ("events", "UPDATE events SET payload = '{}' WHERE ticket = 1 AND seq = 3", Fault.BROKEN_CHAIN),
        ("events", "UPDATE events SET by_person = 'nobody' WHERE ticket = 1 AND seq = 2", Fault.BROKEN_CHAIN),
        ("events", "UPDATE events SET kind = 'Urged' WHERE ticket = 1 AND seq = 2", Fault.BROKEN_CHAIN),
        ("events", "DELETE FROM events WHERE ticket = 1 AND seq = 3", Fault.BROKEN_CHAIN),
        ("events", "DELETE FROM events WHERE ticket = 1 AND seq = 8", Fault.WRONG_HEAD),
        ("tickets", "UPDATE tickets SET version = 9 WHERE id = 1", Fault.WRONG_HEAD),
        ("tickets", "UPDATE tickets SET grade = 4 WHERE id = 1", Fault.NOT_REPLAYED),
        ("tickets", "UPDATE tickets SET state = 'closed_out' WHERE id = 1", Fault.NOT_REPLAYED),
        ("tickets", "UPDATE tickets SET body = '{}' WHERE id = 1", Fault.UNREADABLE),
        ("seals", "UPDATE seals SET leaves = 7", Fault.BROKEN_SEAL),
        ("seals", "UPDATE seals SET prev = 'x' WHERE no = 1", Fault.BROKEN_SEAL),
        ("seal_leaves", "UPDATE seal_leaves SET seq = 7", Fault.SEALED_EVENT_GONE),
        ("seal_leaves", "DELETE FROM seal_leaves", Fault.BROKEN_SEAL),
        ("day_roots", "UPDATE day_roots SET root = 'x'", Fault.BROKEN_DAY),
    ],
)
async def test_whatever_was_touched_is_named(
    database: Database, tools: Tools, database_url: str, *, table: str, statement: str, fault: Fault
) -> None:
    await Story(database, tools).asked_for()
    await fill(database, tools)

    await disarm(database_url, table, statement)

    assert fault in await faults(database)


async def test_a_rewritten_chain_no_longer_fits_its_seal(
    database: Database, tools: Tools, database_url: str
) -> None:
    story = await Story(database, tools).received()
    await story.happens(Urged(None, automatic=False), HEAD)
    await fill(database, tools)

    await disarm(database_url, "events", "DELETE FROM events WHERE ticket = 1 AND seq = 2")
    await disarm(
        database_url,
        "tickets",
        "UPDATE tickets SET version = 1, head = (SELECT hash FROM events WHERE ticket = 1 AND seq = 1) WHERE id = 1",
    )

    assert Fault.SEALED_EVENT_GONE in await faults(database)


async def test_the_sealer_seals_what_is_new_and_only_that(database: Database, tools: Tools) -> None:
    story = await Story(database, tools).received(1, short_code="E100")
    await Story(database, tools).received(2, short_code="E101")

    first = await database.write(lambda c: seal_heads(c, at(1)))
    nothing = await database.write(lambda c: seal_heads(c, at(2)))
    await story.happens(Urged(None, automatic=False), HEAD)
    second = await database.write(lambda c: seal_heads(c, at(3)))

    assert first is not None
    assert (first.no, first.leaves) == (1, 2)
    assert nothing is None
    assert second is not None
    assert (second.no, second.leaves) == (2, 1)
    assert await verify(database) == ()


async def test_a_day_is_closed_once_and_days_are_chained(database: Database, tools: Tools) -> None:
    story = await Story(database, tools).received()

    await database.write(lambda c: seal_heads(c, at(1)))
    day = NOON.date()
    assert await database.write(lambda c: close_day(c, day, MORNING, NIGHT, NIGHT)) is not None
    assert await database.write(lambda c: close_day(c, day, MORNING, NIGHT, NIGHT)) is None
    await story.happens(Urged(None, automatic=False), HEAD)
    await database.write(lambda c: seal_heads(c, at(1440)))
    following = date(2019, 7, 6)
    assert await database.write(lambda c: close_day(c, following, NIGHT, at(2000), at(2000))) is not None
    assert await verify(database) == ()


def test_a_root_depends_on_every_leaf_and_its_place() -> None:
    leaves = [leaf(1, n, "h") for n in range(5)]

    assert len({root(leaves), root(leaves[::-1]), root(leaves[:4]), root([*leaves, leaves[-1]])}) == 4
    assert root(leaves[:1]) == leaves[0]
    with pytest.raises(ValueError, match="something to seal"):
        root([])
