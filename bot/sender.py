"""The sender: claims outbox rows under a lease, words them from the newest state, carries them, records what was said.

A row is marked started, and that is committed, just before the wire: after a lost lease an unstarted row simply goes, a
started one only where repeating changes nothing (design §2). Any number of workers may run one.
"""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypeVar, assert_never

import structlog
from sqlalchemy.exc import DBAPIError
from structlog.contextvars import bind_contextvars

from adapters.dingtalk.errors import OUT_OF_CALLS
from bot.clock import BusinessClock
from bot.delivery.carrier import Carrier
from bot.delivery.errands import Errands
from bot.delivery.letters import (
    CardLetter,
    ChatLetter,
    DingLetter,
    Errand,
    FileLetter,
    GroupLetter,
    Letter,
    NoLetter,
    ReplyLetter,
    SmsLetter,
)
from bot.delivery.pacing import Pacing
from bot.delivery.troubles import refused_words, trouble_notice
from bot.delivery.wording import Wording
from domain.economy import Supply
from domain.faces import Sent
from domain.failures import Away, DeliveryFailed, Overloaded
from domain.ids import PersonId
from domain.outgoing import Claimed, FetchFile, Notify, SyncCard
from domain.retrying import GiveUp, LeaveUnknown, RetryAt, verdict
from handlers.surroundings import Surroundings
from store.database import Connection, Database
from store.queue import LEASE, Queue
from store.work import SqlWork, Tools

BATCH = 50
AT_ONCE = 16
"""Letters on the wire at the same time; DingTalk allows 20 calls a second."""
GIVES_WAY_S, LOOKS_AGAIN_S = 2.0, 0.05
"""So long the sender steps back at a time while events flood in; then it carries one batch all the same."""
POLL_S = 0.5
"""The wake-up after a commit is a courtesy; looking again is the truth."""

T = TypeVar("T")

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


