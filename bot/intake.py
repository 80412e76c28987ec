"""The one door: every inbound event comes through `receive`, and `route` is the map of all that duban does.

One event is one handler call and one transaction (design §2): its key is remembered, the handler decides and keeps, the
answer is kept beside the key, the commit happens, and only then does the caller acknowledge the wire. A handler that
raises is rolled back and its raw event kept as pending instead; intake tries it again and in the end parks it in the
quarantine. Only when not even that row can be kept does `receive` raise, and nothing is acknowledged.
"""

from collections.abc import Callable
from typing import assert_never

import structlog

from domain.faces import Answer
from domain.failures import Stale
from domain.inbound import (
    CardPressed,
    ChatSaid,
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
from handlers import cards, deadlines, deliveries, files, people, replies, site, sms
from handlers.ports import Work
from handlers.surroundings import Surroundings
from store.database import Connection, Database
from store.inbox import Inbox
from store.work import SqlWork

LOST_RACES = 5
"""So often a handler is run again because somebody else changed the ticket first."""

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
