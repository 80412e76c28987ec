"""Signs of a second installation on our Client ID: a press on a card, or a quote of a robot's message, that we never sent.

The platform gives each message to one of the two, so either loses half of what people say. Within one database a lease
forbids it; elsewhere only these signs tell. One alone may be a card from before a restored backup.
"""

import structlog

from domain.calendar_clock import local_date
from domain.notices import Notice, NoticeKind, Recipient, RecipientKind
from domain.outgoing import Notify
from handlers.ports import Work
from handlers.surroundings import Surroundings

ENOUGH = 5
"""So many within an hour are no accident."""

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


async def stray_seen(work: Work, around: Surroundings) -> None:
    """Count it; the operator is told once a day."""
    now = around.context.now
    count = await work.marks.stray(now)
    if count != ENOUGH:
        return
    log.error(
        "Cards are pressed or messages quoted that we never sent: does another program use this Client ID?",
        action="stray",
        count=count,
    )
    notice = Notice(
        Recipient(RecipientKind.OPERATOR), NoticeKind.SECOND_INSTALLATION, count=count, urgent=True
    )
    await work.outbox.put(Notify(notice), key=f"second-installation:{local_date(now)}", at=now, urgent=True)