@dataclass(slots=True)
class Sender:
    """`worker` names this process in leases; `wake` is set after every commit of ours."""

    database: Database
    tools: Tools
    around: Callable[[], Surroundings]
    clock: BusinessClock
    carrier: Carrier
    errands: Errands
    pacing: Pacing
    worker: str
    wake: asyncio.Event
    supply: Callable[[], Supply]
    """How the month's budget of calls stands."""
    out_of_calls: Callable[[], None] = lambda: None
    """Told when the platform says that the month's calls are spent."""
    flooded: Callable[[], bool] = lambda: False
    """Whether more comes in just now than can be taken at once."""
    counted: Callable[[str, str, int], None] = lambda _kind, _outcome, _rows: None
    """Told what kind of letter came to which end, for how many rows: done, retried, paced, failed, unknown, dropped."""
    lease: timedelta = LEASE
    under_way: int = 0
    _slots: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))

    async def run(self) -> None:
        """Send until cancelled; a fault of the database is waited out."""
        while True:
            await self._give_way()
            try:
                full = await self.round() >= BATCH
            except (Away, Overloaded, DBAPIError, OSError, TimeoutError) as error:
                # Only the kind of fault: a database's own sentence may quote a row.
                log.error(  # noqa: TRY400 - see above
                    "The outbox could not be read; trying again.", fault=type(error).__name__
                )
                full = False
            if not full:
                await self._rest()

    async def round(self) -> int:
        """Claim and carry one batch; how many rows it held."""
        self.wake.clear()
        claimed = await self.database.write(
            lambda connection: Queue(connection, self.tools).claim(
                self.worker, self.clock.real(), self.clock.now(), BATCH, self.lease
            )
        )
        if not claimed:
            return 0
        self.under_way += len(claimed)
        try:
            digests, single = _by_digest(claimed)
            async with asyncio.TaskGroup() as group:
                for person, rows in digests.items():
                    group.create_task(self._guarded(self._digest(person, rows), rows))
                for row in single:
                    group.create_task(self._guarded(self._one(row), (row,)))
        finally:
            self.under_way -= len(claimed)
        return len(claimed)

    async def _give_way(self) -> None:
        """In a flood what comes in goes first: it is lost if nobody takes it, while a receipt has three minutes (§4.3)."""
        ends_at = asyncio.get_running_loop().time() + GIVES_WAY_S
        while self.flooded() and asyncio.get_running_loop().time() < ends_at:  # noqa: ASYNC110 - a look at a counter
            await asyncio.sleep(LOOKS_AGAIN_S)

    async def _rest(self) -> None:
        try:
            async with asyncio.timeout(POLL_S):
                await self.wake.wait()
        except TimeoutError:
            return

    async def _guarded(self, sending: Awaitable[None], rows: Sequence[Claimed]) -> None:
        """In a task of its own, so that what is bound to the log ends with it.

        One row that cannot be worded or sent costs that row: it is told to the operator, the others go on.

        A database that is away costs nothing: the lease runs out and the rows come again.
        """
        bind_contextvars(cause=rows[0].cause, rows=[row.id for row in rows])
        try:
            await sending
        except (Away, Overloaded, DBAPIError, OSError, TimeoutError) as away:
            log.warning("The database is away; the lease runs out.", fault=type(away).__name__)
        except Exception as error:  # noqa: BLE001 - the row's second chance is an operator's look
            fault = GiveUp(f"fault:{type(error).__name__}")
            await self._settle_failure(fault, NoLetter(fault.code), rows)

    async def _one(self, row: Claimed) -> None:
        letter = await self.database.read(lambda connection: self._wording(connection).letter(row.outgoing))
        await self._carry(letter, (row,))

    async def _digest(self, person: PersonId, rows: Sequence[Claimed]) -> None:
        notices = [row.outgoing.notice for row in rows if isinstance(row.outgoing, Notify)]
        letter = await self.database.read(
            lambda connection: self._wording(connection).digest(person, notices)
        )
        await self._carry(letter, rows)

    def _wording(self, connection: Connection) -> Wording:
        template = bool(self.carrier.template)
        return Wording(SqlWork(connection, self.tools), self.around(), template, self.supply())

    async def _carry(self, letter: Letter, rows: Sequence[Claimed]) -> None:
        in_doubt = any(_in_doubt(row, letter) for row in rows)
        if isinstance(letter, NoLetter) and not in_doubt:
            await self._each(rows, lambda queue, row, at: queue.dropped(row, self.worker, letter.why, at))
            return self._count(letter, "dropped", rows)
        if in_doubt:
            lost = LeaveUnknown("lease_lost")
            return await self._settle_failure(lost, letter, rows)
        if (wait_s := await self.pacing.wait_s(letter, urgent=rows[0].urgent)) > 0:
            at = self.clock.real() + timedelta(seconds=wait_s)
            await self._each(rows, lambda queue, row, _now: queue.put_off(row, self.worker, at))
            return self._count(letter, "paced", rows)
        async with self._slots:
            if not await self._started(letter, rows):
                return None
            try:
                sent = await self._on_the_wire(letter, rows[0])
            except DeliveryFailed as failure:
                if failure.code.lower() in OUT_OF_CALLS:
                    self.out_of_calls()
                await self.pacing.refused(letter, failure)
                attempts = max(row.attempts for row in rows)
                told = verdict(failure, attempts, self.clock.real(), idempotent=_idempotent(letter))
                return await self._settle_failure(told, letter, rows)
        return await self._settle_sent(sent, letter, rows)

    async def _on_the_wire(self, letter: Letter, row: Claimed) -> Sent:
        if isinstance(letter, Errand):
            return await self.errands.run(letter.wanted, row.id, row.attempts)
        return await self.carrier.carry(letter, row.id, again=row.attempts > 1, urgent=row.urgent)

    async def _started(self, letter: Letter, rows: Sequence[Claimed]) -> bool:
        async def mark(connection: Connection) -> bool:
            queue = Queue(connection, self.tools)
            ours = all([await queue.started(row.id, self.worker) for row in rows])
            if ours and isinstance(letter, CardLetter):
                # Whatever becomes of it, nobody may trust what the card showed before.
                await SqlWork(connection, self.tools).cards.sending(letter.card, rows[0].id)
            return ours

        return await self._write(mark)

    async def _settle_sent(self, sent: Sent, letter: Letter, rows: Sequence[Claimed]) -> None:
        words, now = words_of(letter), self.clock.now()

        async def settle(connection: Connection) -> None:
            queue = Queue(connection, self.tools)
            work = SqlWork(connection, self.tools)
            for row in rows:
                await queue.done(row.id, self.worker, sent, words, now)
            if isinstance(letter, CardLetter):
                first = "" if letter.delivered else sent.provider_id
                await work.cards.shows(letter.card, rows[0].id, letter.shown, letter.face.revision, first)
            if isinstance(letter, ChatLetter) and letter.card:
                await work.cards.delivered(letter.card, sent.provider_id, letter.shown)

        await self._write_while_leased(settle)
        self._count(letter, "done", rows)

    async def _settle_failure(
        self, told: RetryAt | GiveUp | LeaveUnknown, letter: Letter, rows: Sequence[Claimed]
    ) -> None:
        now = self.clock.now()

        async def settle(connection: Connection) -> None:
            queue = Queue(connection, self.tools)
            for row in rows:
                match told:
                    case RetryAt(at):
                        await queue.retry(row.id, self.worker, at, "transient")
                    case GiveUp(code):
                        await queue.failed(row.id, self.worker, code, now)
                    case LeaveUnknown(code):
                        await queue.unknown(row.id, self.worker, code, now)
                    case _:
                        assert_never(told)
            if not isinstance(told, RetryAt):
                work = SqlWork(connection, self.tools)
                told_whom = [*trouble_notice(told, letter, rows)]
                told_whom += await refused_words(told, rows, work, self.around().context.directory)
                for notice, key in told_whom:
                    await work.outbox.put(Notify(notice), key=key, at=now, urgent=notice.urgent)

        await self._write_while_leased(settle)
        self._count(letter, _OUTCOMES[type(told)], rows)
        if not isinstance(told, RetryAt):
            log.warning("A message did not go out.", action="send", code=told.code)

    def _count(self, letter: Letter, outcome: str, rows: Sequence[Claimed]) -> None:
        kind = _kind(letter)
        self.counted(kind, outcome, len(rows))
        log.debug("A message was settled.", action="send", kind=kind, outcome=outcome)

    async def _each(
        self, rows: Sequence[Claimed], settle: Callable[[Queue, int, datetime], Awaitable[bool]]
    ) -> None:
        now = self.clock.now()

        async def all_of(connection: Connection) -> None:
            queue = Queue(connection, self.tools)
            for row in rows:
                await settle(queue, row.id, now)

        await self._write(all_of)

    async def _write_while_leased(self, job: Callable[[Connection], Awaitable[None]]) -> None:
        """What became of a letter is known to us alone: kept trying while the rows are ours, then they count as unknown."""
        ends_at = asyncio.get_running_loop().time() + self.lease.total_seconds()
        while True:
            try:
                return await self._write(job)
            except (Away, Overloaded):
                if asyncio.get_running_loop().time() >= ends_at:
                    raise
            await asyncio.sleep(POLL_S)

    async def _write(self, job: Callable[[Connection], Awaitable[T]]) -> T:
        """Write what touches only rows under our lease: it may share a commit where one thread writes.

        Sixteen letters marked started or settled then cost one sync of the disk, not sixteen (`stack.md` §2).
        """
        return await self.database.write(job, creates_only=self.database.dialect == "sqlite")


