"""The one door: every inbound event comes through `receive`, and `route` is the map of all that duban does.

One event is one handler call and one transaction (design §2): its key is remembered, the handler decides and keeps, the
answer is kept beside the key, the commit happens, and only then does the caller acknowledge the wire. A handler that
raises is rolled back and its raw event kept as pending instead; intake tries it again and in the end parks it in the
quarantine. Only when not even that row can be kept does `receive` raise, and nothing is acknowledged.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import assert_never

import structlog

from bot.clock import real_now
from domain.faces import Answer
from domain.failures import Overloaded, Stale
from domain.inbound import (
    CardPressed,
    ChatSaid,
    EventKey,
    FileFetched,
    FileLost,
    Inbound,
    MessageRead,
    PersonLeft,
    SiteSubmitted,
    SmsReceived,
    SmsReported,
    TimerDue,
)
from domain.notices import Notice, NoticeKind, Recipient, RecipientKind
from domain.outgoing import Notify
from handlers import cards, deadlines, deliveries, files, people, replies, site, sms
from handlers.ports import Work
from handlers.surroundings import Surroundings
from store.database import Connection, Database
from store.inbox import Done, Inbox, New, Parked, Pending, park
from store.quarantine import Quarantine
from store.work import SqlWork, Tools

LOST_RACES = 5
"""So often a handler is run again because somebody else changed the ticket first."""
TRIES = 6
"""So often a broken event is tried before it is parked for a person: some four minutes."""
FIRST_AGAIN = timedelta(seconds=4)

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
        case FileFetched():
            return await files.file_fetched(event, work, around)
        case FileLost():
            return await files.file_lost(event, work, around)
        case MessageRead():
            return await people.message_read(event, work, around)
        case PersonLeft():
            return await people.person_left(event, work, around)
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
    under_way: int = 0

    async def receive(self, event: Inbound) -> Answer:
        """Handle one event, or keep it for another try. Raises only when it could not even be kept."""
        self.under_way += 1
        try:
            return await self._handled(event)
        except Overloaded:
            raise
        except Exception as error:  # noqa: BLE001 - the one broad except of the house: nothing may be lost to a fault of ours
            return await self._kept(event, error)
        finally:
            self.under_way -= 1
            self.committed()

    async def receive_all(self, events: tuple[Inbound, ...]) -> None:
        """Handle everything of one push; each in a transaction of its own, none lost to another's fault."""
        async with asyncio.TaskGroup() as group:
            for event in events:
                group.create_task(self.receive(event))

    async def retry_parked(self) -> int:
        """Try again what was kept and whose turn has come; how many there were."""
        now = real_now()
        due = await self.database.write(
            lambda connection: Inbox(connection, self.tools).due_pending(now, now + timedelta(minutes=1))
        )
        for parked in due:
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

    def _shares_a_commit(self, event: Inbound) -> bool:
        """With one writing thread nothing can deadlock; elsewhere only what creates may share (design §2)."""
        return isinstance(event, SmsReported) or (
            isinstance(event, SmsReceived) and self.database.dialect == "sqlite"
        )

    async def _in_transaction(self, connection: Connection, event: Inbound, parked: int | None) -> Answer:
        inbox = Inbox(connection, self.tools)
        around = self.around()
        now = around.context.now
        if parked is not None:
            if not await inbox.resume(parked):
                return Answer()
        else:
            match await inbox.remember(event.key, now):
                case Done(answer):
                    return answer
                case Pending():
                    return self._busy_for(event)
                case New():
                    pass
        answer = await route(event, SqlWork(connection, self.tools), around) or Answer()
        await inbox.finish(event.key, answer, now)
        return answer

    async def _kept(self, event: Inbound, error: Exception) -> Answer:
        """The wire is acknowledged although we failed: the raw event waits here for its next try."""
        _log_fault("An event could not be handled; it is kept and tried again.", event.key, error)
        now = real_now()
        await park(
            self.database,
            self.tools,
            event,
            at=now,
            reason=type(error).__name__,
            next_try_at=now + FIRST_AGAIN,
        )
        return self._busy_for(event)

    async def _again(self, parked: Parked) -> None:
        try:
            await self._handled(parked.event, parked.id)
        except Exception as error:  # noqa: BLE001 - as above: it stays parked, and in the end a person looks
            _log_fault("A kept event failed again.", parked.event.key, error)
            if parked.attempts >= TRIES:
                await self._give_up(parked, error)
            else:
                await self._wait_longer(parked)

    async def _wait_longer(self, parked: Parked) -> None:
        again = real_now() + FIRST_AGAIN * (1 << parked.attempts)
        await self.database.write(lambda connection: Inbox(connection, self.tools).postpone(parked.id, again))

    async def _give_up(self, parked: Parked, error: Exception) -> None:
        around = self.around()
        notice = Notice(
            Recipient(RecipientKind.OPERATOR),
            NoticeKind.QUARANTINED,
            code=parked.event.key.source,
            urgent=True,
        )

        async def set_aside(connection: Connection) -> None:
            await Quarantine(connection, self.tools).put(parked.id, real_now(), type(error).__name__)
            work = SqlWork(connection, self.tools)
            await work.outbox.put(
                Notify(notice), key=f"quarantined:{parked.id}", at=around.context.now, urgent=True
            )

        await self.database.write(set_aside)

    def _busy_for(self, event: Inbound) -> Answer:
        return self.busy if isinstance(event, CardPressed) else Answer()


def _log_fault(sentence: str, key: EventKey, error: Exception) -> None:
    # Only the kind of fault and where it was: its text may quote what a person wrote.
    place = error.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    where = f"{place.tb_frame.f_code.co_filename.rsplit('/', 2)[-1]}:{place.tb_lineno}" if place else ""
    log.error(
        sentence, action="intake", key=f"{key.source}:{key.id}", fault=type(error).__name__, where=where
    )
