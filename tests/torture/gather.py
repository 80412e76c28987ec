"""Reads everything a `History` holds: from the journals of the stand-ins, from the database, from the rules themselves."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import select

from adapters.dingtalk.markdown import shown_markdown
from bot.clock import real_now
from bot.stage.theatre import GROUP
from config.load import Centre
from domain.accountable import accountable
from domain.context import Context
from domain.failures import Unreadable
from domain.inbound import ConversationKind
from domain.notices import RecipientKind
from domain.outgoing import Ding, Notify, Outgoing, Reply
from domain.timers import timers_for
from store.audit import verify
from store.audit_findings import Fault
from store.codec import outgoing_codec, ticket_codec
from store.connection import Connection
from store.ids import TimeOrderedIds
from store.sealing import KeyRing
from store.tables.persons import sealed
from store.tables.record import events
from store.tables.tickets import tickets
from store.tables.traffic import inbox_raw, outbox, timers
from store.words import SqlWords
from tests.torture.checks.notices import SAID_BY_SMS
from tests.torture.history import History, Logged, Parked, Row, Seen, TicketRow, Timer
from tests.torture.run import Result
from tests.torture.screens import Screens

MARK = re.compile("榧[桉柏枞枫桂桧榉楝榈梓楠榕椿檀柘樟]{5}")
LATE = timedelta(seconds=20)
AT_ONCE = 500


async def gathered(result: Result) -> History:
    """Everything, read in one go after the torture."""
    town = result.crowd.town
    ring = KeyRing.load(town.centre.places.master_key)
    now = real_now() + town.offset
    wrong = await verify(town.database)
    found: History = await town.database.read(
        lambda connection: _Gathering(connection, ring, town.centre, result, now).history()
    )
    audit = tuple(str(one) for one in wrong if one.fault is not Fault.NOT_REPLAYED)
    replayed = tuple(str(one) for one in wrong if one.fault is Fault.NOT_REPLAYED)
    return replace(found, audit=audit, replayed=replayed, quiet=result.quiet)


class _Gathering:
    def __init__(
        self, connection: Connection, ring: KeyRing, centre: Centre, result: Result, now: datetime
    ) -> None:
        self._connection = connection
        self._words = SqlWords(connection, ring, TimeOrderedIds(real_now))
        self._context = Context(now, centre.policy, centre.calendar, centre.directory)
        self._result = result
        self._now = now

    async def history(self) -> History:
        screens = self._result.crowd.screens
        rows = list((await self._connection.execute(select(tickets))).mappings())
        numbers = {int(row["id"]): str(row["number"]) for row in rows}
        whole = {str(row["number"]): ticket_codec().decode(str(row["body"])) for row in rows}
        out = await self._outbox()
        taken = _accepted(screens)
        keys = await self._answer_keys()
        return History(
            now=self._now,
            deeds=tuple(self._result.deeds),
            accepted=frozenset(mark for marks in taken.values() for mark in marks),
            events=await self._events(numbers),
            rows=out,
            seen=_seen(screens),
            timers=await self._timers(numbers),
            wanted=tuple(
                Timer(number, timer.step, timer.due_at)
                for number, ticket in whole.items()
                for timer in timers_for(ticket, self._context)
            ),
            tickets=tuple(
                TicketRow(number, ticket.is_open, accountable(ticket, self._context))
                for number, ticket in whole.items()
            ),
            parked=await self._parked(),
            answered=frozenset(mark for push, marks in taken.items() if push in keys for mark in marks),
            ids=await self._ids(),
        )

    async def _events(self, numbers: Mapping[int, str]) -> tuple[Logged, ...]:
        rows = (await self._connection.execute(select(events).order_by(events.c.ticket, events.c.seq))).all()
        payloads = [json.loads(row.payload) for row in rows]
        said = await self._opened({ref for payload in payloads for ref in _refs(payload)})
        return tuple(
            Logged(
                numbers.get(row.ticket, str(row.ticket)),
                row.seq,
                row.kind,
                row.at,
                row.by_kind,
                row.by_person or "",
                tuple(sorted({m for ref in _refs(payload) for m in MARK.findall(said.get(ref, ""))})),
                tuple(payload.get("evidence", payload.get("photos", ()))),
                str(payload.get("step", "")) if row.kind == "StepTaken" else "",
            )
            for row, payload in zip(rows, payloads, strict=True)
        )

    async def _opened(self, refs: set[int]) -> dict[int, str]:
        said: dict[int, str] = {}
        wanted = sorted(refs)
        for start in range(0, len(wanted), AT_ONCE):
            said |= dict(await self._words.open_refs(wanted[start : start + AT_ONCE]))
        return said

    async def _outbox(self) -> tuple[Row, ...]:
        rows = (await self._connection.execute(select(outbox).order_by(outbox.c.id))).all()
        said = await self._opened({row.words for row in rows if row.words is not None})
        real, found = real_now(), []
        for row in rows:
            try:
                out = outgoing_codec().decode(row.kind, row.body)
            except Unreadable:
                out = None
            waits = row.state == "waiting" and not row.held and row.not_before < self._now - LATE
            held = row.state in {"claimed", "started"} and row.lease_until < real - LATE
            found.append(
                Row(
                    row.id,
                    row.key,
                    row.kind,
                    row.state,
                    _whose(out),
                    row.provider_id,
                    _as_shown(said.get(row.words, "")),
                    row.code,
                    row.recipient == "operator:",
                    waits or held,
                )
            )
        return tuple(found)

    async def _answer_keys(self) -> set[str]:
        """The messages that were answered in words: the platform's id is the end of the answer's key."""
        rows = await self._connection.execute(select(outbox.c.key).where(outbox.c.key.like("reply:%")))
        return {str(row.key).rpartition(":")[2] for row in rows}

    async def _timers(self, numbers: Mapping[int, str]) -> tuple[Timer, ...]:
        rows = await self._connection.execute(select(timers))
        return tuple(
            Timer(
                "" if row.ticket is None else numbers.get(row.ticket, str(row.ticket)),
                row.step,
                row.due_at,
                row.waiting,
            )
            for row in rows
        )

    async def _parked(self) -> tuple[Parked, ...]:
        rows = await self._connection.execute(select(inbox_raw))
        return tuple(
            Parked(f"{row.source}:{row.key}", row.quarantined_at is not None, row.reason) for row in rows
        )

    async def _ids(self) -> tuple[int, ...]:
        made: list[int] = []
        for table in (events, outbox, tickets, timers, sealed):
            made += [int(row[0]) for row in await self._connection.execute(select(table.c.id))]
        return tuple(made)


def _accepted(screens: Screens) -> dict[str, list[str]]:
    """The tokens in every push that was taken."""
    return {push: MARK.findall(words) for push, words in screens.pushes.items() if push in screens.accepted}


def _seen(screens: Screens) -> tuple[Seen, ...]:
    texts = [
        Seen(one.whose, one.id, one.text, row=int(one.row or 0))
        for shown in screens.texts.values()
        for one in shown
    ]
    said = [
        Seen(one.whose, one.id, _as_shown(one.text), one.card)
        for shown in screens.messages.values()
        for one in shown
    ]
    rung = [Seen(one.whose, one.id, one.text) for one in screens.dings]
    return (*texts, *said, *rung)


def _whose(out: Outgoing | None) -> str:
    match out:
        case Notify(notice):
            match notice.to.kind:
                case RecipientKind.APPELLANT:
                    return SAID_BY_SMS
                case RecipientKind.GROUP:
                    return GROUP
                case RecipientKind.OPERATOR:
                    return "staff-zx11"
                case RecipientKind.PERSON:
                    return f"staff-{notice.to.person}"
        case Ding(person=person):
            return f"staff-{person}"
        case Reply() if out.conversation.kind is ConversationKind.GROUP:
            return GROUP
        case Reply():
            return str(out.staff_id)
        case _:
            return ""


def _as_shown(words: str) -> str:
    """Without what a reply into a group puts around them, and without spaces: only the words count."""
    return re.sub(r"\s|@staff-\w+|\*", "", shown_markdown(words))


def _refs(payload: object) -> Sequence[int]:
    """Every sealed row an event's payload names."""
    if isinstance(payload, dict):
        if set(payload) == {"ref", "digest"}:
            return (int(payload["ref"]),)
        return [ref for part in payload.values() for ref in _refs(part)]
    if isinstance(payload, list):
        return [ref for part in payload for ref in _refs(part)]
    return ()
