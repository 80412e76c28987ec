"""`duban audit verify`: walks every chain, every seal and every day, replays every ticket, and says what does not fit.

Reads page by page, so that no snapshot is held long. Nothing here repairs anything.
"""

from sqlalchemy import func, select

from domain.evolve import replay
from domain.failures import Unreadable
from domain.ids import TicketId
from store.audit_findings import Fault, Finding
from store.chain import NO_EVENT, Link
from store.codec import ticket_codec
from store.connection import Connection
from store.database import Database
from store.docket_audit import docket_chains
from store.log import links_of
from store.merkle import leaf, root
from store.sealer import day_root, seal_hash
from store.tables.dockets import docket_entries
from store.tables.record import day_roots, events, seal_leaves, seals
from store.tables.tickets import tickets
from store.ticket_rows import parts_of, row_of

PAGE = 200


async def verify(database: Database) -> tuple[Finding, ...]:
    """Everything that does not fit; nothing: the record is whole."""
    return (
        *await _chains(database),
        *await docket_chains(database),
        *await _seals(database),
        *await _days(database),
    )


async def _chains(database: Database) -> list[Finding]:
    found: list[Finding] = []
    last = -1
    while True:

        async def page(connection: Connection, after: int = last) -> tuple[int | None, list[Finding]]:
            return await _chains_after(connection, after)

        reached, wrong = await database.read(page)
        found += wrong
        if reached is None:
            return found
        last = reached


async def _chains_after(connection: Connection, after: int) -> tuple[int | None, list[Finding]]:
    rows = (
        await connection.execute(
            select(tickets).where(tickets.c.id > after).order_by(tickets.c.id).limit(PAGE)
        )
    ).mappings()
    page = [dict(row) for row in rows]
    logs = await links_of(connection, [row["id"] for row in page])
    found = [finding for row in page for finding in _one_ticket(row, logs[row["id"]])]
    return (page[-1]["id"] if page else None), found


def _one_ticket(row: dict[str, object], log: list[tuple[Link, str]]) -> list[Finding]:
    ticket = TicketId(int(str(row["id"])))
    head = NO_EVENT
    for expected, (entry, kept) in enumerate(log, start=1):
        if entry.seq != expected or entry.prev != head or entry.hash != kept:
            return [
                Finding(Fault.BROKEN_CHAIN, ticket, entry.seq, sentence="an event or its place was changed")
            ]
        head = kept
    if row["head"] != head or row["version"] != len(log):
        return [
            Finding(Fault.WRONG_HEAD, ticket, len(log), sentence="the row does not stand on the last event")
        ]
    try:
        after = replay(entry.recorded() for entry, _ in log)
        kept_ticket = ticket_codec().decode(str(row["body"]))
    except (Unreadable, ValueError) as wrong:
        return [Finding(Fault.UNREADABLE, ticket, sentence=str(wrong))]
    projected = row_of(after, parts_of(after), head, log[-1][0].at)
    columns = [name for name, value in projected.items() if name not in _NOT_PROJECTED and row[name] != value]
    if after != kept_ticket or columns:
        return [Finding(Fault.NOT_REPLAYED, ticket, sentence=f"differs: {', '.join(columns) or 'body'}")]
    return []


_NOT_PROJECTED = frozenset({"unsealed", "body", "weighty"})
"""The last: rows from before it was kept say too much, which is only looked at for nothing."""


async def _seals(database: Database) -> list[Finding]:
    found: list[Finding] = []
    last, prev = 0, ""
    while True:

        async def page(
            connection: Connection, after: int = last, before: str = prev
        ) -> tuple[int, str, list[Finding]]:
            return await _seal_after(connection, after, before)

        no, prev, wrong = await database.read(page)
        found += wrong
        if no == last:
            return found
        last = no


async def _seal_after(connection: Connection, after: int, prev: str) -> tuple[int, str, list[Finding]]:
    """Check the next seal; gives its number and hash, or what was given when there is none."""
    seal = (
        await connection.execute(select(seals).where(seals.c.no > after).order_by(seals.c.no).limit(1))
    ).first()
    if seal is None:
        return after, prev, []
    rows = await connection.execute(
        select(
            seal_leaves.c.ticket,
            seal_leaves.c.seq,
            seal_leaves.c.head,
            func.coalesce(events.c.hash, docket_entries.c.hash).label("hash"),
        )
        .outerjoin(events, (events.c.ticket == seal_leaves.c.ticket) & (events.c.seq == seal_leaves.c.seq))
        .outerjoin(
            docket_entries,
            (docket_entries.c.docket == seal_leaves.c.ticket) & (docket_entries.c.seq == seal_leaves.c.seq),
        )
        .where(seal_leaves.c.seal == seal.no)
        .order_by(seal_leaves.c.place)
    )
    leaves = rows.all()
    found = [
        Finding(
            Fault.SEALED_EVENT_GONE, TicketId(row.ticket), row.seq, seal.no, "sealed, and now another or none"
        )
        for row in leaves
        if row.hash != row.head
    ]
    whole = seal_hash(seal.no, seal.at, seal.leaves, seal.root, prev)
    fits = (
        seal.no == after + 1
        and seal.prev == prev
        and seal.hash == whole
        and len(leaves) == seal.leaves
        and root([leaf(row.ticket, row.seq, row.head) for row in leaves] or [""]) == seal.root
    )
    if not fits:
        found.append(Finding(Fault.BROKEN_SEAL, seal=seal.no, sentence="a seal or its place was changed"))
    return seal.no, seal.hash, found


async def _days(database: Database) -> list[Finding]:
    return await database.read(_days_in)


async def _days_in(connection: Connection) -> list[Finding]:
    found: list[Finding] = []
    prev, last = "", 0
    for day in (await connection.execute(select(day_roots).order_by(day_roots.c.day))).all():
        rows = await connection.execute(
            select(seals.c.no, seals.c.hash)
            .where(seals.c.no >= day.first_seal, seals.c.no <= day.last_seal)
            .order_by(seals.c.no)
        )
        made = rows.all()
        whole = len(made) == day.last_seal - day.first_seal + 1 and day.first_seal > last
        if not whole or day_root(day.day, [row.hash for row in made], prev) != day.root:
            found.append(
                Finding(Fault.BROKEN_DAY, seal=day.last_seal, sentence=f"the root of {day.day} does not fit")
            )
        prev, last = day.root, day.last_seal
    return found
