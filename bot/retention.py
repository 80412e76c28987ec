"""Retention: what the policy says is kept no longer goes, rule by rule, a few rows at a time (`domain.md` §14).

Real time, never the moved one: a rehearsal that plays a year must not make anybody forget.
"""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from functools import partial

from bot.build import Parts
from config.texts import retention as words
from domain.ids import AppellantId, BlobId, PersonId
from handlers.erasing import erase, known_by
from store.connection import Connection
from store.empty_months import drop_empty_months, empty_months
from store.inbox import Inbox
from store.partitions import BY_MONTH
from store.retention import COUNTS, RULES, callers_due, counted, photos_due, photos_gone, some_of
from store.work import SqlWork

HAND = PersonId("retention")
"""Who stands in the look log: nobody, the rule."""


def kept_for(parts: Parts, rule: str) -> timedelta:
    """How long the policy keeps what a rule is about."""
    kept: timedelta = getattr(parts.centre.policy, rule)
    return kept


async def due(parts: Parts, now: datetime) -> dict[str, int]:
    """How many rows each rule would take now."""
    before = {rule: now - kept_for(parts, rule) for rule in COUNTS}
    return await parts.database.read(lambda connection: counted(connection, before))


async def clean(parts: Parts, now: datetime) -> dict[str, int]:
    """Take everything that is due; how many of each rule."""
    return {rule: await _all_of(rule, parts, now) for rule in COUNTS}


async def empty(parts: Parts, now: datetime) -> tuple[str, ...]:
    """Months of PostgreSQL that may go as tables: nothing of them is kept any longer, and nothing is left in them."""
    return await empty_months(parts.database, _months_before(parts, now))


async def drop_empty(parts: Parts, now: datetime) -> tuple[str, ...]:
    """Drop them; the names of those that went."""
    return await drop_empty_months(parts.database, _months_before(parts, now))


async def forget_keys(parts: Parts, now: datetime) -> int:
    """Inbox keys with their answers: these go by themselves, policy or not."""
    before = now - parts.centre.policy.keep_keys
    return await parts.database.write(lambda connection: Inbox(connection, parts.tools).forget(before))


def _months_before(parts: Parts, now: datetime) -> dict[str, datetime]:
    """Before which moment a month must be over, for each table that lies in months."""
    longest = max(kept_for(parts, rule) for rule in COUNTS)
    kept = {"outbox": kept_for(parts, "keep_sent"), "inbox_raw": kept_for(parts, "keep_unread")}
    return {table: now - kept.get(table, longest) for table in BY_MONTH}


async def _all_of(rule: str, parts: Parts, now: datetime) -> int:
    before = now - kept_for(parts, rule)
    match rule:
        case "keep_keys":
            return await forget_keys(parts, now)
        case "keep_photos":
            return await _until_none(lambda: _some_photos(parts, before, now))
        case "keep_callers":
            return await _until_none(lambda: _some_callers(parts, before))
        case _:
            return await _until_none(
                lambda: parts.database.write(lambda connection: RULES[rule].some(connection, before))
            )


async def _until_none(some: Callable[[], Awaitable[int]]) -> int:
    gone = 0
    while taken := await some():
        gone += taken
    return gone


async def _some_photos(parts: Parts, before: datetime, now: datetime) -> int:
    """The bytes first: whoever is killed in between finds them due again, and nothing to take away."""
    blobs = [
        BlobId(one)
        for one in await parts.database.read(lambda connection: some_of(connection, photos_due(before)))
    ]
    for blob in blobs:
        await parts.blobs.delete(blob)
    await parts.database.write(lambda connection: photos_gone(connection, blobs, now))
    return len(blobs)


async def _some_callers(parts: Parts, before: datetime) -> int:
    """Each in a transaction of their own, as an operator would erase them: noted on every ticket, the chain goes on."""
    found = await parts.database.read(lambda connection: some_of(connection, callers_due(before)))
    return sum(
        [await parts.database.write(partial(_forget, parts, before, AppellantId(caller))) for caller in found]
    )


async def _forget(parts: Parts, before: datetime, caller: AppellantId, connection: Connection) -> bool:
    # Looked at again: they may have written while their turn came.
    if not await some_of(connection, callers_due(before, only=caller)):
        return False
    store = SqlWork(connection, parts.tools)
    known = await known_by(caller, store)
    return await erase(known, HAND, words.REASON, store, parts.around().context)
