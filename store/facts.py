"""Keeps what can be counted about tickets beside them: in the transaction of the event, or later from the log.

A worker of an earlier version keeps no facts. `tickets.counted` says how far they go; whatever lies behind is caught up with.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from enum import StrEnum
from functools import cache
from typing import Any

from sqlalchemy import Table, bindparam, func, select, update

from domain.events import Recorded
from domain.failures import Unreadable
from domain.figures.facts import TicketFacts
from domain.figures.folding import counts, facts_of, grown
from domain.ids import TicketId
from domain.ticket import Ticket
from store.codec import Codec
from store.connection import Connection
from store.log import links_of
from store.prepared import Prepared, prepared
from store.tables.facts import happenings, opinions, ticket_facts, work_rounds
from store.tables.tickets import tickets
from store.upsert import insert_for


@cache
def facts_codec() -> Codec[TicketFacts]:
    """All the facts of a ticket."""
    return Codec(TicketFacts)


async def grow_facts(
    connection: Connection, recorded: Sequence[Recorded], stages: Sequence[Ticket], *, fresh: bool
) -> None:
    """Add these events to the facts, which go as far as the event before; `stages`: the ticket after each of them.

    `fresh`: the ticket is new. Nothing is looked at where nothing counts.
    """
    if not any(counts(entry.event) for entry in recorded):
        return
    ticket = stages[-1].id
    known = None if fresh else await _known(connection, ticket)
    facts = known
    for entry, after in zip(recorded, stages, strict=True):
        facts = grown(facts, entry, after)
    if facts is not None and facts != known:
        await _keep(connection, facts, known)


async def catch_up(connection: Connection, at_most: int) -> tuple[int, tuple[TicketId, ...]]:
    """Count a few tickets that lie behind, the newest first: how many, and those whose log cannot be read.

    Tickets somebody is at work on are left for the next time: whoever waits for nobody is in nobody's way.
    """
    behind = await connection.execute(
        select(tickets.c.id, tickets.c.version)
        .where(tickets.c.counted < tickets.c.version)
        .order_by(tickets.c.id.desc())
        .limit(at_most)
        .with_for_update(skip_locked=True)
    )
    versions = {TicketId(row.id): row.version for row in behind}
    logs = await links_of(connection, list(versions)) if versions else {}
    unreadable = []
    for ticket, version in versions.items():
        changed: dict[str, Any] = {"counted": version}
        try:
            facts = facts_of(link.recorded() for link, _ in logs[ticket])
        except (Unreadable, ValueError):
            unreadable.append(ticket)  # `duban audit verify` says what is wrong with it
        else:
            changed["channel"] = facts.channel.value
            if any(counts(link.recorded().event) for link, _ in logs[ticket]):
                await _keep(connection, facts, None)
        await connection.execute(update(tickets).where(tickets.c.id == ticket).values(**changed))
    return len(versions), tuple(unreadable)


async def uncounted(connection: Connection, at_most: int) -> int:
    """How many tickets lie behind, up to so many."""
    return int((await connection.run(_UNCOUNTED, {"at_most": at_most})).scalar())


async def _known(connection: Connection, ticket: TicketId) -> TicketFacts | None:
    body = (await connection.run(_BODY, {"of": ticket})).scalar()
    return None if body is None else facts_codec().decode(body)


async def _keep(connection: Connection, facts: TicketFacts, known: TicketFacts | None) -> None:
    """Write what differs from `known`; everything where nothing is."""
    await connection.run_many(_FACTS, [_ticket_row(facts)])
    rows = (
        (_ROUNDS, _changed(facts.rounds, known.rounds if known else ())),
        (_OPINIONS, _changed(facts.opinions, known.opinions if known else ())),
        (_HAPPENINGS, _changed(facts.happenings, known.happenings if known else ())),
    )
    for statement, changed in rows:
        if changed:
            await connection.run_many(statement, [{"ticket": facts.ticket, **row} for row in changed])


def _ticket_row(facts: TicketFacts) -> dict[str, Any]:
    return {
        "ticket": facts.ticket,
        "nature": facts.nature.value if facts.nature else None,
        "category": facts.category,
        "enterprise": facts.enterprise,
        "difficult": facts.difficult,
        "appellants": facts.appellants,
        "answered_at": facts.answered_at,
        "passed_on_at": facts.passed_on_at,
        "declined_at": facts.declined_at,
        "merged_at": facts.merged_at,
        "closed_at": facts.closed_at,
        "body": facts_codec().encode(facts),
    }


def _changed(now: Iterable[Any], before: Iterable[Any]) -> list[dict[str, Any]]:
    """Each as a row; the names of the fields are those of the columns."""
    known = set(before)
    return [
        {name: value.value if isinstance(value, StrEnum) else value for name, value in asdict(one).items()}
        for one in now
        if one not in known
    ]


def _upsert(table: Table) -> Prepared:
    """A whole row in place of the one with the same key."""
    keys = [column.name for column in table.primary_key]

    def spelt(dialect: str) -> Any:  # noqa: ANN401 - the dialect's own insert
        insert = insert_for(table, dialect)
        others = {c.name: insert.excluded[c.name] for c in table.c if c.name not in keys}
        return insert.on_conflict_do_update(index_elements=keys, set_=others)

    return Prepared(spelt)


_UNCOUNTED = prepared(
    select(func.count()).select_from(
        select(tickets.c.id)
        .where(tickets.c.counted < tickets.c.version)
        .limit(bindparam("at_most"))
        .subquery()
    )
)
_BODY = prepared(select(ticket_facts.c.body).where(ticket_facts.c.ticket == bindparam("of")))
_FACTS, _ROUNDS, _OPINIONS, _HAPPENINGS = (
    _upsert(table) for table in (ticket_facts, work_rounds, opinions, happenings)
)
