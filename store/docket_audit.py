"""The audit's walk along the chains of the dockets (案卷): as `store/audit.py` does for tickets."""

from typing import Any

from sqlalchemy import RowMapping, select

from domain.docket import AnyDocketKind, folded
from domain.failures import Unreadable
from domain.ids import DocketId
from domain.registers import KINDS
from store.audit_findings import Fault, Finding
from store.chain import NO_EVENT
from store.connection import Connection
from store.database import Database
from store.dockets import DocketLink, docket_codec, docket_links_of, docket_row
from store.tables.dockets import dockets

PAGE = 50


async def docket_chains(
    database: Database, kinds: dict[str, AnyDocketKind] | None = None
) -> tuple[Finding, ...]:
    """Everything about the dockets that does not fit, read page by page."""
    known = KINDS if kinds is None else kinds
    found: list[Finding] = []
    last = -1
    while True:

        async def page(connection: Connection, after: int = last) -> tuple[int | None, list[Finding]]:
            return await _after(connection, after, known)

        reached, wrong = await database.read(page)
        found += wrong
        if reached is None:
            return tuple(found)
        last = reached


async def _after(
    connection: Connection, after: int, kinds: dict[str, AnyDocketKind]
) -> tuple[int | None, list[Finding]]:
    rows = (
        (
            await connection.execute(
                select(dockets).where(dockets.c.id > after).order_by(dockets.c.id).limit(PAGE)
            )
        )
        .mappings()
        .all()
    )
    logs = await docket_links_of(connection, [row["id"] for row in rows])
    found = [finding for row in rows for finding in _one(row, logs[row["id"]], kinds)]
    return (rows[-1]["id"] if rows else None), found


def _one(
    row: RowMapping, log: list[tuple[DocketLink, str]], kinds: dict[str, AnyDocketKind]
) -> list[Finding]:
    docket = DocketId(row["id"])
    head = NO_EVENT
    for expected, (link, kept) in enumerate(log, start=1):
        if link.seq != expected or link.prev != head or link.hash != kept:
            return [_found(Fault.BROKEN_CHAIN, docket, link.seq, "an entry or its place was changed")]
        head = kept
    if not log or row["head"] != head or row["version"] != len(log):
        return [_found(Fault.WRONG_HEAD, docket, len(log), "the row does not stand on the last entry")]
    kind = kinds.get(row["kind"])
    if kind is None:
        return [_found(Fault.UNREADABLE, docket, len(log), "of a kind this version does not know")]
    return _not_replayed(kind, docket, row, log, head)


def _not_replayed(
    kind: AnyDocketKind,
    docket: DocketId,
    row: RowMapping,
    log: list[tuple[DocketLink, str]],
    head: str,
) -> list[Finding]:
    try:
        after = folded(kind, None, [link.entry(kind) for link, _ in log])
        kept = docket_codec(kind).decode(row["body"])
    except (Unreadable, ValueError) as wrong:
        return [_found(Fault.UNREADABLE, docket, len(log), str(wrong))]
    projected: dict[str, Any] = docket_row(kind, after, head, log[-1][0].at)
    columns = [name for name, value in projected.items() if name != "body" and row[name] != value]
    if after != kept or columns:
        differs = f"differs: {', '.join(columns) or 'body'}"
        return [_found(Fault.NOT_REPLAYED, docket, len(log), differs)]
    return []


def _found(fault: Fault, docket: DocketId, seq: int, sentence: str) -> Finding:
    return Finding(fault, seq=seq, sentence=sentence, docket=docket)
