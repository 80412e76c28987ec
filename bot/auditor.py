"""The auditor (巡检): looks every minute whether anything was forgotten, and is loud when it was (design §3, invariant 3).

One worker at a time looks, under a lease; every worker writes down how its clock goes, and whoever holds the Stream when
it last heard something. What is found stands in the store: it fails `/readyz` on every worker, is logged once, is told to
the operator once a day while it lasts, and once more when it is gone.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from adapters.dingtalk.health import StreamHealth
from bot.build import Parts
from bot.clock import monotonic_s
from domain.auditing import (
    AUDITED_WITHIN,
    CLOCK_SIGN_WITHIN,
    ClockSigns,
    Finding,
    FindingKind,
    Now,
    StreamSigns,
    in_good_hands,
    missing,
    of_clocks,
    of_rows,
    of_stream,
    overdue,
    set_back,
    slice_size,
)
from domain.calendar_clock import local_date
from domain.context import Context
from domain.failures import Unreadable
from domain.ids import TicketId
from domain.notices import Notice, NoticeKind, Recipient, RecipientKind
from domain.outgoing import Notify
from store.auditing import Auditing, Heartbeat, Standing
from store.connection import Connection
from store.leases import Leases
from store.work import SqlWork

AUDIT_S, LISTEN_S = 60, 15
NAME, HELD_FOR = "auditor", timedelta(seconds=120)
WORKERS = "worker:"
WORKER_FORGOTTEN = timedelta(days=1)
AT_MOST = 500
"""So many tickets of a kind are noted one by one; where more are wrong, what is wrong is not the tickets."""

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


@dataclass(slots=True)
class Auditor:
    """Audits, and leaves the signs of life others audit by."""

    parts: Parts
    listening: Callable[[], StreamHealth | None]
    """What this worker's own Stream client shows; None: another one listens, or none."""
    monotonic: Callable[[], float] = monotonic_s
    since: datetime | None = None
    """When this worker began to look, real time; None: it does not (a rehearsal)."""
    _last: tuple[datetime, float] | None = None

    @property
    def stream(self) -> str:
        """Under which name the Stream's holder leaves signs of life; empty: no chat platform is connected."""
        client_id = self.parts.centre.settings.dingtalk.client_id
        return f"stream:{client_id}" if client_id else ""

    def begin(self) -> None:
        """From now on the others may expect its signs of life."""
        self.since = self.parts.clock.real()

    async def listen(self) -> None:
        """While this worker is connected to the chat platform it says so, and when it last heard something."""
        health = self.listening()
        if health is None or not health.sockets:
            return
        now = self.parts.clock.real()
        heard_at = now - timedelta(seconds=health.quiet_s or 0.0)
        await self.parts.database.write(
            lambda c: Auditing(c).beat(self.stream, self.parts.worker, now, heard_at=heard_at)
        )

    async def audit(self) -> None:
        """One look, if it is this worker's turn."""
        now = Now(self.parts.clock.real(), self.parts.clock.now())
        await self._write_down_the_clock(now.real)
        if not await self.parts.database.write(self._is_mine):
            return
        look = _Look(self, now, self.parts.around().context)
        await self.parts.database.read(look.take)
        new, gone = await self.parts.database.write(look.keep)
        self.parts.sender.wake.set()
        for one in new:
            log.error(
                "The auditor found something wrong.",
                action="audit",
                finding=one.kind.value,
                ticket=one.subject,
                example=one.example,
            )
        for kind in gone:
            log.warning("What the auditor found is gone.", action="audit", finding=kind.value)

    async def complaints(self) -> tuple[str, ...]:
        """What is wrong by what stands in the store, for `/readyz`: on every worker the same."""

        async def ask(connection: Connection) -> tuple[tuple[Standing, ...], Heartbeat | None]:
            auditing = Auditing(connection)
            return await auditing.standing(), await auditing.heartbeat(NAME)

        standing, beat = await self.parts.database.read(ask)
        said = [
            f"audit: {kind} ({len(of_kind)}; {of_kind[0].finding.example}) since {of_kind[0].since.isoformat()}"
            for kind, of_kind in _by_kind(standing).items()
        ]
        if self.since is not None:
            last = max(self.since, beat.at) if beat else self.since
            if self.parts.clock.real() - last > AUDITED_WITHIN:
                said.append(f"auditor: has not looked since {last.isoformat()}")
        return tuple(said)

    async def heartbeat(self) -> Heartbeat | None:
        """The last look, whichever worker made it."""
        return await self.parts.database.read(lambda c: Auditing(c).heartbeat(NAME))

    async def _is_mine(self, connection: Connection) -> bool:
        """Whether this worker is the one that looks: by the server's clock where there is one."""
        leases, worker = Leases(connection), self.parts.worker
        if connection.dialect == "sqlite":
            now = self.parts.clock.real()
            return await leases.take(NAME, worker, now, now + HELD_FOR)
        return await leases.hold(NAME, worker, HELD_FOR)

    async def _write_down_the_clock(self, real: datetime) -> None:
        """Every worker's clock counts: its leases and deadlines go by it."""
        ticked = self.monotonic()
        jumped = timedelta()
        if self._last is not None:
            jumped = (real - self._last[0]) - timedelta(seconds=ticked - self._last[1])
        self._last = (real, ticked)
        worker = self.parts.worker

        async def write_down(connection: Connection) -> None:
            auditing = Auditing(connection)
            theirs = await auditing.database_now()
            place = f"{jumped.total_seconds():.0f}"
            await auditing.beat(f"{WORKERS}{worker}", worker, real, heard_at=theirs, place=place)

        await self.parts.database.write(write_down)