def _by_digest(claimed: Sequence[Claimed]) -> tuple[dict[PersonId, list[Claimed]], list[Claimed]]:
    """Ordinary notices of one person make one digest; a single one is sent as it is, one in doubt keeps its doubt for itself."""
    digests: dict[PersonId, list[Claimed]] = defaultdict(list)
    single: list[Claimed] = []
    for row in claimed:
        person = row.outgoing.notice.to.person if isinstance(row.outgoing, Notify) else None
        if row.ordinary and person is not None and not row.started_before:
            digests[person].append(row)
        else:
            single.append(row)
    for person in [person for person, rows in digests.items() if len(rows) == 1]:
        single += digests.pop(person)
    return digests, single


_OUTCOMES = {RetryAt: "retried", GiveUp: "failed", LeaveUnknown: "unknown"}


def _kind(letter: Letter) -> str:
    """What kind of letter, in one word: chat, group, reply, sms, card, ding; errand; no."""
    return type(letter).__name__.removesuffix("Letter").lower()


def _in_doubt(row: Claimed, letter: Letter) -> bool:
    """It may have gone out under a lost lease, and a second time would be read twice: also where it is no longer true by now."""
    if isinstance(letter, NoLetter) and isinstance(row.outgoing, SyncCard | FetchFile):
        return False
    return row.started_before and not _idempotent(letter)


def _idempotent(letter: Letter) -> bool:
    """Cards by their outTrackId, and fetching; a message sent twice is read twice."""
    return isinstance(letter, CardLetter | Errand)


def words_of(letter: Letter) -> str:
    """What was said, for the record."""
    match letter:
        case ChatLetter(_, text) | GroupLetter(_, text) | ReplyLetter(text=text):
            return text.markdown
        case SmsLetter(_, text):
            return text.text
        case CardLetter(face=face):
            return "\n".join(f"{name}: {value}" for name, value in face.values if value)
        case DingLetter(_, text):
            return text
        case FileLetter(name=name):
            return name
        case Errand() | NoLetter():
            return ""
        case _:
            assert_never(letter)
