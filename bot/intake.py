"""The one door: every inbound event comes through `receive`, and `route` is the map of all that duban does.

One event is one handler call and one transaction (design §2): its key is remembered, the handler decides and keeps, the
answer is kept beside the key, the commit happens, and only then does the caller acknowledge the wire. A handler that
raises is rolled back and its raw event kept as pending instead; intake tries it again and in the end parks it in the
quarantine. Only when not even that row can be kept (the database is away, or too much waits) does `receive` raise, and
nothing is acknowledged.
"""

import asyncio
import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import assert_never

import structlog
from structlog.contextvars import bound_contextvars

from bot.clock import real_now
from bot.logs import cause_of, where
from domain.faces import Answer
from domain.failures import Away, Overloaded, Stale
from domain.inbound import (
    CardPressed,
    ChatSaid,
    EventKey,
    FileFetched,
    FileLost,
    Inbound,
    MessageRead,
    PaperPrinted,
    PersonLeft,
    RosterSent,
    SiteSubmitted,
    SmsReceived,
    SmsReported,
    TimerDue,
)
from domain.notices import Notice, NoticeKind, Recipient, RecipientKind
from domain.outgoing import Notify
from handlers import cards, deadlines, deliveries, files, papers, people, replies, site, sms
from handlers.ports import Work
from handlers.surroundings import Surroundings
from store.connection import Alone
from store.database import Connection, Database
from store.inbox import Done, Inbox, New, Parked, Pending, park
from store.quarantine import Quarantine
from store.work import SqlWork, Tools

LOST_RACES = 5
"""So often a handler is run again because somebody else changed the ticket first."""
TRIES = 6
"""So often a broken event is tried before it is parked for a person: some four minutes."""
FIRST_AGAIN = timedelta(seconds=4)

FLOOD, WAVES_S = 16, 0.2
"""So many events handled at the same moment are a flood, and so soon after one it is not over."""

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


async def route(event: Inbound, work: Work, around: Surroundings) -> Answer | None:
    """Everything that can happen, and who handles it."""
    match event:
        case SmsReceived():
            return await sms.sms_received(event, work, around)
        case SmsReported():
            return await deliveries.report_received(event, work, around)
        case ChatSaid():
            return await replies.chat_said(event, work, around)
        case CardPressed():
            return await cards.card_pressed(event, work, around)
        case TimerDue():
            return await deadlines.timer_due(event, work, around)
        case SiteSubmitted():
            return await site.site_submitted(event, work, around)
        case FileFetched() | FileLost() | RosterSent():
            return await files.file_came(event, work, around)
        case MessageRead():
            return await people.message_read(event, work, around)
        case PersonLeft():
            return await people.person_left(event, work, around)
        case PaperPrinted():
            return await papers.paper_printed(event, work, around)
        case _:
            assert_never(event)


