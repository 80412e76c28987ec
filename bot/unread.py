"""What came over a wire and could not be read: kept sealed in the quarantine, and read again when an operator says so."""

from datetime import datetime

from adapters.dingtalk.parse import reread
from bot.build import Parts, chat_settings
from domain.failures import Unreadable
from domain.inbound import Inbound
from domain.notices import Notice, NoticeKind, Recipient, RecipientKind
from domain.outgoing import Notify
from store.database import Connection
from store.quarantine import Quarantine
from store.work import SqlWork

CHAT = "dingtalk:"


async def keep_unread(parts: Parts, source: str, raw: bytes, reason: str) -> None:
    """Keep it and tell the operator; the same bytes again change nothing. Returns after the commit."""
    now = parts.clock.now()

    async def keep(connection: Connection) -> None:
        kept = await Quarantine(connection, parts.tools).keep_unread(source, raw, reason, parts.clock.real())
        if kept is not None:
            notice = Notice(Recipient(RecipientKind.OPERATOR), NoticeKind.QUARANTINED, code=str(kept))
            outbox = SqlWork(connection, parts.tools).outbox
            await outbox.put(Notify(notice), key=f"unread:{kept}", at=now)

    await parts.database.write(keep)
    parts.sender.wake.set()


def read_again(parts: Parts, source: str, raw: bytes, now: datetime) -> tuple[Inbound, ...]:
    """What a newer parser makes of it. Raises `Unreadable` where it still makes nothing."""
    if source.startswith(CHAT):
        found = reread(raw.decode(), chat_settings(parts.centre), now)
        return () if found is None else (found,)
    if parts.gateway is None or parts.gateway.name != source:
        raise Unreadable(f"the gateway {source} is not configured any more")
    parsed = parts.gateway.parse(raw, now)
    if parsed.unreadable:
        raise Unreadable(parsed.unreadable[0].reason)
    return parsed.events