class _Look:
    """One look: everything is asked in one reading transaction, and noted in one writing one."""

    def __init__(self, auditor: Auditor, now: Now, context: Context) -> None:
        self._auditor = auditor
        self._parts = auditor.parts
        self._now = now
        self._context = context
        self._place = ""
        self._found: dict[tuple[FindingKind, TicketId | None], Finding] = {}

    async def take(self, connection: Connection) -> None:
        """Ask everything."""
        self._found.clear()
        auditing = Auditing(connection)
        beat = await auditing.heartbeat(NAME)
        backlog = await auditing.backlog(self._now.real, self._now.business)
        self._note(overdue(backlog, self._now, self._context.calendar))
        await self._clocks(auditing, beat)
        await self._stream(auditing)
        standing = {s.finding.subject for s in await auditing.standing() if s.finding.subject is not None}
        await self._again(connection, standing)
        await self._slice(connection, beat.place if beat else "", AT_MOST - len(standing))

    async def keep(self, connection: Connection) -> tuple[tuple[Finding, ...], tuple[FindingKind, ...]]:
        """Note what was found and what is gone, and tell the operator; what is new, and which kinds are over."""
        auditing = Auditing(connection)
        standing = await auditing.standing()
        before = {(s.finding.kind, s.finding.subject) for s in standing}
        over = [s for s in standing if (s.finding.kind, s.finding.subject) not in self._found]
        await auditing.stand(self._found.values(), self._now.real)
        await auditing.gone(s.finding for s in over)
        await auditing.beat(NAME, self._parts.worker, self._now.real, place=self._place)
        await auditing.forget(WORKERS, self._now.real - WORKER_FORGOTTEN)
        kinds = {kind for kind, _ in self._found}
        gone = {kind: of_kind[0].since for kind, of_kind in _by_kind(over).items() if kind not in kinds}
        await self._tell(connection, gone)
        new = tuple(one for key, one in self._found.items() if key not in before)
        return new, tuple(gone)

    async def _tell(self, connection: Connection, gone: dict[FindingKind, datetime]) -> None:
        """Once a day what stands, once what is gone."""
        outbox = SqlWork(connection, self._parts.tools).outbox
        day = local_date(self._now.business)
        for kind in dict.fromkeys(kind for kind, _ in self._found):
            of_kind = [one for one in self._found.values() if one.kind is kind]
            told = _notice(NoticeKind.AUDIT_FOUND, kind, of_kind[0].example, len(of_kind))
            await outbox.put(
                Notify(told), key=f"audit:{kind.value}:{day}", at=self._now.business, urgent=True
            )
        for kind, since in gone.items():
            told = _notice(NoticeKind.AUDIT_GONE, kind, "", 0)
            key = f"audit-gone:{kind.value}:{since.isoformat()}"
            await outbox.put(Notify(told), key=key, at=self._now.business, urgent=True)

    async def _slice(self, connection: Connection, after: str, room: int) -> None:
        """The next open tickets of the round; after the last one it begins again."""
        if room <= 0:
            self._place = after
            return
        auditing = Auditing(connection)
        # Without a head of the centre the rule has to be asked about every single ticket.
        headless = self._context.directory.head(self._context.today) is None
        size = AT_MOST if headless else slice_size(await auditing.open_count())
        last = await auditing.last_of_slice(after, size)
        if not last:
            after, last = "", await auditing.last_of_slice("", size)
        self._place = last
        for odd in await auditing.odd(after, last, room):
            self._note(of_rows(odd))
        if headless:
            doubtful = await auditing.everything_of(after, last, room)
        else:
            gone = missing(await auditing.leaders(after, last), self._context.directory)
            doubtful = await auditing.led_by(gone, after, last, room) if gone else ()
        for ticket in doubtful:
            await self._ask_the_rule(connection, ticket, "")

    async def _again(self, connection: Connection, standing: Iterable[TicketId]) -> None:
        """What was wrong before is looked at every time, so that it is known at once when it is not any more."""
        for ticket in await Auditing(connection).of(frozenset(standing)):
            self._note(of_rows(ticket))
            await self._ask_the_rule(connection, ticket.id, ticket.number)

    async def _ask_the_rule(self, connection: Connection, which: TicketId, number: str) -> None:
        """A ticket that cannot even be read is in nobody's hands."""
        try:
            ticket = await SqlWork(connection, self._parts.tools).tickets.get(which)
        except Unreadable:
            self._note((Finding(FindingKind.NOBODY_ACCOUNTABLE, which, number),))
            return
        if ticket is not None and not in_good_hands(ticket, self._context):
            self._note((Finding(FindingKind.NOBODY_ACCOUNTABLE, which, ticket.number),))

    async def _clocks(self, auditing: Auditing, beat: Heartbeat | None) -> None:
        signs = await auditing.heartbeats_of(WORKERS)
        now = await auditing.database_now() or self._now.real
        living = [s for s in signs if abs(now - (s.heard_at or s.at)) < CLOCK_SIGN_WITHIN]
        self._note(
            of_clocks(ClockSigns(s.worker, s.at, s.heard_at, timedelta(seconds=int(s.place))) for s in living)
        )
        if beat is not None:
            self._note(set_back(beat.at, self._parts.worker, self._now.real))

    async def _stream(self, auditing: Auditing) -> None:
        if not self._auditor.stream or self._auditor.since is None:
            return
        beat = await auditing.heartbeat(self._auditor.stream)
        signs = StreamSigns(self._auditor.since, beat.at if beat else None, beat.heard_at if beat else None)
        self._note(of_stream(signs, self._now.real))

    def _note(self, found: Iterable[Finding]) -> None:
        for one in found:
            self._found.setdefault((one.kind, one.subject), one)


def _notice(told: NoticeKind, kind: FindingKind, example: str, count: int) -> Notice:
    code = f"{kind.value}:{example}"
    return Notice(Recipient(RecipientKind.OPERATOR), told, count=count, code=code, urgent=True)


def _by_kind(standing: Iterable[Standing]) -> dict[FindingKind, list[Standing]]:
    found: dict[FindingKind, list[Standing]] = {}
    for one in standing:
        found.setdefault(one.finding.kind, []).append(one)
    return found