@dataclass(slots=True)
class Intake:
    """`around` makes the handler's surroundings for the moment of the event; `committed` nudges the sender."""

    database: Database
    tools: Tools
    around: Callable[[], Surroundings]
    committed: Callable[[], None]
    busy: Answer
    """What a presser sees while their press is being tried again (正在处理)."""
    real: Callable[[], datetime] = real_now
    """The machine's clock, for the times of trying again."""
    counted: Callable[[Inbound, str], None] = lambda _event, _outcome: None
    """Told of every event and what became of it, once that stands: handled, repeated, busy, kept, turned_away, quarantined."""
    under_way: int = 0
    _flooded_at_s: float = -math.inf

    @property
    def flooded(self) -> bool:
        """Whether more comes in than can be taken at once: now, or a moment ago, because a flood comes in waves."""
        return self.under_way >= FLOOD or _now_s() - self._flooded_at_s < WAVES_S

    async def receive(self, event: Inbound) -> Answer:
        """Handle one event, or keep it for another try. Raises only when it could not even be kept."""
        self.under_way += 1
        if self.under_way >= FLOOD:
            self._flooded_at_s = _now_s()
        with bound_contextvars(cause=cause_of(event.key)):
            return await self._received(event)

    async def _received(self, event: Inbound) -> Answer:
        try:
            return await self._handled(event)
        except (Overloaded, Away):
            self._count(event, "turned_away")
            raise
        except Exception as error:  # noqa: BLE001 - the one broad except of the house: nothing may be lost to a fault of ours
            return await self._kept(event, error)
        finally:
            self.under_way -= 1
            self.committed()

    async def receive_all(self, events: tuple[Inbound, ...]) -> None:
        """Handle everything of one push; each in a transaction of its own, none lost to another's fault."""
        if len(events) == 1:
            await self.receive(events[0])
            return
        async with asyncio.TaskGroup() as group:
            for event in events:
                group.create_task(self.receive(event))

    async def retry_parked(self) -> int:
        """Try again what was kept and whose turn has come; how many there were."""
        now = self.real()
        due = await self.database.write(
            lambda connection: Inbox(connection, self.tools).due_pending(now, now + timedelta(minutes=1))
        )
        for parked in due:
            with bound_contextvars(cause=cause_of(parked.event.key), row=parked.id):
                await self._again(parked)
        if due:
            self.committed()
        return len(due)

    async def _handled(self, event: Inbound, parked: int | None = None) -> Answer:
        for _ in range(LOST_RACES):
            try:
                return await self.database.write(
                    lambda connection: self._in_transaction(connection, event, parked),
                    creates_only=self._shares_a_commit(event),
                )
            except Stale:
                continue
        raise Stale

    @staticmethod
    def _shares_a_commit(event: Inbound) -> bool:
        """What only creates may share (design §2); a text asks for a transaction of its own if its sender is known."""
        return isinstance(event, SmsReported | SmsReceived)

    async def _in_transaction(self, connection: Connection, event: Inbound, parked: int | None) -> Answer:
        inbox = Inbox(connection, self.tools)
        work = SqlWork(connection, self.tools, cause_of(event.key))
        if (
            connection.locks_shared
            and isinstance(event, SmsReceived)
            and await work.appellants.known(event.phone)
        ):
            raise Alone
        around = self.around()
        now = around.context.now
        if parked is not None:
            if not await inbox.resume(parked):
                return Answer()
        else:
            match await inbox.remember(event.key, now):
                case Done(answer):
                    connection.after_commit(lambda: self._count(event, "repeated"))
                    return answer
                case Pending():
                    connection.after_commit(lambda: self._count(event, "busy"))
                    return self._busy_for(event)
                case New():
                    pass
        answer = await route(event, work, around) or Answer()
        await inbox.finish(event.key, answer, now)
        connection.after_commit(lambda: self._count(event, "handled"))
        return answer

    async def _kept(self, event: Inbound, error: Exception) -> Answer:
        """The wire is acknowledged although we failed: the raw event waits here for its next try."""
        _log_fault("An event could not be handled; it is kept and tried again.", event.key, error)
        now = self.real()
        await park(
            self.database,
            self.tools,
            event,
            at=now,
            reason=type(error).__name__,
            next_try_at=now + FIRST_AGAIN,
        )
        self._count(event, "kept")
        return self._busy_for(event)

    async def _again(self, parked: Parked) -> None:
        try:
            await self._handled(parked.event, parked.id)
        except (Overloaded, Away):
            raise  # no fault of the event: it is not counted, and comes again
        except Exception as error:  # noqa: BLE001 - as above: it stays parked, and in the end a person looks
            _log_fault("A kept event failed again.", parked.event.key, error)
            if parked.attempts >= TRIES:
                await self._give_up(parked, error)
            else:
                await self._wait_longer(parked)

    async def _wait_longer(self, parked: Parked) -> None:
        again = self.real() + FIRST_AGAIN * (1 << parked.attempts)
        await self.database.write(lambda connection: Inbox(connection, self.tools).postpone(parked.id, again))

    async def _give_up(self, parked: Parked, error: Exception) -> None:
        around = self.around()
        notice = Notice(
            Recipient(RecipientKind.OPERATOR),
            NoticeKind.QUARANTINED,
            code=str(parked.id),
            urgent=True,
        )

        async def set_aside(connection: Connection) -> None:
            await Quarantine(connection, self.tools).put(parked.id, self.real(), type(error).__name__)
            work = SqlWork(connection, self.tools)
            await work.outbox.put(
                Notify(notice), key=f"quarantined:{parked.id}", at=around.context.now, urgent=True
            )

        await self.database.write(set_aside)
        self._count(parked.event, "quarantined")

    def _count(self, event: Inbound, outcome: str) -> None:
        self.counted(event, outcome)
        # Told after a commit, which may be another's turn or thread: what is bound to the log here is not bound there.
        log.debug(
            "An event came in.",
            action="intake",
            cause=cause_of(event.key),
            kind=type(event).__name__,
            outcome=outcome,
        )

    def _busy_for(self, event: Inbound) -> Answer:
        return self.busy if isinstance(event, CardPressed) else Answer()


def _now_s() -> float:
    return asyncio.get_running_loop().time()


def _log_fault(sentence: str, key: EventKey, error: Exception) -> None:
    # Only the kind of fault and where it was: its text may quote what a person wrote.
    place = where(error.__traceback__)
    log.error(sentence, action="intake", key=cause_of(key), fault=type(error).__name__, where=place)
